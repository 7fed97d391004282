import { hubHere } from '../sim/hub-here.ts';
import type { HubHere, HubHereNeeds } from '../sim/hub-here.ts';
import { newIncident, witness } from '../sim/witness.ts';
import type { Witness } from '../sim/witness.ts';
import { bytesToBase64Url } from '../../src/base/bytes.ts';
import type { IncidentId } from '../../src/record/names.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import { keyBytes } from '../../src/record/write.ts';

/** A hub of the test's own process whose place is founded, with the keys of its five keyholders. */
export type FoundedHub = HubHere & {
  readonly place: IncidentId;
  readonly keyholders: readonly [Witness, Witness, Witness, Witness, Witness];
  /** Says one entry through the write link; what the hub answered. */
  readonly says: (who: Witness, kind: string, body: PlainObject) => Promise<{ readonly weight?: string }>;
  /** The hash of a key, as a keyholder commits to the next. */
  readonly hashOf: (bytes: Uint8Array) => string;
};

export async function foundedHub(needs: HubHereNeeds = {}): Promise<FoundedHub> {
  const hub = await hubHere(needs);
  const { crypto, engine } = hub;
  const hashOf = (bytes: Uint8Array): string => bytesToBase64Url(crypto.sha256(bytes));
  const place = newIncident(crypto);
  const newHolder = (): Witness => witness(crypto, place);
  const keyholders = [newHolder(), newHolder(), newHolder(), newHolder(), newHolder()] as const;
  const body = {
    settlement: 'East field',
    languages: ['kk', 'ru'],
    keyholders: keyholders.map(({ key }, i) => ({ n: i + 1, key, next: hashOf(keyBytes(newHolder().key)) })),
  };
  if (!(await engine.found({ id: place, body }))) throw new Error('the place was not founded');
  return {
    ...hub,
    place,
    keyholders,
    hashOf,
    says: async (who, kind, said) => {
      const answer = await hub.post([(await who.say(kind, said)).wire]);
      const { receipts } = (await answer.json()) as {
        readonly receipts: readonly { readonly weight?: string }[];
      };
      return receipts[0] ?? {};
    },
  };
}

import { storeSqlite } from '../src/adapters/store-sqlite/store-sqlite.ts';
import { clockSystem } from '../src/adapters/clock-system/clock-system.ts';
import { cryptoSodium } from '../src/adapters/crypto-sodium/crypto-sodium.ts';
import { startEngine } from '../src/engine/engine.ts';
import type { Vault } from '../src/record/at-rest.ts';
import { authorKeyOf, newIncidentId } from '../src/record/names.ts';
import type { IncidentId } from '../src/record/names.ts';
import type { Signer } from '../src/record/primitives.ts';
import type { PlainObject } from '../src/record/subset.ts';
import type { WireEntry } from '../src/record/wire.ts';
import { writeEntry } from '../src/record/write.ts';
import type { Place } from '../src/record/write.ts';
import { planBody, THE_DAY } from './said-entries.ts';
import type { SaidDay } from './said-entries.ts';

/** A place whose keyholders decide who counts. */
export type FoundedPlace = {
  /** The name of the hub's log, which a revocation gives. */
  readonly origin: string;
  /** What keyholder 1 to 5 says on the place log, signed and not sent. */
  readonly says: (holder: number, kind: string, body: PlainObject) => Promise<WireEntry>;
};

type Voice = { readonly signer: Signer; place: Place };

const crypto = cryptoSodium();
const KEYHOLDERS = 5;

/** Founds a place in the folder as `init` does, lets the authors of the day in as residents, and opens its incident. */
export async function foundPlaceIn(
  folder: string,
  vault: Vault,
  day: Pick<SaidDay, 'authors' | 'incident'>,
): Promise<FoundedPlace> {
  const place = newIncidentId(crypto.randomBytes);
  const holders = Array.from({ length: KEYHOLDERS }, () => newVoice(crypto.newSigner(), place));
  const says: FoundedPlace['says'] = (holder, kind, body) => say(holders[holder - 1]!, kind, body);
  const store = storeSqlite({ folder, vault });
  try {
    const engine = await startEngine({ store, clock: clockSystem(), crypto });
    await engine.found({ id: place, body: foundingBody(holders) });
    const wires = [await say(newVoice(holders[0]!.signer, day.incident), 'place.plan', planBody())];
    for (const [i, key] of day.authors.entries())
      wires.push(await says(1 + (i % KEYHOLDERS), 'key.grant', { key, slot: 1, role: 'resident' }));
    await engine.keep(wires);
    await engine.decide();
    const { grants, incidents } = engine.people();
    if (grants.size !== day.authors.length || incidents.get(day.incident)?.state !== 'open')
      throw new Error('the bench did not found its place');
    return { origin: engine.origin, says };
  } finally {
    store.close();
  }
}

function newVoice(signer: Signer, incident: IncidentId): Voice {
  return { signer, place: { incident, sequence: 0, previous: '' } };
}

async function say(voice: Voice, kind: string, body: PlainObject): Promise<WireEntry> {
  const written = await writeEntry({ kind, at: THE_DAY, parts: { body } }, voice.place, voice.signer, crypto);
  voice.place = written.next;
  return written.wire;
}

function foundingBody(holders: readonly Voice[]): PlainObject {
  const next = (): string => Buffer.from(crypto.sha256(crypto.newSigner().key)).toString('base64url');
  const keyholders = holders.map(({ signer }, i) => ({
    n: i + 1,
    key: authorKeyOf(signer.key),
    next: next(),
  }));
  return { settlement: 'Шаңырақ', languages: ['kk', 'ru'], keyholders };
}

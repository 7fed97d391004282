import { newIncidentId } from '../../src/record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../../src/record/names.ts';
import { authorKeyOf } from '../../src/record/names.ts';
import type { Primitives, Signer } from '../../src/record/primitives.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { SeenCheckpoint } from '../../src/record/signed.ts';
import type { WireEntry } from '../../src/record/wire.ts';
import { writeEntry } from '../../src/record/write.ts';
import type { Place } from '../../src/record/write.ts';
import { happenedAt } from '../vectors/writing.ts';

/** Somebody with a key of their own who writes one entry after the other, each hanging on the one before. */
export type Witness = {
  readonly key: AuthorKey;
  readonly signer: Signer;
  readonly incident: IncidentId;
  readonly say: (kind: string, body: PlainObject, more?: SayMore) => Promise<Said>;
  /** `count` events with texts of their own. */
  readonly sayMany: (count: number, text?: string) => Promise<readonly Said[]>;
};

export type SayMore = {
  readonly at?: string;
  readonly about?: readonly EntryId[];
  readonly before?: SeenCheckpoint;
};
export type Said = { readonly id: EntryId; readonly wire: WireEntry };

export function newIncident(crypto: Primitives): IncidentId {
  return newIncidentId(crypto.randomBytes);
}

export function witness(
  crypto: Primitives,
  incident: IncidentId,
  signer: Signer = crypto.newSigner(),
): Witness {
  let place: Place = { incident, sequence: 0, previous: '' };
  const say: Witness['say'] = async (kind, body, { at = '2031-05-17T10:30', about = [], before } = {}) => {
    const written = await writeEntry(
      { kind, at: happenedAt(at), about, ...(before && { before }), parts: { body } },
      place,
      signer,
      crypto,
    );
    place = written.next;
    return { id: written.id, wire: written.wire };
  };
  const sayMany: Witness['sayMany'] = async (count, text = 'They came by the north road') => {
    const said: Said[] = [];
    for (let n = 0; n < count; n++) said.push(await say('event', eventBody(`${text} ${n}.`)));
    return said;
  };
  return { key: authorKeyOf(signer.key), signer, incident, say, sayMany };
}

/** An event somebody saw, in their own words. */
export function eventBody(text: string): PlainObject {
  return {
    act: 'force.arrive',
    modality: 'done',
    lane: 'authorities',
    actors: ['police'],
    source: { id: 'w1', stance: 'resident', link: 'saw' },
    text,
    lang: 'en',
  };
}

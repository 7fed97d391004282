import { assert } from '../../src/base/assert.ts';
import { parseEdtf } from '../../src/base/edtf.ts';
import type { Instant } from '../../src/base/instant.ts';
import { civilToWall, wallToInstant } from '../../src/base/wall.ts';
import type { EntryId } from '../../src/record/names.ts';
import { authorKeyOf, newIncidentId } from '../../src/record/names.ts';
import type { Primitives, Signer } from '../../src/record/primitives.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import { accept, toVerify } from '../../src/record/verify.ts';
import { writeEntry } from '../../src/record/write.ts';
import type { Place } from '../../src/record/write.ts';
import { gather, newGathered } from '../../src/situation/gather.ts';
import type { Gathered } from '../../src/situation/gather.ts';
import { situationOf } from '../../src/situation/situation.ts';
import type { Situation } from '../../src/situation/situation.ts';

const OFFSET_MIN = 300;

/** `10:30`, or EDTF with `D` for the day; with what the entry is about, or the entry it happened after. */
type When =
  | string
  | {
      readonly at: string;
      readonly about?: readonly EntryId[];
      readonly after?: { readonly id: EntryId; readonly loMin: number; readonly hiMin?: number };
    };

/** Says one thing as one author. */
export type Say = (author: string, kind: string, when: When, body: PlainObject) => Promise<EntryId>;

export type Fixture = {
  readonly say: Say;
  readonly gathered: Gathered;
  readonly at: (time: string) => Situation;
};

/** A record in memory that tests fill sentence by sentence, through the real writer and verifier. */
export function newFixture(primitives: Primitives): Fixture {
  const hub = primitives.newSigner();
  const gathered = newGathered({ hubKeys: new Set([authorKeyOf(hub.key)]) });
  const incident = newIncidentId(primitives.randomBytes);
  const authors = new Map<string, { readonly signer: Signer; place: Place }>();
  const say: Say = async (author, kind, when, body) => {
    const { at, about = [], after } = typeof when === 'string' ? { at: when } : when;
    const known = authors.get(author) ?? {
      signer: author === 'hub' ? hub : primitives.newSigner(),
      place: { incident, sequence: 0, previous: '' },
    };
    authors.set(author, known);
    const edtf = parseEdtf(/^\d\d:\d\d$/.test(at) ? `XXXX-04-05T${at}` : at.replaceAll('D', 'XXXX-04-05'));
    assert(edtf.ok, `the fixture writes a time: ${at}`);
    const draft = {
      kind,
      at: { edtf: edtf.value, ...(after && { anchor: after }) },
      about,
      parts: { body },
    };
    const written = await writeEntry(draft, known.place, known.signer, primitives);
    known.place = written.next;
    const plan = toVerify(written.wire, primitives);
    assert(plan.ok, 'the fixture writes what it would read');
    const entry = accept(plan.value, true, primitives);
    assert(
      entry.ok && entry.value.body !== undefined,
      `the fixture writes a body: ${entry.ok ? JSON.stringify(entry.value.flags) : ''}`,
    );
    gather(gathered, { entry: entry.value, index: gathered.byId.size, loggedAt: moment('14:29') });
    return written.id;
  };
  return { say, gathered, at: (time) => situationOf(gathered, moment(time)) };
}

function moment(time: string): Instant {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return wallToInstant(civilToWall({ year: 2000, month: 4, day: 5, hour, minute, second: 0 }), OFFSET_MIN);
}

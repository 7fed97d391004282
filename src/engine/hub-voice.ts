import type { Edtf } from '../base/edtf.ts';
import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/canonical-json.ts';
import { instantToWall, wallToCivil } from '../base/wall.ts';
import type { AuthorKey, EntryId, IncidentId } from '../record/names.ts';
import type { Primitives, Signer } from '../record/primitives.ts';
import type { SeenCheckpoint } from '../record/signed.ts';
import { writeEntry } from '../record/write.ts';
import type { Draft, Place } from '../record/write.ts';
import { planOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import type { DrawerChange } from '../ports/store.ts';
import type { Book } from './book.ts';
import type { HeldClock } from './held-clock.ts';

/** What the hub needs to sign an entry of its own and keep it like everybody's. */
export type HubVoice = {
  readonly book: Book;
  /** `changes` to drawers are on the disk with the entries or not at all. */
  readonly keep: (items: readonly Json[], changes?: readonly DrawerChange[]) => Promise<unknown>;
  readonly hub: Signer;
  readonly hubKey: AuthorKey;
  readonly clock: HeldClock;
  readonly crypto: Primitives;
  /** The newest checkpoint of the hub's own log, which shows that what the hub says next is not older. */
  readonly newest: () => SeenCheckpoint | undefined;
};

/** Says something as the hub, now. */
export async function sayAsHub(
  voice: HubVoice,
  incident: IncidentId,
  draft: Omit<Draft, 'at'>,
  changes: readonly DrawerChange[] = [],
): Promise<void> {
  await (await writeAsHub(voice, incident, draft)).keep(changes);
}

/** The same in two steps, for what has to name the entry before it is kept. Nothing else may be said there in between. */
export async function writeAsHub(
  voice: HubVoice,
  incident: IncidentId,
  draft: Omit<Draft, 'at'>,
): Promise<{
  readonly id: EntryId;
  readonly keep: (changes: readonly DrawerChange[]) => Promise<unknown>;
}> {
  const at = { edtf: minuteOf(voice.clock.now(), voice.book.gathered(incident)) };
  const place = hubPlace(voice.book, incident);
  const before = voice.newest();
  const whole = { ...draft, at, ...(before && { before }) };
  const { id, wire } = await writeEntry(whole, place, voice.hub, voice.crypto);
  return { id, keep: (changes) => voice.keep([{ e: wire.e, g: wire.g, parts: wire.parts }], changes) };
}

function hubPlace(book: Book, incident: IncidentId): Place {
  const last = book.hubLast(incident);
  return { incident, sequence: last === undefined ? 0 : last.core.sequence + 1, previous: last?.id ?? '' };
}

/** The hub's minute on the wall of the place, in the form of its plan's date: no year where none is stated. */
function minuteOf(now: Instant, g: Gathered | undefined): Edtf {
  const plan = g && planOf(g);
  const c = wallToCivil(instantToWall(now, plan?.offsetMinutes ?? 0));
  const two = (n: number): string => String(n).padStart(2, '0');
  const year = plan?.date.startsWith('XXXX') ? 'XXXX' : String(c.year).padStart(4, '0');
  return {
    kind: 'moment',
    at: { year, month: two(c.month), day: two(c.day), time: { hour: c.hour, minute: c.minute } },
  };
}

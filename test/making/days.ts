import { instant } from '../../src/base/instant.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Bounds } from '../../src/base/edtf.ts';
import type { Entry } from '../../src/record/entry.ts';
import type { AuthorKey } from '../../src/record/names.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { Logged } from '../../src/situation/buckets.ts';
import { gather, newGathered } from '../../src/situation/gather.ts';
import { situationOf } from '../../src/situation/situation.ts';
import type { Situation } from '../../src/situation/situation.ts';

/** A moment of the samples' day, 17 May of no stated year, or of a day of May: `10:30`, `18T00:10`. */
export function on(time: string): string {
  return time.includes('T') ? `XXXX-05-${time}` : `XXXX-05-17T${time}`;
}

/** The moment of looking. No year and no offset is stated, so walls are laid into the year 2000. */
export function clockAt(time: string): Instant {
  return instant(Date.parse(`${on(time).replace('XXXX', '2000')}Z`));
}

export type Looking = { readonly asOf?: string; readonly hubs?: readonly AuthorKey[] };

/** What is so once all of this has been gathered, at 18:00 unless told. */
export function situationFrom(
  given: readonly (Entry | Logged)[],
  { asOf = '18:00', hubs = [] }: Looking = {},
): Situation {
  const g = newGathered({ hubKeys: new Set(hubs) });
  for (const each of given) gather(g, 'entry' in each ? each : { entry: each });
  return situationOf(g, clockAt(asOf));
}

/** `10:30`, `10:30 .. 11:00`, `? .. 12:00`; another day with its number in front. */
export function shown({ lo, hi }: Bounds): string {
  const text = (at: number | undefined): string =>
    at === undefined ? '?' : new Date(at).toISOString().slice(5, 16).replace('05-17T', '').replace('05-', '');
  return lo === hi && lo !== undefined ? text(lo) : `${text(lo)} .. ${text(hi)}`;
}

const SAW: PlainObject = { id: 'witness', stance: 'resident', link: 'saw' };

/** A source with this id that saw it, or knows otherwise. */
export function source(id: string, over: PlainObject = {}): PlainObject {
  return { id, stance: 'resident', link: 'saw', ...over };
}

/** The body of an event: done by the authorities, told by one witness, unless told otherwise. */
export function event(
  act: string,
  over: PlainObject = {},
): { readonly kind: 'event'; readonly body: PlainObject } {
  return { kind: 'event', body: { act, modality: 'done', lane: 'authorities', source: SAW, ...over } };
}

/** The body of a claim about homes. */
export function homes(
  codes: readonly string[],
  state: string,
  told: PlainObject = SAW,
): { readonly kind: 'home'; readonly body: PlainObject } {
  return { kind: 'home', body: { homes: codes, state, source: told } };
}

/** The body of a place plan: two cells of two homes, three approaches, a school outside. */
export function plan(over: PlainObject = {}): { readonly kind: 'place.plan'; readonly body: PlainObject } {
  const cells = [
    { code: 'c1', zone: 'north', homes: ['n1', 'n2'] },
    { code: 'c2', zone: 'south', homes: ['s1', 's2'] },
  ];
  const place = {
    cells,
    approaches: ['north-road', 'south-road', 'canal-path'],
    outside: { code: 'school', name: 'the school yard' },
  };
  return { kind: 'place.plan', body: { settlement: 'Example field', date: 'XXXX-05-17', ...place, ...over } };
}

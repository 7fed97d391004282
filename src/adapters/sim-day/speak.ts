import { assert } from '../../base/assert.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { parseOffset } from '../../record/signed.ts';
import type { HappenedAt } from '../../record/signed.ts';
import type { EntryId } from '../../record/names.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { Day, DayEntry, DayMinute } from './day.ts';
import { minuteToEdtf } from './day-times.ts';
import type { Saying } from './phone.ts';

/** The ids of what was said so far in a played day: by label, and by fact of the text. */
export type SaidSoFar = { readonly ids: Map<string, EntryId>; readonly facts: Map<number, EntryId[]> };

export function nothingSaid(): SaidSoFar {
  return { ids: new Map(), facts: new Map() };
}

/** The place plan of a day, and who says it: the desk, or else the first role. */
export function planSaying(day: Day): { readonly by: string; readonly saying: Saying } {
  const author = day.roles.find((r) => r.role === 'desk') ?? day.roles[0];
  assert(author !== undefined, 'a day has roles');
  const body: PlainObject = {
    settlement: day.settlement,
    date: day.date,
    ...(day.offset !== undefined && { offset: day.offset }),
    cells: day.cells.map(({ code, zone, homes }) => ({ code, ...(zone !== undefined && { zone }), homes })),
    approaches: day.approaches,
    ...(day.outside && { outside: day.outside }),
  };
  return { by: author.handle, saying: { kind: 'place.plan', at: momentAt(day.from, day), body } };
}

/** A day file's entry as its author says it, hanging on what was said before. */
export function entrySaying(entry: DayEntry, day: Day, { ids }: SaidSoFar): Saying {
  const anchorId = entry.after && ids.get(entry.after.anchor);
  const anchor = entry.after &&
    anchorId && {
      id: anchorId,
      loMin: entry.after.loMin,
      ...(entry.after.hiMin !== undefined && { hiMin: entry.after.hiMin }),
    };
  const at = { ...happenedAt(entry.when, day), ...(anchor && { anchor }) };
  return { kind: entry.kind, at, about: entry.re.flatMap((label) => ids.get(label) ?? []), body: entry.body };
}

export function remember(entry: DayEntry, id: EntryId, { ids, facts }: SaidSoFar): void {
  if (entry.label !== undefined) ids.set(entry.label, id);
  for (const n of entry.facts) facts.set(n, [...(facts.get(n) ?? []), id]);
}

export function momentAt(minute: DayMinute, day: Day): HappenedAt {
  return happenedAt(minuteToEdtf(Math.floor(minute), day.date), day);
}

function happenedAt(text: string, day: Day): HappenedAt {
  const edtf = parseEdtf(text);
  assert(edtf.ok, 'the day file was checked');
  const offsetMinutes = day.offset === undefined ? undefined : parseOffset(day.offset);
  return { edtf: edtf.value, ...(offsetMinutes !== undefined && { offsetMinutes }) };
}

import type { EntryId } from '../record/names.ts';
import type { Alarm } from '../situation/alarms.ts';
import { summaries } from '../situation/buckets.ts';
import { contextOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import type { Book } from './book.ts';

/** All alarms of an incident, over or not. */
export function alarmsIn(g: Gathered): readonly Alarm[] {
  return summaries(g.subjects.alarms, contextOf(g));
}

/** One alarm by the entry that raised it, with all that is gathered of its incident; nothing while that is not here. */
export function alarmOf(
  book: Book,
  id: EntryId,
): { readonly alarm: Alarm; readonly g: Gathered } | undefined {
  const incident = book.held(id)?.logged.entry.core.incident;
  const g = incident === undefined ? undefined : book.gathered(incident);
  const alarm = g && alarmsIn(g).find((each) => each.id === id);
  return g && alarm && { alarm, g };
}

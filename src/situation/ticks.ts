import type { AlarmToldBody } from '../record/kinds/alarm.ts';
import type { EntryId } from '../record/names.ts';
import { contextOf } from './gather.ts';
import type { Gathered } from './gather.ts';
import { addTally, NO_TALLY } from './reach.ts';
import type { Tally } from './reach.ts';

/**
 * What wardens said of one alarm by their last words, by cells. Of a drill too, whose numbers stand in no figure of the situation: here they are
 * counted for that drill alone. `until`: as the hub had it at that moment.
 */
export function ticksOf(g: Gathered, alarm: EntryId, until: number = Infinity): ReadonlyMap<string, Tally> {
  const context = contextOf(g);
  const last = new Map<
    string,
    { readonly sequence: number; readonly id: EntryId; readonly body: AlarmToldBody }
  >();
  for (const id of g.hanging.get(alarm) ?? []) {
    const { entry, loggedAt = 0 } = g.byId.get(id) ?? {};
    if (entry?.body?.type !== 'alarm-told' || loggedAt > until || !context.isCurrent(entry)) continue;
    const { author, sequence } = entry.core;
    const key = `${author} ${entry.body.cell}`;
    const known = last.get(key);
    // Of two with one number, the same one whichever came first.
    const isLater =
      known === undefined || sequence > known.sequence || (sequence === known.sequence && id > known.id);
    if (isLater) last.set(key, { sequence, id, body: entry.body });
  }
  const ticks = new Map<string, Tally>();
  for (const { body } of last.values())
    ticks.set(body.cell, addTally(ticks.get(body.cell) ?? NO_TALLY, body));
  return new Map([...ticks].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

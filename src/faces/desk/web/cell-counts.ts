import { cellTally } from '../../../acts/alarm/cell-work.ts';
import type { AlarmNotes, SentCounts } from '../../kit/cell-notes.ts';
import { changeWork, isOwnLink } from '../../kit/cell-notes.ts';
import type { Cell } from './cell.ts';
import { hubBehind } from './hub.ts';
import type { Hub } from './hub.ts';
import { tell } from './page.ts';
import { speakIn } from './speak.ts';

/**
 * Signs the counts of a cell and hands them in. The same counts again are no new entry; other ones take their place, since
 * of each author the last counts (situation/reach.ts). Those the hub has not answered for wait, sealed, and go out later.
 */
export async function sendCounts(cell: Cell, work: AlarmNotes): Promise<void> {
  const told = cell.told();
  if (told === undefined) return tell(cell.words.silent);
  const body = cellTally(told.cell, cell.rows(), work.ticks);
  const counts = JSON.stringify(body);
  if (work.sent?.counts === counts && work.sent.isIn) return tell(cell.words.counts.sent);
  const acts = work.sent?.counts === counts ? [] : [{ kind: 'alarm.told', body }];
  await hand(cell, work, { counts, acts });
}

/** What was signed while there was no internet. */
export async function sendWaiting(cell: Cell): Promise<void> {
  if (hubToHandIn(cell) === undefined) return;
  for (const work of cell.notes().work)
    if (work.sent?.isIn === false) await hand(cell, work, { counts: work.sent.counts, acts: [] });
}

async function hand(
  cell: Cell,
  { alarm }: AlarmNotes,
  { counts, acts }: { readonly counts: string; readonly acts: Parameters<typeof speakIn>[2]['acts'] },
): Promise<void> {
  const { page, device, words } = cell;
  const hub = hubToHandIn(cell);
  if (hub === undefined) return tell(words.counts.noLink);
  const incident = { id: alarm.incident, number: alarm.number };
  const became = await speakIn({ ...page, hub }, device, { incident, acts, about: [alarm.alarm] });
  if (became === 'not-signed') return;
  const sent: SentCounts | undefined =
    became === 'no-effect' ? undefined : { counts, isIn: became === 'done' };
  await cell.change((notes) =>
    changeWork(notes, alarm.alarm, ({ sent: before, ...known }) => {
      // Others may have been signed while these were on their way.
      const isNewest = acts.length > 0 || before?.counts === counts;
      const kept = isNewest ? sent : before;
      return { ...known, ...(kept && { sent: kept }) };
    }),
  );
}

/** Through the link of the hub and never in the name of the standing key: nothing may tie that to the key of an incident. */
function hubToHandIn({ page, notes }: Cell): Hub | undefined {
  const { base } = notes();
  if (isOwnLink(page.base)) return page.hub;
  return base === undefined ? undefined : hubBehind(base, page.language, page.crypto);
}

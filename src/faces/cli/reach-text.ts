import type { AloneAt } from '../../adapters/sim-day/organiser-alone.ts';
import type { CellReach, ReachOverTime } from '../../acts/alarm/reach-over-time.ts';
import { momentText } from '../../acts/words/when.ts';
import { MINUTE_MS } from '../../base/instant.ts';
import { rangeWords } from '../../base/number-range.ts';
import type { NumberRange } from '../../base/number-range.ts';
import type { Wall } from '../../base/wall.ts';

export type ReachText = {
  readonly title: string;
  readonly reach: ReachOverTime;
  /** Without hub and wardens, where that was asked for. */
  readonly alone?: readonly (Omit<AloneAt, 'minute'> & { readonly at: Wall })[];
};

/** Said wherever these numbers are. */
export const REACH_INVENTED =
  'Simulated: telephones, carriers and what people answer are invented. These numbers say how the program works, not how the day went.';
export const REACH_COUNTED =
  'Told is a range, since a neighbour may be told by a warden and by the hub: in each cell at least the greater of the two numbers, at most both together and all who live there. Acknowledged likewise; checked in as stewards counted. Nobody is said to have come.';
export const ALONE_ASSUMED =
  'ASSUMPTION, not a finding: the same day without hub and wardens. One telephone texts everybody by itself, as fast as a warden does; its owner is besieged at home, and who is told tells nobody else.';

/** The curve of a played day as lines of a table, every so many minutes and at its end. */
export function reachLines({ reach, alone }: Omit<ReachText, 'title'>, everyMin: number): readonly string[] {
  const all = [...reach.curve, ...afterwards(reach, alone)];
  const rows = all.filter(({ at }, i) => (at / MINUTE_MS) % everyMin === 0 || i === all.length - 1);
  const head = ['', 'told', 'acknowledged', 'checked in', ...(alone ? ['alone: told', 'checked in'] : [])];
  const lines = rows.map(({ at, told, acknowledged, checkedIn }) => {
    const other = alone?.findLast((each) => each.at <= at);
    const beside = alone ? [String(other?.told ?? 0), range(other?.checkedIn)] : [];
    return [momentText(at), range(told), range(acknowledged), range(checkedIn), ...beside];
  });
  return [head, ...lines].map((cells) => cells.map((cell, i) => cell.padStart(i === 0 ? 5 : 14)).join(''));
}

/** What was counted last still holds while the other curve goes on. */
function afterwards(
  { curve }: ReachOverTime,
  alone: NonNullable<ReachText['alone']> = [],
): ReachOverTime['curve'] {
  const last = curve.at(-1);
  return alone.flatMap(({ at }) => (last !== undefined && at > last.at ? [{ ...last, at }] : []));
}

/** The whole reach of a played day as Markdown. */
export function reachMarkdown({ title, reach, alone }: ReachText): string {
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
    [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const parts = [
    `# How the call spread: ${title}`,
    `*${REACH_INVENTED}*`,
    REACH_COUNTED,
    ...(alone ? [ALONE_ASSUMED] : []),
    `## By time\n\n\`\`\`text\n${reachLines({ reach, ...(alone && { alone }) }, 5).join('\n')}\n\`\`\``,
    `## By cell\n\n${table(['cell', 'told by wardens', 'told by the hub', 'told'], reach.cells.map(cellRow))}`,
    `## By road\n\n${table(
      ['road', 'people handed a call', 'seen', 'answered'],
      reach.channels.map(({ channel, handed, seen, answered }) => [
        channel,
        ...[handed, seen, answered].map(String),
      ]),
    )}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function cellRow({ cell = 'in no cell', byWardens, byHub, told }: CellReach): readonly string[] {
  return [cell, String(byWardens), String(byHub), range(told)];
}

function range({ lo, hi }: Pick<NumberRange, 'lo' | 'hi'> = { lo: 0, hi: 0 }): string {
  return rangeWords(lo, hi);
}

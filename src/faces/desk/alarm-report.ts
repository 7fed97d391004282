import type { AlarmReport, RoadReport } from '../../acts/alarm/alarm-report.ts';
import type { Waiting } from '../../acts/alarm/waits-for.ts';
import type { BoardWords } from '../../acts/words/board-words.ts';
import { instantToWall } from '../../base/wall.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { grouped, timeOf } from './view.ts';
import type { View } from './view.ts';

/** What an alarm waits for, how many are reckoned with, and how its messages stand. */
export function renderReport(report: AlarmReport, view: View): Html {
  const { alarm: words } = view.words;
  const { waitsFor, forecast, areasDown, roads } = report;
  const lines = [
    waitsFor && waitingText(waitsFor, words),
    forecast &&
      words.forecast(
        grouped(forecast.expected),
        grouped(forecast.band.lo),
        grouped(forecast.band.hi ?? forecast.expected),
      ),
    areasDown.length > 0 && words.areasDown(areasDown.join(', ')),
    ...roads.map((road) => roadText(road, view)),
  ].filter((line) => typeof line === 'string');
  if (lines.length === 0) return NOTHING;
  return html`<ul class="report">
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

/** The tier with whom it calls and why it was opened. */
export function tierText({ tier }: Alarm, report: AlarmReport | undefined, view: View): string {
  const { alarm: words } = view.words;
  const more = [callsOf(tier, words), report?.why && words.why[report.why]].filter((text) => text);
  return `${words.tier(tier)}${more.length === 0 ? '' : ` (${more.join('; ')})`}`;
}

function waitingText(waiting: Waiting, words: BoardWords['alarm']): string {
  return words.before(waiting.tier, callsOf(waiting.tier, words), whatOf(waiting, words.waitsFor));
}

function whatOf(waiting: Waiting, words: BoardWords['alarm']['waitsFor']): string {
  if (waiting.kind === 'turnout') return words.turnout(waiting.minutes);
  return 'missing' in waiting ? words[waiting.kind](waiting.missing) : words[waiting.kind];
}

function callsOf(tier: number, { tierCalls }: BoardWords['alarm']): string {
  const known = ([1, 2, 3, 4] as const).find((each) => each === tier);
  return known === undefined ? '' : tierCalls[known];
}

/** Only a notification tells that it was seen. */
function roadText({ channel, ...road }: RoadReport, view: View): string {
  const { alarm: words } = view.words;
  const { handed, seen, answered, failed, waiting, cutOff, doneAt } = road;
  const until =
    doneAt === undefined ? undefined : timeOf(view, instantToWall(doneAt, view.options.offsetMinutes ?? 0));
  const said = [
    words.sent(grouped(handed), grouped(answered), channel === 'push' ? grouped(seen) : undefined),
    ...(failed > 0 ? [words.failed(grouped(failed))] : []),
    ...(cutOff > 0 ? [words.cutOff(grouped(cutOff))] : []),
    ...(waiting > 0 ? [words.unsent(grouped(waiting), until)] : []),
  ];
  return `${words.roads[channel]}: ${said.join('; ')}`;
}

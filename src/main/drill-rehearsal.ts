import { readDay } from '../adapters/sim-day/day-file.ts';
import { organiserAlone } from '../adapters/sim-day/organiser-alone.ts';
import { clockText } from '../adapters/sim-day/day-times.ts';
import type { PlayNews } from '../adapters/sim-day/play.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import { checkPlace, isPlaceUnsafe } from '../acts/care/place-check.ts';
import { reachPaper } from '../acts/paper/reach-paper.ts';
import { reachPaperText } from '../acts/paper/reach-paper-text.ts';
import { reachReportJson } from '../acts/paper/reach-report-json.ts';
import type { Language } from '../acts/words/words.ts';
import type { Json } from '../base/canonical-json.ts';
import { MINUTE_MS } from '../base/instant.ts';
import { EXIT_OK, EXIT_USAGE, EXIT_WRONG, say, tell, UsageError } from '../faces/cli/command.ts';
import type { Given } from '../faces/cli/command.ts';
import { readPlaceFile, refusePlace } from '../faces/cli/place-file.ts';
import { ALONE_ASSUMED } from '../faces/cli/reach-text.ts';
import { faultLine, readYamlFile } from '../faces/cli/yaml-text.ts';
import type { Primitives } from '../record/primitives.ts';
import { ticksOf } from '../situation/ticks.ts';
import { drillDay } from './drill-day.ts';
import type { DrillDay } from './drill-day.ts';
import { FAILING, rehearse } from './rehearse.ts';
import type { Failing, Rehearsed } from './rehearse.ts';

const DAY_DEFAULT = 'days/5-april.yaml';
const PHONES_MAX = 20_000;
const SEED_MAX = 4_294_967_295;
/** The first thing on the screen, and in the JSON. */
const SIMULATED =
  'SIMULATED: telephones, carriers, people and what they answer are invented. Nothing is sent to anybody; the numbers say how the program works at this place, not how people are.';
/** Minutes after the raise at which one organiser alone is compared. */
const COMPARED_MIN = [15, 30, 60, 120];

/** `drill rehearse`: a bad plan or day is refused before anything starts. */
export function rehearsal(
  crypto: Primitives,
): (files: readonly string[], given: Given, language: Language) => Promise<number> {
  return async ([placeFile = '', dayFile = DAY_DEFAULT], given, language) => {
    const asJson = given.flag('json');
    const failing = given.all('fail').map(failingNamed);
    const neighbours = given.whole('phones', { lo: 0, hi: PHONES_MAX });
    const seed = given.whole('seed', { lo: 0, hi: SEED_MAX });
    const place = readPlaceFile(placeFile);
    if (!place.ok) return refusePlace(place.error, 'rehearsed', asJson);
    const { plan } = place.value;
    const day = readYamlFile(dayFile, 'day file', readDay);
    if (!day.ok) {
      tell(faultLine(day.error));
      tell('Nothing was rehearsed. docs/day-files.md says what each field of a day means.');
      return EXIT_USAGE;
    }
    const drill = drillDay(day.value, plan, seed);
    if (!drill.ok)
      throw new UsageError(`cannot hold this as a drill: ${drill.error.why}. Nothing was rehearsed`);
    if (!asJson) begin(drill.value, plan, placeFile);
    const stop = new AbortController();
    const end = (): void => stop.abort();
    process.once('SIGINT', end).once('SIGTERM', end);
    try {
      const held = await rehearse({
        drill: drill.value,
        plan,
        failing,
        ...(neighbours !== undefined && { neighbours }),
        crypto,
        news: progress(drill.value),
        signal: stop.signal,
      });
      const alone = given.flag('organiser-only') ? compared(held, drill.value) : undefined;
      if (asJson) say(JSON.stringify(json(held, failing, alone)));
      else sayReport(held, { plan, language, failing, alone });
      return EXIT_OK;
    } catch (cause) {
      if (!stop.signal.aborted) throw cause;
      tell('Interrupted. The rehearsal left nothing behind.');
      return EXIT_WRONG;
    } finally {
      process.off('SIGINT', end).off('SIGTERM', end);
    }
  };
}

function failingNamed(text: string): Failing {
  const found = FAILING.find((known) => known === text);
  if (found === undefined) throw new UsageError(`--fail is one of ${FAILING.join(', ')}`);
  return found;
}

function begin({ day, left }: DrillDay, plan: PlacePlan, file: string): void {
  say(SIMULATED);
  const people = plan.cells.reduce((sum, cell) => sum + cell.people, 0);
  const cells = plan.cells.length === 1 ? '1 cell' : `${plan.cells.length} cells`;
  say(
    `A drill at ${plan.settlement}: ${cells}, ${people} people; ${clockText(day.from)} to ${clockText(day.until)} by the clock of the day.`,
  );
  if (left > 0) say(`Rows of the day that have nobody or nothing at this place, left out: ${left}.`);
  const unsafe = checkPlace(plan).filter(isPlaceUnsafe).length;
  if (unsafe > 0) tell(`Unsafe in the plan: ${unsafe}. See: shanyrak place check ${file}`);
}

const PROGRESS_EVERY_MIN = 30;

/** A line for what moves the alarm, and one each half hour of the day. */
function progress({ day }: DrillDay): (news: PlayNews) => void {
  let next = day.from;
  const line = (minute: number, text: string): void => tell(`${clockText(minute)}  ${text}`);
  return (news) => {
    const { minute, kind } = news;
    if (kind === 'network') line(minute, `network ${news.where}: ${news.state}`);
    if (kind === 'seized') line(minute, 'a telephone is seized; two keyholders drop its key');
    if (kind === 'alarm-step')
      line(minute, news.tier === 1 ? 'DRILL: wardens are asked' : 'DRILL: cells and neighbours are called');
    if (minute < next) return;
    const share = Math.round((100 * (minute - day.from)) / (day.until - day.from));
    line(minute, `${share} %`);
    next = minute + PROGRESS_EVERY_MIN;
  };
}

type Compared = Readonly<Record<'minutes' | 'byWardens' | 'byHub' | 'alone', number>>;

/** People told by wardens, by the hub itself, and by one telephone alone, so many minutes after the raise. */
function compared({ report, gathered }: Rehearsed, { day, raisedAt }: DrillDay): readonly Compared[] {
  const began = report.curve[0]?.at ?? 0;
  const alone = organiserAlone(day, raisedAt);
  return COMPARED_MIN.map((minutes) => {
    const until = began + minutes * MINUTE_MS;
    const ticks = [...ticksOf(gathered, report.alarm, until).values()];
    return {
      minutes,
      byWardens: ticks.reduce((sum, { told }) => sum + told, 0),
      byHub: report.curve.findLast(({ at }) => at <= until)?.told ?? 0,
      alone: alone.findLast(({ minute }) => minute <= raisedAt + minutes)?.told ?? 0,
    };
  });
}

type Telling = {
  readonly plan: PlacePlan;
  readonly language: Language;
  readonly failing: readonly Failing[];
  readonly alone: readonly Compared[] | undefined;
};

function sayReport(held: Rehearsed, { plan, language, failing, alone }: Telling): void {
  const { report, sent, telephones } = held;
  say('');
  say(
    `${sent.length} messages were given to simulated carriers, for ${telephones} telephones. Each says first that it is a drill.`,
  );
  if (failing.length > 0) say(`Failed on purpose: ${failing.join(', ')}.`);
  say('');
  say(reachPaperText(reachPaper(report, language, plan.offsetMinutes)).trimEnd());
  if (alone === undefined) return;
  say('');
  say(ALONE_ASSUMED);
  for (const { minutes, byWardens, byHub, alone: told } of alone)
    say(
      `${String(minutes).padStart(4)} min after the raise: told by wardens ${byWardens}, by the hub ${byHub} (some by both); by one organiser alone ${told}`,
    );
}

function json(
  { report, sent, telephones }: Rehearsed,
  failing: readonly Failing[],
  alone: Telling['alone'],
): Json {
  return {
    simulated: SIMULATED,
    telephones,
    messages: sent.length,
    failing: [...failing],
    report: reachReportJson(report),
    ...(alone && { organiserAlone: { assumption: ALONE_ASSUMED, told: alone.map((each) => ({ ...each })) } }),
  };
}

import type { AlarmReport } from '../acts/alarm/alarm-report.ts';
import type { ReachReport } from '../acts/alarm/reach-report.ts';
import { reachPaper } from '../acts/paper/reach-paper.ts';
import { reachPaperText } from '../acts/paper/reach-paper-text.ts';
import { reachReportJson } from '../acts/paper/reach-report-json.ts';
import { situationJson } from '../acts/paper/situation-json.ts';
import { REACH_REPORT_WORDS } from '../acts/words/reach-report-words.ts';
import { alarmsIn } from '../engine/alarms-in.ts';
import type { Engine } from '../engine/engine.ts';
import type { JoinRequest } from '../engine/requests.ts';
import { witnessMark } from '../engine/witness-board.ts';
import type { WitnessBoard } from '../engine/witness-board.ts';
import { MINUTE_MS, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { instantToWall } from '../base/wall.ts';
import type { Wall } from '../base/wall.ts';
import { renderAbout } from '../faces/desk/about-page.ts';
import { renderAnswer } from '../faces/desk/answer-page.ts';
import { ANSWER_CSS, ANSWER_HREF } from '../faces/desk/answer.css.ts';
import { BOARD_CSS } from '../faces/desk/board.css.ts';
import { CELL_CSS } from '../faces/desk/cell.css.ts';
import { renderCell } from '../faces/desk/cell-page.ts';
import { evidenceRows } from '../faces/desk/evidence.ts';
import { renderEvidence } from '../faces/desk/evidence-page.ts';
import { figuresOf } from '../faces/desk/figures.ts';
import { FORM_CSS } from '../faces/desk/form.css.ts';
import { renderSearch } from '../faces/desk/search-page.ts';
import { renderCommittee, renderCommitteeFor } from '../faces/desk/committee-page.ts';
import type { Committee } from '../faces/desk/committee-page.ts';
import { renderReachReport } from '../faces/desk/reach-report-page.ts';
import { renderJoin } from '../faces/desk/join-page.ts';
import { renderPlanPage } from '../faces/desk/place-page.ts';
import { PLACE_CSS } from '../faces/desk/place.css.ts';
import { renderOwnPage, renderSubscribe } from '../faces/desk/subscribe-page.ts';
import { renderReady } from '../faces/desk/ready-page.ts';
import { renderBoard, renderBoardBody } from '../faces/desk/board.ts';
import type { BoardOptions } from '../faces/desk/view.ts';
import type { PageRequest, Pages, ReachReportPages } from '../faces/hub/app.ts';
import type { EntryId, IncidentId } from '../record/names.ts';
import { newGathered, planOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import { searchEntries } from '../situation/search.ts';
import { situationOf } from '../situation/situation.ts';
import type { Situation } from '../situation/situation.ts';
import type { Clock } from '../ports/clock.ts';
import { webScripts } from './web-scripts.ts';

type Remembered = { readonly key: string; readonly text: string };

/** Joins the desk's pages to the hub. A page is made once for each state of the record and minute, or five seconds of an alarm, however many read it. */
export function hubPages(engine: Engine, clock: Clock, witnesses?: () => WitnessBoard): Pages {
  const remembered = new Map<string, Remembered>();
  const reportFor = reachReports(engine, clock);
  const made = (
    name: string,
    request: PageRequest,
    make: (situation: Situation, options: BoardOptions) => string,
  ): string => {
    const situation = (): Situation => situationFor(engine, clock, request.incident);
    const slot = `${name}|${request.base}|${request.incident ?? ''}|${request.language}`;
    const board = witnesses?.();
    const minute = Math.floor(clock.now() / keptForMs(engine, request.incident));
    const key = `${engine.changes()}|${minute}|${board ? witnessMark(board) : ''}`;
    const known = remembered.get(slot);
    if (known?.key === key) return known.text;
    const options = optionsFor(engine, clock, request);
    const text = make(situation(), { ...options, ...(board && { witnesses: board }) });
    if (remembered.size >= PAGES_MAX) remembered.clear();
    remembered.set(slot, { key, text });
    return text;
  };
  return {
    board: (request) => made('board', request, renderBoard),
    boardBody: (request) => made('body', request, renderBoardBody),
    why: (figure, request) => {
      const gathered = request.incident && engine.gathered(request.incident);
      if (gathered === undefined) return undefined;
      const situation = situationFor(engine, clock, request.incident);
      const ids = figuresOf(situation).get(figure);
      const options = optionsFor(engine, clock, request);
      return ids && renderEvidence(figure, evidenceRows(ids, gathered, situation, options), options);
    },
    search: (asked, request) => {
      const options = optionsFor(engine, clock, request);
      const gathered = request.incident && engine.gathered(request.incident);
      if (gathered === undefined || asked === '')
        return renderSearch({ asked, entries: [], isCut: false }, options);
      const { entries, isCut } = searchEntries(gathered, asked);
      const situation = situationFor(engine, clock, request.incident);
      return renderSearch(
        { asked, entries: evidenceRows(entries, gathered, situation, options), isCut },
        options,
      );
    },
    committee: (requests, request) => {
      const options = optionsFor(engine, clock, request);
      return renderCommittee(committeeNow(engine, requests, options), options);
    },
    committeeFor: (key, requests, request) => {
      const options = optionsFor(engine, clock, request);
      return renderCommitteeFor(key, committeeNow(engine, requests, options), options);
    },
    join: (request) => renderJoin(engine.people().founding?.settlement, optionsFor(engine, clock, request)),
    plan: ({ base, language }) => renderPlanPage({ base, language, mode: 'hub' }),
    about: (request) => renderAbout(optionsFor(engine, clock, request)),
    situation: (request) =>
      request.incident === undefined ? undefined : situationJson(engine.situation(request.incident)),
    reachReport: (id, request) => {
      const gathered = request.incident && engine.gathered(request.incident);
      if (gathered === undefined || !alarmsIn(gathered).some((alarm) => alarm.id === id)) return undefined;
      return reachReportPages(id, reportFor(id, gathered), optionsFor(engine, clock, request));
    },
    answer: { page: renderAnswer, ready: renderReady, css: ANSWER_CSS, href: ANSWER_HREF },
    cell: renderCell,
    subscribe: renderSubscribe,
    ownPage: renderOwnPage,
    files: pageFiles(),
  };
}

function pageFiles(): Pages['files'] {
  return {
    'board.css': { type: 'text/css; charset=utf-8', text: BOARD_CSS },
    'plan.css': { type: 'text/css; charset=utf-8', text: PLAN_CSS },
    'form.css': { type: 'text/css; charset=utf-8', text: BOARD_CSS + FORM_CSS },
    'cell.css': { type: 'text/css; charset=utf-8', text: BOARD_CSS + FORM_CSS + CELL_CSS },
    ...webScripts(),
  };
}

/** The style of the page of a plan, on a hub and beside a file. */
export const PLAN_CSS: string = BOARD_CSS + FORM_CSS + PLACE_CSS;

const PAGES_MAX = 200;

/** Each report is reckoned once for each state of the record and five seconds, however many read it. */
function reachReports(engine: Engine, clock: Clock): (id: EntryId, g: Gathered) => ReachReport | undefined {
  const known = new Map<EntryId, { readonly key: string; readonly report: ReachReport | undefined }>();
  return (id, g) => {
    const key = `${engine.changes()}|${Math.floor(clock.now() / REPORT_KEPT_MS)}`;
    const last = known.get(id);
    if (last?.key === key) return last.report;
    const alarm = alarmsIn(g).find((each) => each.id === id);
    const report = alarm && engine.alarms.reachReport(alarm, g);
    if (known.size >= PAGES_MAX) known.clear();
    known.set(id, { key, report });
    return report;
  };
}

const REPORT_KEPT_MS: number = 5 * SECOND_MS;

function reachReportPages(
  id: EntryId,
  report: ReachReport | undefined,
  options: BoardOptions,
): ReachReportPages {
  const { language, offsetMinutes = 0 } = options;
  const page = (): string => renderReachReport(id, report, options);
  if (report === undefined) return { page, none: REACH_REPORT_WORDS[language].none };
  return {
    page,
    text: () => reachPaperText(reachPaper(report, language, offsetMinutes)),
    json: () => reachReportJson(report),
  };
}

/** While an alarm runs its messages move by the second, without any entry. */
function keptForMs(engine: Engine, incident: IncidentId | undefined): number {
  const g = incident && engine.gathered(incident);
  const isRunning = g !== undefined && alarmsIn(g).some(({ endedAs }) => endedAs === undefined);
  return isRunning ? 5 * SECOND_MS : MINUTE_MS;
}

function committeeNow(engine: Engine, requests: readonly JoinRequest[], options: BoardOptions): Committee {
  const wallOf = (at: Instant): Wall => instantToWall(at, options.offsetMinutes ?? 0);
  const alarms = [...engine.people().incidents.values()]
    .filter(({ state }) => state === 'open')
    .flatMap(({ id: incident, number }) =>
      engine
        .situation(incident)
        .alarms.filter(({ mode, endedAs }) => mode !== undefined && endedAs === undefined)
        .map((alarm) => ({ incident, number, alarm })),
    );
  const { feed } = engine.alarms;
  const proposed = feed.proposed();
  const place = engine.people().founding?.place;
  const standbys = place && { place, report: engine.alarms.standbys.report() };
  return {
    people: engine.people(),
    requests,
    alarms,
    ...(proposed && { feed: { isOpen: feed.inForce() !== undefined, proposed, isOwn: feed.isOwn } }),
    waiting: engine.waiting(),
    wallOf,
    ...(standbys && { standbys }),
  };
}

function situationFor(engine: Engine, clock: Clock, incident: IncidentId | undefined): Situation {
  if (incident !== undefined) return engine.situation(incident);
  return situationOf(newGathered({ hubKeys: new Set() }), clock.now());
}

function optionsFor(
  engine: Engine,
  clock: Clock,
  { base, incident, language, isKeeper }: PageRequest,
): BoardOptions {
  const gathered = incident && engine.gathered(incident);
  const last = gathered?.lastLoggedAt;
  const offset = gathered && planOf(gathered)?.offsetMinutes;
  const logFault = engine.log?.trouble()?.kind;
  return {
    base,
    language,
    incident: incident ?? '',
    isReplay: clock.kind === 'replay',
    isLive: true,
    isFounded: engine.people().founding !== undefined,
    waiting: engine.waiting(),
    ...(logFault !== undefined && { logFault }),
    isKeeper,
    incidents: listedIncidents(engine),
    bracketOf: engine.brackets(),
    textOf: (id) => gathered && freeText(gathered, id),
    reportOf: (id) => gathered && reportOf(engine, gathered, id),
    standbys: engine.alarms.standbys.report(),
    ...(offset !== undefined && { offsetMinutes: offset }),
    ...(last !== undefined && { lastEntryAt: instantToWall(last, offset ?? 0) }),
  };
}

function listedIncidents(engine: Engine): NonNullable<BoardOptions['incidents']> {
  const { incidents: lives } = engine.people();
  return engine.incidents().map((id, i) => {
    const gathered = engine.gathered(id);
    const date = gathered && planOf(gathered)?.date;
    const { number, state } = lives.get(id) ?? { number: i + 1, state: 'open' };
    return { id, number, state, ...(date !== undefined && { date }) };
  });
}

/** Where nobody can be told, there is nothing to say of messages; what an alarm waits for is said all the same. */
function reportOf(engine: Engine, g: Gathered, id: EntryId): AlarmReport | undefined {
  const alarm = alarmsIn(g).find((each) => each.id === id);
  return alarm && engine.alarms.report(alarm, g);
}

/** What the author wrote in their own words: shown to readers of the incident only, in quotation marks. */
function freeText(gathered: Gathered, id: EntryId): string | undefined {
  const body = gathered.byId.get(id)?.entry.body;
  return body?.type === 'event' ? body.text : undefined;
}

import { composerOf } from '../../../acts/alarm/composer-link.ts';
import {
  cellRows,
  cellTasks,
  isByHand,
  mayHaveHeard,
  openedNow,
  ticked,
  toldNow,
} from '../../../acts/alarm/cell-work.ts';
import type { CellAlarm, CellRow, CellTold, Tick } from '../../../acts/alarm/cell-work.ts';
import { CELL_WORDS } from '../../../acts/words/cell-words.ts';
import type { CellWords } from '../../../acts/words/cell-words.ts';
import { LANGUAGES } from '../../../acts/words/words.ts';
import { changeWork, isOwnLink, parseNotes, printNotes, withAlarm, withTold } from '../../kit/cell-notes.ts';
import type { AlarmNotes, CellNotes } from '../../kit/cell-notes.ts';
import { cellTold } from '../../kit/cell-told.ts';
import type { KeptDevice } from '../../kit/kept-device.ts';
import { html } from '../html.ts';
import { sendCounts, sendWaiting } from './cell-counts.ts';
import { listenToHand, showByHand } from './cell-by-hand.ts';
import { drawList, listenToList } from './cell-list.ts';
import { showDoors } from './cell-doors.ts';
import { batchAt, workPart } from './cell-work.ts';
import { show, tell } from './page.ts';
import type { Page } from './page.ts';
import { showOpen } from './panel.ts';
import type { Screen } from './panel.ts';

/** What the page works with once a device is open. What it holds is sealed on the device after each change. */
export type Cell = {
  readonly page: Page;
  readonly words: CellWords;
  readonly device: KeptDevice;
  readonly notes: () => CellNotes;
  /** What the hub told last; nothing before it answered. */
  readonly told: () => CellTold | undefined;
  readonly toldAt: () => Date | undefined;
  readonly rows: () => readonly CellRow[];
  readonly change: (change: (notes: CellNotes) => CellNotes) => Promise<void>;
};

// A telephone in a pocket asks nothing; one that is looked at hears within this time that it is over.
const LOOK_EVERY_MS = 15_000;

/** The screen of a warden's own work: texts from the own telephone, ticks, a list for the doors. */
export function cellScreen(page: Page): Screen {
  const words = CELL_WORDS[page.language];
  return {
    without: () =>
      show(
        page.panel,
        html`<p>${words.noDevice}</p>
          ${isOwnLink(page.base) && html`<p><a href="${page.base}/committee?lang=${page.language}">${words.toDevice}</a></p>`}`,
      ),
    opened: async (device) => {
      showOpen(page, device);
      await start(page, words, device);
    },
  };
}

async function start(page: Page, words: CellWords, device: KeptDevice): Promise<void> {
  const place = document.getElementById('cell');
  if (place === null) return;
  let notes = parseNotes(await device.cell());
  let [told, toldAt]: [CellTold?, Date?] = [];
  const cell: Cell = {
    page,
    words,
    device,
    notes: () => notes,
    told: () => told,
    toldAt: () => toldAt,
    rows: () => cellRows(notes.neighbours, told?.homes ?? []),
    change: async (change) => {
      notes = parseNotes(await device.changeCell((text) => printNotes(change(parseNotes(text)))));
      draw(cell);
      drawList(cell);
    },
  };
  show(place, frame(words));
  listenToList(cell);
  listenToHand(cell);
  listen(cell, place);
  if (isOwnLink(page.base) && notes.base !== page.base)
    await cell.change((known) => ({ ...known, base: page.base }));
  drawList(cell);
  draw(cell);
  const look = async (): Promise<void> => {
    const heard = await ask(cell);
    if (heard === undefined) return;
    const isNew = JSON.stringify(heard) !== JSON.stringify(told);
    [told, toldAt] = [heard, new Date()];
    if (isNew) await cell.change((known) => withTold(known, heard));
    else if (document.querySelector('.runner[open]') !== null) draw(cell);
    await sendWaiting(cell);
  };
  const quietly = (): void => void look().catch(() => {});
  setInterval(quietly, LOOK_EVERY_MS);
  window.addEventListener('online', quietly);
  document.addEventListener('visibilitychange', () => document.hidden || quietly());
  await look();
}

function frame(words: CellWords): ReturnType<typeof html> {
  return html`<p id="silent" class="notice" role="status" hidden></p>
    <details id="by-hand" hidden></details>
    <div id="work"></div>
    <section>
      <p class="buttons"><button type="button" class="plain" data-do="doors">${words.doors.show}</button></p>
      <div id="doors"></div>
    </section>
    <section class="list" id="list"></section>`;
}

/** What the hub knows of the cell; without an answer the page says so and goes on. */
async function ask({ page, device, words }: Cell): Promise<CellTold | undefined> {
  const { status, value } = await page.hub.askAs(device, { path: '/cell' });
  const told = status === 200 ? cellTold(value) : undefined;
  const silent = document.getElementById('silent');
  if (silent !== null) {
    silent.hidden = told !== undefined;
    showByHand(told === undefined && status !== 404);
    silent.textContent = told === undefined ? (status === 404 ? words.notWarden : words.silent) : '';
  }
  return told;
}

/**
 * The alarms to work on, a real one before a drill: those that run, and those that are over and of which this warden told
 * somebody, until the hub has forgotten them and nobody is left to be told.
 */
function shownWork(cell: Cell): readonly AlarmNotes[] {
  const [told, rows] = [cell.told(), cell.rows()];
  const isShown = ({ alarm, ticks }: AlarmNotes): boolean => {
    if (isByHand(alarm)) return alarm.endedAs === undefined || cellTasks(alarm, rows, ticks).length > 0;
    const isTold = told === undefined || told.alarms.some((each) => each.alarm === alarm.alarm);
    if (alarm.endedAs === undefined) return isTold;
    return isTold ? Object.values(ticks).some(mayHaveHeard) : cellTasks(alarm, rows, ticks).length > 0;
  };
  const isDrill = ({ alarm }: AlarmNotes): number => Number(alarm.mode === 'drill');
  return cell
    .notes()
    .work.filter(isShown)
    .toReversed()
    .sort((a, b) => isDrill(a) - isDrill(b));
}

/** Draws the work anew; what was in focus and what was folded out stay so. */
function draw(cell: Cell): void {
  const place = document.getElementById('work');
  if (place === null) return;
  const focus =
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset['id'] : undefined;
  const open = new Set([...place.querySelectorAll('details[open]')].map(({ id }) => id));
  const work = shownWork(cell);
  const composer = composerOf(navigator.userAgent, navigator.maxTouchPoints);
  show(
    place,
    work.length === 0
      ? html`<p>${cell.words.work.none}</p>`
      : html`${work.map((each) => workPart(cell, each, composer))}`,
  );
  for (const fold of place.querySelectorAll('details')) if (open.has(fold.id)) fold.open = true;
  if (focus !== undefined) place.querySelector<HTMLElement>(`[data-id="${CSS.escape(focus)}"]`)?.focus();
}

function listen(cell: Cell, place: HTMLElement): void {
  const fail = (): void => tell(cell.page.words.device.failed);
  place.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-do]') : null;
    if (button === null || button.disabled) return;
    tell();
    button.disabled = true;
    void pressed(cell, button.dataset)
      .catch(fail)
      .finally(() => {
        button.disabled = false;
      });
  });
  // Whoever opens a text has perhaps sent it when they come back, whatever has become of the alarm by then.
  place.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLElement>('a[data-opens]') : null;
    const work = link && workOf(cell, link.dataset);
    if (link === null || !work) return;
    const keys = (link.dataset['opens'] ?? '').split('\n');
    void tick(cell, work, keys, openedNow).catch(fail);
  });
  place.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement) || target.dataset['do'] !== 'language') return;
    const language = LANGUAGES.find((each) => each === target.value);
    if (language !== undefined) void cell.change((notes) => ({ ...notes, language })).catch(fail);
  });
}

async function pressed(cell: Cell, dataset: DOMStringMap): Promise<void> {
  const work = workOf(cell, dataset);
  switch (dataset['do']) {
    case 'doors':
      return showDoors(cell);
    case 'tick':
      return (
        work &&
        tick(cell, work, [dataset['row'] ?? ''], (alarm, before) => ticked(alarm, before, dataset['as']))
      );
    case 'batch':
      return work && tickBatch(cell, work, dataset);
    case 'send':
      return work && sendCounts(cell, work);
    case 'over':
      return work && cell.change((notes) => withAlarm(notes, { ...work.alarm, endedAs: 'ended' }));
    default:
  }
}

function tickBatch(cell: Cell, work: AlarmNotes, { phase, n }: DOMStringMap): Promise<void> {
  const keys = batchAt(cell, work, phase, Number(n)).map(({ key }) => key);
  return tick(cell, work, keys, toldNow);
}

function workOf(cell: Cell, { alarm: id }: DOMStringMap): AlarmNotes | undefined {
  return cell.notes().work.find(({ alarm }) => alarm.alarm === id);
}

/** By the alarm as it is known when the tick is kept, which may be newer than when the button was pressed. */
function tick(
  cell: Cell,
  { alarm: { alarm: id } }: AlarmNotes,
  keys: readonly string[],
  change: (alarm: CellAlarm, tick: Tick | undefined) => Tick,
): Promise<void> {
  return cell.change((notes) =>
    changeWork(notes, id, (known) => {
      const changed = keys.map((key) => [key, change(known.alarm, known.ticks[key])] as const);
      return { ...known, ticks: { ...known.ticks, ...Object.fromEntries(changed) } };
    }),
  );
}

import { batchesOf, composerLink } from '../../../acts/alarm/composer-link.ts';
import type { Composer } from '../../../acts/alarm/composer-link.ts';
import {
  cellTally,
  cellTasks,
  isByHand,
  isQuestion,
  mayHaveHeard,
  neighbourText,
  textPhase,
} from '../../../acts/alarm/cell-work.ts';
import type { CellAlarm, CellPhase, CellRow } from '../../../acts/alarm/cell-work.ts';
import { runnerNote } from '../../../acts/alarm/runner-note.ts';
import { ALARM_WORDS, alarmActWords, overWords } from '../../../acts/words/alarm-words.ts';
import { ANSWER_WORDS } from '../../../acts/words/answer-words.ts';
import type { Network } from '../../../acts/words/cell-words.ts';
import { LANGUAGES } from '../../../acts/words/words.ts';
import type { Language } from '../../../acts/words/words.ts';
import type { AlarmNotes } from '../../kit/cell-notes.ts';
import { html, NOTHING } from '../html.ts';
import type { Html } from '../html.ts';
import { qrOf } from '../qr.ts';
import type { Cell } from './cell.ts';

type Drawing = {
  readonly cell: Cell;
  readonly work: AlarmNotes;
  readonly composer: Composer;
  /** In which language neighbours are texted. */
  readonly language: Language;
};

/** Everything there is to do in the cell for one alarm. */
export function workPart(cell: Cell, work: AlarmNotes, composer: Composer): Html {
  const { page, words } = cell;
  const language = cell.notes().language ?? page.language;
  const drawing = { cell, work, composer, language };
  const { alarm, ticks } = work;
  const isOver = alarm.endedAs !== undefined;
  const isWaiting = isQuestion(alarm);
  const look = isOver ? 'over' : alarm.mode;
  const { status, says } = headOf(alarm, page.language);
  const tasks = cellTasks(alarm, cell.rows(), ticks);
  return html`<article class="alarm is-${look}">
    <p class="status">${status}</p>
    <h2>${says}</h2>
    ${isWaiting && html`<p>${words.work.wait}</p>`}
    ${!isWaiting && tasks.length === 0 && html`<p><strong>${isOver ? words.work.allOver : words.work.allTold}</strong></p>`}
    ${tasks.map((task) => taskPart(drawing, task))} ${!isWaiting && rowsPart(drawing)}
    ${isByHand(alarm) ? byHandPart(drawing) : !isWaiting && countsPart(drawing)} ${runnerPart(drawing)}
  </article>`;
}

/** What a thing on the page works over. */
export function needs({ words }: Pick<Cell, 'words'>, network: Network): Html {
  return html`<span class="needs needs-${network}">${words.needs[network]}</span>`;
}

/** The rows of one batch, as it is on the page now. */
export function batchAt(
  cell: Cell,
  { alarm, ticks }: AlarmNotes,
  phase: string | undefined,
  n: number,
): readonly CellRow[] {
  const task = cellTasks(alarm, cell.rows(), ticks).find((each) => each.phase === phase);
  return batchesOf(task?.rows.filter(hasNumber) ?? [])[n] ?? [];
}

function headOf(alarm: CellAlarm, language: Language): { readonly status: string; readonly says: string } {
  const { mode, act, endedAs } = alarm;
  const words = ALARM_WORDS[language];
  if (endedAs !== undefined) return overWords(words, mode, endedAs);
  const { tells, asks } = alarmActWords(act, language);
  const says = isQuestion(alarm) ? asks : tells;
  return { status: mode === 'drill' ? words.drill : ANSWER_WORDS[language].real, says: capital(says) };
}

type WithNumber = CellRow & { readonly number: string };

function hasNumber(row: CellRow): row is WithNumber {
  return row.number !== undefined;
}

function textOf({ cell, work, language }: Drawing, phase: CellPhase): string {
  return neighbourText(work.alarm, phase, { settlement: cell.told()?.settlement ?? '', language });
}

function taskPart(
  drawing: Drawing,
  { phase, rows }: { readonly phase: CellPhase; readonly rows: readonly CellRow[] },
): Html {
  const { cell, language } = drawing;
  const { words } = cell;
  const text = textOf(drawing, phase);
  const batches = batchesOf(rows.filter(hasNumber));
  const doors = [...new Set(rows.filter((row) => !hasNumber(row)).map(({ home }) => home))];
  return html`<section class="task" data-phase="${phase}">
    <h3>${words.work.tasks[phase](rows.length)}</h3>
    ${
      batches.length > 0 &&
      html`<label class="short"
          >${words.work.textIn}
          <select data-do="language" data-id="language-${phase}">
            ${LANGUAGES.map((each) =>
              each === language
                ? html`<option value="${each}" selected>${each}</option>`
                : html`<option value="${each}">${each}</option>`,
            )}
          </select></label
        >
        <blockquote lang="${language}">${text}</blockquote>
        <p>${needs(cell, 'phone')}</p>
        ${batches.map((batch, n) => batchPart(drawing, { phase, text, batch, n }))}
        ${batches.some(({ length }) => length > 1) && html`<p class="quiet">${words.work.group}</p>`}`
    }
    ${
      doors.length > 0 &&
      html`<p>${words.work.atTheDoor(doors.join(', '))}</p>
        <p>${needs(cell, 'none')}</p>`
    }
  </section>`;
}

function batchPart(
  { cell, work, composer }: Drawing,
  {
    phase,
    text,
    batch,
    n,
  }: {
    readonly phase: CellPhase;
    readonly text: string;
    readonly batch: readonly WithNumber[];
    readonly n: number;
  },
): Html {
  const { words } = cell;
  const numbers = [...new Set(batch.map(({ number }) => number))];
  return html`<div class="batch">
    <p class="who">${batch.map(({ home, name }) => [home, name].join(' ').trim()).join(', ')}</p>
    <a
      class="press"
      data-alarm="${work.alarm.alarm}"
      data-opens="${batch.map(({ key }) => key).join('\n')}"
      href="${composerLink(numbers, text, composer)}"
      >${words.work.textThese(batch.length)}</a
    >
    <button
      type="button"
      class="plain"
      data-do="batch"
      data-alarm="${work.alarm.alarm}"
      data-phase="${phase}"
      data-n="${n}"
      data-id="batch-${phase}-${n}"
    >
      ${words.work.tickThese(batch.length)}
    </button>
  </div>`;
}

/** Everybody with what was ticked; of an alarm that is over, those who had been told. */
function rowsPart(drawing: Drawing): Html {
  const { cell, work } = drawing;
  const isOver = work.alarm.endedAs !== undefined;
  const rows = cell.rows().filter(({ key }) => !isOver || mayHaveHeard(work.ticks[key]));
  if (rows.length === 0) return NOTHING;
  return html`<details id="rows-${work.alarm.alarm.slice(0, 12)}">
    <summary>${cell.words.work.everybody(rows.length)}</summary>
    <ul class="rows">
      ${rows.map((row) => rowPart(drawing, row))}
    </ul>
  </details>`;
}

function rowPart(drawing: Drawing, row: CellRow): Html {
  const { cell, work, composer } = drawing;
  const { words } = cell;
  const tick = work.ticks[row.key];
  const phase = textPhase(work.alarm, tick);
  const button = (as: 'told' | 'coming' | 'cannot', isPressed: boolean): Html =>
    html`<button
      type="button"
      data-do="tick"
      data-as="${as}"
      data-alarm="${work.alarm.alarm}"
      data-row="${row.key}"
      data-id="${row.key}-${as}"
      aria-pressed="${String(isPressed)}"
    >
      ${words.work[as]}
    </button>`;
  const isOver = work.alarm.endedAs !== undefined;
  return html`<li>
    <span class="who"><b>${row.home}</b> ${row.name}</span>
    <span class="lines"
      >${
        hasNumber(row) &&
        html`${phase !== undefined && html`<a data-alarm="${work.alarm.alarm}" data-opens="${row.key}" href="${composerLink([row.number], textOf(drawing, phase), composer)}">${words.work.text}</a>`}
          <a href="tel:${row.number}">${words.work.call}</a>`
      }</span
    >
    <span class="ticks"
      >${
        isOver
          ? button('told', tick?.knows === true)
          : html`${button('told', tick?.told !== undefined)} ${button('coming', tick?.answer === 'coming')}
            ${button('cannot', tick?.answer === 'cannot')}`
      }</span
    >
  </li>`;
}

function countsPart({ cell, work }: Drawing): Html {
  const { words } = cell;
  const tally = cellTally(cell.told()?.cell ?? '', cell.rows(), work.ticks);
  const { sent } = work;
  const isSame = sent?.counts === JSON.stringify(tally);
  const state = sent === undefined ? 'notSent' : !isSame ? 'changed' : sent.isIn ? 'sent' : 'waits';
  return html`<section class="counts">
    <p class="now">${words.counts.now(tally)}</p>
    <p class="sent" data-state="${state}">${words.counts[state]}</p>
    <p class="buttons">
      <button type="button" data-do="send" data-alarm="${work.alarm.alarm}" data-id="send">
        ${words.counts.send}
      </button>
    </p>
    <p class="quiet">${words.counts.note}</p>
    <p>${needs(cell, 'internet')}</p>
  </section>`;
}

/** Nothing of it can be sent; that it is over its warden says too. */
function byHandPart({ cell, work: { alarm } }: Drawing): Html {
  const words = cell.words.byHand;
  return html`<section class="counts">
    <p>${words.noCounts}</p>
    ${
      alarm.endedAs === undefined &&
      html`<p class="buttons">
        <button type="button" class="plain" data-do="over" data-alarm="${alarm.alarm}" data-id="over">
          ${words.over}
        </button>
      </p>`
    }
  </section>`;
}

function runnerPart({ cell, work, language }: Drawing): Html {
  const { page, words } = cell;
  // What the hub said last may be an hour old when its line is down.
  const heardAt = (isByHand(work.alarm) ? undefined : cell.toldAt()) ?? new Date();
  const at = [heardAt.getHours(), heardAt.getMinutes()].map((n) => String(n).padStart(2, '0')).join(':');
  const languages = [...new Set([language, page.language])];
  const note = runnerNote(work.alarm, { settlement: cell.told()?.settlement ?? '', at }, languages);
  return html`<details class="runner" id="runner-${work.alarm.alarm.slice(0, 12)}">
    <summary>${words.runner.show}</summary>
    <p class="quiet">${words.runner.note} ${needs(cell, 'none')}</p>
    ${qrOf(note)} ${note.split('\n').map((line) => html`<p>${line}</p>`)}
  </details>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

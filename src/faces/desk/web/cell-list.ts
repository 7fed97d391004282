import {
  NEIGHBOURS_MAX,
  neighbourKey,
  neighbourOf,
  parseNeighbourLine,
  withNeighbour,
} from '../../../acts/alarm/neighbour.ts';
import type { LineFault, Neighbour } from '../../../acts/alarm/neighbour.ts';
import { html } from '../html.ts';
import { needs } from './cell-work.ts';
import type { Cell } from './cell.ts';
import { fieldOf, onSent, show, tell, tellMore } from './page.ts';

// Some two hundred lines of a home, a number and a name.
const SEVERAL_CHARS_MAX = 20_000;
const FAULTS_TOLD_MAX = 3;

/** The forms in which a warden writes down the own cell. Nothing typed here is sent, and no browser is to keep it. */
export function listenToList(cell: Cell): void {
  const place = document.getElementById('list');
  if (place === null) return;
  const { list } = cell.words;
  show(
    place,
    html`<h2 id="list-heading"></h2>
      <p>${needs(cell, 'none')}</p>
      <form data-form="one" autocomplete="off">
        <label
          >${list.home}
          <input
            name="home"
            list="homes"
            maxlength="40"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            required
          />
        </label>
        <datalist id="homes"></datalist>
        <label
          >${list.number} <input name="number" type="tel" maxlength="40" autocomplete="off" />
          <span class="quiet">${list.numberNote}</span></label
        >
        <label
          >${list.name} <input name="called" maxlength="60" autocomplete="off" spellcheck="false" />
          <span class="quiet">${list.nameNote}</span></label
        >
        <p class="buttons"><button type="submit">${list.add}</button></p>
      </form>
      <details id="several">
        <summary>${list.several}</summary>
        <form data-form="several" autocomplete="off">
          <label
            ><span class="quiet">${list.severalNote}</span>
            <textarea
              name="lines"
              rows="6"
              maxlength="${SEVERAL_CHARS_MAX}"
              autocomplete="off"
              autocapitalize="off"
              spellcheck="false"
              required
            ></textarea>
          </label>
          <p class="buttons"><button type="submit" class="plain">${list.addAll}</button></p>
        </form>
      </details>
      <ul class="names"></ul>`,
  );
  onSent(cell.page, place.querySelector('[data-form=one]'), (form) => addOne(cell, form));
  onSent(cell.page, place.querySelector('[data-form=several]'), (form) => addSeveral(cell, form));
  place.querySelector('.names')?.addEventListener('click', ({ target }) => {
    const at = target instanceof HTMLElement ? target.dataset['remove'] : undefined;
    if (at !== undefined) void remove(cell, at).catch(() => tell(cell.page.words.device.failed));
  });
}

/** What is written down; the forms stay as they are. */
export function drawList(cell: Cell): void {
  const { list } = cell.words;
  const [heading, names, homes] = ['#list-heading', '#list .names', '#homes'].map((place) =>
    document.querySelector(place),
  );
  const people = cell
    .rows()
    .filter(({ key }) => cell.notes().neighbours.some((each) => neighbourKey(each) === key));
  if (heading) heading.textContent = list.title(people.length);
  if (homes) show(homes, html`${cell.told()?.homes.map((home) => html`<option value="${home}"></option>`)}`);
  if (names)
    show(
      names,
      people.length === 0
        ? html`<li class="quiet">${list.none}</li>`
        : html`${people.map(
            ({ home, number, name, key }) =>
              html`<li>
                <span><b>${home}</b> ${number} ${name}</span>
                <button type="button" class="plain" data-remove="${key}">${list.remove}</button>
              </li>`,
          )}`,
    );
}

async function addOne(cell: Cell, form: HTMLFormElement): Promise<void> {
  const read = neighbourOf(fieldOf(form, 'home'), fieldOf(form, 'number'), fieldOf(form, 'called'));
  if (!read.ok) return tell(faultText(cell, read.error, fieldOf(form, read.error)));
  if (await keep(cell, [read.value])) form.reset();
  form.querySelector<HTMLInputElement>('[name=home]')?.focus();
}

/** What could be read is kept; what could not stays in the field, to be mended. */
async function addSeveral(cell: Cell, form: HTMLFormElement): Promise<void> {
  const field = form.querySelector('textarea');
  const lines = fieldOf(form, 'lines')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const read = lines.map((line) => [line, parseNeighbourLine(line)] as const);
  const good = read.flatMap(([, each]) => (each.ok ? [each.value] : []));
  const bad = read.flatMap(([line, each]) => (each.ok ? [] : [[line, each.error] as const]));
  if (good.length > 0 && !(await keep(cell, good))) return;
  if (field !== null) field.value = bad.map(([line]) => line).join('\n');
  tellMore(...bad.slice(0, FAULTS_TOLD_MAX).map(([line, fault]) => faultText(cell, fault, line)));
}

/** All of them or none: a list that is full drops nobody who was there. */
async function keep(cell: Cell, added: readonly Neighbour[]): Promise<boolean> {
  const { list } = cell.words;
  const before = cell.notes().neighbours;
  const isNew = (each: Neighbour): boolean =>
    before.every((known) => neighbourKey(known) !== neighbourKey(each));
  if (before.length + added.filter(isNew).length > NEIGHBOURS_MAX) {
    tell(list.full);
    return false;
  }
  await cell.change((notes) => ({ ...notes, neighbours: added.reduce(withNeighbour, notes.neighbours) }));
  tell(list.added(added.length));
  return true;
}

async function remove(cell: Cell, key: string): Promise<void> {
  await cell.change((notes) => ({
    ...notes,
    neighbours: notes.neighbours.filter((each) => neighbourKey(each) !== key),
    work: notes.work.map((work) => ({
      ...work,
      ticks: Object.fromEntries(Object.entries(work.ticks).filter(([of]) => of !== key)),
    })),
  }));
  tell(cell.words.list.removed);
}

function faultText({ words }: Cell, fault: LineFault, line: string): string {
  return words.list.faults[fault](line.trim());
}

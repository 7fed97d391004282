// The form: what is typed goes into the draft; what is said of the draft goes to its fields.
import { placePart } from '../../../acts/paper/place-parts.ts';
import type { PlacePartName } from '../../../acts/paper/place-parts.ts';
import { html, NOTHING, printHtml } from '../html.ts';
import type { Html } from '../html.ts';
import { renamed, typedIn, withKeyholder, withRows, wordsIn } from '../place-draft.ts';
import type { DraftRow, DraftSpot } from '../place-draft.ts';
import { renderFound } from '../place-found.ts';
import {
  codesOf,
  homesLine,
  renderOptions,
  renderPlanForm,
  renderPlanPart,
  renderPlanRow,
  renderTicks,
  spotId,
  spotOfId,
  ticksFor,
} from '../place-form.ts';
import { lookAt, lookLine, spotName } from '../place-look.ts';
import { isUnsaved, wordsOf } from './plan-state.ts';
import type { PlanState } from './plan-state.ts';

const LOOK_AFTER_MS = 200;

export type PlanForm = {
  /** Draws everything anew, after a file was opened or the language changed. */
  readonly draw: () => void;
  /** Says again what is unsaved and what was found. */
  readonly look: () => void;
};

/** Puts the form in its place and keeps the draft by what is typed; `changed` hears of every change, once typing rests. */
export function planForm(state: PlanState, place: HTMLElement, changed: () => void): PlanForm {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => showLook(state);
  const later = (target: HTMLElement): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const spot = spotOfId(target.id);
      if (spot !== undefined && isCode(spot)) refreshChoices(state);
      look();
      changed();
    }, LOOK_AFTER_MS);
  };
  // As it was before somebody began to write in the field.
  let code = '';
  place.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLInputElement) code = target.value;
  });
  place.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'text' && typeText(state, target))
      later(target);
  });
  place.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLElement) || !choose(state, target, code)) return;
    code = target instanceof HTMLInputElement ? target.value : '';
    later(target);
  });
  place.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button[data-act]') : null;
    if (button === null || !act(state, button.dataset)) return;
    look();
    changed();
  });
  return {
    look,
    draw: () => {
      place.innerHTML = printHtml(renderPlanForm(state));
      look();
    },
  };
}

/** Leads to the field a finding links to, whatever it is. */
export function goTo(id: string): void {
  const found = document.getElementById(id);
  if (found === null) return;
  const spot = spotOfId(id);
  const into =
    spot?.field === undefined ? (found.querySelector<HTMLElement>('h2, input, select') ?? found) : found;
  into.scrollIntoView({ block: 'center' });
  into.focus({ preventScroll: true });
}

function typeText(state: PlanState, input: HTMLInputElement): boolean {
  const spot = spotOfId(input.id);
  if (spot?.field === undefined) return false;
  state.draft = typedIn(state.draft, spot, input.value);
  const count = spot.field === 'homes' ? document.getElementById(`${input.id}-count`) : null;
  if (count !== null) count.textContent = homesLine(input.value, wordsOf(state));
  return true;
}

/** `before`: the code as whatever chose it still has it. */
function choose(state: PlanState, target: HTMLElement, before: string): boolean {
  const spot = spotOfId(target.id);
  if (spot?.field === undefined) return false;
  if (isCode(spot) && target instanceof HTMLInputElement) {
    // What others refer to has its new name once it is written out.
    state.draft = renamed(typedIn(state.draft, spot, before), spot, target.value);
    refreshChoices(state);
    return true;
  }
  const group = target.closest('fieldset');
  if (group === null && !(target instanceof HTMLSelectElement)) return false;
  const text = group === null ? valueOf(target) : groupText(group, textAt(state, spot));
  state.draft = typedIn(state.draft, spot, text);
  return true;
}

function valueOf(field: HTMLElement): string {
  return field instanceof HTMLSelectElement || field instanceof HTMLInputElement ? field.value : '';
}

/** Ticks in the order in which they were set; languages in the order in which they stand. */
function groupText(group: HTMLFieldSetElement, before: string): string {
  const boxes = [...group.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);
  const chosen = [...group.querySelectorAll('select')].map(({ value }) => value);
  const kept = wordsIn(before).filter((word) => boxes.includes(word));
  const words = [...kept, ...boxes.filter((word) => !kept.includes(word)), ...chosen];
  return words.filter((word) => word !== '').join(', ');
}

function textAt({ draft }: PlanState, { part, row = 0, field }: DraftSpot): string {
  return (field && draft[part][row]?.[field]) ?? '';
}

function isCode(spot: DraftSpot): spot is DraftSpot & { readonly part: 'zones' | 'approaches' } {
  return spot.field === 'code' && (spot.part === 'zones' || spot.part === 'approaches');
}

/** Another code for a zone or approach, wherever one can be chosen. No field is replaced: somebody may be about to press it. */
function refreshChoices(state: PlanState): void {
  const { draft } = state;
  for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-choices]')) {
    const spot = spotOfId(select.id);
    if (spot === undefined) continue;
    const part = select.dataset['choices'] === 'zone' ? 'zones' : 'approaches';
    select.innerHTML = printHtml(renderOptions(codesOf(draft, part), textAt(state, spot), wordsOf(state)));
  }
  for (const group of document.querySelectorAll<HTMLElement>('.field-zones')) {
    const spot = spotOfId(group.id);
    const choices = group.querySelector('.choices');
    if (spot === undefined || choices === null) continue;
    const chosen = wordsIn(textAt(state, spot));
    const fresh = document.createElement('div');
    fresh.innerHTML = printHtml(renderTicks(group.id, ticksFor(spot, draft), chosen, wordsOf(state)));
    takeOver(choices, fresh);
  }
}

/** Gives boxes that are there what fresh ones say; puts the fresh ones in their place where there are others. */
function takeOver(choices: Element, fresh: Element): void {
  const [old, made] = [[...choices.children], [...fresh.children]];
  if (old.length !== made.length) return choices.replaceChildren(...made);
  for (const [i, label] of made.entries()) {
    const [before, after] = [old[i]?.querySelector('input'), label.querySelector('input')];
    const text = old[i]?.querySelector('span');
    old[i]?.toggleAttribute('hidden', label.hasAttribute('hidden'));
    if (text) text.textContent = label.querySelector('span')?.textContent ?? '';
    if (!before || !after) continue;
    before.value = after.value;
    before.checked = after.checked;
  }
}

function act(state: PlanState, { act: name, part, row }: DOMStringMap): boolean {
  const spot = spotOfId(`${part ?? ''}-${row ?? '0'}`);
  if (spot === undefined) return false;
  const { part: list, row: at = 0 } = spot;
  const rows = state.draft[list];
  const taken = rows[at];
  switch (name) {
    case 'add':
      addRow(state, list, withNewRow(list, rows));
      return led(`${list}-${rows.length}`);
    case 'remove':
      if (taken === undefined) return false;
      state.removed = { part: list, at, row: taken, named: spotName(spot, state.draft, state.language) };
      setRows(state, list, rows.toSpliced(at, 1));
      return led(`${list}-back`);
    case 'back':
      if (state.removed?.part !== list) return false;
      return putBack(state, state.removed);
    case 'up':
      if (taken === undefined || at === 0) return false;
      setRows(state, list, rows.toSpliced(at, 1).toSpliced(at - 1, 0, taken));
      return led(`${list}-${at - 1}`);
    default:
      return false;
  }
}

function putBack(state: PlanState, { part, at, row }: NonNullable<PlanState['removed']>): boolean {
  state.removed = undefined;
  setRows(state, part, state.draft[part].toSpliced(at, 0, row));
  return led(`${part}-${at}`);
}

function led(id: string): true {
  goTo(id);
  return true;
}

/** A cell lies where the one before it does, which is right more often than not. */
function withNewRow(part: PlacePartName, rows: readonly DraftRow[]): readonly DraftRow[] {
  if (part === 'keyholders') return withKeyholder(rows);
  const zone = part === 'cells' ? rows.at(-1)?.zone : undefined;
  return [...rows, zone === undefined ? {} : { zone }];
}

/** The others stay as they are: a plan may have hundreds. */
function addRow(state: PlanState, part: PlacePartName, rows: readonly DraftRow[]): void {
  state.draft = withRows(state.draft, part, rows);
  const shape = placePart(part);
  if (shape === undefined) return;
  const added = printHtml(renderPlanRow(shape, rows.length - 1, state));
  const button = document.querySelector(`[data-act=add][data-part=${part}]`);
  button?.parentElement?.insertAdjacentHTML('beforebegin', added);
  if (part === 'zones' || part === 'approaches') refreshChoices(state);
}

function setRows(state: PlanState, part: PlacePartName, rows: readonly DraftRow[]): void {
  state.draft = withRows(state.draft, part, rows);
  const section = document.getElementById(part);
  const shape = placePart(part);
  if (section === null || shape === undefined) return;
  section.innerHTML = printHtml(html`${renderPlanPart(shape, state)} ${removedLine(state, part)}`);
  if (part === 'zones' || part === 'approaches') refreshChoices(state);
}

function removedLine(state: PlanState, part: PlacePartName): Html {
  const { removed } = state;
  const words = wordsOf(state);
  if (removed?.part !== part) return NOTHING;
  return html`<p class="removed" role="status">
    ${words.removed} ${removed.named}
    <button type="button" class="plain" id="${part}-back" data-act="back" data-part="${part}">
      ${words.putBack}
    </button>
  </p>`;
}

function showLook(state: PlanState): void {
  const look = lookAt(state.draft, state.language);
  const [found, counted] = [document.getElementById('found'), document.getElementById('counted')];
  if (found !== null) found.innerHTML = printHtml(renderFound(look, state));
  const line = lookLine(look, state.language);
  const words = isUnsaved(state) ? `${line}. ${wordsOf(state).file.unsaved}` : line;
  if (counted !== null && counted.textContent !== words) counted.textContent = words;
  for (const field of document.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  for (const fault of document.querySelectorAll<HTMLElement>('.fault')) fault.hidden = true;
  for (const { spot, says } of look.isPlan ? [] : look.refused) {
    const id = spotId(spot);
    const fault = document.getElementById(`${id}-fault`);
    if (fault === null) continue;
    fault.textContent = says;
    fault.hidden = false;
    const field = document.getElementById(id);
    if (field?.matches('input, select') === true) field.setAttribute('aria-invalid', 'true');
  }
}

import { parseHomes } from '../../acts/alarm/place-plan.ts';
import { PLACE_PARTS } from '../../acts/paper/place-parts.ts';
import type { PlaceField, PlacePart, PlacePartName } from '../../acts/paper/place-parts.ts';
import { PLAN_EDITOR_WORDS, SPOKEN_NAMES } from '../../acts/words/plan-editor-words.ts';
import type { PlanEditorWords } from '../../acts/words/plan-editor-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { homesTyped, wordsIn } from './place-draft.ts';
import type { DraftRow, DraftSpot, PlaceDraft } from './place-draft.ts';
import { spotName } from './place-look.ts';

/** What the form is drawn from. */
export type DrawnPlan = { readonly draft: PlaceDraft; readonly language: Language };

/** The id of a place in the form, by which it is linked to: of a field `cells-2-homes`, of a row `cells-2`, of a part `cells`. */
export function spotId({ part, row, field }: DraftSpot): string {
  return [part, row, field].filter((each) => each !== undefined).join('-');
}

/** The spot with this id, as far as the form has it. */
export function spotOfId(id: string): DraftSpot | undefined {
  const [name, row, inner] = id.split('-');
  const part = PLACE_PARTS.find((each) => each.name === name);
  const field = part?.fields.find((each) => each.name === inner);
  if (part === undefined) return undefined;
  return {
    part: part.name,
    ...(/^\d+$/.test(row ?? '') && { row: Number(row) }),
    ...(field && { field: field.name }),
  };
}

export function renderPlanForm(drawn: DrawnPlan): Html {
  return html`${PLACE_PARTS.map(
    (part) =>
      html`<section class="plan-part" id="${part.name}" aria-labelledby="${part.name}-title">
        ${renderPlanPart(part, drawn)}
      </section>`,
  )}`;
}

/** The inside of a part: what it is, its rows, and a button for one more. */
export function renderPlanPart(part: PlacePart, drawn: DrawnPlan): Html {
  const words = PLAN_EDITOR_WORDS[drawn.language].parts[part.name];
  const rows = drawn.draft[part.name];
  const isList = part.shape === 'rows';
  return html`<h2 id="${part.name}-title" tabindex="-1">${words.title}</h2>
    <p class="hint">${words.hint}</p>
    <p class="fault" id="${part.name}-fault" hidden></p>
    ${rows.map((_, i) => renderPlanRow(part, i, drawn))}
    ${isList && html`<p><button type="button" class="plain" data-act="add" data-part="${part.name}">${words.add}</button></p>`}`;
}

export function renderPlanRow(part: PlacePart, at: number, { draft, language }: DrawnPlan): Html {
  const words = PLAN_EDITOR_WORDS[language];
  const spot = { part: part.name, row: at };
  const row = draft[part.name][at] ?? {};
  const named = spotName(spot, draft, language);
  return html`<div class="plan-row row-${part.name}" id="${spotId(spot)}" role="group" aria-label="${named}">
    ${part.fields.map((field) => renderField(field, { spot, row, draft, words }))}
    ${part.shape === 'rows' && renderRowActs(spot, named, words)}
  </div>`;
}

function renderRowActs({ part, row }: RowSpot, named: string, words: PlanEditorWords): Html {
  const button = (act: string, text: string): Html =>
    html`<button
      type="button"
      class="plain"
      data-act="${act}"
      data-part="${part}"
      data-row="${row}"
      aria-label="${text}: ${named}"
    >
      ${text}
    </button>`;
  // Only of these the order says something.
  return html`<div class="row-acts">
    ${part === 'points' && row > 0 && button('up', words.up)} ${button('remove', words.remove)}
  </div>`;
}

type RowSpot = { readonly part: PlacePartName; readonly row: number };
type Drawing = {
  readonly spot: RowSpot;
  readonly row: DraftRow;
  readonly draft: PlaceDraft;
  readonly words: PlanEditorWords;
};

function renderField({ name, kind }: PlaceField, drawing: Drawing): Html {
  const { spot, row, draft, words } = drawing;
  const id = spotId({ ...spot, field: name });
  const text = row[name] ?? '';
  const label = words.fields[name];
  const fault = html`<p class="fault" id="${id}-fault" hidden></p>`;
  if (kind === 'zones')
    return html`<fieldset class="field field-zones" id="${id}" tabindex="-1" aria-describedby="${id}-fault">
      <legend>${label}</legend>
      <div class="choices">${renderTicks(id, ticksFor(spot, draft), wordsIn(text), words)}</div>
      ${fault}
    </fieldset>`;
  if (kind === 'languages')
    return html`<fieldset
      class="field field-languages"
      id="${id}"
      tabindex="-1"
      aria-describedby="${id}-fault"
    >
      <legend>${label}</legend>
      <div class="choices">${renderLanguageChoices(id, wordsIn(text), label)}</div>
      ${fault}
    </fieldset>`;
  const control =
    kind === 'zone' || kind === 'approach'
      ? html`<select id="${id}" data-choices="${kind}" aria-describedby="${id}-fault">
          ${renderOptions(codesOf(draft, kind === 'zone' ? 'zones' : 'approaches'), text, words)}
        </select>`
      : html`<input
          id="${id}"
          type="text"
          value="${text}"
          placeholder="${words.samples[name] ?? ''}"
          ${kind === 'whole' && html`inputmode="numeric"`}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          aria-describedby="${id}-fault"
        />`;
  return html`<div class="field field-${name}">
    <label for="${id}">${label}</label
    >${kind === 'homes' && html`<span class="count" id="${id}-count">${homesLine(text, words)}</span>`}
    ${control} ${fault}
  </div>`;
}

/** How many homes are written there; nothing where they cannot be read. */
export function homesLine(text: string, words: PlanEditorWords): string {
  const homes = text === '' ? undefined : parseHomes(homesTyped(text));
  return homes === undefined ? '' : words.homes(homes.length);
}

/** The codes of a list in its order; empty where none is written yet. */
export function codesOf(draft: PlaceDraft, part: 'zones' | 'approaches'): readonly string[] {
  return draft[part].map(({ code = '' }) => code);
}

/** What is chosen from, and what is chosen although it is not there. */
export function renderOptions(codes: readonly string[], chosen: string, words: PlanEditorWords): Html {
  const option = (code: string, text: string): Html =>
    html`<option value="${code}" ${code === chosen && html`selected`}>${text}</option>`;
  const known = [...new Set(codes)].filter((code) => code !== '');
  return html`${option('', words.choose)} ${known.map((code) => option(code, code))}
  ${chosen !== '' && !known.includes(chosen) && option(chosen, `${chosen} (?)`)}`;
}

/** The zones a row may be ticked for, in their order: one does not follow itself. */
export function ticksFor({ part, row }: DraftSpot, draft: PlaceDraft): readonly string[] {
  return codesOf(draft, 'zones').map((code, i) => (part === 'zones' && i === row ? '' : code));
}

/** One box for each zone, in their order; those without a code are there and not shown, so that a code that is written later changes no other box. */
export function renderTicks(
  id: string,
  codes: readonly string[],
  chosen: readonly string[],
  words: PlanEditorWords,
): Html {
  const tick = (code: string, i: number): Html =>
    html`<label class="choice" ${code === '' && html`hidden`}
      ><input
        id="${id}-${i}"
        type="checkbox"
        value="${code}"
        ${code !== '' && chosen.includes(code) && html`checked`}
      />
      <span>${code}</span></label
    >`;
  const strange = chosen.filter((code) => !codes.includes(code));
  return html`${[...codes, ...strange].map(tick)}
    <span class="quiet" ${[...codes, ...strange].some((code) => code !== '') && html`hidden`}
      >${words.noneToChoose}</span
    >`;
}

function renderLanguageChoices(id: string, chosen: readonly string[], label: string): Html {
  const known: readonly string[] = LANGUAGES;
  const all = [
    ...LANGUAGES.map((l) => [l, SPOKEN_NAMES[l]] as const),
    ...chosen.filter((l) => !known.includes(l)).map((l) => [l, l] as const),
  ];
  return html`${LANGUAGES.map(
    (_, i) =>
      html`<select id="${id}-${i}" aria-label="${label}, ${i + 1}">
        <option value="">–</option>
        ${all.map(([l, name]) => html`<option value="${l}" ${chosen[i] === l && html`selected`}>${name}</option>`)}
      </select>`,
  )}`;
}

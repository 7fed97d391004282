import type { FirstRunWords } from '../../acts/words/first-run-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { KEYHOLDERS_MAX, KEYHOLDERS_MIN, SETTLEMENT_CHARS_MAX } from '../../record/kinds/people.ts';
import type { FirstRunStage, FormFault, Typed } from '../kit/first-run.ts';
import { KEYHOLDERS_DEFAULT } from '../kit/founding-ask.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

export type FormStage = Extract<FirstRunStage, { readonly kind: 'form' }>;

type Words = FirstRunWords['form'];
type Drawn = { readonly words: Words; readonly faults: readonly FormFault[] };

// Two, because one phone can be taken; three for a cell that spreads over several streets.
const WARDENS_PER_CELL = ['2', '1', '3'];
const NEW: Typed = {
  settlement: '',
  languages: LANGUAGES,
  keyholders: String(KEYHOLDERS_DEFAULT),
  cells: '',
  wardensPerCell: '2',
  way: 'passphrase',
  keyFile: '',
};
// Sixty codes of the longest kind would be more; nobody has so many cells.
const CELLS_CHARS_MAX = 1_000;
const PATH_CHARS_MAX = 1_000;
const PASSPHRASE_CHARS_MAX = 500;

/** The one form of a first run. What was typed comes back with it, and beside each field what is wrong there. */
export function renderFoundingForm(stage: FormStage, all: FirstRunWords, action: string): Html {
  const words = all.form;
  const { typed = NEW, faults, needsKey } = stage;
  const drawn: Drawn = { words, faults };
  return html`<form method="post" action="${action}">
    ${textField('settlement', words.settlement, {
      drawn,
      value: typed.settlement,
      max: SETTLEMENT_CHARS_MAX,
      wrong: ['settlement-length'],
    })}
    <fieldset>
      <legend>${words.languages}</legend>
      ${faultLines('languages', ['languages-wrong'], drawn)}
      <div class="choices">
        ${LANGUAGES.map(
          (l) =>
            html`<label class="choice"
              ><input
                type="checkbox"
                name="language-${l}"
                value="yes"
                ${typed.languages.includes(l) && html`checked`}
              />
              ${all.languageNames[l]}</label
            >`,
        )}
      </div>
    </fieldset>
    ${selectField('keyholders', words.keyholders, {
      drawn,
      value: typed.keyholders,
      options: Array.from({ length: KEYHOLDERS_MAX - KEYHOLDERS_MIN + 1 }, (_, i) =>
        String(KEYHOLDERS_MAX - i),
      ),
      wrong: ['keyholders-number'],
    })}
    <fieldset>
      <legend>${words.wardens.label}</legend>
      <p class="hint">${words.wardens.hint}</p>
      ${textField('cells', words.cells, { drawn, value: typed.cells, max: CELLS_CHARS_MAX, wrong: ['cells-wrong'] })}
      ${selectField('wardens', words.wardensPerCell, {
        drawn,
        value: typed.wardensPerCell,
        options: WARDENS_PER_CELL,
        wrong: ['wardens-many', 'wardens-without-cells'],
      })}
    </fieldset>
    ${needsKey && keyFields(typed, drawn)}
    <button type="submit">${words.lookOver}</button>
  </form>`;
}

function keyFields(typed: Typed, drawn: Drawn): Html {
  const { words } = drawn;
  const way = (name: Typed['way']): Html =>
    html`<label class="choice"
        ><input
          type="radio"
          name="way"
          id="way-${name}"
          value="${name}"
          aria-describedby="cost-${name}"
          ${typed.way === name && html`checked`}
        />
        ${words.ways[name].label}</label
      >
      <p class="hint" id="cost-${name}">${words.ways[name].cost}</p>`;
  return html`<fieldset>
    <legend>${words.key.label}</legend>
    <p class="hint">${words.key.hint}</p>
    ${way('passphrase')} ${way('key-file')}
    <div class="of-passphrase">
      ${textField('passphrase', words.passphrase, { drawn, wrong: ['passphrase-short', 'passphrase-long'], ...SECRET })}
      ${textField('again', { label: words.again, hint: '' }, { drawn, wrong: ['passphrase-differs'], ...SECRET })}
    </div>
    <div class="of-key-file">
      ${textField('key-file', words.keyFile, {
        drawn,
        value: typed.keyFile,
        max: PATH_CHARS_MAX,
        wrong: ['key-file-path', 'key-file-folder', 'key-file-in-hub', 'key-file-other'],
      })}
    </div>
  </fieldset>`;
}

const SECRET = { type: 'password', value: '', max: PASSPHRASE_CHARS_MAX } as const;

type FieldWords = { readonly label: string; readonly hint: string };
type FieldOf = { readonly drawn: Drawn; readonly value: string; readonly wrong: readonly FormFault[] };

function textField(
  name: string,
  { label, hint }: FieldWords,
  {
    drawn,
    value,
    wrong,
    max,
    type = 'text',
  }: FieldOf & { readonly max: number; readonly type?: 'text' | 'password' },
): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hintLine(name, hint)} ${faultLines(name, wrong, drawn)}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      maxlength="${max}"
      autocomplete="off"
      spellcheck="false"
      ${described(name, hint, isWrong(wrong, drawn))}
    />
  </div>`;
}

function selectField(
  name: string,
  { label, hint }: FieldWords,
  { drawn, value, wrong, options }: FieldOf & { readonly options: readonly string[] },
): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hintLine(name, hint)} ${faultLines(name, wrong, drawn)}
    <select id="${name}" name="${name}" ${described(name, hint, isWrong(wrong, drawn))}>
      ${options.map((option) => html`<option value="${option}" ${option === value && html`selected`}>${option}</option>`)}
    </select>
  </div>`;
}

function hintLine(name: string, hint: string): Html | false {
  return hint !== '' && html`<p class="hint" id="${name}-hint">${hint}</p>`;
}

function faultLines(name: string, wrong: readonly FormFault[], { faults, words }: Drawn): Html | false {
  const here = faults.filter((fault) => wrong.includes(fault));
  return (
    here.length > 0 &&
    html`<p class="fault" id="${name}-fault">${here.map((fault) => words.faults[fault]).join(' ')}</p>`
  );
}

function isWrong(wrong: readonly FormFault[], { faults }: Drawn): boolean {
  return faults.some((fault) => wrong.includes(fault));
}

/** What a screen reader says with the field. */
function described(name: string, hint: string, wrong: boolean): Html | false {
  const ids = [hint !== '' && `${name}-hint`, wrong && `${name}-fault`].filter((id) => id !== false);
  return ids.length > 0 && html`aria-describedby="${ids.join(' ')}" ${wrong && html`aria-invalid="true"`}`;
}

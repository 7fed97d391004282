// What the buttons of the file do: open, begin anew, save as a file, save back to the one the page is served beside.
import type { PlanFileFault } from '../../../acts/words/plan-editor-words.ts';
import { utf8Encode } from '../../../base/bytes.ts';
import { YAML_BYTES_MAX } from '../../../adapters/yaml-file/read-yaml.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { NEW_DRAFT } from '../place-draft.ts';
import type { PlaceDraft } from '../place-draft.ts';
import { renderFileFault, renderLeft } from '../place-files.ts';
import { openPlan, printPlan } from '../plan-file.ts';
import { confirm } from './confirm.ts';
import { fetchPlan, sayDone, sendPlan } from './plan-served.ts';
import { isUnsaved, wordsOf } from './plan-state.ts';
import { saveFile } from './save-file.ts';
import type { PlanState } from './plan-state.ts';

type Page = {
  /** Puts another draft in the form, with what there is to say of it. */
  readonly shown: (draft: PlaceDraft, says: Html) => void;
  readonly tell: (says: Html) => void;
  readonly look: () => void;
};

export type PlanActs = {
  readonly press: (does: string) => Promise<void>;
  readonly open: (bytes: Uint8Array, name: string) => Promise<void>;
  /** Reads the file that the page is served beside. */
  readonly fetch: () => Promise<void>;
};

export function planActs(state: PlanState, page: Page): PlanActs {
  let mark = '';
  const refuse = (why: PlanFileFault, detail?: string): void =>
    page.tell(renderFileFault(why, detail, state.language));
  const take = (bytes: Uint8Array, name: string): void => {
    const opened = openPlan(bytes);
    if (!opened.ok) return refuse(opened.error.why, opened.error.detail);
    state.name = name;
    const { draft, left } = opened.value;
    page.shown(
      draft,
      html`${wordsOf(state).file.opened(name)} ${left.length > 0 && renderLeft(left, state.language)}`,
    );
  };
  const saved = (draft: PlaceDraft, says: string): void => {
    state.saved = JSON.stringify(draft);
    page.look();
    page.tell(html`<p>${says}</p>`);
  };
  const acts: Readonly<Record<string, () => Promise<void> | void>> = {
    anew: async () => {
      if (await mayLose(state)) page.shown(NEW_DRAFT, html``);
    },
    save: () => {
      const text = printPlan(state.draft, state.language);
      if (utf8Encode(text).length > YAML_BYTES_MAX) return refuse('too-large');
      saveFile(text, { name: state.name, type: 'application/yaml' });
      const says = wordsOf(state).file.saved(state.name);
      // Beside a file this is a copy: the file itself is not saved by it.
      if (state.mode === 'hub') saved(state.draft, says);
      else page.tell(html`<p>${says}</p>`);
    },
    'save-back': async () => {
      const { draft } = state;
      const sent = await sendPlan(state.base, { mark, text: printPlan(draft, state.language) });
      if (!('mark' in sent)) return refuse(sent.why);
      ({ mark } = sent);
      saved(draft, wordsOf(state).file.savedBack(state.name));
    },
    done: async () => {
      if (!(await mayLose(state))) return;
      if (!(await sayDone(state.base))) return refuse('no-answer');
      state.saved = JSON.stringify(state.draft);
      document.querySelector('main')?.replaceChildren(wordsOf(state).file.ended);
    },
  };
  return {
    press: async (does) => acts[does]?.(),
    open: async (bytes, name) => {
      if (await mayLose(state)) take(bytes, name);
    },
    fetch: async () => {
      const served = await fetchPlan(state.base);
      if (served === undefined) return closed(() => refuse('no-answer'));
      ({ mark } = served);
      state.name = served.name;
      if (served.text === undefined) return page.shown(NEW_DRAFT, html``);
      const bytes = utf8Encode(served.text);
      const opened = openPlan(bytes);
      if (opened.ok) take(bytes, served.name);
      // A form that does not hold the file must not be written over it.
      else closed(() => refuse(opened.error.why, opened.error.detail));
    },
  };
}

/** Takes the form away and says why there is none. */
function closed(say: () => void): void {
  for (const id of ['files', 'grid', 'bar']) document.getElementById(id)?.replaceChildren();
  say();
}

export async function openChosen(input: HTMLInputElement, open: PlanActs['open']): Promise<void> {
  const [file] = input.files ?? [];
  if (file === undefined) return;
  // One byte more than a plan may have tells that it is too large; no more of it is read.
  const bytes = new Uint8Array(await file.slice(0, YAML_BYTES_MAX + 1).arrayBuffer());
  await open(bytes, file.name);
  // So that the same file can be chosen again, once it was mended.
  input.value = '';
}

/** Asks before what is not saved is lost. */
export async function mayLose(state: PlanState): Promise<boolean> {
  const { loses, goOn, stay } = wordsOf(state).file;
  if (!isUnsaved(state)) return true;
  return confirm({ lines: [loses], isFinal: false }, { yes: goOn, no: stay, final: '' });
}

import { PLAN_EDITOR_WORDS } from '../../acts/words/plan-editor-words.ts';
import type { PlanFileFault } from '../../acts/words/plan-editor-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { PlanMode } from './place-page.ts';

/** Whether the browser keeps a sealed draft: none, one that is closed, or one that follows each change. */
export type KeepState = 'none' | 'closed' | 'open';

// Enough to see what kind of file it was.
const LEFT_SHOWN_MAX = 20;

/** What the script fills: the places of the page, which stay while the language changes or another file is opened. */
export function renderFrame(): Html {
  return html`<section id="files" class="plan-files" aria-labelledby="files-title"></section>
    <div id="told" class="told" role="status"></div>
    <div id="keep" class="plan-keep"></div>
    <div id="grid" class="plan-grid">
      <div id="form"></div>
      <section id="found" class="plan-found"></section>
    </div>
    <div id="bar" class="plan-bar"></div>`;
}

/** Where a plan comes from and goes to. */
export function renderFiles(mode: PlanMode, name: string, language: Language): Html {
  const { file } = PLAN_EDITOR_WORDS[language];
  return html`<h2 id="files-title" tabindex="-1">${file.title}</h2>
    ${
      mode === 'hub'
        ? html`<div class="buttons">
            <label class="file-choice">${file.open} <input id="open" type="file" /></label>
            <button type="button" class="plain" data-do="anew">${file.anew}</button>
          </div>`
        : html`<p><code>${name}</code></p>
            <div class="buttons">
              <button type="button" class="plain" data-do="save">${file.save}</button>
              <button type="button" class="plain" data-do="done">${file.done}</button>
            </div>`
    }
    <p class="quiet">${file.remarks}</p>`;
}

/** Always in sight: how the plan stands, and the button that saves it. */
export function renderBar(mode: PlanMode, language: Language): Html {
  const { file, foundTitle } = PLAN_EDITOR_WORDS[language];
  return html`<p id="counted" role="status"></p>
    <p class="buttons">
      <a href="#found">${foundTitle}</a>
      ${
        mode === 'hub'
          ? html`<button type="button" data-do="save">${file.save}</button>`
          : html`<button type="button" data-do="save-back">${file.saveBack}</button>`
      }
    </p>`;
}

/** Why a file was not opened or written. The detail is the English of the reader of YAML. */
export function renderFileFault(why: PlanFileFault, detail: string | undefined, language: Language): Html {
  return html`<p class="notice">
    ${PLAN_EDITOR_WORDS[language].file.faults[why]}
    ${detail !== undefined && html`<span lang="en">${detail}</span>`}
  </p>`;
}

/** What stood in the file and will not be saved. */
export function renderLeft(left: readonly string[], language: Language): Html {
  const words = PLAN_EDITOR_WORDS[language];
  return html`<p>${words.file.left}</p>
    <ul>
      ${left.slice(0, LEFT_SHOWN_MAX).map((path) => html`<li><code>${path}</code></li>`)}
      ${left.length > LEFT_SHOWN_MAX && html`<li>${words.more(left.length - LEFT_SHOWN_MAX)}</li>`}
    </ul>`;
}

export function renderKeep(keep: KeepState, language: Language): Html {
  const { keep: words } = PLAN_EDITOR_WORDS[language];
  const forget = html`<button type="button" class="plain" data-do="forget">${words.forget}</button>`;
  if (keep === 'open')
    return html`<p>${words.kept}</p>
      <p class="buttons">${forget}</p>`;
  const form = (does: string, text: string): Html =>
    html`<form data-do="${does}">
      <label for="passphrase">${words.passphrase}</label>
      <input id="passphrase" name="passphrase" type="password" autocomplete="off" maxlength="1024" required />
      <p class="buttons"><button type="submit">${text}</button> ${keep === 'closed' && forget}</p>
      <p class="quiet" id="working"></p>
    </form>`;
  if (keep === 'closed')
    return html`<p><strong>${words.found}</strong></p>
      ${form('open-kept', words.open)}`;
  return html`<details>
    <summary>${words.title}</summary>
    <p class="quiet">${words.what}</p>
    ${form('keep', words.keep)}
  </details>`;
}

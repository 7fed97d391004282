import { FIRST_RUN_WORDS } from '../../acts/words/first-run-words.ts';
import type { FirstRunWords } from '../../acts/words/first-run-words.ts';
import type { FirstRunAt, FirstRunStage } from '../kit/first-run.ts';
import { renderFoundingForm } from './first-run-form.ts';
import type { FormStage } from './first-run-form.ts';
import { renderFormPage } from './form-page.ts';
import { forgetForm, placeLine, renderHandOver, withCode } from './hand-over.ts';
import type { Here } from './hand-over.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** The page of a first run at this stage. */
export function renderFirstRun(stage: FirstRunStage, { base, language, isRefused }: FirstRunAt): string {
  const words = FIRST_RUN_WORDS[language];
  const { title, content } = pageOf(stage, words, { base, lang: language });
  return renderFormPage({
    language,
    title,
    css: '/first-run.css',
    bodyClass: 'first-run',
    hrefOf: (l) => `${base}?lang=${l}`,
    content: html`${isRefused === true && html`<p class="notice" role="alert">${words.notFromHere}</p>`}${content}`,
    foot: words.foot,
  });
}

const OTHER_FOLDER = 'npm start -- --data';

type Page = { readonly title: string; readonly content: Html };

function pageOf(stage: FirstRunStage, words: FirstRunWords, here: Here): Page {
  switch (stage.kind) {
    case 'form':
      return { title: words.form.title, content: formPage(stage, words, here) };
    case 'check':
      return { title: words.check.title, content: checkPage(stage, words, here) };
    case 'founding':
      return { title: words.founding.title, content: foundingPage(stage, words, here) };
    case 'handing-over':
      return {
        title: words.handingOver.title(stage.asked.settlement),
        content: renderHandOver(stage, words, here),
      };
    case 'stopped':
      return {
        title: words.stopped.title,
        content: html`<p class="notice">${words.stopped.by[stage.by]}</p>
          <p>${words.stopped.folder(stage.folder)}</p>`,
      };
    case 'lost':
      return {
        title: words.lost.title,
        content: html`${words.lost.says.map((said) => html`<p>${withCode(said, OTHER_FOLDER)}</p>`)}
        ${forgetForm(words.lost.goOn, here)}`,
      };
    case 'over':
      return {
        title: words.over.title,
        content: html`${words.over.says.map((said) => html`<p>${said}</p>`)}`,
      };
  }
}

function formPage(stage: FormStage, words: FirstRunWords, { base, lang }: Here): Html {
  const { stoppedBy, faults } = stage;
  return html`${words.form.says.map((said) => html`<p>${said}</p>`)}
  ${stoppedBy !== undefined && html`<p class="notice" role="alert">${words.stopped.by[stoppedBy]}</p>`}
  ${faults.length > 0 && html`<p class="notice" role="alert">${words.form.mend}</p>`}
  ${renderFoundingForm(stage, words, `${base}/check?lang=${lang}`)}`;
}

function checkPage(
  { asked, key, place }: Extract<FirstRunStage, { readonly kind: 'check' }>,
  words: FirstRunWords,
  { base, lang }: Here,
): Html {
  const { check } = words;
  const cells = [...new Set(asked.cells)].join(', ');
  const row = (name: string, value: Html | string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl>
      ${row(check.settlement, asked.settlement)}
      ${row(check.languages, asked.languages.map((l) => words.languageNames[l]).join(', '))}
      ${row(check.keyholders, String(asked.keyholders))}
      ${row(check.wardens, cells === '' ? check.noWardens : check.inCells(asked.cells.length, cells))}
      ${key && row(check.key, key.way === 'passphrase' ? check.passphrase : html`<code>${key.file}</code>`)}
    </dl>
    ${key?.way === 'key-file' && key.isSameDisk && html`<p class="notice">${check.sameDisk}</p>`}
    ${placeLine(place, words)}
    <p><strong>${check.makes(asked.keyholders, asked.cells.length)}</strong></p>
    <div class="buttons">
      <form method="post" action="${base}/found?lang=${lang}">
        <button type="submit">${check.found}</button>
      </form>
      <form method="post" action="${base}/change?lang=${lang}">
        <button type="submit" class="mild">${check.change}</button>
      </form>
    </div>`;
}

function foundingPage(
  { asked, done }: Extract<FirstRunStage, { readonly kind: 'founding' }>,
  { founding }: FirstRunWords,
  { base, lang }: Here,
): Html {
  const wardens = asked.cells.length;
  const step = (isDone: boolean, says: string): Html =>
    html`<li class="${isDone ? 'is-done' : ''}">${isDone ? '✓' : '·'} ${says}</li>`;
  return html`<p>${founding.says}</p>
    <div role="status">
      <ol class="steps">
        ${step(done.hasKey, founding.key)}
        ${step(done.keyholders === asked.keyholders, founding.keyholders(done.keyholders, asked.keyholders))}
        ${wardens > 0 && step(done.wardens === wardens, founding.wardens(done.wardens, wardens))}
        ${step(done.isOnHub, founding.onHub)}
      </ol>
    </div>
    <p><a href="${base}?lang=${lang}">${founding.lookAgain}</a></p>`;
}

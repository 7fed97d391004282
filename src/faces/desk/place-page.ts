import { NOTICE_WORDS } from '../../acts/words/notice-words.ts';
import { PLAN_EDITOR_WORDS } from '../../acts/words/plan-editor-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { renderFormPage } from './form-page.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** On a hub the file lies on the reader's device; `place edit` serves the page beside the file it writes. */
export type PlanMode = 'hub' | 'file';

export type PlanPage = {
  readonly base: string;
  readonly language: Language;
  readonly mode: PlanMode;
};

/**
 * The page on which the plan of a place is filled in. It is the same for everybody and holds no plan: the script makes the
 * form, and reads, checks and prints the plan where the reader is.
 */
export function renderPlanPage({ base, language, mode }: PlanPage): string {
  return renderFormPage({
    language,
    title: PLAN_EDITOR_WORDS[language].title,
    css: `${base}/plan.css`,
    bodyClass: 'plan-page',
    hrefOf: (l) => planHref({ base, mode, language: l }),
    script: `${base}/plan.js`,
    data: { base, language, mode },
    content: html`<div id="intro">${renderPlanIntro(mode, language)}</div>
      <p id="no-script" class="notice">${PLAN_EDITOR_WORDS[language].noScript}</p>
      <div id="editor"></div>`,
    foot: planFoot(mode, language),
  });
}

export function planHref({ base, mode, language }: PlanPage): string {
  return `${base}${mode === 'hub' ? '/plan' : '/'}?lang=${language}`;
}

export function renderPlanIntro(mode: PlanMode, language: Language): Html {
  const words = PLAN_EDITOR_WORDS[language];
  return html`<p>${words.what}</p>
    <p><strong>${words.handles}</strong></p>
    <p>${words.stays[mode]}</p>
    ${mode === 'hub' && html`<p class="quiet">${words.onwards.hub}</p>`}`;
}

export function planFoot(mode: PlanMode, language: Language): string {
  return mode === 'hub' ? NOTICE_WORDS[language].footLocked : PLAN_EDITOR_WORDS[language].onwards.file;
}

import type { Language } from '../../acts/words/words.ts';
import { renderAboutLine } from './about-line.ts';
import { renderLanguages } from './board-head.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderShell } from './page-shell.ts';
import { boardHref } from './view.ts';
import type { View } from './view.ts';

/** A page beside the board: its head leads back there, its foot says who answers for it. */
export type SubPage = {
  readonly heading: string;
  /** For the window, where it says more than the heading. */
  readonly title?: string;
  readonly facts?: Html | string;
  /** What must be read before all else. */
  readonly status?: Html;
  /** Below the head, such as a form. */
  readonly under?: Html;
  /** The same page in another language. */
  readonly hrefOf: (language: Language) => string;
  readonly main: Html;
  readonly mainClass?: string;
  /** A page on which a key signs: the script for it is told which. */
  readonly screen?: 'committee' | 'join';
};

export function renderSubPage(page: SubPage, view: View): string {
  const { options, words } = view;
  const { heading, title = heading, facts, status, under, hrefOf, main, mainClass = '', screen } = page;
  return renderShell({
    language: options.language,
    title,
    css: `${options.base}/board.css`,
    bodyClass: 'why',
    ...(screen && {
      script: `${options.base}/device.js`,
      data: { base: options.base, language: options.language, screen },
    }),
    content: html`<header class="head">
        ${options.isReplay && html`<p class="replay"><strong>${words.head.replay}</strong> <span>${words.head.replayNote}</span></p>`}
        ${status}
        <div class="masthead">
          <h1>${heading}</h1>
          ${facts !== undefined && html`<p class="facts">${facts}</p>`} ${renderLanguages(view, hrefOf)}
        </div>
        <p class="back"><a href="${boardHref(options)}">← ${words.why.back}</a></p>
        ${under}
      </header>
      <main class="${mainClass}">${main}</main>
      <footer>${renderAboutLine(view)}</footer>`,
  });
}

import { NOTICE_WORDS } from '../../acts/words/notice-words.ts';
import { renderLanguages } from './board-head.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderShell } from './page-shell.ts';
import { aboutHref, boardHref, viewOf } from './view.ts';
import type { BoardOptions, View } from './view.ts';

/** The last line of every page of the board: who answers for it, and where more is said. */
export function renderAboutLine({ options }: View): Html {
  const words = NOTICE_WORDS[options.language];
  return html`<p class="about-line">${words.foot} <a href="${aboutHref(options)}">${words.about}</a></p>`;
}

/** What this page is, who answers for it, what it learns of its reader, and what the link means. */
export function renderAbout(options: BoardOptions): string {
  const view = viewOf(options, undefined);
  const words = NOTICE_WORDS[options.language];
  return renderShell({
    language: options.language,
    title: words.title,
    css: `${options.base}/board.css`,
    bodyClass: 'why',
    content: html`<header class="head">
        <div class="masthead">
          <h1>${words.title}</h1>
          ${renderLanguages(view, (language) => aboutHref(options, language))}
        </div>
        <p class="back"><a href="${boardHref(options)}">← ${words.back}</a></p>
      </header>
      <main class="about">
        ${words.sections.map(
          ({ heading, says }) =>
            html`<section>
              <h2>${heading}</h2>
              ${says.map((said) => html`<p>${said}</p>`)}
            </section>`,
        )}
      </main>`,
  });
}

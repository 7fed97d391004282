import { SEARCH_WORDS } from '../../acts/words/search-words.ts';
import { renderAboutLine } from './about-page.ts';
import { renderLanguages } from './board-head.ts';
import type { EvidenceRow } from './evidence.ts';
import { renderEntry } from './evidence-page.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderShell } from './page-shell.ts';
import { boardHref, searchHref, viewOf } from './view.ts';
import type { BoardOptions, View } from './view.ts';

/** The form that asks. By POST, so that what is searched for stands in no address and no list of pages seen. */
function renderSearchForm({ options }: View, asked = ''): Html {
  const words = SEARCH_WORDS[options.language];
  return html`<form class="search" method="post" action="${searchHref(options)}" role="search">
    <input
      type="search"
      name="q"
      value="${asked}"
      maxlength="200"
      aria-label="${words.label}"
      placeholder="${words.label}"
    />
    <button type="submit">${words.search}</button>
  </form>`;
}

export type SearchResult = {
  readonly asked: string;
  readonly entries: readonly EvidenceRow[];
  readonly isCut: boolean;
};

/** What a search found, each entry as on the pages behind the figures. */
export function renderSearch({ asked, entries, isCut }: SearchResult, options: BoardOptions): string {
  const view = viewOf(options, undefined);
  const words = SEARCH_WORDS[options.language];
  return renderShell({
    language: options.language,
    title: words.search,
    css: `${options.base}/board.css`,
    bodyClass: 'why',
    content: html`<header class="head">
        <div class="masthead">
          <h1>${words.search}</h1>
          ${asked !== '' && html`<p class="facts">${words.found(entries.length)}</p>`}
          ${renderLanguages(view, (language) => searchHref(options, language))}
        </div>
        <p class="back"><a href="${boardHref(options)}">← ${view.words.why.back}</a></p>
        ${renderSearchForm(view, asked)}
      </header>
      <main>
        ${asked !== '' && entries.length === 0 && html`<p class="quiet">${words.none}</p>`}
        ${
          entries.length > 0 &&
          html`<ol class="evidence">
            ${entries.map((row) => renderEntry(row, view))}
          </ol>`
        }
        ${isCut && html`<p class="quiet">${words.cut}</p>`}
      </main>
      <footer>${renderAboutLine(view)}</footer>`,
  });
}

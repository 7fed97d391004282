import { SEARCH_WORDS } from '../../acts/words/search-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { EvidenceRow } from './evidence.ts';
import { renderEntries } from './evidence-page.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderSubPage } from './sub-page.ts';
import { searchHref, viewOf } from './view.ts';
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
  const isAsked = asked !== '';
  const page = {
    heading: words.search,
    ...(isAsked && { facts: words.found(entries.length) }),
    under: renderSearchForm(view, asked),
    hrefOf: (language: Language) => searchHref(options, language),
    main: html`${isAsked && entries.length === 0 && html`<p class="quiet">${words.none}</p>`}
    ${entries.length > 0 && renderEntries(entries, view)} ${isCut && html`<p class="quiet">${words.cut}</p>`}`,
  };
  return renderSubPage(page, view);
}

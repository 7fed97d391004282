import { NOTICE_WORDS } from '../../acts/words/notice-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { html } from './html.ts';
import { renderSubPage } from './sub-page.ts';
import { aboutHref, viewOf } from './view.ts';
import type { BoardOptions } from './view.ts';

/** What this page is, who answers for it, what it learns of its reader, and what the link means. */
export function renderAbout(options: BoardOptions): string {
  const view = viewOf(options, undefined);
  const words = NOTICE_WORDS[options.language];
  const page = {
    heading: words.title,
    hrefOf: (language: Language) => aboutHref(options, language),
    main: html`${words.sections.map(
      ({ heading, says }) =>
        html`<section>
          <h2>${heading}</h2>
          ${says.map((said) => html`<p>${said}</p>`)}
        </section>`,
    )}`,
    mainClass: 'about',
  };
  return renderSubPage(page, view);
}

import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderShell } from './page-shell.ts';

/** A page by itself, on which a person fills something in or reads what came of it. */
export type FormPage = {
  readonly language: Language;
  readonly title: string;
  readonly css: string;
  readonly bodyClass?: string;
  /** The same page in another language. */
  readonly hrefOf: (language: Language) => string;
  readonly script?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly content: Html;
  readonly foot: string;
};

export function renderFormPage(page: FormPage): string {
  const { language, title, css, bodyClass = '', hrefOf, script, data, content, foot } = page;
  return renderShell({
    language,
    title,
    css,
    bodyClass: `form-page ${bodyClass}`.trim(),
    ...(script !== undefined && { script }),
    ...(data && { data }),
    content: html`<main>
        <p class="languages">
          ${LANGUAGES.map((l) =>
            l === language
              ? html`<span aria-current="page">${l}</span>`
              : html`<a href="${hrefOf(l)}">${l}</a>`,
          )}
        </p>
        <h1>${title}</h1>
        ${content}
      </main>
      <footer><p class="about-line">${foot}</p></footer>`,
  });
}

import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderShell } from './page-shell.ts';

/** A page by itself, on which a person fills something in or reads what came of it. */
export type FormPage = {
  readonly language: Language;
  readonly title: string;
  /** What must be read before all else. */
  readonly status?: string;
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
  const { language, title, status, css, bodyClass = '', hrefOf, script, data, content, foot } = page;
  return renderShell({
    language,
    title: status === undefined ? title : `${status}. ${title}`,
    css,
    bodyClass: `form-page ${bodyClass}`.trim(),
    ...(script !== undefined && { script }),
    ...(data && { data }),
    content: html`<main>
        ${status !== undefined && html`<p class="status">${status}</p>`}
        <p class="languages">${renderLanguageLinks(language, hrefOf)}</p>
        <h1>${title}</h1>
        ${content}
      </main>
      <footer><p class="about-line">${foot}</p></footer>`,
  });
}

export function renderLanguageLinks(language: Language, hrefOf: FormPage['hrefOf']): Html {
  return html`${LANGUAGES.map((l) =>
    l === language
      ? html`<span aria-current="page">${l}</span>`
      : html`<a href="${hrefOf(l)}" data-language="${l}">${l}</a>`,
  )}`;
}

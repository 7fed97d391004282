import type { Language } from '../../acts/words/words.ts';
import { html, printHtml } from './html.ts';
import type { Html } from './html.ts';

/** A whole page around its content. `css`: where its stylesheet is. */
export type Shell = {
  readonly language: Language;
  readonly title: string;
  readonly css: string;
  readonly bodyClass?: string;
  readonly script?: string;
  /** What the script needs to know. */
  readonly data?: Readonly<Record<string, string>>;
  readonly content: Html;
};

/** What every page begins with: no referrer, no index, both colour schemes, no icon to fetch. */
export function renderShell(shell: Shell): string {
  const { language, title, css, bodyClass = '', script, data = {}, content } = shell;
  return `<!DOCTYPE html>\n${printHtml(
    html`<html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${css}" />
        ${script !== undefined && html`<script src="${script}" defer></script>`}
      </head>
      <body
        class="${bodyClass}"
        ${Object.entries(data).map(([name, value]) => html`data-${name}="${value}" `)}
      >
        ${content}
      </body>
    </html>`,
  )}\n`;
}

import { CELL_WORDS } from '../../acts/words/cell-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { renderFormPage } from './form-page.ts';
import { html } from './html.ts';

/**
 * The page on which a warden works through the own cell, with the same words for everybody who has a link: what it shows of a
 * cell lies in the reader's own device, and the script fills it in.
 */
export function renderCell({
  base,
  language,
}: {
  readonly base: string;
  readonly language: Language;
}): string {
  const words = CELL_WORDS[language];
  return renderFormPage({
    language,
    title: words.open,
    css: `${base}/cell.css`,
    bodyClass: 'cell-page',
    hrefOf: (l) => `${base}/cell?lang=${l}`,
    script: `${base}/cell.js`,
    data: { base, language },
    content: html`<p class="quiet">${words.kept}</p>
      <section id="device" class="device" hidden data-language="${language}"></section>
      <p id="told" class="told" role="status"></p>
      <div id="cell"></div>
      <p class="no-script">${words.withoutScript}</p>`,
    foot: words.foot,
  });
}

import { READER_OF_PART } from '../../record/parts.ts';
import type { SealedPartName } from '../../record/parts.ts';
import { SEALED_WORDS } from '../../acts/words/sealed-words.ts';
import type { Situation } from '../../situation/situation.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { capital, figureLink, grouped } from './view.ts';
import type { View } from './view.ts';

export function sealedFigure(part: SealedPartName): string {
  return `sealed-${part}`;
}

/** How many sealed parts there are, and who alone can read them; nothing when there are none. */
export function renderSealed({ sealed }: Situation, view: View): Html {
  const words = SEALED_WORDS[view.options.language];
  return html`${
    sealed.length > 0 &&
    html`<h3 class="sealed-h">${words.heading}</h3>
      <ul class="harm sealed">
        ${sealed.map(
          ({ part, entries }) =>
            html`<li>
              <span class="what">${figureLink(view, sealedFigure(part), capital(words.parts[part]))}</span>
              <b>${words.entries(grouped(entries.length), entries.length)}</b>
              <span class="details">${words.to[READER_OF_PART[part]]}</span>
            </li>`,
        )}
      </ul>`
  }`;
}

import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Page } from './page.ts';

/** A paper on the page, with the button that prints it, and nothing else of the page. */
export function paperToPrint({ words }: Page, settlement: string, sheet: Html): Html {
  return html`<div class="paper">
      <h3>${settlement}</h3>
      ${sheet}
    </div>
    <p class="buttons"><button type="button" class="plain" data-print>${words.device.print}</button></p>`;
}

export function onPrint(place: Element): void {
  place.querySelector('[data-print]')?.addEventListener('click', () => window.print());
}

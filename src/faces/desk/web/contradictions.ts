import { LOG_TRUST_WORDS } from '../../../acts/words/log-trust-words.ts';
import type { Contradiction } from '../../../record/log/seen-log.ts';
import type { KeptDevice } from '../../kit/kept-device.ts';
import { html } from '../html.ts';
import { show } from './page.ts';
import type { Page } from './page.ts';
import { saveFile } from './save-file.ts';

/** Says on the panel of the opened device that its hub contradicted itself, and gives out what it signed; nothing while it did not. */
export async function showContradictions({ panel, language }: Page, device: KeptDevice): Promise<void> {
  const pairs = await device.contradictions();
  if (pairs.length === 0) return;
  const place = panel.querySelector('.contradicted') ?? panel.appendChild(document.createElement('div'));
  place.className = 'contradicted';
  const words = LOG_TRUST_WORDS[language];
  show(
    place,
    html`${words.distrusted.map((line) => html`<p class="warn">${line}</p>`)}
      <p class="buttons"><button type="button" data-panel="evidence">${words.evidence}</button></p>`,
  );
  place.querySelector('[data-panel=evidence]')?.addEventListener('click', () => save(pairs));
}

/** Both notes byte for byte, as texts in one file: a browser that saves many at once asks, and leaves some away. */
function save(pairs: readonly Contradiction[]): void {
  const text = `${JSON.stringify(pairs, undefined, 2)}\n`;
  saveFile(text, { name: 'contradiction.json', type: 'application/json' });
}

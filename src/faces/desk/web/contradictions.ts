import { LOG_TRUST_WORDS } from '../../../acts/words/log-trust-words.ts';
import { utf8Encode } from '../../../base/bytes.ts';
import type { Contradiction } from '../../../record/log/seen-log.ts';
import type { KeptDevice } from '../../kit/kept-device.ts';
import { zipFile } from '../../kit/zip-file.ts';
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

/** Named as the command `shanyrak evidence` names them. */
function save(pairs: readonly Contradiction[]): void {
  const files = pairs.flatMap(({ known, shown }, i) => [
    { path: `contradiction-${i + 1}.known`, bytes: utf8Encode(known) },
    { path: `contradiction-${i + 1}.shown`, bytes: utf8Encode(shown) },
  ]);
  saveFile(Uint8Array.from(zipFile(files)), { name: 'contradiction.zip', type: 'application/zip' });
}

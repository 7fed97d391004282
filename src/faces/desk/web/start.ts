import { html } from '../html.ts';
import { openPage, show, tell } from './page.ts';
import type { Page } from './page.ts';
import { startPanel } from './panel.ts';
import type { Screen } from './panel.ts';

/** Starts a page on which a device is opened, or says why this browser cannot. */
export function startScreen(screenOf: (page: Page) => Screen): void {
  const place = document.getElementById('device');
  if (place === null) return;
  for (const text of document.querySelectorAll<HTMLElement>('.no-script')) text.hidden = true;
  const page = openPage(place);
  const { device } = page.words;
  const lacks = isSecureContext ? !hasAll() && device.oldBrowser : device.insecure;
  if (lacks !== false) {
    place.hidden = false;
    return show(
      place,
      html`<h2>${device.title}</h2>
        <p>${lacks}</p>`,
    );
  }
  void startPanel(page, screenOf(page)).catch(() => tell(device.failed));
}

/** What a page of plain http does not have, and an old browser may not. */
function hasAll(): boolean {
  return 'subtle' in crypto && 'locks' in navigator && 'indexedDB' in globalThis;
}

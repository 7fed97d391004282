// The script of the pages on which a key signs. Without it they show; with it they also act.
import { html } from '../html.ts';
import { cellScreen } from './cell.ts';
import { committeeScreen } from './committee.ts';
import { joinScreen } from './join.ts';
import { openPage, show, tell } from './page.ts';
import type { Page } from './page.ts';
import { startPanel } from './panel.ts';
import type { Screen } from './panel.ts';

const panel = document.getElementById('device');
if (panel !== null) start(panel);

function start(place: HTMLElement): void {
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

function screenOf(page: Page): Screen {
  switch (document.body.dataset['screen']) {
    case 'join':
      return joinScreen(page);
    case 'cell':
      return cellScreen(page);
    default:
      return committeeScreen(page);
  }
}

/** What a page of plain http does not have, and an old browser may not. */
function hasAll(): boolean {
  return 'subtle' in crypto && 'locks' in navigator && 'indexedDB' in globalThis;
}

import type { KeptDevice } from '../../kit/kept-device.ts';
import type { Page } from './page.ts';
import { tellMore } from './page.ts';

// Where the link does not open the hub's stream of changes.
const LOOK_EVERY_MS = 15_000;

/** Looks again whenever something changed on the hub, and gives a function that looks at once. */
export function followHub(page: Page, look: (isAsked: boolean) => Promise<void>): () => Promise<void> {
  const quietly = (): void => void look(false).catch(() => {});
  new EventSource(`${page.base}/changes`).addEventListener('changed', quietly);
  setInterval(quietly, LOOK_EVERY_MS);
  return () => look(true);
}

/**
 * Shows what a key sees of people and keys as it is on the hub, each time it is called. While somebody is choosing or typing
 * in it, it stays as it is, unless that somebody asked.
 */
export function peopleShown(
  page: Page,
  device: KeptDevice,
  people: HTMLElement,
): (isAsked: boolean) => Promise<void> {
  let shown = '';
  return async (isAsked) => {
    const answer = await page.hub.askAs(device, { path: '/committee' });
    if (answer.status === 200) {
      if (answer.text === shown || (!isAsked && isInUse(people))) return;
      shown = answer.text;
      replaceInside(people, answer.text);
    } else if (isAsked && answer.status === 404) {
      people.replaceChildren();
      tellMore(page.words.device.notHeard);
    }
  };
}

function isInUse(people: HTMLElement): boolean {
  const isChosen = people.querySelector('input:checked') !== null;
  const isTyped = [...people.querySelectorAll('input')].some(
    (input) => !['checkbox', 'hidden'].includes(input.type) && input.value !== '',
  );
  const isPicked = [...people.querySelectorAll('select')].some(({ selectedIndex }) => selectedIndex > 0);
  const focused = document.activeElement;
  const isFilling = focused !== null && people.contains(focused) && focused.matches('input, select');
  return isChosen || isTyped || isPicked || isFilling || document.querySelector('dialog[open]') !== null;
}

/** Open folds stay open, and an invitation that is shown stays: it is shown once. */
function replaceInside(people: HTMLElement, text: string): void {
  const nameOf = (fold: Element): string =>
    fold.querySelector('summary')?.firstChild?.textContent?.trim() ?? '';
  const open = new Set([...people.querySelectorAll('details[open]')].map(nameOf));
  const kept = people.querySelector('#invitation');
  people.innerHTML = text;
  for (const fold of people.querySelectorAll('details')) if (open.has(nameOf(fold))) fold.open = true;
  const place = people.querySelector('#invitation');
  if (kept !== null && kept.childElementCount > 0) place?.replaceWith(kept);
}

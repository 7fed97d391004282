// The board's only script: it follows the record and puts new parts in place of old ones. Without it the page is
// complete; with it the page keeps up.

const LISTEN_AGAIN_MS = 1_000;
// Counts grow by the second on a busy day: nobody reads faster than this.
const FETCH_EVERY_MS = 1_000;
const CLOCK_EVERY_MS = 60_000;
const CHANGED_MS = 1_800;

type Focused = {
  readonly part: string;
  readonly href: string | null;
  readonly id: string;
  readonly nth: number;
};

const { base = '', incident = '', language = '', lost = '' } = document.body.dataset;
const query = `incident=${encodeURIComponent(incident)}`;
const shownParts = new Map<string, string>();
let heard: string | undefined;
let fetchedAt = 0;
let isFetching = false;
let isStale = false;

function follow(): void {
  const stream = new EventSource(`${base}/changes?${query}`);
  let wasLost = false;
  stream.addEventListener('open', () => {
    if (wasLost) void refresh();
    wasLost = false;
  });
  stream.addEventListener('changed', ({ data, lastEventId }: MessageEvent<string>) => {
    // An erasure changes the page and not the size of the record.
    const told = `${data} ${lastEventId}`;
    // The hub repeats itself to keep the line open: then only the clock on the page needs to move.
    if (told === heard && Date.now() - fetchedAt < CLOCK_EVERY_MS) return;
    heard = told;
    void refresh();
  });
  stream.addEventListener('error', () => {
    wasLost = true;
    heard = undefined;
    sayLost();
    // A closed stream does not come back by itself.
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, LISTEN_AGAIN_MS);
  });
}

/** At most one request at a time; what changes meanwhile is fetched right after. */
async function refresh(): Promise<void> {
  if (isFetching) {
    isStale = true;
    return;
  }
  isFetching = true;
  fetchedAt = Date.now();
  isStale = false;
  try {
    const answer = await fetch(`${base}/board-body?lang=${encodeURIComponent(language)}&${query}`, {
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (!answer.ok) throw new Error(`the hub answered ${answer.status}`);
    swap(await answer.text());
    sayFound();
  } catch {
    sayLost();
    isStale = false;
    heard = undefined;
  }
  setTimeout(() => {
    isFetching = false;
    if (isStale) void refresh();
  }, FETCH_EVERY_MS);
}

/** Replaces the inside of every part that differs, and leaves the rest alone: scroll, focus and open folds stay. */
function swap(text: string): void {
  const board = document.getElementById('board');
  if (board === null) return;
  const fresh = new DOMParser().parseFromString(`<div>${text}</div>`, 'text/html');
  const parts = [...fresh.querySelectorAll<HTMLElement>('[data-part]')].filter(isLeaf);
  const olds = new Map(
    [...board.querySelectorAll<HTMLElement>('[data-part]')]
      .filter(isLeaf)
      .map((part) => [nameOf(part), part]),
  );
  if (parts.length !== olds.size || parts.some((part) => !olds.has(nameOf(part)))) {
    board.innerHTML = text;
    return;
  }
  for (const part of parts) {
    const name = nameOf(part);
    const old = olds.get(name);
    if (old === undefined || (shownParts.get(name) ?? old.innerHTML) === part.innerHTML) continue;
    shownParts.set(name, part.innerHTML);
    replaceInside(old, part);
  }
}

function isLeaf(part: HTMLElement): boolean {
  return part.querySelector('[data-part]') === null;
}

function nameOf(part: HTMLElement): string {
  return part.dataset['part'] ?? '';
}

function replaceInside(old: HTMLElement, part: HTMLElement): void {
  const focused = focusIn(old);
  const open = new Set([...old.querySelectorAll('details[open]')].map((fold) => fold.id));
  const before = textByLink(old);
  old.innerHTML = part.innerHTML;
  old.hidden = part.hidden;
  if (part.dataset['asOf'] !== undefined) old.dataset['asOf'] = part.dataset['asOf'];
  for (const fold of old.querySelectorAll('details')) fold.open = open.has(fold.id);
  if (focused !== undefined) focusAgain(old, focused);
  markChanged(old, before);
}

function textByLink(part: HTMLElement): ReadonlyMap<string, string> {
  return new Map(
    [...part.querySelectorAll<HTMLAnchorElement>('a[href]')].map((link) => [
      link.getAttribute('href') ?? '',
      link.textContent ?? '',
    ]),
  );
}

/** Marks figures that say something new; the clock always does. The stylesheet draws it only for readers who did not ask for less motion. */
function markChanged(part: HTMLElement, before: ReadonlyMap<string, string>): void {
  for (const link of part.querySelectorAll<HTMLElement>('a[href]')) {
    const href = link.getAttribute('href') ?? '';
    if (
      !(link instanceof HTMLElement) ||
      href.includes('/why/clock') ||
      before.get(href) === link.textContent
    )
      continue;
    link.classList.add('changed');
    setTimeout(() => link.classList.remove('changed'), CHANGED_MS);
  }
}

function focusIn(part: HTMLElement): Focused | undefined {
  const at = document.activeElement;
  if (at === null || !part.contains(at) || at === part) return undefined;
  const href = at.getAttribute('href');
  const same = href === null ? [] : linksTo(part, href);
  const fold = at.tagName === 'SUMMARY' ? (at.parentElement?.id ?? '') : '';
  return { part: nameOf(part), href, id: fold, nth: same.findIndex((link) => link === at) };
}

function focusAgain(part: HTMLElement, { href, id, nth }: Focused): void {
  const fold = id === '' ? null : document.getElementById(id)?.querySelector('summary');
  const link = href === null ? undefined : (linksTo(part, href)[nth] ?? linksTo(part, href)[0]);
  const target = fold ?? link;
  if (target instanceof HTMLElement || target instanceof SVGElement) target.focus({ preventScroll: true });
}

function linksTo(part: HTMLElement, href: string): readonly Element[] {
  return [...part.querySelectorAll('a')].filter((link) => link.getAttribute('href') === href);
}

function sayLost(): void {
  const asOf = document.querySelector<HTMLElement>('[data-as-of]')?.dataset['asOf'] ?? '';
  say(lost.replace('{time}', asOf));
}

function sayFound(): void {
  say('');
}

function say(text: string): void {
  const place = document.getElementById('connection');
  if (place !== null && place.textContent !== text) place.textContent = text;
}

follow();

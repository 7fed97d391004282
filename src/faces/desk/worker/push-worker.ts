// Wakes when a push service has a message, with no page open: shows it, says that it was shown, and brings an answer back.
import { readTitle } from '../../../acts/alarm/title-read.ts';
import { NOTIFICATION_WORDS } from '../../../acts/words/notification-words.ts';
import type { NotificationWords } from '../../../acts/words/notification-words.ts';
import { LANGUAGES } from '../../../acts/words/words.ts';
import type { Language } from '../../../acts/words/words.ts';

declare const self: ServiceWorkerGlobalScope;

/** As the hub writes it: title, text, topic, and the link of one person where there is one. */
type Pushed = { readonly t: string; readonly b: string; readonly g: string; readonly l?: string };
type Answer = 'confirm' | 'refute' | 'coming' | 'cannot';
type Options = NotificationOptions & {
  readonly actions: readonly { readonly action: string; readonly title: string }[];
};

const SEND_WITHIN_MS = 15_000;
/** The topic of a message with a code, as the hub names it. */
const CODE_TOPIC = 'verify';
/** Firefox, where it draws them itself, holds back any more that stay until others are closed (requireinteraction.count). */
const STAYING_MAX = 3;
/** One is shown after the other, for each looks what stands there; none waits longer than this for one that is held back. */
const TURN_MS = 1_000;
const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  ask: ['confirm', 'refute'],
  call: ['coming', 'cannot'],
};

let lastShown: Promise<void> = Promise.resolve();

// A worker that was mended is used at once: an alarm must not wait until all pages are closed.
self.addEventListener('install', () => void self.skipWaiting());

self.addEventListener('push', (event) => {
  const pushed = readPushed(event.data?.text());
  if (pushed === undefined) return;
  const showing = Promise.race([lastShown, after(TURN_MS)]).then(() => show(pushed));
  lastShown = showing.catch(() => {});
  event.waitUntil(showing.then(() => tellShown(pushed)));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const link = linkOf(event.notification);
  const answer = Object.values(ANSWERS)
    .flat()
    .find((each) => each === event.action);
  if (link !== undefined) event.waitUntil(answer === undefined ? open(link) : answerBy(link, answer));
});

// Only whoever has the key, or their own page, can give the hub another address: so they are told.
self.addEventListener('pushsubscriptionchange', (event) => {
  const { endedTitle, endedText } = wordsIn(languageHere());
  const options = { body: endedText, tag: 'ended', data: { link: self.registration.scope } };
  event.waitUntil(self.registration.showNotification(endedTitle, options));
});

function readPushed(text: string | undefined): Pushed | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value !== 'object' || value === null) return undefined;
    const { t, b, g, l }: Readonly<Record<string, unknown>> = { ...value };
    if (typeof t !== 'string' || typeof b !== 'string' || typeof g !== 'string') return undefined;
    return { t, b, g, ...(typeof l === 'string' && { l }) };
  } catch {
    return undefined;
  }
}

/** One notification an alarm: a later message takes the place of the earlier, and sounds again when it says something else. */
async function show({ t: title, b: body, g: tag, l: link }: Pushed): Promise<void> {
  const read = readTitle(title);
  const all = await self.registration.getNotifications();
  const before = all.filter((shown) => shown.tag === tag);
  const words = wordsIn(read?.language ?? languageHere());
  const answers = link === undefined ? [] : (ANSWERS[read?.kind ?? ''] ?? []);
  const options: Options = {
    body,
    tag,
    silent: before.some((shown) => shown.body === body && shown.title === title),
    requireInteraction: all.length - before.length < STAYING_MAX,
    lang: read?.language ?? '',
    data: { link },
    actions: answers.map((action) => ({ action, title: words[action] })),
  };
  // Firefox would go on counting one that is only replaced among those that stay.
  for (const shown of before) shown.close();
  await self.registration.showNotification(title, options);
}

async function tellShown({ b: body, g: tag, l: link }: Pushed): Promise<void> {
  if (tag === CODE_TOPIC) await tellPages(body);
  if (link !== undefined) await post(`${link}/seen`, {});
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** A page that waits for the code takes it by itself. */
async function tellPages(text: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ code: /\d{6}/.exec(text)?.[0] ?? '' });
}

/** What the hub does not take here may be said on the page. */
async function answerBy(link: string, answer: Answer): Promise<void> {
  if (!(await post(link, { answer }))) await open(link);
}

async function post(link: string, said: object): Promise<boolean> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(said),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(SEND_WITHIN_MS),
  } as const;
  const answer = await fetch(link, request).catch(() => undefined);
  return answer?.ok === true;
}

async function open(link: string): Promise<void> {
  await self.clients.openWindow(link).catch(() => null);
}

function linkOf(notification: Notification): string | undefined {
  const data: unknown = notification.data;
  const link = typeof data === 'object' && data !== null && 'link' in data ? data.link : undefined;
  return typeof link === 'string' && /^https?:\/\//.test(link) ? link : undefined;
}

function languageHere(): Language {
  return LANGUAGES.find((language) => self.navigator.language.startsWith(language)) ?? 'ru';
}

function wordsIn(language: Language): NotificationWords {
  return NOTIFICATION_WORDS[language];
}

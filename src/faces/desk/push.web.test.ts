import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import { newPerson, noBrowser } from '../../../test/making/browser.ts';
import type { Person } from '../../../test/making/browser.ts';
import { foundedHub } from '../../../test/making/founded-hub.ts';
import type { FoundedHub } from '../../../test/making/founded-hub.ts';
import { looksWell } from '../../../test/making/looks-well.ts';
import { FAKE_SUBSCRIBE, pushesTo } from '../../../test/making/pushes.ts';
import type { Pushes } from '../../../test/making/pushes.ts';
import { handRoad } from '../../../test/sim/hand-road.ts';
import { listenHere } from '../../../test/sim/hub-here.ts';
import { renderMessage } from '../../acts/alarm/message.ts';
import type { Saying } from '../../acts/alarm/message.ts';
import type { Language } from '../../acts/words/words.ts';

const push = handRoad('push');
const KEY = 'B'.repeat(87);
const QUIET_MS = 1_000;
/** What came to the page of one person's link, as the worker posted it. */
const posted: { readonly path: string; readonly body: string }[] = [];
let answerStatus: 200 | 409 = 200;
let hub: FoundedHub;
let person: Person;
let pushes: Pushes;
let [address, link] = ['', ''];
let close = async (): Promise<void> => {};

async function waitFor<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let n = 0; n < 200; n++) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(50);
  }
  throw new Error('it did not come');
}

type Shown = {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly lang: string;
  readonly requireInteraction: boolean;
  readonly silent: boolean;
  readonly actions: readonly { readonly action: string; readonly title: string }[];
};

async function shown(page: Page): Promise<readonly Shown[]> {
  return page.evaluate(`(async () => {
    const all = await navigator.serviceWorker.getRegistrations();
    const lists = await Promise.all(all.map((each) => each.getNotifications()));
    return lists.flat().map(({ title, body, tag, lang, requireInteraction, silent, actions }) =>
      ({ title, body, tag, lang, requireInteraction, silent, actions }));
  })()`);
}

/** What is shown without a word to the hub, looked for once the browser has had the time to show it. */
async function shownQuietly(tag: string): Promise<Shown> {
  await delay(QUIET_MS);
  return waitFor(async () => (await shown(person.page)).find((each) => each.tag === tag));
}

/** The message as the hub's Web Push channel writes it. */
function bodyOf(saying: Saying, language: Language, more: object = {}): object {
  const { title, text } = renderMessage(saying, 'East field', language);
  return { t: title, b: text, g: 'alarm-1', l: `${address}/a/token`, ...more };
}

/**
 * Brings a message with a link, until the worker has said that it was shown: a look for what a browser is just about to
 * show can make it forget it.
 */
async function deliverUntilSeen(message: object): Promise<void> {
  const seen = (): number => posted.filter(({ path }) => path === '/a/token/seen').length;
  const before = seen();
  await pushes.deliver(message);
  await waitFor(() => (seen() > before ? true : undefined));
}

/** Presses a button of the notification on the screen; the browser's own tools cannot. */
async function pressed(action: string): Promise<void> {
  const [worker] = person.page.context().serviceWorkers();
  assert.ok(worker);
  await worker.evaluate(`(async () => {
    const [notification] = await self.registration.getNotifications({ tag: 'alarm-1' });
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action: ${JSON.stringify(action)} }));
  })()`);
}

describe('the worker that shows notifications', { skip: noBrowser }, () => {
  before(async () => {
    hub = await foundedHub({ alarms: { roads: () => [push] }, pushKey: KEY });
    const app = new Hono();
    app.post('/a/*', async (c) => {
      posted.push({ path: c.req.path, body: await c.req.text() });
      return c.json({}, answerStatus);
    });
    app.all('*', (c) => hub.app.fetch(c.req.raw));
    const here = await listenHere({ ...hub, app });
    [address, close] = [here.address, here.close];
    const token = hub.links.make({ role: 'supporter', mayPost: false, isToSubscribe: true });
    link = `${address}/subscribe/${token}`;
    person = await newPerson();
    await person.page.context().grantPermissions(['notifications'], { origin: address });
    await person.page.context().addInitScript(FAKE_SUBSCRIBE);
    pushes = await pushesTo(person.page);
  });
  after(async () => {
    await person.close();
    await close();
  });

  test('is put in place by one press, and the code that it brings is given back by itself', async () => {
    const { page } = person;
    await page.goto(`${link}?lang=ru`);
    await page.locator('button.here').waitFor();
    await looksWell(page, 'subscribe-here-ru');
    await page.click('button.here');
    await page.locator('[data-form=code]').waitFor();
    assert.partialDeepStrictEqual(JSON.parse(push.sent[0]?.address ?? '{}'), {
      endpoint: 'https://push.example/1',
    });
    const { title: t, text: b } = push.sent[0]?.message ?? { title: '', text: '' };
    await pushes.deliver({ t, b, g: push.sent[0]?.topic });
    await page.waitForURL(/\/s\//);
    const [contact] = hub.engine.alarms.contacts.all();
    assert.deepEqual(
      contact?.addresses.map(({ channel }) => channel),
      ['push'],
    );
    assert.deepEqual(await shown(page), []);
    assert.equal(contact?.role, 'supporter');
  });

  test('shows an alarm with its buttons, says that it was seen, and puts a later message in its place', async () => {
    const { page } = person;
    const call = { kind: 'call', mode: 'real', whom: 'supporters' } as const;
    await pushes.deliver(bodyOf(call, 'ru'));
    const seen = await waitFor(() => posted.find(({ path }) => path === '/a/token/seen'));
    assert.equal(seen.body, '{}');
    const first = (await shown(page)).filter(({ tag }) => tag === 'alarm-1');
    assert.partialDeepStrictEqual(first, [
      {
        title: 'Вы нужны',
        lang: 'ru',
        requireInteraction: true,
        silent: false,
        actions: [
          { action: 'coming', title: 'Иду' },
          { action: 'cannot', title: 'Не могу' },
        ],
      },
    ]);
    assert.match(first[0]?.body ?? '', /^East field: /);
    await pushes.deliver(bodyOf(call, 'ru'));
    await waitFor(() => (posted.length >= 2 ? true : undefined));
    assert.deepEqual(
      (await shown(page)).map(({ silent }) => silent),
      [true],
      'the same again makes no sound',
    );
    await deliverUntilSeen(bodyOf({ kind: 'over', mode: 'real', as: 'ended' }, 'ru'));
    const over = await waitFor(async () => (await shown(page)).find(({ title }) => title === 'ОТБОЙ'));
    assert.deepEqual([over.silent, over.actions], [false, []]);
    assert.equal((await shown(page)).length, 1);
  });

  test('brings an answer back by one press, and opens the page where the hub does not take it', async () => {
    await deliverUntilSeen(bodyOf({ kind: 'ask', mode: 'drill' }, 'kk'));
    const ask = await waitFor(async () => (await shown(person.page)).find(({ lang }) => lang === 'kk'));
    assert.deepEqual(
      ask.actions.map(({ action }) => action),
      ['confirm', 'refute'],
    );
    assert.match(ask.title, /^ЖАТТЫҒУ\. /);
    await pressed('confirm');
    const answer = await waitFor(() => posted.find(({ path }) => path === '/a/token'));
    assert.equal(answer.body, '{"answer":"confirm"}');
    assert.deepEqual(await shown(person.page), []);
    answerStatus = 409;
    await deliverUntilSeen(bodyOf({ kind: 'call', mode: 'real', whom: 'press' }, 'en'));
    await waitFor(async () => (await shown(person.page)).find(({ lang }) => lang === 'en'));
    await pressed('cannot');
    await waitFor(() => posted.find(({ body }) => body === '{"answer":"cannot"}'));
  });

  test('passes over what is no message, and sends nothing without a link', async () => {
    const before = posted.length;
    for (const odd of [[], { t: 1 }, { t: 'a', b: 'b' }]) await pushes.deliver(odd);
    await pushes.deliver({ t: 'Shanyrak', b: 'Something', g: 'other' });
    const plain = await shownQuietly('other');
    assert.deepEqual([plain.actions, plain.lang], [[], '']);
    assert.equal(posted.length, before);
  });

  test('says when the browser has ended its subscription', async () => {
    const [worker] = person.page.context().serviceWorkers();
    await worker?.evaluate(`self.dispatchEvent(new ExtendableEvent('pushsubscriptionchange'))`);
    const ended = await shownQuietly('ended');
    assert.equal(ended.title, 'Notifications have ended here');
  });

  test('is not there without a link, and leaves no faults of script or policy', async () => {
    for (const path of ['/worker.js', '/subscribe/x/worker.js', '/s/x/worker.js'])
      assert.equal((await fetch(address + path)).status, 404);
    assert.deepEqual(person.faults, []);
  });
});

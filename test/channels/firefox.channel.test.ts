import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { WebPush } from '../../src/adapters/channel-webpush/channel-webpush.ts';
import { webScripts } from '../../src/main/web-scripts.ts';
import { newPushChannel, pushAuthority, pushParcel } from '../making/web-push.ts';
import { cannotMakeCertificates } from '../sim/certificates.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { cannotRun, until } from './carriers.ts';
import { startFirefox } from './firefox.ts';
import type { Firefox } from './firefox.ts';
import { startMozillaPush } from './mozilla-push.ts';
import type { MozillaPush } from './mozilla-push.ts';

const WITHIN_MS = 10_000;
// What goes through a browser takes as long as it takes on a busy machine.
const LIMIT_MS = 110_000;
// Firefox keeps twenty notifications of a page.
const NUMBERS = 15;

/** As a hub serves it. */
const WORKER = webScripts()['worker.js'];

type Shown = { readonly title: string; readonly body: string; readonly tag: string };

describe(
  'Web Push to a real Firefox',
  { skip: cannotRun('usr/lib/firefox-esr/firefox-esr') || cannotMakeCertificates },
  () => {
    const folder = newFolder();
    const posted: string[] = [];
    const pages = createServer((request, response) => {
      if (request.method === 'POST') posted.push(request.url ?? '');
      const isWorker = request.url === '/worker.js';
      response.writeHead(200, { 'content-type': isWorker ? WORKER?.type : 'text/html' });
      response.end(isWorker ? WORKER?.text : '<!doctype html><title>a page</title>');
    });
    let push: MozillaPush;
    let channel: WebPush;
    let firefox: Firefox;
    let address = '';
    let page = '';

    before(async () => {
      await once(pages.listen(0, '127.0.0.1'), 'listening');
      page = `http://localhost:${(pages.address() as { port: number }).port}/`;
      push = await startMozillaPush(pushAuthority().certify('localhost', 2));
      channel = newPushChannel();
      firefox = await start();
    });
    after(async () => {
      await firefox.close();
      await Promise.all([channel.close(), push.end()]);
      pages.closeAllConnections();
      pages.close();
    });

    const start = async (): Promise<Firefox> =>
      startFirefox(folder, {
        'dom.push.serverURL': push.browserUrl,
        'dom.push.testing.allowInsecureServerURL': true,
        'permissions.default.desktop-notification': 1,
        'alerts.useSystemBackend': false,
      });
    const shown = async (): Promise<readonly Shown[]> =>
      (await firefox.ask(
        `navigator.serviceWorker.getRegistration().then((one) => one.getNotifications()).then((all) =>
         all.map(({ title, body, tag }) => ({ title, body, tag })))`,
      )) as readonly Shown[];
    const send = async (text: string, topic = 'alarm-1', link?: string): Promise<void> => {
      const message = { title: 'Shanyrak', text, ...(link !== undefined && { link }) };
      const parcel = pushParcel(address, text, { topic, message });
      assert.deepEqual(await channel.send(parcel, WITHIN_MS), { kind: 'accepted' });
    };

    test(
      'subscribes with our key, and its subscription is an address of ours',
      { timeout: LIMIT_MS },
      async () => {
        await firefox.open(page);
        const subscription = await firefox.ask(
          `navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then((one) =>
         one.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: '${channel.applicationServerKey}' }))`,
        );
        address = JSON.stringify(subscription);
        assert.match(channel.providerOf(address), /^https:\/\/localhost:\d+$/);
      },
    );

    test(
      'shows what we send, word for word, and the next of the same alarm in its place',
      { timeout: LIMIT_MS },
      async () => {
        for (const body of [
          'Трактор у ворот',
          'Трактор қақпада тұр: әң ғү',
          'DRILL: bulldozers at the gate',
        ]) {
          const began = performance.now();
          await send(body);
          await until(`"${body}" is shown`, async () => (await shown())[0]?.body === body);
          assert.ok(performance.now() - began < WITHIN_MS);
          assert.deepEqual(await shown(), [{ title: 'Shanyrak', body, tag: 'alarm-1' }]);
        }
        // The same again is no second one, and each of many alarms is there although nobody closes any.
        await send('DRILL: bulldozers at the gate');
        for (const n of [2, 3, 4]) await send(`of alarm ${n}`, `alarm-${n}`);
        await until('all four are shown', async () => (await shown()).length === 4);
      },
    );

    test(
      'says to the hub that it was shown, once, and moves nothing else',
      { timeout: LIMIT_MS },
      async () => {
        await send('with a link', 'alarm-link', `${page}a/token`);
        await until('the hub knows', () => posted.length > 0);
        assert.ok((await shown()).some(({ body }) => body === 'with a link'));
        assert.deepEqual(posted, ['/a/token/seen']);
      },
    );

    test('opens every one of many', { timeout: LIMIT_MS }, async () => {
      const before = push.counts().shown;
      for (let i = 0; i < NUMBERS; i++) await send(`number ${i}`, `many-${i}`);
      await until('all are there', () => push.counts().shown === before + NUMBERS);
      const numbers = async (): Promise<number> =>
        new Set((await shown()).map(({ body }) => body).filter((body) => body.startsWith('number '))).size;
      await until('all are shown', async () => (await numbers()) === NUMBERS);
    });

    test(
      'closed while an alarm is raised, confirmed and stood down, it shows the stand-down and nothing else',
      { timeout: LIMIT_MS },
      async () => {
        await firefox.ask(
          `navigator.serviceWorker.getRegistration().then((one) => one.getNotifications()).then((all) => all.forEach((one) => one.close()))`,
        );
        await firefox.close();
        await until('the push service knows it', () => !push.isConnected());
        const before = push.counts().shown;
        for (const text of ['raised', 'confirmed', 'over: stand down']) await send(text, 'alarm-3');
        assert.equal(push.waiting(), 1);
        firefox = await start();
        await firefox.open(page);
        await until('what waited is shown', async () => (await shown()).length > 0, 60_000);
        await until('nothing waits', () => push.waiting() === 0);
        assert.deepEqual(await shown(), [{ title: 'Shanyrak', body: 'over: stand down', tag: 'alarm-3' }]);
        assert.equal(push.counts().shown, before + 1);
      },
    );

    test('nothing came that was not sent, and nobody complained', () => {
      assert.deepEqual(push.faults(), []);
      assert.deepEqual(posted, ['/a/token/seen']);
    });
  },
);

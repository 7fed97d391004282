import type { BrowserContext, CDPSession, Page } from 'playwright-core';

/** What a push service would hand to the worker of a page, by way of the browser's own tools: it needs no service. */
export type Pushes = {
  /** Wakes the newest worker of this origin with a message. */
  readonly deliver: (message: object) => Promise<void>;
};

/** Chromium asks nobody and shows nothing here; it only counts what was shown. */
export async function pushesTo(page: Page): Promise<Pushes> {
  const context: BrowserContext = page.context();
  const session: CDPSession = await context.newCDPSession(page);
  let registrationId = '';
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const version of versions)
      if (version.status === 'activated') registrationId = version.registrationId;
  });
  await session.send('ServiceWorker.enable');
  return {
    deliver: async (message) => {
      await session.send('ServiceWorker.deliverPushMessage', {
        origin: new URL(page.url()).origin,
        registrationId,
        data: JSON.stringify(message),
      });
    },
  };
}

/** A subscription that no push service knows; put in place of the browser's, which needs one. */
export const FAKE_SUBSCRIBE = `
PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
  if (applicationServerKey === 'refused') throw new DOMException('no', 'NotAllowedError');
  const bytes = new Uint8Array(65).fill(7);
  bytes[0] = 4;
  const text = (list) => btoa(String.fromCharCode(...list)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return {
    endpoint: 'https://push.example/1',
    expirationTime: null,
    keys: { p256dh: text(bytes), auth: text(new Uint8Array(16).fill(9)) },
  };
};`;

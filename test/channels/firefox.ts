import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, isListening, startServer, until } from './carriers.ts';

export type Firefox = {
  /** Opens a page, and waits until it is there. */
  readonly open: (url: string) => Promise<void>;
  /** What a promise in that page comes to, as JSON. */
  readonly ask: (expression: string) => Promise<unknown>;
  /** Closes it as a person does; its profile stays. */
  readonly close: () => Promise<void>;
};

const CLOSE_WITHIN_MS = 20_000;

/** Firefox without a window on a profile of its own, driven over WebDriver BiDi. It reaches this machine and nothing else. */
export async function startFirefox(
  folder: string,
  prefs: Readonly<Record<string, string | number | boolean>>,
): Promise<Firefox> {
  const profile = join(folder, 'profile');
  for (const path of [profile, join(folder, 'home')]) mkdirSync(path, { recursive: true });
  rmSync(join(profile, 'sessionstore.jsonlz4'), { force: true });
  writeFileSync(join(profile, 'user.js'), prefsFile({ ...QUIET, ...prefs }));
  const port = await freePort();
  const server = startServer(
    'usr/lib/firefox-esr/firefox-esr',
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', String(port)],
    { HOME: join(folder, 'home'), MOZ_CRASHREPORTER_DISABLE: '1' },
  );
  try {
    await until('Firefox can be driven', () => isListening(port), 60_000);
    const driver = await connectBidi(`ws://127.0.0.1:${port}/session`);
    await driver.command('session.new', { capabilities: {} });
    const tree = await driver.command('browsingContext.getTree', {});
    const context = (tree['contexts'] as readonly { context: string }[])[0]?.context;
    return {
      open: async (url) =>
        void (await driver.command('browsingContext.navigate', { context, url, wait: 'complete' })),
      ask: async (expression) => {
        const asked = `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`;
        const target = { context };
        const told = await driver.command('script.evaluate', {
          expression: asked,
          target,
          awaitPromise: true,
        });
        if (told['type'] !== 'success')
          throw new Error(`the page: ${JSON.stringify(told['exceptionDetails'])}`);
        return JSON.parse((told['result'] as { value: string }).value) as unknown;
      },
      close: async () => {
        if (!server.isRunning()) return;
        try {
          await driver.command('browser.close', {});
          await until('Firefox has ended', () => !server.isRunning(), CLOSE_WITHIN_MS);
        } finally {
          await server.end();
        }
      },
    };
  } catch (failure) {
    await server.end();
    throw failure;
  }
}

/** Asks nobody anything by itself; whatever it tries all the same ends at a proxy that is not there. */
const QUIET = {
  // What it sets by itself when it is driven; that would cut it off from its push service.
  'remote.prefs.recommended': false,
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': 'localhost,127.0.0.1',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'services.settings.server': 'http://127.0.0.1:9/v1',
  'toolkit.telemetry.enabled': false,
} as const;

function prefsFile(prefs: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(prefs)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

type Result = Readonly<Record<string, unknown>>;
type Driver = { readonly command: (method: string, params: object) => Promise<Result> };
type Answer = {
  readonly id?: number;
  readonly result?: Result;
  readonly error?: string;
  readonly message?: string;
};

/** https://w3c.github.io/webdriver-bidi/: commands as JSON over a WebSocket. */
async function connectBidi(url: string): Promise<Driver> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, { resolve: (result: Result) => void; reject: (why: Error) => void }>();
  let count = 0;
  const endAll = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox hung up'));
  };
  socket.addEventListener('close', endAll);
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    const waiter = waiting.get(answer.id ?? -1);
    waiting.delete(answer.id ?? -1);
    if (answer.error !== undefined) waiter?.reject(new Error(`${answer.error}: ${answer.message}`));
    else waiter?.resolve(answer.result ?? {});
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error('Firefox does not answer')), { once: true });
  });
  return {
    command: (method, params) =>
      new Promise((resolve, reject) => {
        count += 1;
        if (socket.readyState !== WebSocket.OPEN) reject(new Error('Firefox hung up'));
        waiting.set(count, { resolve, reject });
        socket.send(JSON.stringify({ id: count, method, params }));
      }),
  };
}

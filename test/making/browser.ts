import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findChromium, QUIET_FLAGS } from '../../tools/find-chromium.js';
import { newFolder } from '../sim/temp-folder.ts';

const executablePath: string | undefined = findChromium();
/** Why tests in a browser cannot run here. */
export const noBrowser: string | false = executablePath === undefined && 'no Chromium was found here';
const LAUNCH = {
  ...(executablePath !== undefined && { executablePath }),
  // A name that is not this machine's own, for pages that come over plain http.
  args: [...QUIET_FLAGS, '--host-resolver-rules=MAP hub.lan 127.0.0.1'],
};

/** A browser in which many pages are opened, none of which keeps anything. */
export function newBrowser(): Promise<Browser> {
  return chromium.launch(LAUNCH);
}

/** A browser of one person: a profile in a folder of its own, which can be closed, opened again and searched. */
export type Person = {
  readonly folder: string;
  readonly page: Page;
  /** What the pages threw or the policy blocked. A 404 is an answer, not a fault. */
  readonly faults: string[];
  /** Every address that was asked for. */
  readonly asked: string[];
  /** The body of every request that had one. */
  readonly sent: string[];
  readonly close: () => Promise<void>;
};

type Wishes = {
  readonly folder?: string;
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
  readonly colorScheme?: 'light' | 'dark';
};

export async function newPerson({
  folder = newFolder(),
  width = 900,
  ...more
}: Wishes = {}): Promise<Person> {
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    ...LAUNCH,
    viewport: { width, height: 900 },
    ...more,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const [faults, asked, sent]: [string[], string[], string[]] = [[], [], []];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    const isAnswer =
      /the server responded with a status of 4|net::ERR_|Opener-Policy header has been ignored/.test(
        message.text(),
      );
    if (message.type() === 'error' && !isAnswer) faults.push(message.text());
  });
  page.on('request', (request) => {
    asked.push(request.url());
    sent.push(request.postData() ?? '');
  });
  return { folder, page, faults, asked, sent, close: () => context.close() };
}

/** The same for one piece of work; closed whatever becomes of it. */
export async function asPerson(wishes: Wishes, work: (person: Person) => Promise<void>): Promise<void> {
  const person = await newPerson(wishes);
  try {
    await work(person);
  } finally {
    await person.close();
  }
}

export const AXE: string = readFileSync(
  new URL('../../node_modules/axe-core/axe.min.js', import.meta.url),
  'utf8',
);

const PROBES = stripTypeScriptTypes(
  readFileSync(new URL('../../src/faces/desk/board-probes.web.ts', import.meta.url), 'utf8'),
).replaceAll(/^export .*$/gm, '');

/** Runs one of the probes of faces/desk/board-probes.web.ts in the page. */
export async function probe(page: Page, call: string): Promise<unknown> {
  await page.evaluate(PROBES);
  return page.evaluate(`window.probes.${call}`);
}

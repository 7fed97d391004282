import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { htmlValidator } from '../../../test/making/valid-html.ts';
import { AXE, newBrowser, noBrowser, probe } from '../../../test/making/browser.ts';
import type { Browser, Page } from 'playwright-core';
import { instant } from '../../base/instant.ts';
import type { EntryBracket } from '../../engine/brackets.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { newFixture } from '../../../test/making/board-fixture.ts';
import type { Fixture } from '../../../test/making/board-fixture.ts';
import { BOARD_CSS } from './board.css.ts';
import { renderAbout } from './about-page.ts';
import { renderBoard, renderBoardBody } from './board.ts';
import { renderEvidence } from './evidence-page.ts';
import { evidenceRows } from './evidence.ts';
import { figuresOf } from './figures.ts';
import { tellTheDay } from '../../../test/making/fixture-day.ts';
import type { BoardOptions } from './view.ts';

// The hub's own policy: what it would block shows up as a console error here.
const CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const WIDTHS = [360, 900, 1120, 1600];
const SMALLEST_PX = 12;

// More than a narrow screen has room for in a line, one of them put away.
const INCIDENTS: NonNullable<BoardOptions['incidents']> = [
  { id: 'CCCCCCCCCCCCCCCC', number: 1, state: 'archived', date: '2031-03-02' },
  { id: 'BBBBBBBBBBBBBBBB', number: 2, state: 'closed', date: '2031-04-30' },
  { id: 'AAAAAAAAAAAAAAAA', number: 3, state: 'open', date: '2031-05-17' },
  { id: 'DDDDDDDDDDDDDDDD', number: 4, state: 'open' },
];

// What a page has to find room for at the most: a long name, and somebody of each kind.
const AT = instant(Date.parse('2031-05-17T05:30Z'));
const SIGNED: EntryBracket = {
  notAfter: [
    { by: 'hub', at: AT },
    { by: 'witness', name: 'witness.example/of-another-settlement-with-a-long-name', at: AT },
    { by: 'authority', name: 'stamps.example', at: AT },
  ],
  outside: { by: 'witness', name: 'witness.example', at: AT },
  otherLog: `shanyrak.hub/${'q'.repeat(43)}`,
};

type Hub = {
  readonly url: string;
  time: string;
  readonly announce: () => void;
  readonly drop: () => void;
  /** How many pages listen just now. */
  readonly listeners: () => number;
  readonly close: () => Promise<void>;
};

/** The desk's pages over HTTP, as the hub serves them. */
async function startHub(day: Fixture): Promise<Hub> {
  const streams = new Set<ServerResponse>();
  const at = { time: '14:30' };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
    const language = LANGUAGES.find((l) => l === searchParams.get('lang')) ?? 'en';
    const options: BoardOptions = {
      language,
      base: '/b/t',
      incident: 'AAAAAAAAAAAAAAAA',
      isReplay: true,
      isLive: true,
      isFounded: true,
      waiting: 0,
      incidents: INCIDENTS,
      bracketOf: () => SIGNED,
    };
    const send = (type: string, text: string): void =>
      void response
        .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': CSP })
        .end(text);
    const situation = day.at(at.time);
    if (pathname === '/b/t/changes') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 200\n\n');
      streams.add(response);
    } else if (pathname === '/b/t/board.css') send('text/css', BOARD_CSS);
    else if (pathname === '/b/t/live.js')
      send('text/javascript', readFileSync(new URL('../../../dist/web/live.js', import.meta.url), 'utf8'));
    else if (pathname === '/b/t/board-body') send('text/html', renderBoardBody(situation, options));
    else if (pathname === '/b/t/about') send('text/html', renderAbout(options));
    else if (pathname.startsWith('/b/t/why/')) {
      const figure = decodeURIComponent(pathname.slice('/b/t/why/'.length));
      send(
        'text/html',
        renderEvidence(
          figure,
          evidenceRows(figuresOf(situation).get(figure) ?? [], day.gathered, situation, options),
          options,
        ),
      );
    } else send('text/html', renderBoard(situation, options));
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/b/t`,
    get time() {
      return at.time;
    },
    set time(time: string) {
      at.time = time;
    },
    announce: () => streams.forEach((s) => s.write('event: changed\ndata: 1\n\n')),
    drop: () => server.closeAllConnections(),
    listeners: () => streams.size,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

describe('the board in a browser', { skip: noBrowser }, () => {
  let browser: Browser;
  let hub: Hub;
  before(async () => {
    const day = newFixture(cryptoNode());
    await tellTheDay(day);
    hub = await startHub(day);
    browser = await newBrowser();
  });
  after(async () => {
    await browser.close();
    await hub.close();
  });

  /** Opens a page, looks at it, and fails on anything the browser complains about. */
  async function opened(
    path: string,
    look: (page: Page) => Promise<void>,
    view: {
      readonly width?: number;
      readonly colorScheme?: 'light' | 'dark';
      readonly javaScriptEnabled?: boolean;
    } = {},
  ): Promise<void> {
    const { width = 1600, ...rest } = view;
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false, ...rest });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on(
      'console',
      (message) => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())),
    );
    page.on('pageerror', (error) => void complaints.push(error.message));
    page.on(
      'request',
      (request) =>
        void (
          new URL(request.url()).protocol === 'http:' &&
          !request.url().startsWith(hub.url) &&
          complaints.push(`asked ${request.url()}`)
        ),
    );
    await page.goto(`${hub.url}${path}`);
    await look(page);
    await context.close();
    assert.deepEqual(
      complaints.filter((c) => !c.includes('ERR_')),
      [],
    );
  }

  for (const language of LANGUAGES) {
    for (const width of WIDTHS) {
      test(`${language}, ${width} px: nothing runs over the edge, no text is under 12 px, no label is cut by its lane`, async () => {
        await opened(
          `?lang=${language}`,
          async (page) => {
            assert.equal(await probe(page, 'overflowPx()'), 0);
            assert.deepEqual(await probe(page, `smallTexts(${SMALLEST_PX})`), []);
            assert.deepEqual(await probe(page, 'cutLabels()'), []);
            assert.deepEqual(await probe(page, 'touchingLabels()'), []);
          },
          { width },
        );
      });
    }
  }

  for (const language of LANGUAGES)
    for (const path of ['/about', '/why/told'])
      test(`${language}, ${path}, 360 px: nothing runs over the edge, no text is under 12 px`, async () => {
        await opened(
          `${path}?lang=${language}`,
          async (page) => {
            assert.equal(await probe(page, 'overflowPx()'), 0);
            assert.deepEqual(await probe(page, `smallTexts(${SMALLEST_PX})`), []);
          },
          { width: 360 },
        );
      });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [path, width] of [
      ['?lang=kk', 360],
      ['?lang=ru', 900],
      ['?lang=en', 1600],
      ['/why/told?lang=kk', 360],
      ['/about?lang=ru', 360],
      ['/why/entries?lang=en', 1600],
    ] as const) {
      test(`${path}, ${width} px, ${colorScheme}: axe finds nothing`, async () => {
        await opened(
          path,
          async (page) => {
            await probe(page, 'openFolds()');
            await page.evaluate(AXE);
            assert.deepEqual(await probe(page, 'axeFindings()'), []);
          },
          { width, colorScheme },
        );
      });
    }
  }

  test('the probes see a planted fault of every kind', async () => {
    await opened('?lang=en', async (page) => {
      await probe(page, 'plantFaults()');
      await page.evaluate(AXE);
      assert.notEqual(await probe(page, 'overflowPx()'), 0);
      for (const call of [`smallTexts(${SMALLEST_PX})`, 'cutLabels()', 'touchingLabels()', 'axeFindings()']) {
        assert.notDeepEqual(await probe(page, call), [], call);
      }
    });
  });

  test('without a script the whole board is there', async () => {
    await opened(
      '?lang=en',
      async (page) => {
        assert.match((await page.textContent('main')) ?? '', /3 h 30 min/);
        assert.equal(await page.locator('.chart-wide').isVisible(), true);
        assert.equal(await page.locator('.chart-middle').isVisible(), false);
      },
      { javaScriptEnabled: false },
    );
  });

  test('html-validate finds nothing', async () => {
    const validator = htmlValidator();
    for (const path of [
      '?lang=kk',
      '?lang=ru',
      '?lang=en',
      '/why/entries?lang=kk',
      '/why/homes-damaged?lang=en',
      '/about?lang=kk',
    ]) {
      const report = await validator.validateString(await (await fetch(`${hub.url}${path}`)).text());
      assert.deepEqual(
        report.results.flatMap((r) => r.messages.map((m) => `${path} ${m.line}: ${m.ruleId} ${m.message}`)),
        [],
      );
    }
  });

  test('a change swaps in what is new; scroll, focus and open folds stay', async () => {
    hub.time = '14:00';
    await opened('?lang=en', async (page) => {
      await page.locator('#opinions summary').click();
      await page.locator('#homes-by-code summary').click();
      await page.locator('.ledger tbody a').first().focus();
      const before = await probe(page, 'place()');
      hub.time = '14:29';
      hub.announce();
      await page.locator('.head[data-as-of="14:29"]').waitFor();
      const now = await probe(page, 'place()');
      assert.deepEqual(now, before);
      assert.equal(await page.locator('#opinions').evaluate((fold) => fold.hasAttribute('open')), true);
      assert.equal(await page.locator('#homes-by-code').evaluate((fold) => fold.hasAttribute('open')), true);
      assert.match((await page.textContent('.masthead')) ?? '', /as of 14:29/);
    });
    hub.time = '14:30';
  });

  test('a broken stream says so, with the time of what is shown, and takes it back when the hub is there again', async () => {
    await opened('?lang=en', async (page) => {
      // All that was ever said: on a busy machine the message may come and go between two looks.
      await page.evaluate(`
        globalThis.said = [];
        new MutationObserver(() => said.push(document.querySelector('#connection').textContent))
          .observe(document.querySelector('#connection'), { childList: true, characterData: true, subtree: true })`);
      while (hub.listeners() === 0) await page.waitForTimeout(50);
      hub.drop();
      await page.waitForFunction(`said.includes('Connection lost. Showing what was known at 14:30.')`);
      await page.locator('#connection:empty').waitFor({ state: 'attached' });
    });
  });
});

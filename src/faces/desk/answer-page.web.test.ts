import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { ANSWER_STATES } from '../../../test/making/answer-states.ts';
import { newBrowser, noBrowser, probe } from '../../../test/making/browser.ts';
import { axeFindsNothing } from '../../../test/making/looks-well.ts';
import { listenHere } from '../../../test/sim/hub-here.ts';
import { LANGUAGES } from '../../acts/words/words.ts';

const WIDTHS = [360, 900, 1600];
const SMALLEST_PX = 12;

describe('the page on which somebody answers, in a browser', { skip: noBrowser }, () => {
  let browser: Browser;
  before(async () => {
    browser = await newBrowser();
  });
  after(() => browser.close());

  /** Opens the page of a state; whatever the browser blocks or asks elsewhere is a complaint. */
  async function opened(
    name: string,
    look: (page: Page, url: string) => Promise<void>,
    javaScriptEnabled = true,
  ): Promise<void> {
    const state = await ANSWER_STATES[name]?.();
    assert.ok(state);
    const here = await listenHere(state.hub.web);
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => void complaints.push(message.text()));
    page.on('request', (request) => {
      const { protocol, pathname } = new URL(request.url());
      if (protocol !== 'data:' && pathname !== state.path) complaints.push(`asked ${pathname}`);
    });
    try {
      await look(page, here.address + state.path);
    } finally {
      await context.close();
      await here.close();
    }
    assert.deepEqual(complaints, []);
  }

  for (const name of Object.keys(ANSWER_STATES))
    test(`${name}: nothing runs over the edge, no text is too small, and axe finds nothing`, async () => {
      await opened(name, async (page, url) => {
        for (const language of LANGUAGES) {
          await page.goto(`${url}?lang=${language}`);
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            assert.equal(await probe(page, 'overflowPx()'), 0, `${language} ${width}`);
            assert.deepEqual(await probe(page, `smallTexts(${SMALLEST_PX})`), [], `${language} ${width}`);
          }
          await axeFindsNothing(page, language);
        }
      });
    });

  test('without scripts one press answers, and the page shows the answer', async () => {
    await opened(
      'call',
      async (page, url) => {
        await page.goto(`${url}?lang=kk`);
        await page.click('button:has-text("20 минутта")');
        assert.match((await page.textContent('.last')) ?? '', /20 минутта келемін/);
        assert.equal(page.url(), `${url}?lang=kk`);
        await page.click('button:has-text("Келе алмаймын")');
        assert.match((await page.textContent('.last')) ?? '', /Келе алмаймын/);
        await page.fill('#minutes', '75');
        await page.keyboard.press('Enter');
        await page.locator('.last:has-text("75 минутта келемін")').waitFor();
        await page.click('.languages a:has-text("ru")');
        assert.match((await page.textContent('.last')) ?? '', /Приду через 75 мин/);
      },
      false,
    );
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newBrowser, noBrowser, probe } from '../../test/making/browser.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { LANGUAGES } from '../acts/words/words.ts';
import type { Language } from '../acts/words/words.ts';
import { ok } from '../../test/making/committee.ts';
import { axeFindsNothing } from '../../test/making/looks-well.ts';
import { unzipInto } from '../../test/making/zip.ts';
import { openCli } from '../../test/sim/cli.ts';
import { PASSPHRASE, startFirstRun } from '../../test/sim/first-run-pages.ts';
import type { FirstRunChild } from '../../test/sim/first-run-pages.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';

const WIDTHS = [360, 900, 1600];
const SMALLEST_PX = 12;
const cli = openCli();
after(cli.end);

/** Nothing runs over, nothing is too small, and axe finds nothing in either colour scheme. */
async function holdSound(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await probe(page, 'overflowPx()'), 0, `${name} at ${width} px`);
    assert.deepEqual(await probe(page, `smallTexts(${SMALLEST_PX})`), [], name);
  }
  await axeFindsNothing(page, name);
}

type Opened = { readonly run: FirstRunChild; readonly page: Page; readonly complaints: readonly string[] };

describe('a first run in a browser', { skip: noBrowser }, () => {
  let browser: Browser;
  before(async () => {
    browser = await newBrowser();
  });
  after(() => browser.close());

  /** A new hub and its first page, without scripts: what it would block, and what it asks elsewhere, is a complaint. */
  async function open(language: Language, context: BrowserContext): Promise<Opened> {
    const root = newFolder();
    const run = await startFirstRun(['--data', join(root, 'hub'), '--papers', join(root, 'papers')]);
    const page = await context.newPage();
    const complaints: string[] = [];
    context.on('console', (message) => {
      // A form that comes back is told so; the browser takes it for a page that failed.
      if (!message.text().includes('status of 422')) complaints.push(message.text());
    });
    context.on(
      'request',
      (request) =>
        void (
          new URL(request.url()).origin !== new URL(run.pages.base()).origin && complaints.push(request.url())
        ),
    );
    await page.goto(`${run.pages.base()}?lang=${language}`);
    return { run, page, complaints };
  }

  for (const language of LANGUAGES)
    test(`${language}: every page is sound, from the form to the end`, async () => {
      const context = await browser.newContext({ javaScriptEnabled: true });
      const { run, page, complaints } = await open(language, context);
      await holdSound(page, 'form');
      await page.fill('#cells', 'c1, c 2 !');
      await page.check('#way-key-file');
      assert.equal(await page.locator('#passphrase').isVisible(), false);
      await page.click('button');
      await page.locator('.fault').first().waitFor();
      assert.equal(await page.locator('.fault').count(), 3);
      await holdSound(page, 'faults');
      assert.equal(await page.inputValue('#cells'), 'c1, c 2 !');
      await page.fill('#settlement', 'Шаңырақ ықшамауданы, Алатау ауданы');
      await page.fill('#cells', 'c1 c2');
      await page.check('#way-passphrase');
      await page.fill('#passphrase', PASSPHRASE);
      await page.fill('#again', PASSPHRASE);
      await page.click('button');
      await holdSound(page, 'check');
      await page.locator('.buttons button').first().click();
      await page.waitForSelector('.seat', { timeout: 30_000 });
      await page.locator('#device-1 button').click();
      await holdSound(page, 'handing over');
      const unmarked = page.locator('.seat .mild');
      while ((await unmarked.count()) > 0) await unmarked.first().click();
      await holdSound(page, 'all handed over');
      await page.locator('main > form button').click();
      await holdSound(page, 'over');
      assert.deepEqual(complaints, []);
      await context.close();
      await run.end('SIGTERM');
    });

  test('without scripts: a device is downloaded and opened by the commands, papers print on one sheet', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const { run, page, complaints } = await open('en', context);
    await page.fill('#settlement', 'East field');
    await page.fill('#cells', 'c1');
    await page.fill('#passphrase', PASSPHRASE);
    await page.fill('#again', PASSPHRASE);
    await page.click('button');
    await page.locator('.buttons button').first().click();
    // By itself: the page asks for itself again until the founding is through.
    await page.waitForSelector('.seat', { timeout: 30_000 });

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#device-3 a').click(),
    ]);
    assert.equal(download.suggestedFilename(), 'keyholder-3.zip');
    const folder = newFolder();
    unzipInto(folder, readFileSync(await download.path()));
    const link = /^For keyholders:\s+(\S+)$/m.exec(run.out())?.[1] ?? '';
    const device = ['--device', join(folder, 'keyholder-3'), '--to', link];
    const offer = ['--role', 'medic', '--hours', '2', '--paper', join(folder, 'medic.html')];
    ok(await cli.run('invite', ...device, ...offer));
    assert.match(ok(await cli.run('people', '--from', link)).out, /medic/);

    for (const name of ['paper-1', 'warden-2']) {
      const [paper] = await Promise.all([context.waitForEvent('page'), page.locator(`#${name} a`).click()]);
      await paper.waitForLoadState();
      assert.equal(await paper.locator('ol li').count(), name === 'paper-1' ? 24 : 12);
      for (const width of WIDTHS) {
        await paper.setViewportSize({ width, height: 900 });
        const over = await paper.evaluate('document.documentElement.scrollWidth - innerWidth');
        assert.equal(over, 0, `${name} at ${width} px`);
      }
      const sheets = (await paper.pdf({ preferCSSPageSize: true })).toString('latin1');
      assert.equal(sheets.match(/\/Type \/Page\b(?!s)/g)?.length, 1, name);
      await paper.close();
    }
    assert.deepEqual(complaints, []);
    await context.close();
    await run.end('SIGTERM');
  });
});

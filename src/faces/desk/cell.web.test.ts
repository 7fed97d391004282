import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newPerson, noBrowser } from '../../../test/making/browser.ts';
import type { Person } from '../../../test/making/browser.ts';
import { cellPlace, NO_COMPOSER, openCell, writeDown } from '../../../test/making/cell-place.ts';
import type { CellPlace } from '../../../test/making/cell-place.ts';
import { looksWell, PICTURES } from '../../../test/making/looks-well.ts';
import { scanned } from '../../../test/making/scanned.ts';
import { bringIn, told } from '../../../test/making/screens.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { CELL_WORDS } from '../../acts/words/cell-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';

const WITHIN_MS = 30_000;
/** So many pixels of a screen a square of the picture has at least: another telephone holds it from a hand away. */
const SQUARE_PX_MIN = 4;
const LINES = Array.from({ length: 26 }, (_, n) => `N${n + 1} +770155500${String(n + 10)} Серікбай-ата`);
const cli = openCli();
let cells: CellPlace;
let warden: Person;

describe('the page of a warden’s own work', { skip: noBrowser }, () => {
  before(async () => {
    cells = await cellPlace(cli);
    warden = await newPerson({ width: 360 });
    await warden.page.context().addInitScript(NO_COMPOSER);
    const device = await cells.place.member('warden', '--cell', 'c1');
    await bringIn(warden.page, cells.place.disk.write, device);
    await openCell(warden, cells.place.disk.write, 'kk');
  });
  after(async () => {
    await warden.close();
    cli.end();
    await cells.place.disk.close();
  });

  test('looks well before the day, empty and with a list on it', async () => {
    const { page } = warden;
    await looksWell(page, 'cell-empty-kk');
    await writeDown(page, [...LINES, 'N27 102']);
    await told(page, CELL_WORDS.kk.list.added(LINES.length));
    await looksWell(page, 'cell-list-kk');
  });

  test('prints forty homes on one sheet of A4, by code only, with three boxes each', async () => {
    const { page } = warden;
    await page.click('[data-do=doors]');
    assert.equal(await page.locator('.doors tbody tr').count(), 40);
    assert.equal(await page.locator('.doors i').count(), 120);
    const sheet = (await page.textContent('.doors')) ?? '';
    assert.doesNotMatch(sheet, /Серікбай|770155/);
    await looksWell(page, 'cell-doors-kk');
    // A sheet is as narrow as a small screen, and is read across all the same.
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 703, height: 1032 });
    const tops = await page
      .locator('.doors tr:nth-child(7) > *')
      .evaluateAll((cells) => cells.map((each) => Math.round(each.getBoundingClientRect().top)));
    assert.deepEqual([tops.length, new Set(tops).size], [8, 1]);
    if (PICTURES !== undefined)
      await page.screenshot({ path: join(PICTURES, 'cell-doors-print.png'), fullPage: true });
    await page.emulateMedia({ media: null });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1);
    assert.match(pdf, /\/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/);
  });

  test('looks well in every language while an alarm runs, with everything folded out', async () => {
    const { page } = warden;
    await cells.raise();
    for (const language of LANGUAGES) {
      await openCell(warden, cells.place.disk.write, language);
      await page.locator('.task').waitFor({ timeout: WITHIN_MS });
      for (const fold of await page.locator('#work summary').all()) await fold.click();
      await page.locator('.ticks button').nth(1).click();
      await looksWell(page, `cell-call-${language}`);
    }
  });

  test('shows a picture for a runner that another telephone reads, and the same in words', async () => {
    const { page } = warden;
    await page.setViewportSize({ width: 360, height: 800 });
    const picture = page.locator('.runner svg');
    const box = await picture.boundingBox();
    const squares = Number((await picture.getAttribute('viewBox'))?.split(' ')[2]);
    assert.ok(box !== null && box.width / squares >= SQUARE_PX_MIN, `${box?.width} px, ${squares} squares`);
    const note = scanned(await picture.evaluate((svg) => svg.outerHTML));
    assert.match(
      note,
      /^East field \d\d:\d\d\nALARM\. Forces arriving\. Safe meeting point: the bakery yard\.$/,
    );
    assert.deepEqual(
      (await page.locator('.runner svg ~ p').allTextContents()).map((line) => line.trim()),
      note.split('\n'),
    );
  });

  test('looks well when it is over and in a drill', async () => {
    const { page } = warden;
    await cells.end();
    await cells.raise({ mode: 'drill' });
    for (const language of LANGUAGES) {
      await openCell(warden, cells.place.disk.write, language);
      await page.locator('.alarm.is-over').waitFor({ timeout: WITHIN_MS });
      await page.locator('.alarm.is-drill').waitFor();
      await looksWell(page, `cell-over-${language}`);
    }
  });

  test('leaves no faults of script or policy', () => assert.deepEqual(warden.faults, []));
});

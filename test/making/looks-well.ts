import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { AXE, probe } from './browser.ts';

const WIDTHS = [360, 900, 1600];
const SMALLEST_PX = 12;
// Where the pictures go that people look at.
export const PICTURES: string | undefined = process.env['SHANYRAK_PICTURES'];

/** Every width, both colour schemes: nothing over the edge, nothing too small, nothing that axe finds. */
export async function looksWell(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await probe(page, 'overflowPx()'), 0, `${name}, ${width} px`);
    assert.deepEqual(await probe(page, `smallTexts(${SMALLEST_PX})`), [], `${name}, ${width} px`);
    await picture(page, `${name}-${width}-light`);
  }
  await axeFindsNothing(page, name);
  if (PICTURES === undefined) return;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await picture(page, `${name}-${width}-dark`);
  }
}

/** In either colour scheme; of the second only what colours can change. Leaves the page dark. */
export async function axeFindsNothing(page: Page, name: string): Promise<void> {
  await page.evaluate(AXE);
  await page.emulateMedia({ colorScheme: 'light' });
  assert.deepEqual(await probe(page, 'axeFindings()'), [], `${name}, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await probe(page, 'contrastFindings()'), [], `${name}, dark`);
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

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
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const where = `${name}, ${width} px, ${colorScheme}`;
      assert.equal(await probe(page, 'overflowPx()'), 0, where);
      assert.deepEqual(await probe(page, `smallTexts(${SMALLEST_PX})`), [], where);
      if (PICTURES !== undefined) {
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({
          path: join(PICTURES, `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
      }
    }
    await page.evaluate(AXE);
    assert.deepEqual(await probe(page, 'axeFindings()'), [], `${name}, ${colorScheme}`);
  }
}

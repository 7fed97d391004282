import { chromium } from 'playwright-core';
import { findChromium, QUIET_FLAGS } from '../tools/find-chromium.js';
import { median } from './table.ts';

const OPEN_LIMIT_MS = 60_000;
// Paint Timing (W3C), in the page: the entry may come after the load event.
const FIRST_CONTENTFUL_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName('first-contentful-paint')) resolve(entry.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

export type BoardPaint = {
  readonly medianMs: number;
  /** The first opening, for which the hub has to make the page; later ones within the minute get the same page. */
  readonly firstMs: number;
};

/** Opens the board in fresh browser contexts; `undefined` when no Chromium is found. */
export async function boardPaint(address: string, openings: number): Promise<BoardPaint | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const browser = await chromium.launch({ executablePath, args: QUIET_FLAGS });
  try {
    const paints: number[] = [];
    for (let i = 0; i < openings; i++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const answer = await page.goto(address, { waitUntil: 'load', timeout: OPEN_LIMIT_MS });
      if (answer?.ok() !== true) throw new Error(`the board answers ${answer?.status()}`);
      paints.push(Number(await page.evaluate(FIRST_CONTENTFUL_PAINT)));
      await context.close();
    }
    return { medianMs: median(paints), firstMs: paints[0] ?? 0 };
  } finally {
    await browser.close();
  }
}

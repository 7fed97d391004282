// Makes docs/board.png, the picture in the README: plays 5 April fast and photographs its board. `node tools/picture.js`
// Other views for looking at: `node tools/picture.js DIR` writes every language, width and colour scheme into DIR.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { findChromium, QUIET_FLAGS } from './find-chromium.js';

const [folder, dayFile = 'days/5-april.yaml'] = process.argv.slice(2);
const out = mkdtempSync(join(tmpdir(), 'shanyrak-picture-'));
const day = spawn(
  process.execPath,
  ['src/main/shanyrak.ts', 'day', dayFile, '--speed', '2000', '--out', out],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

try {
  const address = await boardAddress();
  const browser = await chromium.launch({ executablePath: findChromium(), args: QUIET_FLAGS });
  const views =
    folder === undefined
      ? [{ width: 1600, language: 'en', scheme: 'light', file: 'docs/board.png' }]
      : everyView(folder);
  for (const { width, language, scheme, file } of views) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    await page.goto(`${address}?lang=${language}`);
    await page.waitForSelector('main');
    await page.screenshot({
      path: file,
      fullPage: folder !== undefined,
      ...(folder === undefined && { clip: { x: 0, y: 0, width, height: 1120 } }),
    });
    await page.close();
    process.stdout.write(`${file}\n`);
  }
  await browser.close();
} finally {
  day.kill('SIGINT');
  rmSync(out, { recursive: true, force: true });
}

function everyView(into) {
  return [360, 900, 1600].flatMap((width) =>
    ['kk', 'ru', 'en'].flatMap((language) =>
      ['light', 'dark'].map((scheme) => ({
        width,
        language,
        scheme,
        file: join(into, `board-${width}-${language}-${scheme}.png`),
      })),
    ),
  );
}

/** Waits for the day to be over; then the board stands still. */
function boardAddress() {
  return new Promise((resolve, reject) => {
    createInterface({ input: day.stdout }).on('line', (line) => {
      const match = /^The board stays up at (\S+)/.exec(line);
      if (match) resolve(match[1]);
    });
    day.once('exit', () => reject(new Error('the day ended before its board could be photographed')));
  });
}

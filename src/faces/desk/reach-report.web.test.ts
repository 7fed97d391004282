import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { asPerson, noBrowser } from '../../../test/making/browser.ts';
import { looksWell } from '../../../test/making/looks-well.ts';
import { drillAt, rehearsedAt, samplePlace } from '../../../test/making/rehearsed.ts';
import type { ReachReport } from '../../acts/alarm/reach-report.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { BOARD_CSS } from './board.css.ts';
import { renderReachReport } from './reach-report-page.ts';
import type { BoardOptions } from './view.ts';

const CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:";
let server: Server;
let url = '';
let report: ReachReport;

/** The page of one report, as the hub serves it: a drill, the same as if it were real, and none any more. */
function pageAt(path: string, options: BoardOptions): string {
  const { alarm } = report;
  const { mode: _, ...others } = report;
  if (path === '/none') return renderReachReport(alarm, undefined, options);
  return renderReachReport(alarm, path === '/real' ? { ...others, mode: 'real' } : report, options);
}

describe('the page that says how far an alarm reached', { skip: noBrowser }, () => {
  before(async () => {
    const plan = samplePlace();
    ({ report } = await rehearsedAt(plan, drillAt(plan), { failing: ['sms'] }));
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
      const language = LANGUAGES.find((each) => each === searchParams.get('lang')) ?? 'en';
      const isCss = pathname.endsWith('/board.css');
      const options: BoardOptions = {
        language,
        base: '/b/t',
        incident: 'AAAAAAAAAAAAAAAA',
        isReplay: false,
        isLive: true,
        isFounded: true,
        waiting: 0,
        offsetMinutes: 300,
      };
      response
        .writeHead(200, {
          'content-type': `${isCss ? 'text/css' : 'text/html'}; charset=utf-8`,
          'content-security-policy': CSP,
        })
        .end(isCss ? BOARD_CSS : pageAt(pathname, options));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const bound = server.address();
    url = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const language of LANGUAGES)
    test(`looks well in ${language}`, async () => {
      await asPerson({}, async ({ page, faults }) => {
        await page.goto(`${url}/drill?lang=${language}`);
        assert.equal(await page.locator('main section').count(), 7);
        await looksWell(page, `reach-report-${language}`);
        await page.goto(`${url}/none?lang=${language}`);
        await looksWell(page, `reach-report-none-${language}`);
        assert.deepEqual(faults, []);
      });
    });

  test('of a real alarm does not say that it was a drill, and has another colour', async () => {
    await asPerson({}, async ({ page }) => {
      await page.goto(`${url}/real?lang=en`);
      assert.doesNotMatch((await page.textContent('body')) ?? '', /drill|practice/i);
      await looksWell(page, 'reach-report-real');
      const colour = (): Promise<unknown> =>
        page.evaluate("getComputedStyle(document.querySelector('.told-of')).backgroundColor");
      const real = await colour();
      await page.goto(`${url}/drill?lang=en`);
      assert.notEqual(await colour(), real);
      assert.equal(await page.locator('.told-of').textContent(), 'DRILL');
    });
  });
});

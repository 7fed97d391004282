import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { asPerson, noBrowser } from '../../../test/making/browser.ts';
import { newFixture } from '../../../test/making/board-fixture.ts';
import { tellTheDay } from '../../../test/making/fixture-day.ts';
import { looksWell } from '../../../test/making/looks-well.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { WITNESS_WORDS } from '../../acts/words/witness-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { instant } from '../../base/instant.ts';
import type { WitnessBoard } from '../../engine/witness-board.ts';
import { BOARD_CSS } from './board.css.ts';
import { renderBoard } from './board.ts';

const CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:";
const AT = instant(Date.UTC(2031, 4, 17, 9, 5));
const ORIGIN = 'shanyrak.hub/1yQ3vB0bqX0m8kL2nR7cW5tY9uI4oP6aS1dF3gH5jK8';
const state = (size: number, fill: number) => ({ size, root: new Uint8Array(32).fill(fill), note: '' });
const pair = { origin: ORIGIN, first: state(80, 1), from: 'asked', at: AT, proof: [] } as const;
const BOARD: WitnessBoard = {
  size: 12_345,
  origin: 'shanyrak.hub/own',
  witnesses: [{ name: 'west', state: 'doubts' }],
  hasRule: true,
  doubts: [
    { witness: 'west', kind: 'longer', theirs: 20_000, since: AT },
    { witness: 'south', kind: 'other', theirs: 12_000, since: AT },
  ],
  watched: [
    { name: 'east', origin: ORIGIN, signed: { size: 80, at: AT } },
    {
      name: 'north',
      origin: 'shanyrak.hub/north',
      signed: { size: 90, at: AT },
      shorter: { size: 60, at: AT },
    },
  ],
  evidence: [
    { ...pair, n: 0, kind: 'forked', second: state(80, 2) },
    { ...pair, n: 1, kind: 'unproven', second: state(120, 3) },
    { ...pair, n: 2, kind: 'unproven', second: state(121, 3), answeredAt: AT },
  ],
};

describe('what a board says of its witnesses', { skip: noBrowser }, () => {
  let server: Server;
  let url = '';
  before(async () => {
    const day = newFixture(cryptoNode());
    await tellTheDay(day);
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
      const language = LANGUAGES.find((each) => each === searchParams.get('lang')) ?? 'en';
      const isCss = pathname.endsWith('/board.css');
      const options = {
        language,
        base: '/b/t',
        incident: 'AAAAAAAAAAAAAAAA',
        isReplay: false,
        isLive: false,
        isFounded: true,
        waiting: 0,
        offsetMinutes: 300,
        witnesses: BOARD,
      };
      const type = isCss ? 'text/css' : 'text/html';
      response
        .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': CSP })
        .end(isCss ? BOARD_CSS : renderBoard(day.at('14:30'), options));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  });
  after(() => server.close());

  for (const language of LANGUAGES)
    test(`can be read at every width, ${language}`, async () => {
      await asPerson({}, async ({ page, faults }) => {
        await page.goto(`${url}/?lang=${language}`);
        await looksWell(page, `witnesses-${language}`);
        const strips = await page.locator('.contradiction').allInnerTexts();
        assert.equal(strips.length, 3);
        const { doubted, found } = WITNESS_WORDS[language];
        assert.ok(strips[0]?.includes(doubted.todo));
        assert.ok(strips[1]?.includes(found.means.forked) && strips[1].includes(ORIGIN));
        assert.ok(strips[1]?.includes(found.unproven('80', '120')));
        assert.ok(strips[2]?.includes(found.means.shorter));
        assert.deepEqual(faults, []);
      });
    });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newFixture } from '../../../test/making/board-fixture.ts';
import { NOTICE_WORDS } from '../../acts/words/notice-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { renderAbout } from './about-page.ts';
import { renderBoard, renderBoardBody } from './board.ts';
import { renderEvidence } from './evidence-page.ts';
import { escapeHtml } from './html.ts';
import { renderLocked } from './locked-page.ts';
import type { BoardOptions } from './view.ts';

const OPTIONS: BoardOptions = {
  language: 'en',
  base: '/b/token',
  incident: 'AAAAAAAAAAAAAAAA',
  isReplay: false,
  isLive: true,
  isFounded: true,
  waiting: 0,
};

describe('at the foot of every page', () => {
  for (const language of LANGUAGES) {
    const options = { ...OPTIONS, language };
    const words = NOTICE_WORDS[language];
    const situation = newFixture(cryptoNode()).at('10:00');
    test(`${language}: it says who answers, that there are no cookies and nobody is counted, and where more stands`, () => {
      const link = `href="/b/token/about?lang=${language}&amp;incident=AAAAAAAAAAAAAAAA">${words.about}<`;
      for (const page of [
        renderBoard(situation, options),
        renderBoardBody(situation, options),
        renderEvidence('told', [], options),
      ]) {
        const foot = page.slice(page.lastIndexOf('<footer'));
        assert.ok(foot.includes(escapeHtml(words.foot)));
        assert.ok(foot.includes(link));
      }
    });

    test(`${language}: a locked hub says the same and links to nothing`, () => {
      for (const state of ['closed', 'wrong', 'open', 'key-file-only'] as const) {
        const foot = renderLocked(state, language);
        assert.ok(foot.includes(`${escapeHtml(words.footLocked)}</p>`), state);
        assert.doesNotMatch(foot, /\/about/);
      }
    });

    test(`${language}: the page about the page has every section, and its way back`, () => {
      const page = renderAbout(options);
      assert.equal(words.sections.length, NOTICE_WORDS.en.sections.length);
      for (const [i, { heading, says }] of words.sections.entries()) {
        assert.equal(says.length, NOTICE_WORDS.en.sections[i]?.says.length, heading);
        for (const said of [heading, ...says]) assert.ok(page.includes(escapeHtml(said)), said);
      }
      assert.ok(page.includes(`href="/b/token?lang=${language}`));
      for (const other of LANGUAGES.filter((l) => l !== language))
        assert.ok(page.includes(`/about?lang=${other}&`));
    });
  }
});

describe('the hours of a board', () => {
  const headOf = (options: Partial<BoardOptions>): string =>
    renderBoardBody(newFixture(cryptoNode()).at('10:00'), { ...OPTIONS, ...options });
  test('are said to be those of the place, with the offset of that day', () => {
    for (const [offsetMinutes, text] of [
      [360, 'local time, UTC+6'],
      [300, 'local time, UTC+5'],
      [330, 'local time, UTC+5:30'],
      [-210, 'local time, UTC−3:30'],
      [0, 'local time, UTC'],
    ] as const)
      assert.ok(headOf({ offsetMinutes }).includes(`${text}</p>`), text);
    assert.ok(renderEvidence('told', [], { ...OPTIONS, offsetMinutes: 360 }).includes('local time, UTC+6'));
  });

  test('without a stated offset are said to be local with the offset unknown, the hub’s own to be UTC', () => {
    assert.match(headOf({}), /offset from UTC unknown: .*those of the hub .* are UTC/);
    assert.match(headOf({ isReplay: true }), /local time, offset from UTC unknown/);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { situationFrom } from '../../../test/making/days.ts';
import { WITNESS_WORDS } from '../../acts/words/witness-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import { instant } from '../../base/instant.ts';
import type { WitnessBoard } from '../../engine/witness-board.ts';
import { renderBoard } from './board.ts';

const AT = instant(Date.UTC(2031, 4, 17, 9, 5));
const SINCE = '17.05 14:05';
const ALONE: WitnessBoard = {
  size: 12,
  origin: 'shanyrak.hub/own',
  witnesses: [],
  hasRule: false,
  doubts: [],
  watched: [],
  evidence: [],
};

/** The line under the board, tags gone. */
function lineOf(witnesses: WitnessBoard, language: Language): string {
  const page = renderBoard(situationFrom([]), {
    language,
    base: '/b/token',
    incident: 'AAAAAAAAAAAAAAAA',
    isReplay: false,
    isLive: true,
    isFounded: true,
    waiting: 0,
    offsetMinutes: 300,
    witnesses,
  });
  assert.match(page, /data-part="contradictions"\s+hidden/);
  const { heading } = WITNESS_WORDS[language];
  const [, line = ''] = new RegExp(`<b>${heading}</b>(.*?)</p>`, 's').exec(page) ?? [];
  return line
    .replaceAll('<span class="warn">', '!')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe('under every board', () => {
  for (const language of LANGUAGES) {
    const words = WITNESS_WORDS[language];
    const line = (witnesses: WitnessBoard): string => lineOf(witnesses, language);

    test(`it is said that nobody witnesses the record, ${language}`, () => {
      assert.equal(line(ALONE), `!${words.alone}`);
    });

    test(`it is said how many signed, and how far and since when it counts as witnessed, ${language}`, () => {
      const witnesses = [
        { name: 'west', state: 'signed', size: 12 },
        { name: 'south', state: 'signed', size: 12 },
        { name: 'north', state: 'silent', size: 9 },
      ] as const;
      const all = { ...ALONE, witnesses, hasRule: true, upTo: { size: 12, at: AT } };
      const signed = words.signed('2', '3');
      assert.equal(line(all), `${words.all(SINCE)} · ${signed} · ${words.states.silent('north')}`);
      const some = { ...all, upTo: { size: 9, at: AT } };
      assert.equal(line(some), `!${words.upTo('9', SINCE)} · ${signed} · ${words.states.silent('north')}`);
    });

    test(`what came a moment ago is no fault; that nothing is witnessed, or no rule is set, is, ${language}`, () => {
      const witnesses = [{ name: 'west', state: 'signed', size: 9 }] as const;
      const late = { ...ALONE, witnesses, hasRule: true, upTo: { size: 9, at: AT } };
      assert.equal(line(late), `${words.upTo('9', SINCE)} · ${words.signed('0', '1')}`);
      const ruleless = { ...ALONE, witnesses: [{ name: 'west', state: 'false' }] } as const;
      const said = [`!${words.none}`, words.signed('0', '1'), `!${words.noRule}`, words.states.false('west')];
      assert.equal(line(ruleless), said.join(' · '));
    });
  }
});

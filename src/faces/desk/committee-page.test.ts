import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keyOf, placeLog } from '../../../test/making/place.ts';
import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { instant } from '../../base/instant.ts';
import { instantToWall } from '../../base/wall.ts';
import type { BoardOptions } from './view.ts';
import { renderCommittee } from './committee-page.ts';

const AT = instant(Date.parse('2031-05-17T05:30Z'));
const OPTIONS: BoardOptions = {
  base: '/b/token',
  language: 'en',
  incident: 'i',
  isReplay: false,
  isLive: true,
  isFounded: true,
  waiting: 0,
};

function page(options: Partial<BoardOptions> = {}, log = placeLog()): string {
  log.grants('k1', 'w1', 'warden');
  log.grants('k1', 'r1', 'resident', { slot: 1 });
  log.grants('w1', 'r2', 'resident', { slot: 1 });
  log.grants('w1', 'm1', 'medic', { slot: 1 });
  log.revokes('k1', ['r1']);
  const requests = [
    { number: 7, role: 'resident', cell: 'c2', askedAt: AT, keys: [{ slot: 1, key: keyOf('x') }] },
  ] as const;
  const committee = {
    people: log.people(),
    requests,
    waiting: 3,
    wallOf: (at: typeof AT) => instantToWall(at, 0),
  };
  return renderCommittee(committee, { ...OPTIONS, ...options })
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

describe('the page of people and keys', () => {
  test('shows who asks, what waits for a second voice, who speaks, and what had no effect', () => {
    const text = page();
    assert.match(text, /Request 7 : resident · c2 · 1 key 2031-05-17 05:30/);
    assert.match(text, /withdraw a key .* said by Keyholder 1 ?\. One more must say so: keyholder\./);
    assert.match(text, /3 entries wait hidden/);
    assert.match(text, /Keyholder 5 acts/);
    assert.match(text, /resident · c1 2 keys warden · c1 1 key/);
    assert.match(text, /The entry is kept and has no effect\. You may not give this role/);
  });

  test('says so where no committee was set up', () => {
    assert.match(page({}, placeLog({ founded: false })), /No committee has been set up here yet/);
  });

  test('is there in each language, and no whole key stands on it', () => {
    for (const language of LANGUAGES) {
      const text = page({ language });
      assert.ok(text.includes(COMMITTEE_WORDS[language].title));
      for (const who of ['k1', 'w1', 'r1', 'r2', 'x']) assert.ok(!text.includes(keyOf(who)), who);
    }
  });
});

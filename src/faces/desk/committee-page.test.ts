import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentOf, keyOf, placeLog } from '../../../test/making/place.ts';
import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { instant } from '../../base/instant.ts';
import { instantToWall } from '../../base/wall.ts';
import type { BoardOptions } from './view.ts';
import { renderCommittee, renderCommitteeFor } from './committee-page.ts';
import type { Committee } from './committee-page.ts';

const AT = instant(Date.parse('2031-05-17T05:30Z'));
const OPTIONS: BoardOptions = {
  base: '/b/token',
  language: 'en',
  incident: 'i',
  isReplay: false,
  isLive: true,
  isFounded: true,
  waiting: 0,
  isKeeper: true,
};

const REQUESTS = [
  {
    number: 7,
    role: 'resident',
    cell: 'c2',
    askedAt: AT,
    keys: [{ slot: 1, key: keyOf('x') }],
  },
  {
    number: 8,
    role: 'resident',
    cell: 'c1',
    askedAt: AT,
    keys: [{ slot: 1, key: keyOf('y') }],
    isMore: true,
  },
  { number: 9, role: 'medic', cell: 'c1', askedAt: AT, keys: [{ slot: 1, key: keyOf('z') }] },
] as const;

function committee(log = placeLog()): Committee {
  log.grants('k1', 'w1', 'warden');
  log.grants('k1', 's1', 'steward');
  log.grants('k1', 'r1', 'resident', { slot: 1 });
  log.grants('w1', 'r2', 'resident', { slot: 1 });
  log.grants('w1', 'm1', 'medic', { slot: 1 });
  log.revokes('k1', ['r1']);
  log.says('w1', 'mute', { keys: [keyOf('r2')] });
  for (const n of [1, 2]) log.says('hub', 'incident.open', { incident: incidentOf(`${n}`), number: n });
  return {
    people: log.people(),
    requests: REQUESTS,
    alarms: [],
    waiting: 3,
    wallOf: (at) => instantToWall(at, 0),
  };
}

const textOf = (markup: string): string => markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

function page(options: Partial<BoardOptions> = {}, log = placeLog()): string {
  return textOf(renderCommittee(committee(log), { ...OPTIONS, ...options }));
}

/** What the page offers whoever opens this key: acts, forms with their buttons, and the choices in them. */
function offered(who: string, role: Role): ReadonlySet<string> {
  const markup = renderCommitteeFor({ key: keyOf(who), role }, committee(), OPTIONS);
  const all = [
    ...markup.matchAll(/data-act="([^"]+)"/g),
    ...markup.matchAll(/type="submit" value="([^"]+)"/g),
    ...markup.matchAll(/(?:name="number" value|option value)="([a-z\d]+)"/g),
  ];
  return new Set(all.map((m) => m[1] ?? ''));
}

describe('the page of people and keys', () => {
  test('shows who asks, what waits for a second voice, who speaks, and what had no effect', () => {
    const text = page();
    assert.match(text, /Request 7 : resident · c2 · 1 key 2031-05-17 05:30/);
    assert.match(text, /Request 8 : resident · c1 · 1 more key for a device that is in/);
    assert.match(text, /withdraw a key .* said by Keyholder 1 ?\. One more must say so: keyholder\./);
    assert.match(text, /3 entries wait hidden/);
    assert.match(text, /Keyholder 5 acts/);
    assert.match(text, /resident · c1 2 keys steward · c1 1 key warden · c1 1 key/);
    assert.match(text, /The entry is kept and has no effect\. You may not give this role/);
  });

  test('offers nothing without a key, and through another link than a keyholder’s shows nothing of people', () => {
    const markup = renderCommittee(committee(), OPTIONS);
    assert.doesNotMatch(markup, /<button|<form|<input/);
    const other = page({ isKeeper: false });
    assert.doesNotMatch(other, /Request 7|Keyholder 5|Incident 1|resident/);
    assert.match(other, /People and keys/);
  });

  test('offers each key what its role may do, and nothing else', () => {
    const common = ['mute', 'unmute'];
    const keyholder = [
      '7',
      '8',
      '9',
      'let-in',
      'turn-down',
      'agree',
      'revoke',
      'invite',
      'close',
      'merge',
      ...common,
    ];
    for (const act of keyholder) assert.ok(offered('k2', 'keyholder').has(act), act);
    assert.ok(!offered('k2', 'keyholder').has('leave'));
    const warden = offered('w1', 'warden');
    for (const act of ['8', 'let-in', 'invite', 'resident', 'steward', 'merge', 'leave', ...common])
      assert.ok(warden.has(act), act);
    // Not another cell's, not a role that a keyholder gives, and no second voice to what it said itself.
    for (const act of ['7', '9', 'medic', 'warden', 'revoke', 'close', 'agree'])
      assert.ok(!warden.has(act), act);
    // Whoever lives there raises an alarm; what they may see is an option each.
    assert.deepEqual([...offered('r2', 'resident')], ['leave', 'raise', 'arrest', 'injury']);
    assert.ok(!offered('k2', 'keyholder').has('raise'));
  });

  test('lets a second agree, unless the first vouched for them or is themselves', () => {
    assert.ok(offered('k2', 'keyholder').has('agree'));
    assert.ok(
      offered('s1', 'steward').has('agree'),
      'the warden said it, a keyholder vouched for the steward',
    );
    const own = textOf(renderCommitteeFor({ key: keyOf('w1'), role: 'warden' }, committee(), OPTIONS));
    assert.match(own, /You have said so; another must/);
    const log = placeLog();
    log.grants('k1', 'w1', 'warden');
    log.says('k1', 'mute', { keys: [keyOf('w1')] });
    const vouched = { ...committee(), people: log.people() };
    const shown = renderCommitteeFor({ key: keyOf('w1'), role: 'warden' }, vouched, OPTIONS);
    assert.doesNotMatch(shown, /data-act="agree"/);
  });

  test('names whole keys to keyholders only: others type in the key they mean', () => {
    const shown = (who: string, role: Role): string =>
      renderCommitteeFor({ key: keyOf(who), role }, committee(), OPTIONS);
    assert.ok(shown('k2', 'keyholder').includes(`value="${keyOf('r2')}"`));
    const warden = shown('w1', 'warden').replaceAll(/data-matter="[^"]*"/g, '');
    for (const who of ['r1', 'r2', 'm1', 's1', 'k1']) assert.ok(!warden.includes(keyOf(who)), who);
    assert.match(warden, /<input name="key"/);
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

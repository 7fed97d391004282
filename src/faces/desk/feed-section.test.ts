import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aTemplate } from '../../../test/making/feed-samples.ts';
import { keyOf, placeLog } from '../../../test/making/place.ts';
import type { PlaceLog } from '../../../test/making/place.ts';
import { FEED_WORDS } from '../../acts/words/feed-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { FeedTemplate } from '../../record/kinds/feed.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { feedAct } from '../kit/committee-matters.ts';
import { actorIn } from './committee-acts.ts';
import { feedSection } from './feed-section.ts';
import { printHtml } from './html.ts';
import { viewOf } from './view.ts';
import type { BoardOptions } from './view.ts';

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
const NOW = aTemplate();
const BEFORE = aTemplate({ settlement: 'Ескі' });
const FOREIGN: FeedTemplate = { ...NOW, settlement: 'Words of another version' };

type Who = readonly [who: string, role: Role];

/** The section as this key sees it; `isOwn` is all but `FOREIGN`. */
function shown(log: PlaceLog, who?: Who, language: BoardOptions['language'] = 'en'): string {
  const people = log.people();
  const isOwn = (template: FeedTemplate): boolean => template.settlement !== FOREIGN.settlement;
  const isOpen = people.feed !== undefined && isOwn(people.feed.template);
  return printHtml(
    feedSection(
      { isOpen, proposed: NOW, isOwn },
      {
        people,
        actor: who && actorIn(people, { key: keyOf(who[0]), role: who[1] }),
        view: viewOf({ ...OPTIONS, language }, undefined),
      },
    ),
  );
}

function approved(by: readonly string[], template = NOW): PlaceLog {
  const log = placeLog();
  log.grants('k1', 'w1', 'warden');
  for (const each of by) log.says(each, 'feed.approve', feedAct(template).body);
  return log;
}

function buttons(markup: string): readonly string[] {
  return [...markup.matchAll(/data-act="([^"]+)"/g)].map(([, act = '']) => act);
}

describe('the words of the feed on the page', () => {
  test('stand before the button by which they are approved, in every language', () => {
    for (const language of LANGUAGES) {
      const page = shown(approved([]), ['k1', 'keyholder'], language);
      assert.ok(page.includes(FEED_WORDS[language].states.none));
      assert.deepEqual(buttons(page), ['feed']);
      for (const words of ['үй бұзып жатыр', 'сносят дома', 'homes being torn down'])
        assert.ok(page.indexOf(words) > 0 && page.indexOf(words) < page.indexOf('data-act="feed"'));
    }
  });

  test('wait for another keyholder, who agrees below the same words', () => {
    const log = approved(['k1']);
    assert.deepEqual(buttons(shown(log, ['k1', 'keyholder'])), ['stop-feed']);
    const second = shown(log, ['k2', 'keyholder']);
    assert.deepEqual(buttons(second), ['stop-feed', 'agree']);
    assert.equal(second.match(/homes being torn down/g)?.length, 1);
  });

  test('that are approved are offered to nobody again, and can be stopped', () => {
    const page = shown(approved(['k1', 'k2']), ['k3', 'keyholder']);
    assert.ok(page.includes(FEED_WORDS.en.states['in-force']));
    assert.deepEqual(buttons(page), ['stop-feed']);
    assert.match(page, /<details[^]*homes being torn down/);
  });

  test('are shown anew where the place has changed since', () => {
    const page = shown(approved(['k1', 'k2'], BEFORE), ['k3', 'keyholder']);
    assert.match(page, /Ескі: homes being torn down[^]*Шаңырақ: homes being torn down/);
    assert.deepEqual(buttons(page), ['stop-feed', 'feed']);
  });

  test('of another version of the program are never shown as if they were said, and nobody can agree', () => {
    const waiting = shown(approved(['k1'], FOREIGN), ['k2', 'keyholder']);
    assert.ok(waiting.includes(FEED_WORDS.en.otherProgram));
    assert.ok(!waiting.includes(FOREIGN.settlement));
    assert.deepEqual(
      buttons(waiting),
      ['stop-feed', 'feed'],
      'the right ones are offered, though the hash is the same',
    );
    const both = shown(approved(['k1', 'k2'], FOREIGN), ['k2', 'keyholder']);
    assert.ok(both.includes(FEED_WORDS.en.states['other-words']));
    assert.ok(!both.includes(FOREIGN.settlement));
  });

  test('are read by others, who can do nothing about them', () => {
    for (const who of [undefined, ['w1', 'warden']] as const) {
      const page = shown(approved(['k1']), who);
      assert.match(page, /homes being torn down/);
      assert.deepEqual(buttons(page), []);
    }
  });
});

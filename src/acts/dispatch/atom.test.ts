import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  anAlarm,
  aTemplate,
  FEED_BEGUN,
  FEED_NAME,
  FEED_SENDER,
  textsIn,
} from '../../../test/making/feed-samples.ts';
import { faultInXml } from '../../../test/making/well-formed.ts';
import { HOUR_MS, instant } from '../../base/instant.ts';
import { LANGUAGES } from '../words/words.ts';
import { atomFeed } from './atom.ts';
import type { Feed } from './atom.ts';
import type { FeedAlarm } from './feed-alarm.ts';

const OTHER = FEED_NAME.replace('9', '8');
const FEED: Feed = {
  language: 'en',
  begun: instant(FEED_BEGUN - HOUR_MS),
};

function feedOf(alarms: readonly FeedAlarm[], more: Partial<Feed> = {}): string {
  const xml = atomFeed(alarms, { sender: FEED_SENDER, template: aTemplate() }, { ...FEED, ...more });
  assert.equal(faultInXml(xml), undefined);
  return xml;
}

describe('the feed', () => {
  test('lists alarms by what was said of them last, each with a link to its message', () => {
    const xml = feedOf([anAlarm('meet outside'), anAlarm('meet', { name: OTHER }, 'false')]);
    assert.deepEqual(textsIn(xml, 'title'), [
      'Alarms of Шаңырақ',
      'Шаңырақ: homes being torn down',
      'FALSE ALARM: Шаңырақ',
    ]);
    assert.deepEqual(textsIn(xml, 'summary'), [
      'The alarm has been confirmed. The way in is closed. Whoever is on the way goes only to: B2, the bakery yard.',
      'It is not so, no need to come.',
    ]);
    assert.deepEqual(textsIn(xml, 'published'), ['2026-04-05T10:31:00+05:00', '2026-04-05T10:31:00+05:00']);
    assert.deepEqual(textsIn(xml, 'updated'), Array(3).fill('2026-04-05T10:32:00+05:00'));
    const second = FEED_BEGUN / 1_000 + 60;
    for (const name of [FEED_NAME, OTHER]) assert.ok(xml.includes(`href="cap/${name}.${second}.xml"`));
  });

  test('keeps its id and those of its alarms through states and languages', () => {
    const ids = LANGUAGES.flatMap((language) =>
      [anAlarm('meet'), anAlarm('meet outside')].map((alarm) =>
        textsIn(feedOf([alarm], { language }), 'id').join(' '),
      ),
    );
    assert.deepEqual(new Set(ids), new Set([`urn:uuid:${FEED_SENDER} urn:uuid:${FEED_NAME}`]));
  });

  test('is updated when it began while there is nothing in it', () => {
    assert.deepEqual(textsIn(feedOf([]), 'updated'), ['2026-04-05T09:31:00+05:00']);
  });

  test('gives away no address: its links lead on from where it was read', () => {
    const hrefs = [...feedOf([anAlarm('meet')]).matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    assert.deepEqual(hrefs, ['atom.xml?lang=en', `cap/${FEED_NAME}.${FEED_BEGUN / 1_000}.xml`]);
  });
});

import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import type { FeedAlarm, FeedState } from '../../src/acts/dispatch/feed-alarm.ts';
import { feedTemplate } from '../../src/acts/dispatch/feed-voice.ts';
import type { FeedFacts } from '../../src/acts/dispatch/feed-voice.ts';
import type { AlarmEnd } from '../../src/acts/words/alarm-words.ts';
import { instant, MINUTE_MS } from '../../src/base/instant.ts';
import type { FeedTemplate } from '../../src/record/kinds/feed.ts';
import { strangeId } from './entries.ts';

const { sha256 } = cryptoNode();

export const FEED_SENDER = '0f4d2c1a-7b6e-4f3d-9c8b-1a2b3c4d5e6f';
export const FEED_NAME = '9a1b2c3d-4e5f-4a6b-8c7d-0e1f2a3b4c5d';
/** 2026-04-05T10:31:00+05:00. */
export const FEED_BEGUN = 1_775_367_060_000;

export function aTemplate(more: Partial<FeedFacts> = {}): FeedTemplate {
  const facts: FeedFacts = {
    settlement: 'Шаңырақ',
    offsetMinutes: 300,
    points: [{ code: 'B2', name: 'the bakery yard' }, { code: 'school' }],
    ...more,
  };
  return feedTemplate(facts, sha256);
}

/** One state a word, minutes apart: `meet` or `outside` B2, `follow`, `nowhere`; with `!` three have seen it. */
export function anAlarm(states: string, more: Partial<FeedAlarm> = {}, over?: AlarmEnd): FeedAlarm {
  const words = [...states.split(' '), ...(over ? ['follow!'] : [])];
  const [first, ...rest] = words.map((word, i): FeedState => {
    const way = word.replace('!', '');
    return {
      at: instant(FEED_BEGUN + i * MINUTE_MS),
      tier: 3,
      sureness: word.endsWith('!') ? 'Observed' : 'Likely',
      way:
        way === 'meet' || way === 'outside'
          ? { kind: way, point: 'B2' }
          : { kind: way === 'nowhere' ? way : 'follow' },
      ...(over && i === words.length - 1 && { over }),
    };
  });
  if (first === undefined) throw new Error('an alarm in the feed has a state');
  return {
    alarm: strangeId('alarm'),
    name: FEED_NAME,
    act: 'evict.demolish',
    states: [first, ...rest],
    ...more,
  };
}

/** The texts of all elements of this name, as they are written. */
export function textsIn(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
}

import { bytesToBase64Url, utf8Encode } from '../../base/bytes.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { FeedPoint, FeedTemplate } from '../../record/kinds/feed.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Act } from '../../record/kinds/vocabulary.ts';
import { cleanName } from '../alarm/fit-text.ts';
import { ALARM_ACTS, ALARM_ENDS, ALARM_WORDS, alarmActWords, overWords } from '../words/alarm-words.ts';
import type { AlarmEnd } from '../words/alarm-words.ts';
import { CAP_WORDS, SURENESSES } from '../words/cap-words.ts';
import type { Sureness } from '../words/cap-words.ts';
import { LANGUAGES } from '../words/words.ts';
import type { Language } from '../words/words.ts';

/** What a template says before its words were counted up. */
export type FeedFacts = Omit<FeedTemplate, 'words'>;

/**
 * Where the feed sends people: to a point of its template, `meet` while the way there is open, `outside` once it is not;
 * `nowhere` where the way is closed and no such point is known; `follow` where none can be named.
 */
export type Way =
  | { readonly kind: 'meet' | 'outside'; readonly point: string }
  | { readonly kind: 'nowhere' | 'follow' };

/** All that a feed can say in one language. */
export type FeedVoice = {
  readonly title: string;
  /** Whose feed it is, and where the alarm is. */
  readonly area: string;
  readonly tells: (act: Act | undefined) => string;
  /** One line that says all: where it is and what happens, or how it ended. */
  readonly headline: (act: Act | undefined) => string;
  readonly over: (end: AlarmEnd) => { readonly headline: string; readonly says: string };
  readonly certainty: (sureness: Sureness) => string;
  readonly instruction: (way: Way) => string;
};

export function feedVoice({ settlement, points }: FeedFacts, language: Language): FeedVoice {
  const [words, alarm] = [CAP_WORDS[language], ALARM_WORDS[language]];
  const cleaned = cleanName(settlement);
  const area = cleaned === '' ? alarm.settlement : cleaned;
  return {
    title: words.feed(area),
    area,
    tells: (act) => alarmActWords(act, language).tells,
    headline: (act) => `${area}: ${alarmActWords(act, language).tells}`,
    over: (end) => {
      const { status, says } = overWords(alarm, 'real', end);
      return { headline: `${status}: ${area}`, says };
    },
    certainty: (sureness) => words.certainty[sureness],
    instruction: (way) => {
      if (!('point' in way)) return words[way.kind];
      const point = points.find(({ code }) => code === way.point);
      // A place that nobody approved is not named, and nobody is sent the old way instead.
      if (point === undefined) return way.kind === 'outside' ? words.nowhere : words.follow;
      return words[way.kind](pointLabel(point));
    },
  };
}

/** `B2, the bakery yard`: as the page of an answer names it. */
function pointLabel({ code, name }: FeedPoint): string {
  const cleaned = cleanName(name ?? '');
  return cleaned === '' ? cleanName(code) : `${cleanName(code)}, ${cleaned}`;
}

/** Every sentence the feed can say in a language, in groups as a person reads them. */
export function feedSentences(facts: FeedFacts, language: Language): readonly (readonly string[])[] {
  const { title, headline, over, certainty, instruction } = feedVoice(facts, language);
  const ways = (kind: 'meet' | 'outside'): readonly Way[] =>
    facts.points.map(({ code: point }) => ({ kind, point }));
  return [
    [title],
    [...ALARM_ACTS, undefined].map(headline),
    SURENESSES.map(certainty),
    [...ways('meet'), { kind: 'follow' } as const, ...ways('outside'), { kind: 'nowhere' } as const].map(
      instruction,
    ),
    ALARM_ENDS.map(over).map(({ headline: status, says }) => `${status}. ${says}`),
  ];
}

/**
 * The facts with the hash of them and of all that can be said with them. Whoever approves the hash approves each word: a
 * program with other words has another hash, and says nothing until two approve it anew.
 */
export function feedTemplate(facts: FeedFacts, sha256: Primitives['sha256']): FeedTemplate {
  const sentences = LANGUAGES.map((language) => feedSentences(facts, language));
  const { points, circle, ...rest } = facts;
  const all: Json = {
    ...rest,
    points: points.map((point) => ({ ...point })),
    ...(circle && { circle: { ...circle } }),
    sentences,
  };
  return { ...facts, words: bytesToBase64Url(sha256(utf8Encode(canonicalJson(all)))) };
}

/** Whether what this program would say with the template is what was approved, word for word. */
export function isOwnWords({ words, ...facts }: FeedTemplate, sha256: Primitives['sha256']): boolean {
  return feedTemplate(facts, sha256).words === words;
}

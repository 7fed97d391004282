import type { Fields } from './fields.ts';
import { HASH } from './forms.ts';
import { SETTLEMENT_CHARS_MAX } from './people.ts';

/**
 * All that a feed of alarms may say of a place beside the program's own words, as two keyholders approve it: what stands
 * here and nothing else that anybody typed goes out by it.
 */
export type FeedTemplate = {
  readonly settlement: string;
  /** Minutes east of UTC: the clock by which the feed tells the hour. */
  readonly offsetMinutes: number;
  /** The only places to which it may ever send anybody. */
  readonly points: readonly FeedPoint[];
  readonly circle?: FeedCircle;
  /** SHA-256 of these and of every sentence that can be said with them, in all languages: other words are another template. */
  readonly words: string;
};

export type FeedPoint = { readonly code: string; readonly name?: string };

/** Where the settlement lies: degrees north and east in hundredths, which tell no house, and whole kilometres. */
export type FeedCircle = { readonly latE2: number; readonly lonE2: number; readonly radiusKm: number };

/** The feed may say this, once two keyholders say so. */
export type FeedApproveBody = { readonly type: 'feed-approve'; readonly template: FeedTemplate };

/** The feed says nothing any more, and what waited for a second voice is said anew: one keyholder is enough. */
export type FeedStopBody = { readonly type: 'feed-stop' };

/** The points of a plan and the one outside it (place-plan.ts). */
const FEED_POINTS_MAX = 21;
/** As long as the name of a point in a plan. */
const NAME_CHARS_MAX = 200;
// The clocks of the inhabited earth, as `parseOffset` takes them.
const OFFSET_MINUTES_MAX: number = 14 * 60;
const LAT_E2_MAX = 9_000;
const LON_E2_MAX = 18_000;
/** No settlement is wider. */
export const FEED_RADIUS_KM_MAX = 50;

export function readFeedApprove(f: Fields): FeedApproveBody {
  const points = f.list('points', readPoint, FEED_POINTS_MAX);
  if (new Set(points.map(({ code }) => code)).size < points.length) f.refuse('points', 'name a code twice');
  const circle = f.has('circle') ? f.object('circle', readCircle) : undefined;
  return {
    type: 'feed-approve',
    template: {
      settlement: shortWords(f, 'settlement', SETTLEMENT_CHARS_MAX),
      offsetMinutes: f.whole('offsetMinutes', -OFFSET_MINUTES_MAX, OFFSET_MINUTES_MAX),
      points,
      ...(circle && { circle }),
      words: f.inForm('words', HASH),
    },
  };
}

function readPoint(p: Fields): FeedPoint {
  return { code: p.code('code'), ...(p.has('name') && { name: shortWords(p, 'name', NAME_CHARS_MAX) }) };
}

function readCircle(c: Fields): FeedCircle {
  return {
    latE2: c.whole('latE2', -LAT_E2_MAX, LAT_E2_MAX),
    lonE2: c.whole('lonE2', -LON_E2_MAX, LON_E2_MAX),
    radiusKm: c.whole('radiusKm', 1, FEED_RADIUS_KM_MAX),
  };
}

function shortWords(f: Fields, name: string, charsMax: number): string {
  const words = f.words(name);
  if (words.length > charsMax) f.refuse(name, `is longer than ${charsMax} characters`);
  return words;
}

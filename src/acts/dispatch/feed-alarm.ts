import { HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { FeedPoint } from '../../record/kinds/feed.ts';
import type { Act } from '../../record/kinds/vocabulary.ts';
import type { EntryId } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Standings } from '../../situation/people-state.ts';
import { voicesOf } from '../../situation/voices.ts';
import type { Meeting } from '../alarm/meeting.ts';
import type { AlarmEnd } from '../words/alarm-words.ts';
import type { Sureness } from '../words/cap-words.ts';
import type { Way } from './feed-voice.ts';

/** How an alarm stands, in what the feed can say of it. */
export type FeedSeen = {
  readonly tier: number;
  /** Nothing while nobody else has confirmed it. */
  readonly sureness?: Sureness;
  readonly way: Way;
  readonly over?: AlarmEnd;
};

/**
 * One message about an alarm: what was so from then on. No two have one `at`, by which a message is named: so it is not given
 * twice even by a hub that was brought back from an older copy.
 */
export type FeedState = {
  readonly at: Instant;
  readonly tier: number;
  readonly sureness: Sureness;
  readonly way: Way;
  readonly over?: AlarmEnd;
};

/**
 * An alarm as it went to the feed: codes only, nothing that anybody typed. Its `name` is a UUID that only the hub can make:
 * the id of the entry that raised it lies on a telephone that may be taken, and would prove there whose it was.
 */
export type FeedAlarm = {
  readonly alarm: EntryId;
  readonly name: string;
  readonly act?: Act;
  readonly states: readonly [FeedState, ...FeedState[]];
};

// Press, lawyers and near supporters hear of an alarm with tier 3 (alarm.md, "Engine"): before it nothing is for a feed.
const OUTWARD_TIER = 3;
// The raise, a confirmation, and one more: what opens tier 3.
const OBSERVED_VOICES = 3;
/** Nobody said anything new for so long: a reader need not show it any more. Longer than the longest such day. */
export const FEED_LIFE_MS: number = 24 * HOUR_MS;
/** An alarm that still runs is said anew before what was said of it expires. */
const SAID_ANEW_MS: number = FEED_LIFE_MS / 2;
// The first, and as many of the newest: a reader who missed more has the newest all the same.
const STATES_MAX = 30;

/** Nothing for a drill, which no one outside the settlement is to see. */
export function feedSeen(alarm: Alarm, people: Standings, way: Way): FeedSeen | undefined {
  if (alarm.mode !== 'real') return undefined;
  const { tier, endedAs } = alarm;
  const sureness = surenessOf(alarm, people);
  const over = endedAs === undefined || endedAs === 'tier' ? undefined : endedAs;
  return { tier, way, ...(sureness && { sureness }), ...(over && { over }) };
}

/** An answer that nobody signed confirms once, and is never one of three. */
function surenessOf(
  { raisedBy, isTakenBack, confirmedBy, relayedVoices }: Alarm,
  people: Standings,
): Sureness | undefined {
  const raiser = raisedBy === undefined || isTakenBack ? [] : [raisedBy];
  const signed = voicesOf(people, [...raiser, ...confirmedBy]);
  if (signed.size >= OBSERVED_VOICES) return 'Observed';
  const unsigned = relayedVoices.confirm.some((voice) => !signed.has(voice)) ? 1 : 0;
  return signed.size + unsigned > 1 ? 'Likely' : undefined;
}

/**
 * Where the feed sends people: where messages send them now, if keyholders approved that place and the plan still has it as
 * they saw it. So it never sends anybody where no message would.
 */
export function feedWay(
  { point, isOutside }: Meeting,
  approved: readonly FeedPoint[],
  planned: readonly FeedPoint[],
): Way {
  const [seen, now] = [approved, planned].map((points) => points.find(({ code }) => code === point?.code));
  if (seen === undefined || now === undefined || seen.name !== now.name)
    return { kind: isOutside ? 'nowhere' : 'follow' };
  return { kind: isOutside ? 'outside' : 'meet', point: seen.code };
}

/**
 * The next message about an alarm: an Alert once it is confirmed and has reached those outside, an Update when something is
 * otherwise than said or it is time to say it anew, a last one when it is over. Nothing when there is nothing to say.
 */
export function nextState(last: FeedState | undefined, seen: FeedSeen, asOf: Instant): FeedState | undefined {
  const { tier, way, over, sureness = last?.sureness } = seen;
  if (last?.over !== undefined || sureness === undefined) return undefined;
  if (last === undefined && (tier < OUTWARD_TIER || over !== undefined)) return undefined;
  const isSame = last?.tier === tier && last.sureness === sureness && isSameWay(last.way, way);
  if (isSame && over === undefined && asOf - last.at < SAID_ANEW_MS) return undefined;
  return { at: saidAt(last, asOf), tier, sureness, way, ...(over && { over }) };
}

/**
 * The minute, so that nobody finds on the line whose word of that second it followed; within one minute a second later each
 * time, or a reader would take the next for the same.
 */
function saidAt(last: FeedState | undefined, asOf: Instant): Instant {
  const minute = Math.floor(asOf / MINUTE_MS) * MINUTE_MS;
  return instant(last === undefined ? minute : Math.max(minute, last.at + SECOND_MS));
}

function isSameWay(a: Way, b: Way): boolean {
  return a.kind === b.kind && ('point' in a ? a.point : '') === ('point' in b ? b.point : '');
}

/** The alarm with one message more. */
export function withState(alarm: FeedAlarm, state: FeedState): FeedAlarm {
  const [first, ...rest] = alarm.states;
  return { ...alarm, states: [first, ...[...rest, state].slice(1 - STATES_MAX)] };
}

export function lastState({ states }: FeedAlarm): FeedState {
  return states.at(-1) ?? states[0];
}

/** Those that are current: an alarm that is over stays a day, so that whoever asks rarely hears it too. Newest first. */
export function currentAlarms(alarms: readonly FeedAlarm[], asOf: Instant): readonly FeedAlarm[] {
  return alarms
    .filter((alarm) => lastState(alarm).at + FEED_LIFE_MS > asOf)
    .toSorted((a, b) => lastState(b).at - lastState(a).at || (a.name < b.name ? -1 : 1));
}

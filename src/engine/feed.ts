import { bytesToHex } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { currentAlarms, feedSeen, feedWay, nextState, withState } from '../acts/dispatch/feed-alarm.ts';
import type { FeedAlarm } from '../acts/dispatch/feed-alarm.ts';
import { feedTemplate, isOwnWords } from '../acts/dispatch/feed-voice.ts';
import { feedCircle, feedPoints } from '../acts/dispatch/feed-place.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import type { FeedTemplate } from '../record/kinds/feed.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Alarm } from '../situation/alarms.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Book } from './book.ts';
import { keptFeed, printFeed } from './kept-feed.ts';
import type { KeptFeed } from './kept-feed.ts';
import type { Outbox } from './outbox.ts';

/** What goes out by the feed of a hub's alarms. */
export type FeedDesk = {
  /** What keyholders approved last, if one may say it now; else there is no feed. */
  readonly inForce: () => FeedInForce | undefined;
  /** What they could approve as the place is now; nothing where no feed can be. */
  readonly proposed: () => FeedTemplate | undefined;
  /** Whether this program would say with a template what its words were when it was approved. */
  readonly isOwn: (template: FeedTemplate) => boolean;
  /** What is current, newest first. */
  readonly alarms: () => readonly FeedAlarm[];
  /** Says what is new of an alarm; keeps nothing yet. */
  readonly look: (alarm: Alarm) => void;
  /** Keeps what was said since. Throws `StoreFailure` when the disk fails; then it is tried again the next time. */
  readonly keep: () => void;
  /** Where the hub is reached from outside. */
  readonly address: () => string | undefined;
};

/** `since`: when the second of them approved it. `sender`: by which name the hub's messages go. */
export type FeedInForce = {
  readonly template: FeedTemplate;
  readonly since: Instant;
  readonly sender: string;
};

type FeedNeeds = {
  readonly store: Pick<Store, 'setting' | 'saveSetting'>;
  readonly book: Book;
  readonly clock: Clock;
  readonly crypto: Primitives;
  readonly outbox: Pick<Outbox, 'sceneOf'>;
  readonly place: () => PlacePlan | undefined;
  readonly address: () => string | undefined;
};

const SETTING = 'feed-said';
// More than a settlement can have in two days. The oldest goes first.
const ALARMS_MAX = 50;

export function openFeed(needs: FeedNeeds): FeedDesk {
  const { store, book, clock, crypto, place } = needs;
  let kept: KeptFeed = keptFeed(store.setting(SETTING)) ?? { sender: newUuid(crypto), alarms: [] };
  let isKept = store.setting(SETTING) !== undefined;
  const isOwn = ownWords(crypto);
  // Of a played day nothing is so.
  const isReal = clock.kind === 'real';
  const inForce = (): FeedInForce | undefined => {
    const { feed } = book.people();
    const since = feed && book.held(feed.entries[1])?.logged.loggedAt;
    if (!isReal || feed === undefined || since === undefined || !isOwn(feed.template)) return undefined;
    return { template: feed.template, since, sender: kept.sender };
  };
  return {
    inForce,
    proposed: () => {
      const { founding } = book.people();
      if (!isReal || founding === undefined) return undefined;
      const plan = place();
      const circle = plan && feedCircle(plan);
      return feedTemplate(
        {
          settlement: founding.settlement,
          offsetMinutes: plan?.offsetMinutes ?? 0,
          points: feedPoints(plan),
          ...(circle && { circle }),
        },
        crypto.sha256,
      );
    },
    isOwn,
    alarms: () => currentAlarms(kept.alarms, clock.now()),
    look: (alarm) => {
      const feed = inForce();
      const known = kept.alarms.find((each) => each.alarm === alarm.id);
      const isNews = feed !== undefined && (known !== undefined || alarm.endedAs === undefined);
      const next = isNews ? said(alarm, known, feed.template, needs) : undefined;
      if (next === undefined) return;
      const others = kept.alarms.filter((each) => each.alarm !== alarm.id);
      kept = {
        ...kept,
        alarms: currentAlarms([next, ...others], clock.now()).slice(0, ALARMS_MAX),
      };
      isKept = false;
    },
    keep: () => {
      const current = currentAlarms(kept.alarms, clock.now());
      // What is out of date is nobody's business any more.
      if (current.length < kept.alarms.length) isKept = false;
      // A hub without a feed keeps nothing of one.
      if (isKept || (kept.alarms.length === 0 && inForce() === undefined)) return;
      kept = { ...kept, alarms: current };
      store.saveSetting(SETTING, printFeed(kept));
      isKept = true;
    },
    address: needs.address,
  };
}

/** The alarm with the message that is due about it; nothing while there is nothing new to say. */
function said(
  alarm: Alarm,
  known: FeedAlarm | undefined,
  { points }: FeedTemplate,
  { book, clock, crypto, outbox, place }: FeedNeeds,
): FeedAlarm | undefined {
  const meeting = outbox.sceneOf(alarm.id)?.meeting ?? { isOutside: false };
  const seen = feedSeen(alarm, book.people(), feedWay(meeting, points, feedPoints(place())));
  const state = seen && nextState(known?.states.at(-1), seen, clock.now());
  if (state === undefined) return undefined;
  if (known !== undefined) return withState(known, state);
  const { id, act } = alarm;
  return { alarm: id, name: newUuid(crypto), ...(act !== undefined && { act }), states: [state] };
}

/** The same template is asked about several times a second. */
function ownWords({ sha256 }: Primitives): FeedDesk['isOwn'] {
  let last: { readonly template: FeedTemplate; readonly isOwn: boolean } | undefined;
  return (template) => {
    if (last?.template !== template) last = { template, isOwn: isOwnWords(template, sha256) };
    return last.isOwn;
  };
}

const UUID_BYTES = 16;

/** A UUID of version 4 (RFC 9562, 5.4). */
function newUuid({ randomBytes }: Primitives): string {
  const bytes = randomBytes(UUID_BYTES);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

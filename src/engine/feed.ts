import { bytesToHex, concatBytes, utf8Encode } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import {
  currentAlarms,
  feedSeen,
  feedWay,
  lastState,
  nextState,
  withState,
} from '../acts/dispatch/feed-alarm.ts';
import type { FeedAlarm } from '../acts/dispatch/feed-alarm.ts';
import { feedTemplate, isOwnWords } from '../acts/dispatch/feed-voice.ts';
import { feedCircle, feedPoints } from '../acts/dispatch/feed-place.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import type { FeedTemplate } from '../record/kinds/feed.ts';
import type { Primitives, Signer } from '../record/primitives.ts';
import type { Alarm } from '../situation/alarms.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import type { Book } from './book.ts';
import { keptFeed, printFeed } from './kept-feed.ts';
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
  /** Says what is new of an alarm, and keeps that; what the disk does not take is said all the same. */
  readonly look: (alarm: Alarm) => void;
  /** Keeps what is not kept yet, and forgets what is out of date. Throws `StoreFailure` when the disk fails. */
  readonly keep: () => void;
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
  readonly hub: Signer;
  readonly outbox: Pick<Outbox, 'sceneOf'>;
  readonly place: () => PlacePlan | undefined;
};

const SETTING = 'feed-said';
// More than a settlement can have in two days.
const ALARMS_MAX = 50;

export function openFeed(needs: FeedNeeds): FeedDesk {
  const { store, book, clock, crypto, place } = needs;
  let told = keptFeed(store.setting(SETTING));
  let isKept = true;
  const save = (): void => {
    store.saveSetting(SETTING, printFeed(told));
    isKept = true;
  };
  const isOwn = ownWords(crypto);
  const sender = uuidOf('sender', needs);
  // Of a played day nothing is so.
  const isReal = clock.kind === 'real';
  const inForce = (): FeedInForce | undefined => {
    const { feed } = book.people();
    const since = feed && book.held(feed.entries[1])?.logged.loggedAt;
    if (!isReal || feed === undefined || since === undefined || !isOwn(feed.template)) return undefined;
    return { template: feed.template, since, sender };
  };
  return {
    inForce,
    proposed: () => {
      const { founding } = book.people();
      return isReal && founding ? templateNow(founding.settlement, place(), crypto) : undefined;
    },
    isOwn,
    alarms: () => currentAlarms(told, clock.now()),
    look: (alarm) => {
      const feed = inForce();
      const known = told.find((each) => each.alarm === alarm.id);
      const isNews = feed !== undefined && (known !== undefined || alarm.endedAs === undefined);
      const next = isNews ? toldNext(alarm, known, feed.template, needs) : undefined;
      if (next === undefined) return;
      const others = withRoom(currentAlarms(told, clock.now()).filter((each) => each !== known));
      if (others === undefined) return;
      told = [next, ...others];
      isKept = false;
      // At once, before anybody can read it; a disk that is full holds back no word that a way is closed.
      try {
        save();
      } catch (cause) {
        if (!(cause instanceof StoreFailure)) throw cause;
      }
    },
    keep: () => {
      const current = currentAlarms(told, clock.now());
      if (current.length < told.length) isKept = false;
      if (isKept) return;
      told = current;
      save();
    },
  };
}

function templateNow(settlement: string, plan: PlacePlan | undefined, crypto: Primitives): FeedTemplate {
  const circle = plan && feedCircle(plan);
  const offsetMinutes = plan?.offsetMinutes ?? 0;
  const facts = { settlement, offsetMinutes, points: feedPoints(plan), ...(circle && { circle }) };
  return feedTemplate(facts, crypto.sha256);
}

/** These, newest first, with room for one more: what has been over longest goes. Nothing where all of them run. */
function withRoom(others: readonly FeedAlarm[]): readonly FeedAlarm[] | undefined {
  if (others.length < ALARMS_MAX) return others;
  const goes = others.findLast((each) => lastState(each).over !== undefined);
  return goes && others.filter((each) => each !== goes);
}

/** The alarm with the message that is due about it; nothing while there is nothing new to say. */
function toldNext(
  alarm: Alarm,
  known: FeedAlarm | undefined,
  { points }: FeedTemplate,
  needs: FeedNeeds,
): FeedAlarm | undefined {
  const { book, clock, outbox, place } = needs;
  const meeting = outbox.sceneOf(alarm.id)?.meeting ?? { isOutside: false };
  const seen = feedSeen(alarm, book.people(), feedWay(meeting, points, feedPoints(place())));
  const state = seen && nextState(known && lastState(known), seen, clock.now());
  if (state === undefined) return undefined;
  if (known !== undefined) return withState(known, state);
  const { id, act } = alarm;
  return {
    alarm: id,
    name: uuidOf(`alarm ${id}`, needs),
    ...(act !== undefined && { act }),
    states: [state],
  };
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

/**
 * A UUID of version 8 (RFC 9562, 5.8) that follows from the hub's seed: the same after a crash, and from an older copy of the
 * hub; without the seed it leads neither to the hub nor to an entry.
 */
function uuidOf(what: string, { crypto, hub }: Pick<FeedNeeds, 'crypto' | 'hub'>): string {
  const hash = crypto.sha256(concatBytes(hub.seed, utf8Encode(`feed ${what}`)));
  const bytes = Uint8Array.from(hash.subarray(0, UUID_BYTES));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

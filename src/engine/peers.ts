import { instant, MINUTE_MS, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { PeerNow } from '../acts/alarm/standby.ts';
import type { Clock } from '../ports/clock.ts';
import type { Beat, BeatAnswer, Peer } from '../ports/peer.ts';

/** Another hub that is to say that it is well. */
export type ExpectedPeer = {
  readonly name: string;
  readonly id: string;
  /** Whether people here are told when it falls silent, and after how many minutes. */
  readonly isTold: boolean;
  readonly graceMin: number;
};

/** What other hubs say of themselves, in memory: after a start each has its grace anew. */
export type PeersHeard = {
  /** A beat that is known to be of whoever holds the key; the word that the next one needs. */
  readonly hear: (id: string, beat: Beat) => Extract<BeatAnswer, { readonly word: string }>;
  readonly now: () => readonly PeerNow[];
};

export type HearingNeeds = {
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds that no setting of a clock moves: silence is measured by it. */
  readonly steadyMs: () => number;
  /** A word of its own each time, which nobody can guess. */
  readonly newWord: () => string;
  readonly expected: () => readonly ExpectedPeer[];
};

/** How often a hub that runs alarms says that it is well, and how often any other. */
const BEAT_EVERY_S = { busy: 30, idle: 300 } as const;
/** One beat may be lost on its way, and one more. */
const MISSED_BEATS = 3;

type Heard = { word: string; atSteady?: number; at?: Instant; everySeconds: number };

/**
 * Counts a beat only with the word that was asked for, which is used up by it: what was listened to on the way, and a beat from
 * before a restart, is answered with the word to say instead, which helps nobody without the key.
 */
export function newPeersHeard({ clock, steadyMs, newWord, expected }: HearingNeeds): PeersHeard {
  const startedAt = steadyMs();
  const heard = new Map<string, Heard>();
  const of = (id: string): Heard => {
    const known = heard.get(id) ?? { word: newWord(), everySeconds: BEAT_EVERY_S.idle };
    heard.set(id, known);
    return known;
  };
  return {
    hear: (id, { word, everySeconds }) => {
      const peer = of(id);
      if (word !== peer.word) return { kind: 'asked', word: peer.word };
      Object.assign(peer, { word: newWord(), atSteady: steadyMs(), at: clock.now(), everySeconds });
      return { kind: 'heard', word: peer.word };
    },
    now: () => {
      const steady = steadyMs();
      return expected().map(({ name, id, isTold, graceMin }): PeerNow => {
        const { atSteady, at, everySeconds = BEAT_EVERY_S.idle } = heard.get(id) ?? {};
        const allowedMs = Math.max(graceMin * MINUTE_MS, MISSED_BEATS * everySeconds * SECOND_MS);
        const overMs = Math.floor(steady - (atSteady ?? startedAt) - allowedMs);
        const base = { name, isTold, ...(at !== undefined && { heardAt: at }) };
        if (overMs > 0) return { ...base, state: 'silent', silentSince: instant(clock.now() - overMs) };
        return { ...base, state: at === undefined ? 'unknown' : 'heard' };
      });
    },
  };
}

/** Says to other hubs that this one is well. */
export type Heart = {
  /** Call it every half minute. What could not be said is said with the next call. `isWell`: else nothing is said. */
  readonly beat: (isWell: boolean) => Promise<void>;
};

export type HeartNeeds = {
  /** By name. */
  readonly peers: () => ReadonlyMap<string, Peer>;
  /** Whether an alarm runs: then others are to notice soon when this hub falls silent. */
  readonly isBusy: () => boolean;
  readonly steadyMs: () => number;
  /** Told when what came of it changes for any of them; never of whom. */
  readonly failed: (kind: 'refused' | 'silent') => void;
};

const WITHIN_MS: number = 10 * SECOND_MS;
/** Timers come a little early or late. */
const SLACK_MS: number = 15 * SECOND_MS;

type Said = { word: string; atMs?: number; everySeconds?: number; failedAs?: 'refused' | 'silent' };

export function newHeart({ peers, isBusy, steadyMs, failed }: HeartNeeds): Heart {
  const said = new Map<string, Said>();
  const sayTo = async (name: string, peer: Peer, everySeconds: number): Promise<void> => {
    const last = said.get(name) ?? { word: '' };
    said.set(name, last);
    const isDue = last.atMs === undefined || steadyMs() - last.atMs >= everySeconds * SECOND_MS - SLACK_MS;
    if (!isDue && last.everySeconds === everySeconds) return;
    let answer = await peer.beat({ word: last.word, everySeconds }, WITHIN_MS);
    // Either of the two has started anew. Once: whoever asks again and again is not answered without end.
    if (answer.kind === 'asked') answer = await peer.beat({ word: answer.word, everySeconds }, WITHIN_MS);
    if ('word' in answer) last.word = answer.word;
    if (answer.kind === 'heard') {
      Object.assign(last, { atMs: steadyMs(), everySeconds });
      delete last.failedAs;
      return;
    }
    delete last.atMs;
    const kind = answer.kind === 'refused' ? 'refused' : 'silent';
    if (last.failedAs !== kind) failed(kind);
    last.failedAs = kind;
  };
  let running: Promise<void> | undefined;
  return {
    beat: (isWell) => {
      if (!isWell) return Promise.resolve();
      const everySeconds = isBusy() ? BEAT_EVERY_S.busy : BEAT_EVERY_S.idle;
      running ??= Promise.all([...peers()].map(([name, peer]) => sayTo(name, peer, everySeconds)))
        .then(() => {})
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
}

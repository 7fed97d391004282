import { utf8Decode } from '../base/bytes.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Clock } from '../ports/clock.ts';
import type { StampFailure, Stamper } from '../ports/stamper.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import { stampRow, stampsHeld } from './stamps-kept.ts';

/** The newest checkpoint of the hub's log: of how many entries, and the exact bytes of its file. */
export type NewestCheckpoint = { readonly size: number; readonly bytes: Uint8Array };

export type StampingNeeds = {
  readonly store: Pick<Store, 'append' | 'inDrawer'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds that no setting of a clock moves. */
  readonly steadyMs: () => number;
  readonly sha256: Primitives['sha256'];
  /** By name. */
  readonly authorities: () => ReadonlyMap<string, Stamper>;
  readonly newestCheckpoint: () => NewestCheckpoint | undefined;
  /** Whether an incident is open: then stamps are made often. */
  readonly isBusy: () => boolean;
  /** Told when what came of an authority changes for the worse. */
  readonly failed: (authority: string, why: StampTrouble) => void;
};

/** `store`: a stamp came and could not be kept. `clock`: it was kept, and its hour is so far ahead of this machine's, or behind. */
export type StampTrouble =
  | StampFailure
  | { readonly kind: 'store' }
  | { readonly kind: 'clock'; readonly aheadSeconds: number };

/** Has the newest checkpoint stamped, by each authority for itself. */
export type Stamps = {
  /** Asks those whose turn it is, and resolves when all have answered. Call it every half minute; two may overlap. */
  readonly round: () => Promise<void>;
  /** At the next round all are asked about what they have not stamped, whatever the hour. */
  readonly hurry: () => void;
  /** Once nobody is being asked. */
  readonly settled: () => Promise<void>;
};

/** How often a checkpoint is stamped while an incident is open, and otherwise. */
const EVERY_MS = { busy: 10 * MINUTE_MS, idle: DAY_MS } as const;
const WITHIN_MS: number = 20 * SECOND_MS;
/** A minute, and as long as an answer may take. The reply is to this very question, so its hour is of now. */
const CLOCK_OFF_MS: number = MINUTE_MS + WITHIN_MS;
/** After the first failure; twice as long after each further. */
const AGAIN_FIRST_MS: number = 30 * SECOND_MS;
const AGAIN_MOST_MS: number = HOUR_MS;

/** What is remembered of an authority. Times are by the clock that nobody sets. */
type Authority = {
  /** The text of the checkpoint it stamped last, and when. */
  text?: string | undefined;
  stampedAt: number;
  /** After a failure: from when on it may be asked again, how many there were in a row, and the last. */
  againAt: number;
  failures: number;
  failedAs?: string | undefined;
  isHurried: boolean;
  isAsked: boolean;
  /** Whether its hour was another than ours the last time. */
  isOff: boolean;
};

const NEVER_ASKED: Authority = {
  stampedAt: -Infinity,
  againAt: -Infinity,
  failures: 0,
  isHurried: false,
  isAsked: false,
  isOff: false,
};

/** Reads back what was kept: a stamp that was asked for and did not come is asked for anew. */
export function newStamps(needs: StampingNeeds): Stamps {
  const { store, steadyMs } = needs;
  const known = new Map<string, Authority>();
  const of = (name: string): Authority => {
    const authority = known.get(name) ?? { ...NEVER_ASKED };
    known.set(name, authority);
    return authority;
  };
  for (const { authority, checkpoint, at } of stampsHeld(store))
    Object.assign(of(authority), { text: textOf(checkpoint), stampedAt: steadyOf(at, needs) });
  let next = (store.inDrawer('stamps').at(-1)?.n ?? 0) + 1;
  const stampNow = async (name: string, stamper: Stamper, newest: NewestCheckpoint): Promise<void> => {
    const { size, bytes: checkpoint } = newest;
    const stamping = await stamper.stamp(needs.sha256(checkpoint), WITHIN_MS);
    if (stamping.kind === 'failed') return noteFailure(name, stamping.why, stamping.retryable);
    const { query, reply, at } = stamping;
    try {
      await store.append([], [stampRow(next++, { authority: name, size, checkpoint, query, reply, at })]);
    } catch (cause) {
      if (!(cause instanceof StoreFailure)) throw cause;
      return noteFailure(name, { kind: 'store' }, true);
    }
    const aheadMs = at - needs.clock.now();
    const isOff = Math.abs(aheadMs) > CLOCK_OFF_MS;
    if (isOff && !of(name).isOff)
      needs.failed(name, { kind: 'clock', aheadSeconds: Math.round(aheadMs / SECOND_MS) });
    const done = { text: textOf(checkpoint), stampedAt: steadyMs(), againAt: -Infinity, isOff };
    Object.assign(of(name), { ...done, failures: 0, failedAs: undefined, isHurried: false });
  };
  const noteFailure = (name: string, why: StampTrouble, isRetryable: boolean): void => {
    const authority = of(name);
    const as = why.kind === 'fault' ? why.fault.kind : why.kind;
    if (authority.failedAs !== as) needs.failed(name, why);
    const waitMs = isRetryable ? AGAIN_FIRST_MS * 2 ** authority.failures : AGAIN_MOST_MS;
    const againAt = steadyMs() + Math.min(waitMs, AGAIN_MOST_MS);
    Object.assign(authority, { againAt, failures: authority.failures + 1, failedAs: as, isHurried: false });
  };
  const asking = new Set<Promise<void>>();
  const ask = (name: string, stamper: Stamper, newest: NewestCheckpoint): void => {
    of(name).isAsked = true;
    const asked = stampNow(name, stamper, newest).finally(() => {
      of(name).isAsked = false;
      asking.delete(asked);
    });
    asking.add(asked);
  };
  const settled = async (): Promise<void> => void (await Promise.all(asking));
  return {
    round: () => {
      const newest = needs.newestCheckpoint();
      for (const [name, stamper] of newest === undefined ? [] : needs.authorities())
        if (newest !== undefined && isDue(of(name), newest, needs)) ask(name, stamper, newest);
        else of(name).isHurried &&= of(name).isAsked;
      return settled();
    },
    hurry: () => {
      for (const name of needs.authorities().keys()) of(name).isHurried = true;
    },
    settled,
  };
}

function isDue(authority: Authority, newest: NewestCheckpoint, { isBusy, steadyMs }: StampingNeeds): boolean {
  const { text, stampedAt, againAt, isHurried, isAsked } = authority;
  if (newest.size === 0 || text === textOf(newest.bytes) || isAsked) return false;
  const everyMs = isBusy() ? EVERY_MS.busy : EVERY_MS.idle;
  return isHurried || steadyMs() >= Math.max(stampedAt + everyMs, againAt);
}

/** The text of a note without its signatures: more of these make no checkpoint another one. */
function textOf(checkpoint: Uint8Array): string | undefined {
  return utf8Decode(checkpoint)?.split('\n\n', 1)[0];
}

/** When something was, by the time that is steady. A clock that was set makes no stamp older than a day or of the future. */
function steadyOf(at: Instant, { clock, steadyMs }: StampingNeeds): number {
  return steadyMs() - Math.min(Math.max(clock.now() - at, 0), DAY_MS);
}

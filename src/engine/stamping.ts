import { utf8Decode } from '../base/bytes.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { SeenBy } from '../record/log/bracket.ts';
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

/** `store`: a stamp came and could not be kept. */
export type StampTrouble = StampFailure | { readonly kind: 'store' };

/** Has the newest checkpoint stamped, by each authority for itself. */
export type Stamps = {
  /** Asks those whose turn it is, and resolves when all have answered. Call it every half minute; two may overlap. */
  readonly round: () => Promise<void>;
  /** At the next round all are asked about what they have not stamped, whatever the hour. */
  readonly hurry: () => void;
  /** Who has stamped the log at which size, and when. */
  readonly seen: () => readonly SeenBy[];
  /** Once nobody is being asked. */
  readonly settled: () => Promise<void>;
};

/** How often a checkpoint is stamped while an incident is open, and otherwise. */
const EVERY_MS = { busy: 10 * MINUTE_MS, idle: DAY_MS } as const;
const WITHIN_MS: number = 20 * SECOND_MS;
/** After the first failure; twice as long after each further. */
const AGAIN_FIRST_MS: number = 30 * SECOND_MS;
const AGAIN_MOST_MS: number = HOUR_MS;

type Authority = {
  /** The text of the checkpoint it stamped last. */
  text?: string | undefined;
  /** When it stamped last, and from when on it may be asked again after a failure, by the time that is steady. */
  stampedAt?: number;
  againAt?: number;
  failures: number;
  failedAs?: string | undefined;
  isHurried: boolean;
  isAsked: boolean;
};

/** Reads back what was kept: a stamp that was asked for and did not come is asked for anew. */
export function newStamps(needs: StampingNeeds): Stamps {
  const { store, steadyMs } = needs;
  const known = new Map<string, Authority>();
  const of = (name: string): Authority => {
    const authority = known.get(name) ?? { failures: 0, isHurried: false, isAsked: false };
    known.set(name, authority);
    return authority;
  };
  const held = stampsHeld(store);
  for (const { authority, checkpoint, at } of held)
    Object.assign(of(authority), { text: textOf(checkpoint), stampedAt: steadyOf(at, needs) });
  const seen: SeenBy[] = held.map(({ authority, size, at }) => ({ name: authority, size, at }));
  let next = (store.inDrawer('stamps').at(-1)?.n ?? 0) + 1;

  const stamp = async (name: string, stamper: Stamper, newest: NewestCheckpoint): Promise<void> => {
    const { size, bytes: checkpoint } = newest;
    const authority = of(name);
    const stamping = await stamper.stamp(needs.sha256(checkpoint), WITHIN_MS);
    if (stamping.kind === 'failed') return failing(name, stamping.why, stamping.retryable);
    const { query, reply, at } = stamping;
    try {
      await store.append([], [stampRow(next++, { authority: name, size, checkpoint, query, reply, at })]);
    } catch (cause) {
      if (!(cause instanceof StoreFailure)) throw cause;
      return failing(name, { kind: 'store' }, true);
    }
    seen.push({ name, size, at });
    const done = { text: textOf(checkpoint), stampedAt: steadyMs(), failures: 0, failedAs: undefined };
    Object.assign(authority, { ...done, isHurried: false });
  };
  const failing = (name: string, why: StampTrouble, isRetryable: boolean): void => {
    const authority = of(name);
    const waitMs = isRetryable ? AGAIN_FIRST_MS * 2 ** Math.min(authority.failures, 16) : AGAIN_MOST_MS;
    const as = why.kind === 'fault' ? why.fault.kind : why.kind;
    if (authority.failedAs !== as) needs.failed(name, why);
    Object.assign(authority, { failures: authority.failures + 1, failedAs: as, isHurried: false });
    authority.againAt = steadyMs() + Math.min(waitMs, AGAIN_MOST_MS);
  };
  const isDue = (authority: Authority, newest: NewestCheckpoint): boolean => {
    const isNew = newest.size > 0 && authority.text !== textOf(newest.bytes);
    if (!isNew || authority.isAsked) return false;
    if (authority.isHurried) return true;
    const everyMs = needs.isBusy() ? EVERY_MS.busy : EVERY_MS.idle;
    const dueAt = Math.max((authority.stampedAt ?? -Infinity) + everyMs, authority.againAt ?? -Infinity);
    return steadyMs() >= dueAt;
  };
  const asking = new Set<Promise<void>>();
  const ask = (name: string, stamper: Stamper, newest: NewestCheckpoint): void => {
    const authority = of(name);
    authority.isAsked = true;
    const asked = stamp(name, stamper, newest).finally(() => {
      authority.isAsked = false;
      asking.delete(asked);
    });
    asking.add(asked);
  };
  const settled = async (): Promise<void> => void (await Promise.all(asking));
  return {
    round: () => {
      const newest = needs.newestCheckpoint();
      for (const [name, stamper] of newest === undefined ? [] : needs.authorities())
        if (newest !== undefined && isDue(of(name), newest)) ask(name, stamper, newest);
      return settled();
    },
    hurry: () => {
      for (const name of needs.authorities().keys()) of(name).isHurried = true;
    },
    seen: () => seen,
    settled,
  };
}

/** The text of a note without its signatures: more of these make no checkpoint another one. */
function textOf(checkpoint: Uint8Array): string | undefined {
  return utf8Decode(checkpoint)?.split('\n\n', 1)[0];
}

/** When something was, by the time that is steady. A clock that was set makes no stamp older than a day or of the future. */
function steadyOf(at: Instant, { clock, steadyMs }: StampingNeeds): number {
  return steadyMs() - Math.min(Math.max(clock.now() - at, 0), DAY_MS);
}

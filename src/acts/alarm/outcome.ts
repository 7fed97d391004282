import { HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { FailedWhy, LedgerEvent, Phase, Row, RowNumber } from './ledger.ts';

/** What became of a try to hand a message to a carrier. */
export type Tried =
  /** The carrier took it over: that is not yet a person who has read it. */
  | { readonly kind: 'accepted' }
  /**
   * Not now: too many, or the carrier is ill. `afterMs`: how long it asks us to wait; `scope`: whether it speaks of this
   * address only or of all that goes through it.
   */
  | { readonly kind: 'deferred'; readonly scope: 'address' | 'provider'; readonly afterMs?: number }
  /** The address is no more. Only a carrier that says so in as many words makes this. */
  | { readonly kind: 'gone' }
  /** It will never take this message for this address. */
  | { readonly kind: 'refused'; readonly why: 'address' | 'message' | 'inside' }
  /** It left and no answer came: it may have arrived. */
  | { readonly kind: 'unknown' };

/** After so long a message of a phase is worth nothing any more: an old question, a call to where nobody is. */
export const WORTH_MS: Readonly<Record<Phase, number>> = {
  over: 12 * HOUR_MS,
  redirect: 3 * HOUR_MS,
  ask: 15 * MINUTE_MS,
  call: 3 * HOUR_MS,
  ready: 3 * HOUR_MS,
  remind: 10 * MINUTE_MS,
};

/** For how long a message is still worth handing over: at least a second. */
export function worthSeconds({ phase, since }: Pick<Row, 'phase' | 'since'>, asOf: Instant): number {
  return Math.max(1, Math.ceil((since + WORTH_MS[phase] - asOf) / SECOND_MS));
}

const FIRST_WAIT_MS: number = 5 * SECOND_MS;
const LONGEST_WAIT_MS: number = 5 * MINUTE_MS;
const SILENT_WAIT_MS: number = 30 * SECOND_MS;
/** A third message that nobody answers for tells no more than the second. */
const SILENT_TRIES = 3;

/** What follows in the ledger from what became of a try. */
export function afterTry(
  n: RowNumber,
  { row, tried, asOf }: { readonly row: Row; readonly tried: Tried; readonly asOf: Instant },
): LedgerEvent {
  const became = (state: 'accepted' | 'gone' | 'failed' | 'unknown', why?: FailedWhy): LedgerEvent => ({
    kind: 'became',
    state,
    rows: [n],
    at: asOf,
    ...(why && { why }),
  });
  const again = (waitMs: number): LedgerEvent =>
    asOf + waitMs - row.since > WORTH_MS[row.phase]
      ? became('failed', 'late')
      : { kind: 'defer', rows: [n], at: asOf, due: instant(asOf + waitMs) };
  switch (tried.kind) {
    case 'accepted':
    case 'gone':
      return became(tried.kind);
    case 'refused':
      return became('failed', tried.why);
    case 'deferred':
      return again(tried.afterMs ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (row.tries - 1)));
    case 'unknown':
      // A telephone that rings twice is two alarms; a message takes the place of the one before it.
      return row.channel === 'call' || row.tries >= SILENT_TRIES ? became('unknown') : again(SILENT_WAIT_MS);
  }
}

import { carriedOver } from './columns.ts';

/** The rows of a ledger, a list for each of their fields. */
export type LedgerColumns = {
  person: Uint32Array;
  alarm: Uint32Array;
  /** Phase and road in one number. */
  way: Uint8Array;
  state: Uint8Array;
  tries: Uint8Array;
  due: Float64Array;
  since: Float64Array;
  at: Float64Array;
  /** 0: not yet. */
  handed: Float64Array;
  seen: Float64Array;
  /** 0: nothing, else one more than the place in `FAILED_WHY`. */
  why: Uint8Array;
};

export function roomFor(rows: number): LedgerColumns {
  return {
    person: new Uint32Array(rows),
    alarm: new Uint32Array(rows),
    way: new Uint8Array(rows),
    state: new Uint8Array(rows),
    tries: new Uint8Array(rows),
    due: new Float64Array(rows),
    since: new Float64Array(rows),
    at: new Float64Array(rows),
    handed: new Float64Array(rows),
    seen: new Float64Array(rows),
    why: new Uint8Array(rows),
  };
}

/** The same columns, in twice the room where what comes does not fit. */
export function withRoom(old: LedgerColumns, size: number, more: number): LedgerColumns {
  if (size + more <= old.person.length) return old;
  return carriedOver(old, roomFor(Math.max(size + more, 2 * old.person.length)));
}

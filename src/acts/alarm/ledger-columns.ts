import { carriedOver } from './columns.ts';

/** One place for each row in each column. */
export type LedgerColumns = {
  readonly person: Uint32Array;
  readonly alarm: Uint32Array;
  /** Phase and road in one number. */
  readonly way: Uint8Array;
  readonly state: Uint8Array;
  readonly tries: Uint8Array;
  readonly due: Float64Array;
  readonly since: Float64Array;
  readonly at: Float64Array;
  /** 0: not yet. */
  readonly handed: Float64Array;
  readonly seen: Float64Array;
  /** 0: nothing, else one more than the place in `FAILED_WHY`. */
  readonly why: Uint8Array;
};

const FIRST_ROOM = 1_024;

export function roomForRows(rows: number = FIRST_ROOM): LedgerColumns {
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

/** The same columns, in twice the room where `more` rows behind the first `rows` do not fit. */
export function withRoomFor(old: LedgerColumns, rows: number, more: number): LedgerColumns {
  if (rows + more <= old.person.length) return old;
  return carriedOver(old, roomForRows(Math.max(rows + more, 2 * old.person.length)));
}

/** The first `rows` without the `gone` at their beginning, in no more room than they may fill. */
export function shiftedDown(old: LedgerColumns, gone: number, rows: number): LedgerColumns {
  if (gone === 0) return old;
  for (const column of Object.values(old)) column.copyWithin(0, gone, rows);
  return old;
}

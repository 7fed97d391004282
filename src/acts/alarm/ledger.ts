import type { Instant } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { withRoomFor } from './ledger-columns.ts';
import {
  addRows,
  become,
  channelOf,
  closeUp,
  countOf,
  dropAlarm,
  eachRow,
  findRow,
  FORGOTTEN,
  holds,
  isWaiting,
  mayStillGo,
  move,
  newRows,
  phaseOf,
  PHASES,
  ROW_STATES,
  rowAt,
  setCame,
  stateOf,
  triesOf,
  wait,
  wayOf,
} from './ledger-rows.ts';
import type { FAILED_WHY, LedgerRows } from './ledger-rows.ts';

/** What a message is for. */
export type Phase = (typeof PHASES)[number];
export type RowState = (typeof ROW_STATES)[number];

export type FailedWhy = (typeof FAILED_WHY)[number];

/** A row by its number, counted from 0 in the order of planning; one that is forgotten leaves its number to nobody. */
export type RowNumber = number;

/**
 * What happens to a ledger. It is the sum of its events: the same ones in the same order give the same ledger, so they are
 * what is kept on the disk.
 */
export type LedgerEvent =
  | {
      readonly kind: 'plan';
      /** The entry that raised an alarm, or by which the hub said that people are to be ready; of a reminder a number of its own. */
      readonly alarm: EntryId;
      readonly phase: Phase;
      readonly channel: ChannelName;
      /** Not before; of one event all the same. */
      readonly due: Instant;
      /** By their numbers in the roster. */
      readonly people: readonly number[];
    }
  | { readonly kind: 'claim'; readonly rows: readonly RowNumber[]; readonly at: Instant }
  | {
      readonly kind: 'became';
      readonly state: Exclude<RowState, 'planned' | 'claimed' | 'deferred' | 'cancelled'>;
      readonly rows: readonly RowNumber[];
      readonly at: Instant;
      /** With `failed`; ledgers of before the first release have none. */
      readonly why?: FailedWhy;
    }
  | {
      readonly kind: 'defer';
      readonly rows: readonly RowNumber[];
      readonly at: Instant;
      readonly due: Instant;
    }
  /** Nothing more goes out for the alarm but that it is over. */
  | { readonly kind: 'cancel'; readonly alarm: EntryId; readonly at: Instant }
  /** A process takes over; what the one before it had claimed is sent again, but nobody is called twice. */
  | { readonly kind: 'epoch'; readonly at: Instant }
  /** Here stood so many rows that are forgotten, in a ledger of this epoch. */
  | { readonly kind: 'gap'; readonly rows: number; readonly epoch: number }
  /** How rows stood when others were forgotten. `draw`: see `Ledger.draw`. */
  | ({ readonly kind: 'stands'; readonly rows: readonly RowNumber[]; readonly draw: number } & Pick<
      Row,
      'state' | 'tries' | 'due' | 'at' | 'handedAt' | 'seenAt' | 'why'
    >);

/** All messages of all alarms, in memory, column by column: a hundred thousand rows are looked through in a millisecond. */
export type Ledger = {
  readonly alarms: readonly EntryId[];
  /** How many rows there are; their numbers lie from `first` on and below `end`. */
  readonly size: number;
  readonly first: RowNumber;
  readonly end: RowNumber;
  readonly epoch: number;
  /** How many alarms were forgotten since it was opened. */
  readonly forgotten: number;
  /** Whether a row was planned and is not forgotten. */
  readonly holds: (n: RowNumber) => boolean;
  /** Of a row that it holds. */
  readonly row: (n: RowNumber) => Row;
  /** Which draw gave a row its answer code, as far as that hung on rows that are forgotten; else 0. */
  readonly draw: (n: RowNumber) => number;
  readonly find: (key: RowKey) => RowNumber | undefined;
  /** How many rows of an alarm are in a state; all phases and roads that are not named together. */
  readonly count: (alarm: EntryId, of: Counted) => number;
  /** Rows that may go out now by a road: first what is most urgent, then what is due longest. At most `limit`. */
  readonly due: (channel: ChannelName, asOf: Instant, limit: number) => readonly RowNumber[];
  /** Rows of a road that wait to go out, due or not. */
  readonly backlog: (channel: ChannelName) => number;
  /** Calls back for each row of an alarm, in the order of planning. */
  readonly each: (alarm: EntryId, look: (row: Row, n: RowNumber) => void) => void;
  /** What happens to rows that are forgotten changes nothing. */
  readonly apply: (event: LedgerEvent) => void;
  /** Every row of these alarms; the others keep their numbers. */
  readonly forget: (alarms: Iterable<EntryId>) => void;
};

/** One row stands for one person, alarm, phase and road: nobody is told twice. */
export type RowKey = {
  readonly alarm: EntryId;
  readonly phase: Phase;
  readonly channel: ChannelName;
  readonly person: number;
};
export type Row = RowKey & {
  readonly state: RowState;
  readonly due: Instant;
  /** When it was due at first. */
  readonly since: Instant;
  /** When it came into its state. */
  readonly at: Instant;
  /**
   * When its carrier took it over, or may have; and when a telephone first told that it was seen, which an answer by another
   * road does not. Who sees or answers one message of a phase has seen or answered all of them, those too that never left.
   */
  readonly handedAt?: Instant | undefined;
  readonly seenAt?: Instant | undefined;
  readonly why?: FailedWhy | undefined;
  readonly tries: number;
};
export type Counted = {
  readonly state: RowState;
  readonly phase?: Phase;
  readonly channel?: ChannelName;
};

export function newLedger(): Ledger {
  const s = newRows();
  return {
    get alarms() {
      return [...s.alarmNumbers.keys()];
    },
    get size() {
      return s.size;
    },
    get first() {
      return s.first;
    },
    get end() {
      return s.end;
    },
    get epoch() {
      return s.epoch;
    },
    get forgotten() {
      return s.alarmsEver - s.alarmNumbers.size;
    },
    holds: (n) => holds(s, n),
    row: (n) => rowAt(s, n),
    draw: (n) => s.draws.get(n) ?? 0,
    find: (key) => findRow(s, key),
    count: (alarm, of) => countOf(s, alarm, of),
    due: (channel, asOf, limit) => dueRows(s, channel, asOf, limit),
    backlog: (channel) => s.waiting[CHANNEL_NAMES.indexOf(channel)] ?? 0,
    each: (alarm, look) => eachRow(s, alarm, (n) => look(rowAt(s, n), n)),
    apply: (event) => apply(s, event),
    forget: (alarms) => {
      for (const alarm of alarms) dropAlarm(s, alarm);
      closeUp(s);
    },
  };
}

function apply(s: LedgerRows, event: LedgerEvent): void {
  switch (event.kind) {
    case 'plan':
      return addRows(s, event);
    case 'claim':
      for (const n of event.rows) {
        move(s, n, 'claimed', event.at);
        if (holds(s, n)) s.columns.tries[n - s.first] = Math.min(255, triesOf(s, n) + 1);
      }
      return;
    case 'became':
      for (const n of event.rows) become(s, n, event);
      return;
    case 'defer':
      for (const n of event.rows) wait(s, n, { state: 'deferred', at: event.at, due: event.due });
      return;
    case 'cancel':
      return cancel(s, event.alarm, event.at);
    case 'epoch':
      return takeOver(s, event.at);
    case 'gap':
      return leaveOut(s, event);
    case 'stands':
      for (const n of event.rows) stand(s, n, event);
  }
}

function cancel(s: LedgerRows, alarm: EntryId, at: Instant): void {
  eachRow(s, alarm, (n) => {
    const isOver = phaseOf(s.columns.way[n - s.first] ?? 0) === 'over';
    if (!isOver && mayStillGo(stateOf(s, n))) move(s, n, 'cancelled', at);
  });
}

/** Whether a message left before its process died nobody knows. A second one takes the place of the first; a call does not. */
function takeOver(s: LedgerRows, at: Instant): void {
  s.epoch++;
  const claimed = ROW_STATES.indexOf('claimed');
  for (let n = s.first; n < s.end; n++) {
    if (stateOf(s, n) !== claimed) continue;
    if (channelOf(s.columns.way[n - s.first] ?? 0) === 'call') move(s, n, 'unknown', at);
    else wait(s, n, { state: 'planned', at, due: at });
  }
}

function leaveOut(s: LedgerRows, { rows, epoch }: LedgerEvent & { readonly kind: 'gap' }): void {
  s.epoch = epoch;
  const before = s.end - s.first;
  if (before > 0) {
    s.columns = withRoomFor(s.columns, before, rows);
    s.columns.state.fill(FORGOTTEN, before, before + rows);
  } else s.first += rows;
  s.end += rows;
}

function stand(
  s: LedgerRows,
  n: RowNumber,
  { state, tries, due, at, draw, ...came }: LedgerEvent & { readonly kind: 'stands' },
): void {
  move(s, n, state, at);
  if (!holds(s, n)) return;
  const [{ columns }, i] = [s, n - s.first];
  columns.tries[i] = tries;
  columns.due[i] = due;
  columns.at[i] = at;
  setCame(columns, i, came);
  if (draw > 0) s.draws.set(n, draw);
  if (isWaiting(columns.state[i] ?? 0)) s.queues[columns.way[i] ?? 0]?.add(n, due);
}

function dueRows(s: LedgerRows, channel: ChannelName, asOf: Instant, limit: number): readonly RowNumber[] {
  const rows: RowNumber[] = [];
  for (const phase of PHASES) {
    const queue = s.queues[wayOf({ phase, channel })];
    const isGood = (n: RowNumber, due: number): boolean =>
      isWaiting(stateOf(s, n)) && s.columns.due[n - s.first] === due;
    rows.push(...(queue?.first(asOf, limit - rows.length, isGood) ?? []));
  }
  return rows;
}

import { assert } from '../../base/assert.ts';
import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { roomFor, withRoom } from './ledger-columns.ts';
import type { LedgerColumns } from './ledger-columns.ts';
import { newQueue } from './queue.ts';
import type { Queue } from './queue.ts';

/** What a message is for, the most urgent first: it is over, go elsewhere, is it so?, come. */
export const PHASES = ['over', 'redirect', 'ask', 'call'] as const;
export type Phase = (typeof PHASES)[number];

/**
 * How one message to one person by one road stands. `claimed`: on its way, by the process of this epoch. `accepted`: its
 * carrier took it over; `unknown`: it left and nobody said what became of it. `seen`, `answered`: by the person.
 */
export const ROW_STATES = [
  'planned',
  'claimed',
  'deferred',
  'accepted',
  'unknown',
  'gone',
  'failed',
  'cancelled',
  'seen',
  'answered',
] as const;
export type RowState = (typeof ROW_STATES)[number];

/**
 * Why a message failed for good: its carrier refused the address, the message, or an address inside; it was worth nothing any
 * more before a carrier took it; nobody was there to tell any more.
 */
export const FAILED_WHY = ['address', 'message', 'inside', 'late', 'nobody'] as const;
export type FailedWhy = (typeof FAILED_WHY)[number];

/** A row by its number, counted from 0 in the order of planning. */
export type RowNumber = number;

/**
 * What happens to a ledger. It is the sum of its events: the same ones in the same order give the same ledger, so they are
 * what is kept on the disk.
 */
export type LedgerEvent =
  | {
      readonly kind: 'plan';
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
  | { readonly kind: 'epoch'; readonly at: Instant };

/** All messages of all alarms, in memory, column by column: a hundred thousand rows are looked through in a millisecond. */
export type Ledger = {
  readonly alarms: readonly EntryId[];
  readonly size: number;
  readonly epoch: number;
  readonly row: (n: RowNumber) => Row;
  readonly find: (key: RowKey) => RowNumber | undefined;
  /** How many rows of an alarm are in a state; all phases and roads that are not named together. */
  readonly count: (alarm: EntryId, of: Counted) => number;
  /** Rows that may go out now by a road: first what is most urgent, then what is due longest. At most `limit`. */
  readonly due: (channel: ChannelName, asOf: Instant, limit: number) => readonly RowNumber[];
  /** Rows of a road that wait to go out, due or not. */
  readonly backlog: (channel: ChannelName) => number;
  /** Calls back for each row of an alarm, in the order of planning. */
  readonly each: (alarm: EntryId, look: (row: Row, n: RowNumber) => void) => void;
  readonly apply: (event: LedgerEvent) => void;
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

export const PEOPLE_MAX: number = 2 ** 31;
const FIRST_ROOM = 1_024;
const [P, C, S] = [PHASES.length, CHANNEL_NAMES.length, ROW_STATES.length];

type State = {
  readonly alarms: EntryId[];
  readonly alarmNumbers: Map<EntryId, number>;
  readonly byKey: Map<number, RowNumber>;
  /** Of each alarm: how many rows by way and state. */
  readonly counts: Int32Array[];
  readonly queues: readonly Queue[];
  readonly waiting: Int32Array;
  columns: LedgerColumns;
  size: number;
  epoch: number;
};

export function newLedger(): Ledger {
  const columns = roomFor(FIRST_ROOM);
  const s: State = {
    alarms: [],
    alarmNumbers: new Map(),
    byKey: new Map(),
    counts: [],
    queues: Array.from({ length: P * C }, () => newQueue()),
    waiting: new Int32Array(C),
    columns,
    size: 0,
    epoch: 0,
  };
  return {
    alarms: s.alarms,
    get size() {
      return s.size;
    },
    get epoch() {
      return s.epoch;
    },
    row: (n) => rowAt(s, n),
    find: (key) => {
      const alarm = s.alarmNumbers.get(key.alarm);
      return alarm === undefined ? undefined : s.byKey.get(keyOf(alarm, wayOf(key), key.person));
    },
    count: (alarm, of) => countOf(s, alarm, of),
    due: (channel, asOf, limit) => dueRows(s, channel, asOf, limit),
    backlog: (channel) => s.waiting[CHANNEL_NAMES.indexOf(channel)] ?? 0,
    each: (alarm, look) => {
      const wanted = s.alarmNumbers.get(alarm);
      for (let n = 0; n < s.size; n++) if (s.columns.alarm[n] === wanted) look(rowAt(s, n), n);
    },
    apply: (event) => apply(s, event),
  };
}

function apply(s: State, event: LedgerEvent): void {
  switch (event.kind) {
    case 'plan':
      return plan(s, event);
    case 'claim':
      for (const n of event.rows) {
        move(s, n, 'claimed', event.at);
        s.columns.tries[n] = Math.min(255, (s.columns.tries[n] ?? 0) + 1);
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
  }
}

function plan(
  s: State,
  { alarm, phase, channel, due, people }: LedgerEvent & { readonly kind: 'plan' },
): void {
  const number = alarmNumber(s, alarm);
  const way = wayOf({ phase, channel });
  s.columns = withRoom(s.columns, s.size, people.length);
  const { columns } = s;
  const queue = s.queues[way];
  const counts = s.counts[number];
  assert(queue !== undefined && counts !== undefined, 'every way has its queue, every alarm its counts');
  for (const person of people) {
    assert(
      Number.isInteger(person) && person >= 0 && person < PEOPLE_MAX,
      'a person is a number of the roster',
    );
    const key = keyOf(number, way, person);
    if (s.byKey.has(key)) continue;
    const n = s.size++;
    s.byKey.set(key, n);
    columns.person[n] = person;
    columns.alarm[n] = number;
    columns.way[n] = way;
    columns.due[n] = due;
    columns.since[n] = due;
    columns.at[n] = due;
    bump(counts, way * S, 1);
    bump(s.waiting, way % C, 1);
    queue.add(n, due);
  }
}

/** Puts a row into a state; what has been answered is never merely seen again. */
function move(s: State, n: RowNumber, state: RowState, at: Instant): void {
  const { columns } = s;
  const [was, is] = [columns.state[n] ?? 0, ROW_STATES.indexOf(state)];
  const counts = s.counts[columns.alarm[n] ?? 0];
  const way = columns.way[n] ?? 0;
  assert(n < s.size && counts !== undefined, 'only planned rows change');
  if (ROW_STATES[was] === 'answered' || was === is) return;
  bump(counts, way * S + was, -1);
  bump(counts, way * S + is, 1);
  bump(s.waiting, way % C, Number(isWaiting(is)) - Number(isWaiting(was)));
  columns.state[n] = is;
  columns.at[n] = at;
}

const HANDED: ReadonlySet<RowState> = new Set(['accepted', 'unknown']);

/** What came of it, with when it first came so far: what comes later does not take that away. */
function become(s: State, n: RowNumber, { state, at, why }: LedgerEvent & { readonly kind: 'became' }): void {
  move(s, n, state, at);
  const { handed, seen } = s.columns;
  if (HANDED.has(state)) handed[n] ||= at;
  if (state === 'seen') seen[n] ||= at;
  s.columns.why[n] = why === undefined ? 0 : FAILED_WHY.indexOf(why) + 1;
}

function wait(
  s: State,
  n: RowNumber,
  { state, at, due }: { readonly state: 'planned' | 'deferred'; readonly at: Instant; readonly due: Instant },
): void {
  const was = s.columns.state[n] ?? 0;
  if (ROW_STATES[was] !== 'claimed' && !isWaiting(was)) return;
  s.columns.due[n] = due;
  move(s, n, state, at);
  s.queues[s.columns.way[n] ?? 0]?.add(n, due);
}

function cancel(s: State, alarm: EntryId, at: Instant): void {
  const wanted = s.alarmNumbers.get(alarm);
  for (let n = 0; n < s.size; n++) {
    if (s.columns.alarm[n] !== wanted || !isWaiting(s.columns.state[n] ?? 0)) continue;
    if (phaseOf(s.columns.way[n] ?? 0) !== 'over') move(s, n, 'cancelled', at);
  }
}

/** Whether a message left before its process died nobody knows. A second one takes the place of the first; a call does not. */
function takeOver(s: State, at: Instant): void {
  s.epoch++;
  const claimed = ROW_STATES.indexOf('claimed');
  for (let n = 0; n < s.size; n++) {
    if (s.columns.state[n] !== claimed) continue;
    if (channelOf(s.columns.way[n] ?? 0) === 'call') move(s, n, 'unknown', at);
    else wait(s, n, { state: 'planned', at, due: at });
  }
}

function dueRows(s: State, channel: ChannelName, asOf: Instant, limit: number): readonly RowNumber[] {
  const rows: RowNumber[] = [];
  for (const phase of PHASES) {
    const queue = s.queues[wayOf({ phase, channel })];
    const isGood = (n: RowNumber, due: number): boolean =>
      isWaiting(s.columns.state[n] ?? 0) && s.columns.due[n] === due;
    rows.push(...(queue?.first(asOf, limit - rows.length, isGood) ?? []));
  }
  return rows;
}

function countOf(s: State, alarm: EntryId, { state, phase, channel }: Counted): number {
  const counts = s.counts[s.alarmNumbers.get(alarm) ?? -1];
  if (counts === undefined) return 0;
  const wanted = ROW_STATES.indexOf(state);
  let sum = 0;
  for (let way = 0; way < P * C; way++) {
    if (phase !== undefined && phaseOf(way) !== phase) continue;
    if (channel === undefined || channelOf(way) === channel) sum += counts[way * S + wanted] ?? 0;
  }
  return sum;
}

function rowAt({ columns, alarms, size }: State, n: RowNumber): Row {
  const [alarm, state] = [alarms[columns.alarm[n] ?? 0], ROW_STATES[columns.state[n] ?? 0]];
  assert(n < size && alarm !== undefined && state !== undefined, 'only planned rows are asked for');
  const way = columns.way[n] ?? 0;
  return {
    alarm,
    phase: phaseOf(way),
    channel: channelOf(way),
    person: columns.person[n] ?? 0,
    state,
    due: instant(columns.due[n] ?? 0),
    since: instant(columns.since[n] ?? 0),
    at: instant(columns.at[n] ?? 0),
    handedAt: momentIn(columns.handed, n),
    seenAt: momentIn(columns.seen, n),
    why: FAILED_WHY[(columns.why[n] ?? 0) - 1],
    tries: columns.tries[n] ?? 0,
  };
}

function momentIn(column: Float64Array, n: RowNumber): Instant | undefined {
  const at = column[n] ?? 0;
  return at === 0 ? undefined : instant(at);
}

function alarmNumber(s: State, alarm: EntryId): number {
  const known = s.alarmNumbers.get(alarm);
  if (known !== undefined) return known;
  const number = s.alarms.push(alarm) - 1;
  s.alarmNumbers.set(alarm, number);
  s.counts.push(new Int32Array(P * C * S));
  return number;
}

function wayOf({ phase, channel }: Pick<RowKey, 'phase' | 'channel'>): number {
  return PHASES.indexOf(phase) * C + CHANNEL_NAMES.indexOf(channel);
}

function phaseOf(way: number): Phase {
  return PHASES[Math.floor(way / C)] ?? 'call';
}

function channelOf(way: number): ChannelName {
  return CHANNEL_NAMES[way % C] ?? 'push';
}

/** One number for alarm, way and person: exact up to 2^53, which is two hundred thousand alarms. */
function keyOf(alarm: number, way: number, person: number): number {
  return (alarm * P * C + way) * PEOPLE_MAX + person;
}

function isWaiting(state: number): boolean {
  return ROW_STATES[state] === 'planned' || ROW_STATES[state] === 'deferred';
}

function bump(counts: Int32Array, at: number, by: number): void {
  counts[at] = (counts[at] ?? 0) + by;
}

import { assert } from '../../base/assert.ts';
import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { roomForRows, shiftedDown, withRoomFor } from './ledger-columns.ts';
import type { LedgerColumns } from './ledger-columns.ts';
import type { Counted, LedgerEvent, Phase, Row, RowKey, RowNumber, RowState } from './ledger.ts';
import { newQueue } from './queue.ts';
import type { Queue } from './queue.ts';

/** What a message is for, the most urgent first: it is over, go elsewhere, is it so?, come, be ready, check in. */
export const PHASES = ['over', 'redirect', 'ask', 'call', 'ready', 'remind'] as const;

/**
 * How one message to one person by one road stands. `claimed`: on its way, by the process of this epoch. `accepted`: its
 * carrier took it over; `unknown`: it left and nobody said what became of it. `seen`, `answered`: by the person. `stranded`:
 * it waited for a road that the hub gave up; when the road comes back it may still go.
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
  'stranded',
] as const;

/**
 * Why a message failed for good: its carrier refused the address, the message, or an address inside; it was worth nothing any
 * more before a carrier took it; nobody was there to tell any more.
 */
export const FAILED_WHY = ['address', 'message', 'inside', 'late', 'nobody'] as const;

export const PEOPLE_MAX: number = 2 ** 31;
const [P, C, S] = [PHASES.length, CHANNEL_NAMES.length, ROW_STATES.length];
/** In the column of states, where a row was. */
export const FORGOTTEN = 255;

/** The rows of a ledger, column by column, and what is counted and looked up of them. */
export type LedgerRows = {
  readonly alarmNumbers: Map<EntryId, number>;
  readonly alarmNames: Map<number, EntryId>;
  readonly byKey: Map<number, RowNumber>;
  /** Of each alarm: how many rows by way and state. */
  readonly counts: Map<number, Int32Array>;
  readonly queues: readonly Queue[];
  readonly waiting: Int32Array;
  readonly draws: Map<RowNumber, number>;
  /** That of row `first` stands at the beginning. */
  columns: LedgerColumns;
  first: RowNumber;
  end: RowNumber;
  size: number;
  epoch: number;
  alarmsEver: number;
};

export function newRows(): LedgerRows {
  return {
    alarmNumbers: new Map(),
    alarmNames: new Map(),
    byKey: new Map(),
    counts: new Map(),
    queues: Array.from({ length: P * C }, () => newQueue()),
    waiting: new Int32Array(C),
    draws: new Map(),
    columns: roomForRows(),
    first: 0,
    end: 0,
    size: 0,
    epoch: 0,
    alarmsEver: 0,
  };
}

/** New rows at the end; none where there is one for the same person, alarm, phase and road. */
export function addRows(
  s: LedgerRows,
  {
    due,
    people,
    ...of
  }: Omit<RowKey, 'person'> & { readonly due: Instant; readonly people: readonly number[] },
): void {
  if (people.length === 0) return;
  const [alarm, way] = [alarmNumber(s, of.alarm), wayOf(of)];
  const [counts, queue] = [s.counts.get(alarm), s.queues[way]];
  assert(counts !== undefined && queue !== undefined, 'every alarm has its counts, every way its queue');
  s.columns = withRoomFor(s.columns, s.end - s.first, people.length);
  const { columns } = s;
  for (const person of people) {
    assert(
      Number.isInteger(person) && person >= 0 && person < PEOPLE_MAX,
      'a person is a number of the roster',
    );
    const name = keyOf(alarm, way, person);
    if (s.byKey.has(name)) continue;
    const n = s.end++;
    const i = n - s.first;
    s.size++;
    s.byKey.set(name, n);
    columns.person[i] = person;
    columns.alarm[i] = alarm;
    columns.way[i] = way;
    columns.state[i] = 0;
    columns.tries[i] = 0;
    columns.due[i] = due;
    columns.since[i] = due;
    columns.at[i] = due;
    setCame(columns, i, {});
    bump(counts, way * S, 1);
    bump(s.waiting, way % C, 1);
    queue.add(n, due);
  }
}

/** Queues find out by themselves: a row that does not wait any more is passed over. */
export function dropAlarm(s: LedgerRows, alarm: EntryId): void {
  const number = s.alarmNumbers.get(alarm);
  if (number === undefined) return;
  const { columns } = s;
  eachRow(s, alarm, (n) => {
    const i = n - s.first;
    const way = columns.way[i] ?? 0;
    s.byKey.delete(keyOf(number, way, columns.person[i] ?? 0));
    s.draws.delete(n);
    if (isWaiting(columns.state[i] ?? 0)) bump(s.waiting, way % C, -1);
    columns.state[i] = FORGOTTEN;
    columns.person[i] = 0;
    s.size--;
  });
  s.counts.delete(number);
  s.alarmNumbers.delete(alarm);
  s.alarmNames.delete(number);
}

/** Puts a row into a state; what has been answered is never merely seen again. */
export function move(s: LedgerRows, n: RowNumber, state: RowState, at: Instant): void {
  assert(n < s.end, 'only planned rows change');
  if (!holds(s, n)) return;
  const { columns } = s;
  const i = n - s.first;
  const [was, is] = [columns.state[i] ?? 0, ROW_STATES.indexOf(state)];
  const counts = s.counts.get(columns.alarm[i] ?? 0);
  const way = columns.way[i] ?? 0;
  assert(counts !== undefined, 'every alarm has its counts');
  if (ROW_STATES[was] === 'answered' || was === is) return;
  bump(counts, way * S + was, -1);
  bump(counts, way * S + is, 1);
  bump(s.waiting, way % C, Number(isWaiting(is)) - Number(isWaiting(was)));
  columns.state[i] = is;
  columns.at[i] = at;
}

const HANDED: ReadonlySet<RowState> = new Set(['accepted', 'unknown']);

/** What came of it, with when it first came so far: what comes later does not take that away. */
export function become(
  s: LedgerRows,
  n: RowNumber,
  { state, at, why }: LedgerEvent & { readonly kind: 'became' },
): void {
  move(s, n, state, at);
  if (!holds(s, n)) return;
  const { handedAt, seenAt } = cameOf(s.columns, n - s.first);
  setCame(s.columns, n - s.first, {
    handedAt: handedAt ?? (HANDED.has(state) ? at : undefined),
    seenAt: seenAt ?? (state === 'seen' ? at : undefined),
    why,
  });
}

type Came = Pick<Row, 'handedAt' | 'seenAt' | 'why'>;

/** In the columns nothing stands as 0. */
export function setCame(
  { handed, seen, why: whys }: LedgerColumns,
  i: number,
  { handedAt = instant(0), seenAt = instant(0), why }: Came,
): void {
  handed[i] = handedAt;
  seen[i] = seenAt;
  whys[i] = why === undefined ? 0 : FAILED_WHY.indexOf(why) + 1;
}

function cameOf({ handed, seen, why }: LedgerColumns, i: number): Came {
  const momentIn = (column: Float64Array): Instant | undefined => {
    const at = column[i] ?? 0;
    return at === 0 ? undefined : instant(at);
  };
  return { handedAt: momentIn(handed), seenAt: momentIn(seen), why: FAILED_WHY[(why[i] ?? 0) - 1] };
}

export function wait(
  s: LedgerRows,
  n: RowNumber,
  { state, at, due }: { readonly state: 'planned' | 'deferred'; readonly at: Instant; readonly due: Instant },
): void {
  const was = stateOf(s, n);
  if (ROW_STATES[was] !== 'claimed' && !mayStillGo(was)) return;
  s.columns.due[n - s.first] = due;
  // As if it were planned now.
  if (ROW_STATES[was] === 'stranded') s.columns.since[n - s.first] = due;
  move(s, n, state, at);
  s.queues[s.columns.way[n - s.first] ?? 0]?.add(n, due);
}

/** Gives back the room of the rows before the first that is left. */
export function closeUp(s: LedgerRows): void {
  const rows = s.end - s.first;
  let gone = 0;
  while (gone < rows && s.columns.state[gone] === FORGOTTEN) gone++;
  s.columns = shiftedDown(s.columns, gone, rows);
  s.first += gone;
}

/** Visits the rows of an alarm, in the order of planning. */
export function eachRow(s: LedgerRows, alarm: EntryId, visit: (n: RowNumber) => void): void {
  const wanted = s.alarmNumbers.get(alarm);
  if (wanted === undefined) return;
  for (let n = s.first; n < s.end; n++)
    if (s.columns.alarm[n - s.first] === wanted && s.columns.state[n - s.first] !== FORGOTTEN) visit(n);
}

export function findRow(s: LedgerRows, key: RowKey): RowNumber | undefined {
  const alarm = s.alarmNumbers.get(key.alarm);
  return alarm === undefined ? undefined : s.byKey.get(keyOf(alarm, wayOf(key), key.person));
}

export function holds(s: LedgerRows, n: RowNumber): boolean {
  return stateOf(s, n) !== FORGOTTEN;
}

export function stateOf({ first, end, columns }: LedgerRows, n: RowNumber): number {
  return n < first || n >= end ? FORGOTTEN : (columns.state[n - first] ?? FORGOTTEN);
}

export function triesOf({ first, columns }: LedgerRows, n: RowNumber): number {
  return columns.tries[n - first] ?? 0;
}

export function rowAt(s: LedgerRows, n: RowNumber): Row {
  const { columns } = s;
  const i = n - s.first;
  const [alarm, state] = [s.alarmNames.get(columns.alarm[i] ?? 0), ROW_STATES[stateOf(s, n)]];
  assert(alarm !== undefined && state !== undefined, 'only rows that are held are asked for');
  const way = columns.way[i] ?? 0;
  return {
    alarm,
    phase: phaseOf(way),
    channel: channelOf(way),
    person: columns.person[i] ?? 0,
    state,
    due: instant(columns.due[i] ?? 0),
    since: instant(columns.since[i] ?? 0),
    at: instant(columns.at[i] ?? 0),
    ...cameOf(columns, i),
    tries: triesOf(s, n),
  };
}

function alarmNumber(s: LedgerRows, alarm: EntryId): number {
  const known = s.alarmNumbers.get(alarm);
  if (known !== undefined) return known;
  const number = s.alarmsEver++;
  s.alarmNumbers.set(alarm, number);
  s.alarmNames.set(number, alarm);
  s.counts.set(number, new Int32Array(P * C * S));
  return number;
}

export function wayOf({ phase, channel }: Pick<RowKey, 'phase' | 'channel'>): number {
  return PHASES.indexOf(phase) * C + CHANNEL_NAMES.indexOf(channel);
}

export function phaseOf(way: number): Phase {
  return PHASES[Math.floor(way / C)] ?? 'call';
}

export function channelOf(way: number): ChannelName {
  return CHANNEL_NAMES[way % C] ?? 'push';
}

/** One number for alarm, way and person: exact up to 2^53, which is two hundred thousand alarms. */
function keyOf(alarm: number, way: number, person: number): number {
  return (alarm * P * C + way) * PEOPLE_MAX + person;
}

export function isWaiting(state: number): boolean {
  return ROW_STATES[state] === 'planned' || ROW_STATES[state] === 'deferred';
}

export function mayStillGo(state: number): boolean {
  return isWaiting(state) || ROW_STATES[state] === 'stranded';
}

function bump(counts: Int32Array, at: number, by: number): void {
  counts[at] = (counts[at] ?? 0) + by;
}

export function countOf(s: LedgerRows, alarm: EntryId, { state, phase, channel }: Counted): number {
  const counts = s.counts.get(s.alarmNumbers.get(alarm) ?? -1);
  if (counts === undefined) return 0;
  const wanted = ROW_STATES.indexOf(state);
  let sum = 0;
  for (let way = 0; way < P * C; way++) {
    if (phase !== undefined && phaseOf(way) !== phase) continue;
    if (channel === undefined || channelOf(way) === channel) sum += counts[way * S + wanted] ?? 0;
  }
  return sum;
}

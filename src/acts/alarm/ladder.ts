import { MINUTE_MS, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { isTimely, stateNow } from './held-up.ts';
import type { HoldingUp } from './held-up.ts';
import type { LedgerEvent, Phase, Row, RowNumber } from './ledger.ts';
import { WORTH_MS } from './outcome.ts';
import type { Roster } from './roster.ts';

/** Without a sign that a notification was seen, a text message follows. */
const SEEN_WITHIN_MS: number = 60 * SECOND_MS;
/** A warden who has not answered by then is called. */
const ANSWER_WITHIN_MS: number = 180 * SECOND_MS;
/** Of a hundred notifications this many are seen within the minute where nothing is wrong; drills say how many really. */
const SEEN_OF_HUNDRED = 60;
/** Under a fifth of that the data network of an area counts as down. */
const DOWN_PART = 5;
/** Fewer notifications say nothing about an area. */
const AREA_SENT_MIN = 5;
/** What was sent longer ago says nothing about now. */
const AREA_LOOKS_BACK_MS: number = 10 * MINUTE_MS;

export type Climbing = Omit<HoldingUp, 'renewed'>;

/**
 * The next road of all who have not been reached: a text message where no notification was seen in a minute, at once where
 * an area's data network is down; a call to a warden who has not answered in three; any road left where all others failed, or
 * the hub gave them up. Who answered is left alone. That it is over is told once, by another road only where the first one
 * failed. A message that is stranded goes after all once its road is back, if no other reached the person.
 */
export function followUps(
  alarm: EntryId,
  climbing: Climbing,
  phases: readonly Phase[],
): readonly LedgerEvent[] {
  const { ledger, roster, asOf } = climbing;
  const people = new Map<string, Reached>();
  ledger.each(alarm, (row) => {
    if (row.state === 'cancelled' || !phases.includes(row.phase)) return;
    const key = `${row.phase} ${row.person}`;
    const reached = people.get(key) ?? { person: row.person, phase: row.phase, rows: [] };
    if (reached.rows.length === 0) people.set(key, reached);
    const state = stateNow(row, roster);
    reached.rows.push(state === row.state ? row : { ...row, state });
  });
  const down = areasDown(alarm, climbing);
  const again: RowNumber[] = [];
  const next = new Map<
    string,
    { readonly phase: Phase; readonly channel: ChannelName; readonly people: number[] }
  >();
  for (const reached of people.values()) {
    const { phase, person } = reached;
    const channel = nextRoad(reached, { roster, asOf, down });
    if (channel === undefined || !isTimely(person, phase, climbing)) continue;
    const stranded = ledger.find({ alarm, phase, channel, person });
    if (stranded !== undefined) {
      again.push(stranded);
      continue;
    }
    const key = `${phase} ${channel}`;
    const group = next.get(key) ?? { phase, channel, people: [] };
    if (group.people.length === 0) next.set(key, group);
    group.people.push(person);
  }
  return [
    ...(again.length === 0 ? [] : [{ kind: 'defer', rows: again, at: asOf, due: asOf } as const]),
    ...[...next.values()].map((group): LedgerEvent => ({ kind: 'plan', alarm, due: asOf, ...group })),
  ];
}

type Reached = { readonly person: number; readonly phase: Phase; readonly rows: Row[] };

function nextRoad(
  { person, phase, rows }: Reached,
  {
    roster,
    asOf,
    down,
  }: { readonly roster: Roster; readonly asOf: Instant; readonly down: ReadonlySet<string> },
): ChannelName | undefined {
  if (rows.some(({ state }) => state === 'answered')) return undefined;
  // A call that runs is made anew when it goes; that it was over yesterday nobody needs to hear.
  const mayGoAgain = ({ state, since }: Row): boolean =>
    state === 'stranded' && (phase !== 'over' || asOf - since <= WORTH_MS.over);
  const mayTake = (channel: ChannelName): boolean =>
    roster.has(person, channel) && rows.every((row) => row.channel !== channel || mayGoAgain(row));
  if (rows.every(hasFailed)) return CHANNEL_NAMES.find(mayTake);
  if (phase === 'over') return undefined;
  const push = rows.find(({ channel }) => channel === 'push');
  const isWaitedFor = push !== undefined && push.state !== 'planned' && push.state !== 'seen';
  const isLate = isWaitedFor && (asOf - push.since >= SEEN_WITHIN_MS || hasFailed(push));
  const isDown = push !== undefined && push.state !== 'seen' && down.has(roster.cell(person) ?? '');
  if ((isLate || isDown) && mayTake('sms')) return 'sms';
  // What only asks to be ready rings nobody out of their sleep.
  if (phase === 'ready') return undefined;
  const first = Math.min(...rows.filter(({ tries }) => tries > 0).map(({ since }) => since));
  const isUnanswered = asOf - first >= ANSWER_WITHIN_MS || isDown;
  return roster.role(person) === 'warden' && isUnanswered && mayTake('call') ? 'call' : undefined;
}

function hasFailed({ state }: Row): boolean {
  return state === 'gone' || state === 'failed' || state === 'stranded';
}

/** Cells where next to no notification of the last minutes was seen: their data network counts as down. */
export function areasDown(
  alarm: EntryId,
  { ledger, roster, asOf }: Pick<Climbing, 'ledger' | 'roster' | 'asOf'>,
): ReadonlySet<string> {
  const areas = new Map<string, { sent: number; seen: number }>();
  ledger.each(alarm, ({ channel, person, state, since, tries }) => {
    const cell = roster.cell(person);
    const age = asOf - since;
    if (channel !== 'push' || cell === undefined || tries === 0) return;
    if (age < SEEN_WITHIN_MS || age > AREA_LOOKS_BACK_MS) return;
    const area = areas.get(cell) ?? { sent: 0, seen: 0 };
    areas.set(cell, area);
    area.sent++;
    if (state === 'seen' || state === 'answered') area.seen++;
  });
  const isDown = ({ sent, seen }: { readonly sent: number; readonly seen: number }): boolean =>
    sent >= AREA_SENT_MIN && (100 * seen) / sent < SEEN_OF_HUNDRED / DOWN_PART;
  return new Set([...areas].filter(([, area]) => isDown(area)).map(([cell]) => cell));
}

import type { AlarmMode, AlarmToldBody } from '../../record/kinds/alarm.ts';
import type { Act } from '../../record/kinds/vocabulary.ts';
import { entryIdOf, KEY_BYTES, newIncidentId } from '../../record/names.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import type { AlarmEnd } from '../words/alarm-words.ts';
import type { Language } from '../words/words.ts';
import { composable } from './composer-link.ts';
import { byCode } from './door-list.ts';
import type { MeetingPoint } from './meeting.ts';
import { renderMessage } from './message.ts';
import { neighbourKey } from './neighbour.ts';
import type { Neighbour } from './neighbour.ts';
import { sayingOf } from './saying.ts';

/** From this tier on neighbours are called: before, one voice would reach a whole cell. */
const CALLING_TIER = 2;

/** One alarm as far as a warden's work in their cell goes by it. */
export type CellAlarm = {
  readonly alarm: EntryId;
  readonly incident: IncidentId;
  /** Of the incident: that of the key by which the warden speaks in it. */
  readonly number: number;
  readonly mode: AlarmMode;
  readonly act?: Act;
  readonly tier: number;
  /** Where people are needed and safe now. */
  readonly point?: MeetingPoint;
  /** Since the way to where the place would have people is closed. */
  readonly isOutside: boolean;
  readonly endedAs?: AlarmEnd;
};

/** Of no entry and no incident. */
const BY_HAND = {
  alarm: entryIdOf(new Uint8Array(KEY_BYTES)),
  incident: newIncidentId((length) => new Uint8Array(length)),
  number: 0,
} as const;

/**
 * An alarm as a warden writes it down who heard of it by another road while no hub answers: by SMS, by a call, from a runner.
 * It calls neighbours as that of a hub does; nothing of it can be sent.
 */
export function alarmByHand(heard: Pick<CellAlarm, 'mode' | 'act' | 'point'>): CellAlarm {
  return { ...BY_HAND, ...heard, tier: CALLING_TIER, isOutside: false };
}

export function isByHand({ alarm }: Pick<CellAlarm, 'alarm'>): boolean {
  return alarm === BY_HAND.alarm;
}

/** What a hub tells a warden of their cell: its homes by the plan, and the alarms that run or have just ended. */
export type CellTold = {
  readonly cell: string;
  readonly homes: readonly string[];
  readonly settlement: string;
  readonly alarms: readonly CellAlarm[];
};

/** What neighbours are told by their warden: to come, to go elsewhere, or that it is over. */
export type CellPhase = 'call' | 'redirect' | 'over';

/** Where a neighbour was told last to go. */
export type SentTo = { readonly point?: string; readonly isOutside: boolean };

/**
 * What a warden has ticked of one neighbour in one alarm. Who answered was told. `opened`: a text to them was opened in the
 * composer; whether it went nobody knows but the warden. `knows`: that it is over.
 */
export type Tick = {
  readonly told?: SentTo;
  readonly opened?: SentTo;
  readonly answer?: 'coming' | 'cannot';
  readonly knows?: true;
};

/** One line of a warden's list: a neighbour, or a home of the plan of which nobody was written down. */
export type CellRow = Neighbour & { readonly key: string };

export type Ticks = Readonly<Record<string, Tick>>;

/** Everybody to be told, by home; homes of the plan without anybody written down are told at the door. */
export function cellRows(neighbours: readonly Neighbour[], homes: readonly string[]): readonly CellRow[] {
  const known = new Set(neighbours.map(({ home }) => home));
  const silent = homes.filter((home) => !known.has(home)).map((home): Neighbour => ({ home, name: '' }));
  return [...neighbours, ...silent]
    .map((each) => ({ ...each, key: neighbourKey(each) }))
    .sort((a, b) => byCode(a.home, b.home));
}

/** Whether it still waits for a second voice, so that no cell is to hear of it. */
export function isQuestion({ tier, endedAs }: Pick<CellAlarm, 'tier' | 'endedAs'>): boolean {
  return endedAs === undefined && tier < CALLING_TIER;
}

/** Whether somebody was told, or a text to them was opened and perhaps sent: then they must hear that it is over. */
export function mayHaveHeard({ told, opened }: Tick = {}): boolean {
  return told !== undefined || opened !== undefined;
}

/** What is still to be said to somebody; nothing where they have been told, or are not to be. */
export function owedTo(alarm: CellAlarm, tick: Tick = {}): CellPhase | undefined {
  const { told, answer, knows } = tick;
  if (alarm.endedAs !== undefined) return mayHaveHeard(tick) && knows !== true ? 'over' : undefined;
  if (told === undefined) return isQuestion(alarm) ? undefined : 'call';
  const isThere = told.isOutside && told.point === alarm.point?.code;
  return alarm.isOutside && !isThere && answer !== 'cannot' ? 'redirect' : undefined;
}

/** What a text to somebody says: what they are owed, or once more what they were told. */
export function textPhase(alarm: CellAlarm, tick: Tick = {}): CellPhase | undefined {
  const owed = owedTo(alarm, tick);
  if (owed !== undefined || tick.told === undefined) return owed;
  if (alarm.endedAs !== undefined) return 'over';
  return alarm.isOutside ? 'redirect' : 'call';
}

/** The rows to which each thing is still to be said, the most pressing first. */
export function cellTasks(
  alarm: CellAlarm,
  rows: readonly CellRow[],
  ticks: Ticks,
): readonly { readonly phase: CellPhase; readonly rows: readonly CellRow[] }[] {
  const owed = (phase: CellPhase): readonly CellRow[] =>
    rows.filter(({ key }) => owedTo(alarm, ticks[key]) === phase);
  return (['over', 'redirect', 'call'] as const)
    .map((phase) => ({ phase, rows: owed(phase) }))
    .filter((task) => task.rows.length > 0);
}

/** The tick of somebody who was just told what holds now. */
export function toldNow(alarm: CellAlarm, tick: Tick = {}): Tick {
  return alarm.endedAs === undefined ? { ...tick, told: sentTo(alarm) } : { ...tick, knows: true };
}

/** The tick of somebody to whom a text was opened in the composer; that it is over is ticked only. */
export function openedNow(alarm: CellAlarm, tick: Tick = {}): Tick {
  return alarm.endedAs === undefined ? { ...tick, opened: sentTo(alarm) } : tick;
}

function sentTo({ point, isOutside }: CellAlarm): SentTo {
  return { ...(point && { point: point.code }), isOutside };
}

/**
 * The tick after a press on `told`, `coming` or `cannot`; a second press takes it back. Whoever answered was told. Once it is
 * over, `told` says that somebody knows that, and nobody answers any more.
 */
export function ticked(alarm: CellAlarm, before: Tick = {}, as: string | undefined): Tick {
  const { told, opened, answer } = before;
  if (alarm.endedAs !== undefined) {
    const { knows, ...rest } = before;
    return as === 'told' && knows !== true ? { ...rest, knows: true } : rest;
  }
  if (as === 'told') return told === undefined ? toldNow(alarm, before) : { ...(opened && { opened }) };
  const said = (['coming', 'cannot'] as const).find((each) => each === as);
  const { answer: _, ...rest } = told === undefined ? toldNow(alarm, before) : before;
  return { ...rest, ...(said !== undefined && said !== answer && { answer: said }) };
}

/** What stands in a text to neighbours: one SMS part, the hub's own words, and nothing that a composer loses. */
export function neighbourText(
  alarm: CellAlarm,
  phase: CellPhase,
  { settlement, language }: { readonly settlement: string; readonly language: Language },
): string {
  const { mode, act, endedAs, point, isOutside } = alarm;
  const told = { mode, ...(act !== undefined && { act }), ...(endedAs !== undefined && { endedAs }) };
  const meeting = { ...(point && { point }), isOutside };
  const saying = sayingOf(phase, told, { role: 'resident', isNear: true }, meeting);
  return saying === undefined ? '' : renderMessage(saying, composable(settlement), language).text;
}

/** The counts a warden sends: how many, and never who. */
export function cellTally(cell: string, rows: readonly CellRow[], ticks: Ticks): Omit<AlarmToldBody, 'type'> {
  const count = (isMeant: (tick: Tick) => boolean): number =>
    rows.filter(({ key }) => isMeant(ticks[key] ?? {})).length;
  const told = count((tick) => tick.told !== undefined);
  return {
    cell,
    told,
    acknowledged: count((tick) => tick.answer !== undefined),
    coming: count((tick) => tick.answer === 'coming'),
    cannot: count((tick) => tick.answer === 'cannot'),
    unreached: rows.length - told,
  };
}

import { isByHand, owedTo } from '../../acts/alarm/cell-work.ts';
import type { CellAlarm, CellTold, SentTo, Tick, Ticks } from '../../acts/alarm/cell-work.ts';
import { neighbourOf, NEIGHBOURS_MAX } from '../../acts/alarm/neighbour.ts';
import type { Neighbour } from '../../acts/alarm/neighbour.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { EntryId } from '../../record/names.ts';
import { cellAlarmIn } from './cell-told.ts';

/** What a warden's device keeps of the cell, sealed with its own key. Nothing of it is sent anywhere but the counts. */
export type CellNotes = {
  readonly neighbours: readonly Neighbour[];
  /** In which language neighbours are texted. */
  readonly language?: Language;
  /** The link by which this device hands in entries, for when the page was opened by another. */
  readonly base?: string;
  readonly work: readonly AlarmNotes[];
};

/** One alarm as it was last known, what was ticked in it, and the counts that were sent last. */
export type AlarmNotes = { readonly alarm: CellAlarm; readonly ticks: Ticks; readonly sent?: SentCounts };

/** `isIn`: the hub has answered for them. */
export type SentCounts = { readonly counts: string; readonly isIn: boolean };

/** A drill and an alarm a day: older ones are of the past, and the record has their counts. */
const WORK_MAX = 8;
const BASE = /^\/b\/[\w-]{1,128}$/;

const NO_NOTES: CellNotes = { neighbours: [], work: [] };

/** Whether a page was opened by a link by which entries are handed in, and not by that of one message. */
export function isOwnLink(base: string): boolean {
  return BASE.test(base);
}

export function printNotes(notes: CellNotes): string {
  return JSON.stringify(notes);
}

/** What a device kept; of what is damaged in it, the rest. */
export function parseNotes(text: string | undefined): CellNotes {
  const value = parseJson(text ?? '');
  if (!isJsonObject(value)) return NO_NOTES;
  const { neighbours, work, base } = value;
  const language = LANGUAGES.find((each) => each === value['language']);
  return {
    neighbours: listOf(neighbours)
      .flatMap((each) => neighbourIn(each) ?? [])
      .slice(0, NEIGHBOURS_MAX),
    ...(language !== undefined && { language }),
    ...(typeof base === 'string' && isOwnLink(base) && { base }),
    work: listOf(work)
      .flatMap((each) => workIn(each) ?? [])
      .slice(-WORK_MAX),
  };
}

/** The notes with what is known of an alarm now; what was ticked in it stays. */
export function withAlarm(notes: CellNotes, alarm: CellAlarm): CellNotes {
  if (notes.work.some((known) => known.alarm.alarm === alarm.alarm))
    return changeWork(notes, alarm.alarm, (known) => ({ ...known, alarm }));
  return { ...notes, work: [...notes.work, { alarm, ticks: {} }].slice(-WORK_MAX) };
}

/** The notes after a change to those of one alarm; of an alarm that is not there, as they were. */
export function changeWork(
  notes: CellNotes,
  alarm: EntryId,
  change: (known: AlarmNotes) => AlarmNotes,
): CellNotes {
  return {
    ...notes,
    work: notes.work.map((known) => (known.alarm.alarm === alarm ? change(known) : known)),
  };
}

/**
 * What the hub knows, in the place of what was known before. An alarm that a warden wrote down by hand is that of the hub
 * once it tells of one of the same mode that runs and by which neighbours are called: what was ticked is ticked there. One that
 * is over may be of this morning.
 */
export function withTold(notes: CellNotes, { alarms }: CellTold): CellNotes {
  const isWorth = (each: CellAlarm): boolean =>
    each.endedAs === undefined || notes.work.some(({ alarm }) => alarm.alarm === each.alarm);
  const known = alarms.filter(isWorth).reduce(withAlarm, notes);
  const byHand = known.work.find(({ alarm }) => isByHand(alarm));
  const same = alarms.findLast((each) => each.mode === byHand?.alarm.mode && owedTo(each) === 'call');
  if (byHand === undefined || same === undefined) return known;
  const joined = changeWork(known, same.alarm, (work) => ({
    ...work,
    ticks: { ...byHand.ticks, ...work.ticks },
  }));
  return { ...joined, work: joined.work.filter(({ alarm }) => !isByHand(alarm)) };
}

function neighbourIn(value: Json): Neighbour | undefined {
  if (!isJsonObject(value)) return undefined;
  const read = neighbourOf(textIn(value, 'home'), textIn(value, 'number'), textIn(value, 'name'));
  return read.ok ? read.value : undefined;
}

function workIn(value: Json): AlarmNotes | undefined {
  if (!isJsonObject(value)) return undefined;
  const alarm = cellAlarmIn(value['alarm']);
  const { ticks, sent } = value;
  if (alarm === undefined) return undefined;
  const kept = Object.entries(isJsonObject(ticks) ? ticks : {})
    .slice(0, 2 * NEIGHBOURS_MAX)
    .flatMap(([key, tick]) => (isJsonObject(tick) ? [[key, tickIn(tick)] as const] : []));
  return {
    alarm,
    ticks: Object.fromEntries(kept),
    ...(isJsonObject(sent) && {
      sent: { counts: textIn(sent, 'counts'), isIn: sent['isIn'] === true },
    }),
  };
}

function tickIn(value: Readonly<Record<string, Json>>): Tick {
  const [told, opened] = [sentToIn(value['told']), sentToIn(value['opened'])];
  const answer = (['coming', 'cannot'] as const).find((each) => each === value['answer']);
  return {
    ...(told && { told }),
    ...(opened && { opened }),
    ...(answer && { answer }),
    ...(value['knows'] === true && { knows: true }),
  };
}

function sentToIn(value: Json | undefined): SentTo | undefined {
  if (!isJsonObject(value)) return undefined;
  const { point } = value;
  return { ...(typeof point === 'string' && { point }), isOutside: value['isOutside'] === true };
}

function textIn(value: Readonly<Record<string, Json>>, name: string): string {
  const text = value[name];
  return typeof text === 'string' ? text : '';
}

function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

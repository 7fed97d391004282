import type { CellAlarm, CellTold } from '../../acts/alarm/cell-work.ts';
import { ALARM_ENDS } from '../../acts/words/alarm-words.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { isCode } from '../../record/kinds/fields.ts';
import { ACTS } from '../../record/kinds/vocabulary.ts';
import { parseEntryId, parseIncidentId } from '../../record/names.ts';

/** More a hub never tells of (engine/cell-desk.ts); a list that is longer is cut. */
const ALARMS_MAX = 20;
const HOMES_MAX = 200;
const NAME_CHARS_MAX = 200;

/** Reads what a hub answers a warden; `undefined` for what is no such answer. */
export function cellTold(value: Json | undefined): CellTold | undefined {
  if (!isJsonObject(value) || !isCode(value['cell'])) return undefined;
  const { cell, settlement, homes, alarms } = value;
  return {
    cell,
    settlement: shortText(settlement) ?? '',
    homes: listOf(homes).filter(isCode).slice(0, HOMES_MAX),
    alarms: listOf(alarms)
      .flatMap((each) => cellAlarmIn(each) ?? [])
      .slice(0, ALARMS_MAX),
  };
}

/** One alarm, from a hub or from the device's own notes. */
export function cellAlarmIn(value: Json | undefined): CellAlarm | undefined {
  if (!isJsonObject(value)) return undefined;
  const { number, tier, isOutside, mode } = value;
  const [alarm, incident] = [parseEntryId(value['alarm']), parseIncidentId(value['incident'])];
  if (alarm === undefined || incident === undefined || typeof isOutside !== 'boolean') return undefined;
  if (!isCount(number) || !isCount(tier) || (mode !== 'real' && mode !== 'drill')) return undefined;
  const act = ACTS.find((each) => each === value['act']);
  const endedAs = ALARM_ENDS.find((each) => each === value['endedAs']);
  const point = pointIn(value['point']);
  return {
    alarm,
    incident,
    number,
    mode,
    ...(act !== undefined && { act }),
    tier,
    ...(point && { point }),
    isOutside,
    ...(endedAs !== undefined && { endedAs }),
  };
}

function pointIn(value: Json | undefined): CellAlarm['point'] {
  if (!isJsonObject(value) || !isCode(value['code'])) return undefined;
  const name = shortText(value['name']);
  return { code: value['code'], ...(name !== undefined && { name }) };
}

function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function shortText(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value.slice(0, NAME_CHARS_MAX) : undefined;
}

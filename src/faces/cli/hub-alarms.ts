import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import { UsageError } from './command.ts';
import { readIncidents } from './hub-incidents.ts';
import type { HubIncident } from './hub-incidents.ts';
import { askHub } from './hub-place.ts';

/** An alarm as the hub tells it, with the incident in which it was raised. */
export type HubAlarm = {
  readonly id: EntryId;
  readonly incident: HubIncident;
  readonly mode: string;
  readonly tier: number;
  readonly isOver: boolean;
};

const ID_CHARS_MIN = 4;
/** Older ones are asked for by nobody, and each is a question to the hub. */
const INCIDENTS_MAX = 50;

/** What the hub tells of its newest incidents, those first; an alarm whose raise has not come is none yet. */
export async function alarmsOn(link: string): Promise<readonly HubAlarm[]> {
  const known = (await readIncidents(link)).filter(({ state }) => state !== 'merged');
  const newest = known.toSorted((a, b) => b.number - a.number).slice(0, INCIDENTS_MAX);
  const told = await Promise.all(newest.map((incident) => alarmsIn(incident, link)));
  return told.flat();
}

/** Those that are not over, in incidents that are open. */
export async function liveAlarms(link: string): Promise<readonly HubAlarm[]> {
  const open = (await readIncidents(link)).filter(({ state }) => state === 'open');
  const told = await Promise.all(open.map((incident) => alarmsIn(incident, link)));
  return told.flat().filter(({ isOver }) => !isOver);
}

async function alarmsIn(incident: HubIncident, link: string): Promise<readonly HubAlarm[]> {
  const { value } = await askHub(`${link}/situation?incident=${incident.id}`);
  const alarms = isJsonObject(value) && isJsonArray(value['alarms']) ? value['alarms'] : [];
  return alarms.flatMap((alarm): readonly HubAlarm[] => {
    if (!isJsonObject(alarm)) return [];
    const { mode, tier, endedAs } = alarm;
    const id = parseEntryId(alarm['id']);
    if (id === undefined || typeof mode !== 'string' || typeof tier !== 'number') return [];
    return [{ id, incident, mode, tier, isOver: endedAs !== undefined }];
  });
}

/** The one whose id begins so. `of`: what they are, such as "alarms that run". */
export function alarmNamed<A extends { readonly id: EntryId }>(
  which: string,
  alarms: readonly A[],
  of: string,
): A {
  const found = which.length < ID_CHARS_MIN ? [] : alarms.filter(({ id }) => id.startsWith(which));
  const [alarm] = found;
  if (alarm === undefined || found.length > 1)
    throw new UsageError(`"${which}" names ${found.length} ${of}; see: shanyrak alarm list`);
  return alarm;
}

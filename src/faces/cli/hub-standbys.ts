import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import { readAs, readPlace } from './hub-place.ts';
import type { Asking } from './hub-place.ts';

/** Why people are asked to be ready, as the hub tells it; it stands on the place log. */
export type HubStandby = {
  readonly id: EntryId;
  readonly incident: { readonly id: IncidentId };
  readonly cause: string;
  readonly who?: string;
};

export type Reading = Omit<Asking, 'standing'> & Partial<Pick<Asking, 'standing'>>;

/** Nothing for those who may not read it. */
export async function standbysOn(link: string, reading: Reading): Promise<readonly HubStandby[]> {
  const value = await readAs('/people', link, reading);
  const told = isJsonObject(value) && isJsonArray(value['standbys']) ? value['standbys'] : [];
  if (told.length === 0) return [];
  const incident = { id: (await readPlace(link)).place };
  return told.flatMap((standby): readonly HubStandby[] => {
    if (!isJsonObject(standby)) return [];
    const { cause, who } = standby;
    const id = parseEntryId(standby['id']);
    if (id === undefined || typeof cause !== 'string') return [];
    return [{ id, incident, cause, ...(typeof who === 'string' && { who }) }];
  });
}

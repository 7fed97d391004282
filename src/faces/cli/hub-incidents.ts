import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseIncidentId } from '../../record/names.ts';
import type { IncidentId } from '../../record/names.ts';
import { UsageError, WorldError } from './command.ts';
import type { Given } from './command.ts';
import { askHub } from './hub-place.ts';
import { saysOf } from './hub-post.ts';

/** An incident the hub has numbered, as it tells everybody with a link. */
export type HubIncident = {
  readonly id: IncidentId;
  readonly number: number;
  readonly state: string;
  readonly into?: IncidentId;
};

export async function readIncidents(link: string): Promise<readonly HubIncident[]> {
  const { response, value } = await askHub(`${link}/incidents`);
  const told = incidentsTold(value);
  if (told !== undefined) return told;
  throw new WorldError(
    response?.ok === true
      ? 'that link does not answer like a hub of this version'
      : saysOf(response, value).replace(/\.$/, ''),
  );
}

/** Reads the list out of a hub's answer; `undefined` when there is none. */
export function incidentsTold(value: Json | undefined): readonly HubIncident[] | undefined {
  if (!isJsonObject(value) || !isJsonArray(value['lives'])) return undefined;
  return value['lives'].flatMap((item): readonly HubIncident[] => {
    if (!isJsonObject(item)) return [];
    const [id, into, { number, state }] = [parseIncidentId(item['id']), parseIncidentId(item['into']), item];
    if (id === undefined || typeof number !== 'number' || typeof state !== 'string') return [];
    return [{ id, number, state, ...(into !== undefined && { into }) }];
  });
}

/** The incident that somebody names by its number or its id; `undefined` when the hub has not numbered it. */
export function incidentNamed(text: string, known: readonly HubIncident[]): HubIncident | undefined {
  return known.find(({ number, id }) => String(number) === text || id === text);
}

/** What `--incident` says, when it has the form of a number or an id. */
export function incidentAsked(given: Given): string | undefined {
  const text = given.text('incident');
  if (text !== undefined && parseIncidentId(text) === undefined && !/^\d{1,4}$/.test(text))
    throw new UsageError('--incident is a number, or the 16 characters that `show` prints');
  return text;
}

/** The id that an id or a number means. */
export function idNamed(
  text: string,
  known: Iterable<{ readonly id: IncidentId; readonly number: number }>,
): IncidentId {
  const id = parseIncidentId(text) ?? [...known].find(({ number }) => String(number) === text)?.id;
  if (id === undefined) throw noIncident(text);
  return id;
}

/** Up to what it was merged into: that one's number counts for what is said now. */
export function incidentNow(incident: HubIncident, known: readonly HubIncident[]): HubIncident {
  const into = known.find(({ id }) => id === incident.into);
  return into === undefined ? incident : incidentNow(into, known);
}

/** What to say of a name that is none. */
export function noIncident(text: string): UsageError {
  return new UsageError(
    `"${text}" is neither the number nor the id of an incident here; see: shanyrak incident list`,
  );
}

import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { SPOKEN } from '../../record/kinds/vocabulary.ts';
import type { Spoken } from '../../record/kinds/vocabulary.ts';
import { parseIncidentId } from '../../record/names.ts';
import type { IncidentId } from '../../record/names.ts';

/** What a program has to know of a hub before it signs anything. */
export type HubPlace = {
  readonly place: IncidentId;
  readonly settlement: string;
  readonly languages: readonly Spoken[];
  readonly origin: string;
  readonly size: number;
  readonly nextNumber: number;
};

/** Reads what a hub answers under `/place`, or says why it is of no use. */
export function parseHubPlace(
  value: Json | undefined,
): HubPlace | 'not-a-hub' | 'not-founded' | 'other-version' {
  if (!isJsonObject(value) || typeof value['isFounded'] !== 'boolean') return 'not-a-hub';
  const place = parseIncidentId(value['place']);
  const { settlement, languages, origin, size, nextNumber } = value;
  if (place === undefined || typeof settlement !== 'string') return 'not-founded';
  if (typeof origin !== 'string' || typeof size !== 'number' || typeof nextNumber !== 'number')
    return 'other-version';
  const spoken = (isJsonArray(languages) ? languages : []).flatMap((l) => SPOKEN.find((s) => s === l) ?? []);
  return { place, settlement, languages: spoken, origin, size, nextNumber };
}

import type { IncidentId } from '../names.ts';
import type { Fields } from './fields.ts';
import { INCIDENT } from './forms.ts';
import { SLOT_MAX } from './people.ts';

/** The hub numbers an incident: from now on the keys of slot `number` speak in it. */
export type IncidentOpenBody = {
  readonly type: 'incident-open';
  readonly incident: IncidentId;
  readonly number: number;
};

/** Two raises of one event: the entries of `from` count in `into`, whose number becomes that of `from` too. */
export type IncidentMergeBody = {
  readonly type: 'incident-merge';
  readonly from: IncidentId;
  readonly into: IncidentId;
};

/** The incident is over, once two keyholders say so. */
export type IncidentCloseBody = { readonly type: 'incident-close'; readonly incident: IncidentId };

/** A closed incident is put away: no work is left to do on it. */
export type IncidentArchiveBody = { readonly type: 'incident-archive'; readonly incident: IncidentId };

export function readIncidentOpen(f: Fields): IncidentOpenBody {
  const incident = f.inForm('incident', INCIDENT);
  const number = f.count('number', SLOT_MAX);
  if (number === 0) f.refuse('number', 'counts from 1: slot 0 is the place log');
  return { type: 'incident-open', incident, number };
}

export function readIncidentMerge(f: Fields): IncidentMergeBody {
  const from = f.inForm('from', INCIDENT);
  const into = f.inForm('into', INCIDENT);
  if (from === into) f.refuse('into', 'is the incident itself');
  return { type: 'incident-merge', from, into };
}

export function readIncidentClose(f: Fields): IncidentCloseBody {
  return { type: 'incident-close', incident: f.inForm('incident', INCIDENT) };
}

export function readIncidentArchive(f: Fields): IncidentArchiveBody {
  return { type: 'incident-archive', incident: f.inForm('incident', INCIDENT) };
}

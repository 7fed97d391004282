import { createHash } from 'node:crypto';
import { bytesToBase64Url, utf8Encode } from '../../src/base/bytes.ts';
import type { Entry } from '../../src/record/entry.ts';
import { newIncidentId } from '../../src/record/names.ts';
import type { AuthorKey, IncidentId } from '../../src/record/names.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import { keyBytes } from '../../src/record/write.ts';
import type { Logged } from '../../src/situation/buckets.ts';
import { peopleOf } from '../../src/situation/people.ts';
import type { People } from '../../src/situation/people.ts';
import { standingOf } from '../../src/situation/people-standing.ts';
import type { Standing } from '../../src/situation/people-standing.ts';
import type { PeopleNeeds } from '../../src/situation/people-state.ts';
import { writer } from './entries.ts';
import type { Writer } from './entries.ts';

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

/** The hash by which a keyholder commits to this key. */
export function hashOf(key: AuthorKey): string {
  return bytesToBase64Url(sha256(keyBytes(key)));
}

/** The same of the key with that label. */
export function nextOf(label: string): string {
  return hashOf(keyOf(label));
}

export function keyOf(label: string): AuthorKey {
  return writer(label).key;
}

/** The secret code's hash of an invitation. */
export function codeOf(label: string): string {
  return bytesToBase64Url(sha256(utf8Encode(`code ${label}`)));
}

export function incidentOf(label: string): IncidentId {
  return newIncidentId((length) => sha256(utf8Encode(`incident ${label}`)).subarray(0, length));
}

export const PLACE: IncidentId = incidentOf('place');
export const ORIGIN = 'hub.example/log';
export const NEEDS: PeopleNeeds = { hubKeys: new Set([keyOf('hub')]), sha256, origin: ORIGIN };

/** Keyholders `k1` to `k5`, each with `k1-paper` and so on as the key that follows. */
export const FOUNDING: PlainObject = {
  settlement: 'East field',
  languages: ['kk', 'ru'],
  keyholders: [1, 2, 3, 4, 5].map((n) => ({ n, key: keyOf(`k${n}`), next: nextOf(`k${n}-paper`) })),
};

/** A place log that grows: each act is logged at the next index, unless one is given. */
export type PlaceLog = {
  readonly log: readonly Logged[];
  readonly says: (by: string, kind: string, body?: PlainObject, over?: Said) => Entry;
  readonly grants: (by: string, key: string, role: string, over?: PlainObject) => Entry;
  readonly revokes: (by: string, keys: readonly string[], from?: number) => Entry;
  readonly people: () => People;
  /** The reason why an act had no effect, or `undefined`. */
  readonly whyNot: (entry: Entry) => string | undefined;
  readonly standing: (key: string, incident?: IncidentId, index?: number) => Standing;
  /** The index of the last act. */
  readonly last: () => number;
};

type Said = { readonly incident?: IncidentId; readonly index?: number };

/** `founded`: with the founding at index 0 and without it. */
export function placeLog({ founded = true }: { readonly founded?: boolean } = {}): PlaceLog {
  const writers = new Map<string, Writer>();
  const log: Logged[] = [];
  const last = (): number => log.at(-1)?.index ?? -1;
  const says: PlaceLog['says'] = (by, kind, body = {}, { incident = PLACE, index = last() + 1 } = {}) => {
    const known = writers.get(by) ?? writer(by);
    writers.set(by, known);
    const entry = known.says({ kind, body, incident });
    log.push({ entry, index });
    return entry;
  };
  const people = (): People => peopleOf(log, NEEDS);
  if (founded) says('hub', 'place.found', FOUNDING);
  return {
    log,
    says,
    last,
    people,
    grants: (by, key, role, over = {}) =>
      says(by, 'key.grant', { key: keyOf(key), slot: 0, role, cell: 'c1', ...over }),
    revokes: (by, keys, from = last() + 1) =>
      says(by, 'key.revoke', { keys: keys.map(keyOf), origin: ORIGIN, index: from }),
    whyNot: (entry) => people().refused.find((refused) => refused.entry === entry.id)?.reason,
    standing: (key, incident = PLACE, index = last() + 1) =>
      standingOf(people(), keyOf(key), { incident, index }),
  };
}

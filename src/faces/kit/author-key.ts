import { base64UrlToBytes, bytesToBase64Url } from '../../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { parseSeenLog } from '../../record/log/seen-log.ts';
import type { SeenLog } from '../../record/log/seen-log.ts';
import { parseEntryId, parseIncidentId } from '../../record/names.ts';
import type { IncidentId } from '../../record/names.ts';
import { parseWireEntry } from '../../record/wire.ts';
import type { WireEntry } from '../../record/wire.ts';
import type { Place } from '../../record/write.ts';

/**
 * An author's key, its place in the chain, what no hub has answered for yet, and what the key has seen of its hub's log. Each
 * key sees for itself: what two of a device's keys had in common would tie them together.
 */
export type Key = {
  readonly seed: Uint8Array;
  readonly place: Place;
  readonly unsent: readonly WireEntry[];
  readonly log?: SeenLog;
};

/** A key as its file holds it: one made for an incident to come has none yet. */
export type KeyOnFile = Omit<Key, 'place'> & { readonly place?: Place };

/** An author's key as it lies in a file, and how it is put back there. `file`: its name, for words. */
export type KeptKey = { readonly file: string; readonly key: Key; readonly save: (key: Key) => void };

const SEED_BYTES = 32;

/** Where a key stands that has said nothing in this incident or on this place log. */
export function startOf(incident: IncidentId): Place {
  return { incident, sequence: 0, previous: '' };
}

/** What a key file says, in the open or unsealed; `undefined` when it is not one of ours. */
export function parseKey(text: string): KeyOnFile | undefined {
  const value = parseJson(text);
  const kept = isJsonObject(value) ? value : {};
  const seed = typeof kept['seed'] === 'string' ? base64UrlToBytes(kept['seed']) : undefined;
  const place = kept['incident'] === undefined ? undefined : placeIn(kept);
  if (seed?.length !== SEED_BYTES || (kept['incident'] !== undefined && place === undefined))
    return undefined;
  const unsent = (isJsonArray(kept['unsent']) ? kept['unsent'] : []).flatMap((item) => {
    const wire = parseWireEntry(item);
    return wire.ok ? [wire.value] : [];
  });
  const log = parseSeenLog(kept['log']);
  return { seed, ...(place && { place }), unsent, ...(log && { log }) };
}

function placeIn(kept: Readonly<Record<string, unknown>>): Place | undefined {
  const [id, previous, sequence] = [
    parseIncidentId(kept['incident']),
    kept['previous'] === '' ? ('' as const) : parseEntryId(kept['previous']),
    kept['sequence'],
  ];
  const isPlace =
    typeof sequence === 'number' &&
    Number.isSafeInteger(sequence) &&
    sequence >= 0 &&
    (sequence === 0) === (previous === '');
  if (id === undefined || previous === undefined || !isPlace) return undefined;
  return { incident: id, sequence, previous };
}

export function printKey({ seed, place, unsent, log }: KeyOnFile): string {
  return `${JSON.stringify({ seed: bytesToBase64Url(seed), ...place, unsent, ...(log && { log }) })}\n`;
}

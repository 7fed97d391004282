import { existsSync, readFileSync } from 'node:fs';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { newIncidentId, parseEntryId, parseIncidentId } from '../../record/names.ts';
import type { IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { parseWireEntry } from '../../record/wire.ts';
import type { WireEntry } from '../../record/wire.ts';
import type { Place } from '../../record/write.ts';
import { UsageError } from './command.ts';
import { replaceSecret } from './secret-file.ts';

/** An author's key, its place in the chain, and what no hub has answered for yet. */
export type Key = { readonly seed: Uint8Array; readonly place: Place; readonly unsent: readonly WireEntry[] };

/** A key as its file holds it: one made for an incident to come has none yet. */
export type KeyOnFile = Omit<Key, 'place'> & { readonly place?: Place };

const SEED_BYTES = 32;

export function readKey(file: string, incident: string | undefined, crypto: Primitives): Key {
  if (!existsSync(file))
    return { seed: crypto.newSigner().seed, place: newPlace(incident, file, crypto), unsent: [] };
  return keyFor(keyIn(textOf(file), file), { incident, file, crypto });
}

/** The key for the incident asked for; a key that has not spoken yet takes it as its own. */
export function keyFor(
  { seed, place, unsent }: KeyOnFile,
  {
    incident,
    file,
    crypto,
  }: { readonly incident: string | undefined; readonly file: string; readonly crypto: Primitives },
): Key {
  if (place === undefined) return { seed, place: newPlace(incident, file, crypto), unsent };
  if (incident !== undefined && incident !== place.incident)
    throw new UsageError(`${file} belongs to incident ${place.incident}`);
  return { seed, place, unsent };
}

function newPlace(incident: string | undefined, file: string, crypto: Primitives): Place {
  const id = incident === 'new' ? newIncidentId(crypto.randomBytes) : parseIncidentId(incident);
  if (id !== undefined) return startOf(id);
  throw new UsageError(
    existsSync(file)
      ? `${file} has not spoken in an incident yet: give --incident ID or --incident new`
      : 'a new KEYFILE needs --incident ID or --incident new',
  );
}

/** Where a key stands that has said nothing in this incident or on this place log. */
export function startOf(incident: IncidentId): Place {
  return { incident, sequence: 0, previous: '' };
}

/** What a key file says, in the open or unsealed. */
export function keyIn(text: string, file: string): KeyOnFile {
  const value = parseJson(text);
  const kept = isJsonObject(value) ? value : {};
  const seed = Buffer.from(typeof kept['seed'] === 'string' ? kept['seed'] : '', 'base64url');
  const place = kept['incident'] === undefined ? undefined : placeIn(kept);
  if (seed.length !== SEED_BYTES || (kept['incident'] !== undefined && place === undefined))
    throw new UsageError(`${file} is not a key file of this program`);
  const unsent = (isJsonArray(kept['unsent']) ? kept['unsent'] : []).flatMap((item) => {
    const wire = parseWireEntry(item);
    return wire.ok ? [wire.value] : [];
  });
  return { seed, ...(place && { place }), unsent };
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

export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { cause });
  }
}

export function printKey({ seed, place, unsent }: KeyOnFile): string {
  return `${JSON.stringify({ seed: Buffer.from(seed).toString('base64url'), ...place, unsent })}\n`;
}

export function saveKey(file: string, key: KeyOnFile, chance: Pick<Primitives, 'randomBytes'>): void {
  replaceSecret(file, printKey(key), chance);
}

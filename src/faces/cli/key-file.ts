import { existsSync, readFileSync } from 'node:fs';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { newIncidentId, parseEntryId, parseIncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { parseWireEntry } from '../../record/wire.ts';
import type { WireEntry } from '../../record/wire.ts';
import type { Place } from '../../record/write.ts';
import { UsageError, writePrivate } from './command.ts';

/** An author's key, its place in the chain, and what no hub has answered for yet. */
export type Key = { readonly seed: Uint8Array; readonly place: Place; readonly unsent: readonly WireEntry[] };

export function readKey(file: string, incident: string | undefined, crypto: Primitives): Key {
  if (!existsSync(file)) {
    const id = incident === 'new' ? newIncidentId(crypto.randomBytes) : parseIncidentId(incident);
    if (id === undefined) throw new UsageError('a new KEYFILE needs --incident ID or --incident new');
    return { seed: crypto.newSigner().seed, place: { incident: id, sequence: 0, previous: '' }, unsent: [] };
  }
  const value = parseJson(textOf(file));
  const kept = isJsonObject(value) ? value : {};
  const seed = Buffer.from(typeof kept['seed'] === 'string' ? kept['seed'] : '', 'base64url');
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
  if (id === undefined || previous === undefined || !isPlace || seed.length !== 32)
    throw new UsageError(`${file} is not a key file of this program`);
  if (incident !== undefined && incident !== id) throw new UsageError(`${file} belongs to incident ${id}`);
  const unsent = (isJsonArray(kept['unsent']) ? kept['unsent'] : []).flatMap((item) => {
    const wire = parseWireEntry(item);
    return wire.ok ? [wire.value] : [];
  });
  return { seed, place: { incident: id, sequence, previous }, unsent };
}

export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { cause });
  }
}

export function saveKey(file: string, { seed, place, unsent }: Key): void {
  const text = JSON.stringify({ seed: Buffer.from(seed).toString('base64url'), ...place, unsent });
  writePrivate(file, `${text}\n`);
}

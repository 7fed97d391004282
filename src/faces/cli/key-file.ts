import { existsSync, readFileSync } from 'node:fs';
import { newIncidentId, parseIncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Place } from '../../record/write.ts';
import { parseKey, printKey, startOf } from '../kit/author-key.ts';
import type { Key, KeyOnFile } from '../kit/author-key.ts';
import { UsageError } from './command.ts';
import { replaceSecret } from './secret-file.ts';

export function readKey(file: string, incident: string | undefined, crypto: Primitives): Key {
  if (!existsSync(file))
    return { seed: crypto.newSigner().seed, place: newPlace(incident, file, crypto), unsent: [] };
  return keyFor(keyIn(textOf(file), file), { incident, file, crypto });
}

/** The key for the incident asked for; a key that has not spoken yet takes it as its own. */
export function keyFor(
  { seed, place, unsent, log }: KeyOnFile,
  {
    incident,
    file,
    crypto,
  }: { readonly incident: string | undefined; readonly file: string; readonly crypto: Primitives },
): Key {
  const seen = log && { log };
  if (place === undefined) return { seed, place: newPlace(incident, file, crypto), unsent, ...seen };
  if (incident !== undefined && incident !== place.incident)
    throw new UsageError(`${file} belongs to incident ${place.incident}`);
  return { seed, place, unsent, ...seen };
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

/** What a key file says, in the open or unsealed. */
export function keyIn(text: string, file: string): KeyOnFile {
  const key = parseKey(text);
  if (key === undefined) throw new UsageError(`${file} is not a key file of this program`);
  return key;
}

export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { cause });
  }
}

export function saveKey(file: string, key: KeyOnFile, chance: Pick<Primitives, 'randomBytes'>): void {
  replaceSecret(file, printKey(key), chance);
}

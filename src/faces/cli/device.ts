import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Contradiction } from '../../record/log/seen-log.ts';
import { authorKeyOf } from '../../record/names.ts';
import type { AuthorKey, IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { printKey, startOf } from '../kit/author-key.ts';
import type { KeptKey, KeyOnFile } from '../kit/author-key.ts';
import {
  DEVICE_HEADER,
  deviceKey,
  fileOfSlot,
  newSealedHeader,
  openFile,
  parseDeviceHeader,
  printDeviceHeader,
  sealFile,
  slotOfFile,
  STANDING_FILE,
} from '../kit/device-files.ts';
import { UsageError, WorldError, writePrivate } from './command.ts';
import type { Given } from './command.ts';
import { askSecretly, firstLineOf, holdToLength } from './hub-key.ts';
import { keyFor, keyIn, readKey, saveKey, textOf } from './key-file.ts';
import { destroySecret, replaceSecret } from './secret-file.ts';

/** The keys of one device, each in a file of its own in a folder (see kit/device-files.ts). */
export type Device = {
  readonly folder: string;
  readonly isSealed: boolean;
  /** The key of slot 0, ready to sign. */
  readonly standing: () => KeptKey;
  readonly slots: () => readonly { readonly slot: number; readonly key: AuthorKey }[];
  /** What the hub signed and cannot both be true, by whichever key saw it. */
  readonly contradictions: () => readonly Contradiction[];
  /** The key of a slot, to speak in an incident with; `undefined` when there is none. */
  readonly keyOf: (slot: number, incident: string | undefined) => KeptKey | undefined;
  /** In which incident the key of a slot has spoken already. */
  readonly incidentOf: (slot: number) => IncidentId | undefined;
  /** Overwrites the key of a slot and removes it. */
  readonly destroy: (slot: number) => void;
  /** Makes the key of a slot, unless there is one. `seed`: of a secret that was made before, such as one from paper. */
  readonly make: (slot: number, of: { readonly place: IncidentId; readonly seed?: Uint8Array }) => void;
};

export const DEVICE_OPTIONS = { device: { type: 'string' }, 'passphrase-file': { type: 'string' } } as const;
export const DEVICE_HELP = `  --device DIR            the folder with the keys of this device
  --passphrase-file FILE  a file that holds the passphrase of the device, when its folder is sealed`;

/** What it means that a device folder is not sealed, said wherever one is made. */
export const UNSEALED =
  'The folder is not sealed: whoever has a copy of it speaks as this device. --passphrase-file seals it.';

type Lock = { readonly key: Uint8Array } | undefined;
type Crypto = Primitives;

export function isDeviceFolder(folder: string): boolean {
  return existsSync(join(folder, DEVICE_HEADER));
}

/** Opens a device folder; a sealed one asks for its passphrase. */
export async function openDevice(given: Given, crypto: Crypto): Promise<Device> {
  const folder = given.need('device');
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  if (!isDeviceFolder(folder))
    throw new UsageError(`${folder} is not the folder of a device: it has no ${DEVICE_HEADER}`);
  return deviceIn(folder, await lockOf(folder, given, crypto), crypto);
}

/** Makes a device folder, sealed when a passphrase is given; one that is there already is opened. */
export async function makeDevice(folder: string, given: Given | undefined, crypto: Crypto): Promise<Device> {
  if (isDeviceFolder(folder)) return deviceIn(folder, given && (await lockOf(folder, given, crypto)), crypto);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new UsageError(`${folder} holds other things: give a new folder for the device`);
  const passphrase = given?.text('passphrase-file');
  const text = passphrase === undefined ? undefined : firstLineOf(passphrase);
  if (text !== undefined) await holdToLength(text, false);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new WorldError(`the folder ${folder} cannot be made`, { cause });
  }
  const sealed = text === undefined ? undefined : { header: newSealedHeader(crypto), text };
  writePrivate(join(folder, DEVICE_HEADER), printDeviceHeader(sealed?.header ?? {}));
  const lock = sealed && { key: await deviceKey(sealed.text, sealed.header, crypto) };
  return deviceIn(folder, lock, crypto);
}

/** A key file for `post`: one that stands alone, or one of a device, which may be sealed. */
export async function keptKeyIn(
  file: string,
  { given, incident, crypto }: { readonly given: Given; readonly incident?: string; readonly crypto: Crypto },
): Promise<KeptKey> {
  const folder = dirname(file);
  if (!isDeviceFolder(folder))
    return { file, key: readKey(file, incident, crypto), save: (key) => saveKey(file, key, crypto) };
  const slot = slotOfFile(basename(file));
  if (slot === undefined) throw new UsageError(`${file} is not the name of a device's key`);
  const kept = deviceIn(folder, await lockOf(folder, given, crypto), crypto).keyOf(slot, incident);
  // One made here on the spot would be a key nobody vouches for.
  if (kept === undefined) throw noKey(folder, slot);
  return kept;
}

/** Said when a device has to speak in an incident it holds no key for. */
export function noKey(folder: string, slot: number): UsageError {
  return new UsageError(
    `this device has no key for incident ${slot}. Nothing was signed. Ask for more keys with: ${moreCommand(folder)}`,
  );
}

/** What to type to get keys for more incidents. */
export function moreCommand(folder: string): string {
  return `shanyrak slots --device ${folder} --to LINK --more`;
}

function deviceIn(folder: string, lock: Lock, crypto: Crypto): Device {
  const fileOf = (slot: number): string => join(folder, fileOfSlot(slot));
  const publicKeyOf = (slot: number): AuthorKey =>
    authorKeyOf(crypto.signerFromSeed(readSealable(fileOf(slot), lock, crypto).seed).key);
  const keyOf: Device['keyOf'] = (slot, incident) => {
    const file = fileOf(slot);
    if (!existsSync(file)) return undefined;
    const key = keyFor(readSealable(file, lock, crypto), { incident, file, crypto });
    return { file, key, save: (now) => saveSealable(file, now, { lock, crypto }) };
  };
  return {
    folder,
    isSealed: lock !== undefined,
    standing: () => {
      const kept = keyOf(0, undefined);
      if (kept === undefined)
        throw new UsageError(`${folder} has no ${STANDING_FILE}: it never joined a place`);
      return kept;
    },
    keyOf,
    incidentOf: (slot) => readSealable(fileOf(slot), lock, crypto).place?.incident,
    contradictions: () =>
      slotsIn(folder).flatMap((slot) => readSealable(fileOf(slot), lock, crypto).log?.against ?? []),
    destroy: (slot) => destroySecret(fileOf(slot), crypto),
    slots: () =>
      slotsIn(folder)
        .toSorted((a, b) => a - b)
        .map((slot) => ({ slot, key: publicKeyOf(slot) })),
    make: (slot, { place, seed = crypto.newSigner().seed }) => {
      if (existsSync(fileOf(slot))) return;
      const key = slot === 0 ? { seed, place: startOf(place), unsent: [] } : { seed, unsent: [] };
      saveSealable(fileOf(slot), key, { lock, crypto });
    },
  };
}

function slotsIn(folder: string): readonly number[] {
  return readdirSync(folder).flatMap((name) => slotOfFile(name) ?? []);
}

/** Whether a file of this name, whole or half written, is one of a device's own. */
export function isDeviceFile(name: string): boolean {
  const whole = name.replace(/\.part$/, '');
  return whole === DEVICE_HEADER || slotOfFile(whole) !== undefined;
}

/** How many entries wait in the open key files of a folder; what is sealed is not counted. */
export function unsentIn(folder: string): number {
  return slotsIn(folder).reduce((sum, slot) => {
    const value = parseJson(textOf(join(folder, fileOfSlot(slot))));
    return sum + (isJsonObject(value) && isJsonArray(value['unsent']) ? value['unsent'].length : 0);
  }, 0);
}

async function lockOf(folder: string, given: Given, crypto: Crypto): Promise<Lock> {
  const header = parseDeviceHeader(textOf(join(folder, DEVICE_HEADER)));
  if (header === undefined)
    throw new WorldError(
      `${join(folder, DEVICE_HEADER)} is damaged. Nothing was changed: put it back from a copy of the folder`,
    );
  const { salt } = header;
  if (salt === undefined) return undefined;
  const file = given.text('passphrase-file');
  const text = file === undefined ? await askSecretly('Passphrase of the device: ') : firstLineOf(file);
  if (text === undefined) throw new UsageError('needs --passphrase-file to open the sealed device folder');
  return { key: await deviceKey(text, { salt }, crypto) };
}

function readSealable(file: string, lock: Lock, crypto: Crypto): KeyOnFile {
  const text = textOf(file);
  if (lock === undefined) return keyIn(text, file);
  const opened = openFile(basename(file), text, { key: lock.key, crypto });
  if ('text' in opened) return keyIn(opened.text, file);
  throw new WorldError(
    opened.why === 'not-sealed'
      ? `${file} is not sealed, and its folder says it is: it was exchanged`
      : `that does not open ${file}. Nothing was changed: check the passphrase`,
  );
}

function saveSealable(
  file: string,
  key: KeyOnFile,
  { lock, crypto }: { readonly lock: Lock; readonly crypto: Crypto },
): void {
  if (lock === undefined) return saveKey(file, key, crypto);
  replaceSecret(file, sealFile(basename(file), printKey(key), { key: lock.key, crypto }), crypto);
}

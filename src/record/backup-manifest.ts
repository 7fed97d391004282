import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { instant, INSTANT_MS_MAX } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';

/** One file of a backup with what it must be. */
export type BackupFile = { readonly name: string; readonly bytes: number; readonly sha256: string };

/** What a backup says of itself. It tells nothing that its files do not show to everybody. */
export type BackupManifest = {
  /** The hub it is of, as in its vault header. */
  readonly hub: string;
  readonly madeAt: Instant;
  /** Entries in its log. */
  readonly entries: number;
  readonly files: readonly BackupFile[];
  /**
   * Something is being erased in it: until that is done its files are not as listed, and only its rows can be checked.
   * A crash in the middle leaves it so.
   */
  readonly isChanging: boolean;
};

const FORMAT = 'shanyrak backup v1';
const FILES_MAX = 8;

export function printManifest({ hub, madeAt, entries, files, isChanging }: BackupManifest): string {
  const changing = isChanging ? { isChanging } : {};
  return `${JSON.stringify({ format: FORMAT, hub, madeAt, entries, files, ...changing }, undefined, 1)}\n`;
}

/** Reads a manifest strictly; `undefined` for anything that we did not write. */
export function parseManifest(text: string): BackupManifest | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value) || value['format'] !== FORMAT) return undefined;
  const { hub, madeAt, entries, files, isChanging } = value;
  if (typeof hub !== 'string' || !/^[\w-]{16}$/.test(hub)) return undefined;
  if (!isCount(madeAt) || madeAt > INSTANT_MS_MAX || !isCount(entries)) return undefined;
  if (!isJsonArray(files) || files.length > FILES_MAX) return undefined;
  const read = files.map(readFile);
  if (!read.every((file) => file !== undefined)) return undefined;
  return { hub, madeAt: instant(madeAt), entries, files: read, isChanging: isChanging === true };
}

function readFile(value: Json): BackupFile | undefined {
  if (!isJsonObject(value)) return undefined;
  const { name, bytes, sha256 } = value;
  // A name that leads out of the folder is none of ours.
  if (typeof name !== 'string' || !/^[a-z][a-z.]{0,30}$/.test(name) || !isCount(bytes)) return undefined;
  return typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? { name, bytes, sha256 } : undefined;
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The setting in which a hub keeps where its backups are, sealed like all settings. */
export const KNOWN_BACKUPS = 'known-backups';

export function printPlaces(places: readonly string[]): string {
  return JSON.stringify(places);
}

/** What cannot be read counts as no place: a list that is lost must not keep a hub from starting. */
export function parsePlaces(text: string): readonly string[] {
  const value = parseJson(text);
  return isJsonArray(value) ? value.filter((place) => typeof place === 'string') : [];
}

import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreFailure } from '../../ports/store.ts';
import { guard } from './failures.ts';
import { DATABASE_FILE } from './hub-files.ts';
import { takeLock } from './lock.ts';
import { SCHEMA_VERSION, versionOf } from './schema.ts';

// Named after the version that the upgrade leads to, so that a person sees what it is a way back from.
const COPY = /^hub-before-\d+\.sqlite(?:\.part)?$/;
const WIPE_BYTES = 1024 * 1024;

function copyFile(folder: string): string {
  return join(folder, `hub-before-${SCHEMA_VERSION}.sqlite`);
}

/**
 * Copies the file as it is before it is upgraded, so that the program of before can be taken up again. The copy is
 * whole on the disk before the first step runs; where there is no room for it the upgrade does not begin.
 */
export function keepCopyBefore(db: DatabaseSync, folder: string): void {
  const version = versionOf(db);
  if (version === 0 || version >= SCHEMA_VERSION) return;
  const [file, part] = [copyFile(folder), `${copyFile(folder)}.part`];
  rmSync(part, { force: true });
  // SQLite takes an empty file as it is: made by us it is its owner's only, from the first byte on.
  closeSync(openSync(part, 'wx', 0o600));
  db.prepare('VACUUM INTO ?').run(part);
  sync(part);
  renameSync(part, file);
  sync(folder);
}

/** The copies that lie in a folder, by name. What they hold may be in the open. */
export function copiesBeforeUpgrade(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => COPY.test(name)) : [];
}

/** What going back came to. Nothing was changed unless it was done. */
export type WentBack =
  | { readonly kind: 'done'; readonly entries: number; readonly isSealed: boolean }
  | { readonly kind: 'no-copy' }
  | { readonly kind: 'copy-damaged' }
  /** Another hub's copy, or one that was put there by hand. */
  | { readonly kind: 'not-its-copy' }
  /** `rows`: what lies in drawers. */
  | {
      readonly kind: 'would-lose';
      readonly entries: number;
      readonly additions: number;
      readonly rows: number;
    }
  | { readonly kind: 'would-bring-back'; readonly erased: number };

/**
 * Puts the copy of before the upgrade back in the place of the file, if nothing was kept or erased since. Needs no
 * key: ids and their order lie open. Holds the hub's lock while it looks and moves.
 */
export function rollBack(folder: string): WentBack {
  return guard(() => {
    if (!existsSync(join(folder, DATABASE_FILE))) throw new StoreFailure('unavailable', false);
    const lock = takeLock(folder, 'hub');
    try {
      return putBack(folder);
    } finally {
      lock.close();
    }
  });
}

function putBack(folder: string): WentBack {
  const [file, copy] = [join(folder, DATABASE_FILE), copyFile(folder)];
  if (!existsSync(copy)) return { kind: 'no-copy' };
  const old = readCopy(copy);
  if (old === undefined) return { kind: 'copy-damaged' };
  const done: WentBack = { kind: 'done', entries: old.ids.length, isSealed: old.version >= FIRST_SEALED };
  const db = new DatabaseSync(file);
  try {
    const version = versionOf(db);
    if (version > SCHEMA_VERSION) throw new StoreFailure('newer-format', false);
    // The upgrade had not begun, or was not finished: the file itself is the one of before.
    if (version < SCHEMA_VERSION) return done;
    const kept = idsIn(db, 'leaf');
    if (old.ids.some((id, i) => kept[i] !== id)) return { kind: 'not-its-copy' };
    const erased = countOf(db, 'erased') - old.erased;
    if (erased > 0) return { kind: 'would-bring-back', erased };
    const [entries, additions] = [kept.length - old.ids.length, countOf(db, 'addition') - old.additions];
    const rows = countOf(db, 'drawer');
    if (entries + additions + rows > 0) return { kind: 'would-lose', entries, additions, rows };
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  // Somebody still reads: what is in the write-ahead log would be taken for a part of the file put back.
  if (existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0) throw new StoreFailure('in-use', true);
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
  sync(copy);
  renameSync(copy, file);
  sync(folder);
  return done;
}

/** The first version in which all but ids is ciphertext, additions and erasures have tables, and entries are leaves. */
const FIRST_SEALED = 2;

type Copy = {
  readonly version: number;
  readonly ids: readonly string[];
  readonly additions: number;
  readonly erased: number;
};

/** What a copy holds; `undefined` when it is damaged or of no older version. */
function readCopy(file: string): Copy | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true });
    const version = versionOf(db);
    const check = db.prepare('PRAGMA integrity_check').get();
    if (version < 1 || version >= SCHEMA_VERSION || check?.['integrity_check'] !== 'ok') return undefined;
    if (version < FIRST_SEALED) return { version, ids: idsIn(db, 'entry'), additions: 0, erased: 0 };
    const [additions, erased] = [countOf(db, 'addition'), countOf(db, 'erased')];
    return { version, ids: idsIn(db, 'leaf'), additions, erased };
  } catch {
    return undefined;
  } finally {
    db?.close();
  }
}

function idsIn(db: DatabaseSync, table: 'entry' | 'leaf'): readonly string[] {
  return db
    .prepare(`SELECT hex(id) AS id FROM ${table} ORDER BY idx`)
    .all()
    .map(({ id }) => String(id));
}

function countOf(db: DatabaseSync, table: 'erased' | 'addition' | 'drawer'): number {
  return Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'] ?? 0);
}

/** Overwrites and deletes the copies of before; the names of those that are gone. */
export function wipeCopies(folder: string): readonly string[] {
  return guard(() => {
    if (!existsSync(join(folder, DATABASE_FILE))) throw new StoreFailure('unavailable', false);
    refuseBeforeUpgrade(folder);
    const names = copiesBeforeUpgrade(folder);
    for (const name of names) wipe(join(folder, name));
    sync(folder);
    return names;
  });
}

/** Until the file itself is of this version the copy may be all there is. */
function refuseBeforeUpgrade(folder: string): void {
  const db = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true });
  try {
    if (versionOf(db) < SCHEMA_VERSION) throw new StoreFailure('older-format', false);
  } finally {
    db.close();
  }
}

function wipe(file: string): void {
  const { size } = statSync(file);
  const handle = openSync(file, 'r+');
  try {
    const zeros = new Uint8Array(WIPE_BYTES);
    for (let at = 0; at < size;) at += writeSync(handle, zeros, 0, Math.min(WIPE_BYTES, size - at), at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file);
}

function sync(path: string): void {
  // Windows opens no folder for this.
  if (process.platform === 'win32' && statSync(path).isDirectory()) return;
  const handle = openSync(path, statSync(path).isDirectory() ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

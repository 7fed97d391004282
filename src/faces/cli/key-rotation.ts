import { markChanging, readManifest, writeManifest } from '../../adapters/backup-folder/backup-folder.ts';
import { settleDatabase } from '../../adapters/store-sqlite/copy-database.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import type { StoreSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { readVaultFile, VaultFileError, writeVaultFile } from '../../adapters/vault-file/vault-file.ts';
import { bytesEqual } from '../../base/bytes.ts';
import type { Unreached } from '../../engine/reach-backups.ts';
import { StoreFailure } from '../../ports/store.ts';
import { newVault } from '../../record/at-rest.ts';
import type { DataKeys } from '../../record/at-rest.ts';
import type { Primitives } from '../../record/primitives.ts';
import { unlock, withDataKey, withDataKeys, withMainKey, withNewestOnly } from '../../record/vault-header.ts';
import type { Opened, Secret, VaultHeader } from '../../record/vault-header.ts';

// A step of this many rows takes some tenths of a second and is one transaction.
const STEP_ROWS = 2_000;

export type Rotating = {
  readonly folder: string;
  readonly header: VaultHeader;
  readonly opened: Opened;
  /** The ways at hand. When they are all the hub has, the main key is renewed too. */
  readonly secrets: readonly Secret[];
  readonly crypto: Primitives;
  /** The backups the hub knows of. */
  readonly known: (store: StoreSqlite) => readonly string[];
  /** Called after each step that is on the disk: what was done, and how many rows are still to be looked at. */
  readonly onStep: (step: RotationStep, rowsLeft: number) => void;
};

export type RotationStep = 'key-added' | 'rows' | 'scrubbed' | 'backup' | 'key-removed';

export type Rotated = {
  /** It went on where an earlier one was cut off. */
  readonly isResumed: boolean;
  readonly isMainKeyNew: boolean;
  /** False while another program reads the folder: its journal still holds keys under the old data key. */
  readonly isScrubbed: boolean;
  readonly unreached: readonly Unreached[];
};

/**
 * Puts a hub and its backups under a fresh data key. Wherever it is cut off, both keys open the folder, and calling it
 * again goes on; the old key leaves the header last.
 */
export async function rotateKey(rotating: Rotating): Promise<Rotated> {
  const { folder, header, crypto, secrets, onStep } = rotating;
  const isResumed = header.dataKeys.length > 1;
  const isMainKeyNew =
    !isResumed && header.ways.every((way) => secrets.some(({ kind }) => kind === way.kind));
  const both = isResumed ? { header, opened: rotating.opened } : await newKeys(rotating, isMainKeyNew);
  // An older format is taken over under the key that is in the header now.
  storeSqlite({ folder, vault: newVault(rotating.opened.dataKeys, crypto) }).close();
  const store = storeSqlite({ folder, vault: newVault(both.opened.dataKeys, crypto) });
  try {
    // Before anything is sealed under it, and with the hub's lock held.
    if (!isResumed) writeVaultFile(folder, both.header);
    onStep('key-added', store.size());
    rewrapAll(store, (left) => onStep('rows', left));
    const isScrubbed = store.scrub();
    onStep('scrubbed', 0);
    const final = withNewestOnly(both.header);
    const unreached: Unreached[] = [];
    for (const place of rotating.known(store)) {
      const why = await tryBackup(place, { rotating, both, final });
      if (why !== undefined) unreached.push({ place, why });
      onStep('backup', 0);
    }
    writeVaultFile(folder, final);
    onStep('key-removed', 0);
    return { isResumed, isMainKeyNew, isScrubbed, unreached };
  } finally {
    store.close();
  }
}

type Keys = { readonly header: VaultHeader; readonly opened: Opened };

async function newKeys({ header, opened, secrets, crypto }: Rotating, isMainKeyNew: boolean): Promise<Keys> {
  const keyed = withDataKey(header, opened, crypto);
  if (!isMainKeyNew) return keyed;
  return withMainKey(keyed.header, { dataKeys: keyed.opened.dataKeys, secrets }, crypto);
}

function rewrapAll(store: StoreSqlite, onStep: (left: number) => void): void {
  for (let left = 1; left > 0;) {
    left = store.rewrap(STEP_ROWS);
    onStep(left);
  }
}

type OfBackup = { readonly rotating: Rotating; readonly both: Keys; readonly final: VaultHeader };

async function tryBackup(place: string, of: OfBackup): Promise<Unreached['why'] | undefined> {
  try {
    return await rotateBackup(place, of);
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
    return cause.kind;
  }
}

/** A backup goes the same way as the hub: both keys in its header, rows, then the newest key only. */
async function rotateBackup(
  place: string,
  { rotating, both, final }: OfBackup,
): Promise<Unreached['why'] | undefined> {
  const { crypto, secrets } = rotating;
  const manifest = readManifest(place);
  if (manifest === undefined) return 'unavailable';
  if (manifest === 'damaged' || manifest.hub !== final.hub) return 'broken';
  const header = headerOf(place);
  const own = header && (await dataKeysOf(header, secrets, crypto));
  if (header === undefined) return 'broken';
  if (own === undefined) return 'other-key';
  const union = new Map([...own, ...both.opened.dataKeys]);
  // A copy that was restored elsewhere and rotated there has another key of the same number, or a higher one.
  const newest = Math.max(...both.opened.dataKeys.keys());
  for (const [n, key] of own) if (n > newest || !bytesEqual(union.get(n) ?? key, key)) return 'other-key';
  markChanging(place, manifest);
  writeVaultFile(place, withDataKeys(both.header, { ...both.opened, dataKeys: union }, crypto));
  const store = storeSqlite({ folder: place, vault: newVault(union, crypto) });
  try {
    rewrapAll(store, () => {});
    store.scrub();
  } finally {
    store.close();
  }
  settleDatabase(place);
  writeVaultFile(place, final);
  writeManifest(place, manifest);
  return undefined;
}

function headerOf(place: string): VaultHeader | undefined {
  try {
    return readVaultFile(place);
  } catch (cause) {
    if (cause instanceof VaultFileError) return undefined;
    throw cause;
  }
}

async function dataKeysOf(
  header: VaultHeader,
  secrets: readonly Secret[],
  crypto: Primitives,
): Promise<DataKeys | undefined> {
  for (const secret of secrets) {
    const opened = await unlock(header, secret, crypto);
    if (opened.ok) return opened.value.dataKeys;
  }
  return undefined;
}

/** Gives the backups the ways the hub has now; those it cannot are opened the old way for ever. */
export async function renewWays(
  places: readonly string[],
  {
    header,
    mainKey,
    secret,
    crypto,
  }: {
    readonly header: VaultHeader;
    readonly mainKey: Uint8Array;
    readonly secret: Secret;
    readonly crypto: Primitives;
  },
): Promise<readonly Unreached[]> {
  const unreached: Unreached[] = [];
  for (const place of places) {
    const manifest = readManifest(place);
    const old =
      manifest && manifest !== 'damaged' && manifest.hub === header.hub ? headerOf(place) : undefined;
    const opened = old && (await unlock(old, secret, crypto));
    if (manifest === undefined) unreached.push({ place, why: 'unavailable' });
    else if (manifest === 'damaged' || old === undefined) unreached.push({ place, why: 'broken' });
    else if (!opened?.ok || !bytesEqual(opened.value.mainKey, mainKey))
      unreached.push({ place, why: 'other-key' });
    else {
      try {
        markChanging(place, manifest);
        writeVaultFile(place, { ...old, ways: header.ways });
        writeManifest(place, manifest);
      } catch (cause) {
        if (!(cause instanceof StoreFailure)) throw cause;
        unreached.push({ place, why: cause.kind });
      }
    }
  }
  return unreached;
}

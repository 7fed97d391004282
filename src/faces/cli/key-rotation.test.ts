import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { keyFileOf, keyOf, vaultOf } from '../../../test/making/vault.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { runProgram, startProgram } from '../../../test/sim/hub-child.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { rowOf } from '../../../test/vectors/rows.ts';
import { placesIn } from '../../adapters/backup-folder/known-backups.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { readKeyFile, readVaultFile } from '../../adapters/vault-file/vault-file.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { StoreFailure } from '../../ports/store.ts';
import { newVault } from '../../record/at-rest.ts';
import { KNOWN_BACKUPS } from '../../record/backup-manifest.ts';
import { unlock } from '../../record/vault-header.ts';
import type { Opened, Secret, VaultHeader } from '../../record/vault-header.ts';
import { rotateKey } from './key-rotation.ts';
import type { Rotated, RotationStep } from './key-rotation.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);

const ENTRIES = 12;
const ALL = { after: -1, limit: 100_000 };

/** A stopped hub with some entries and one backup that it knows of. */
async function stopped(): Promise<{ readonly folder: string; readonly backup: string }> {
  const disk = await hubOnDisk(join(newFolder(), 'hub'));
  await disk.hub.post((await disk.hub.newWitness().sayMany(ENTRIES)).map((s) => s.wire));
  await disk.close();
  const run = await cli.run('backup', '--data', disk.folder, ...keyOf(disk.folder), '--json');
  const answer = parseJson(run.out);
  assert.ok(isJsonObject(answer) && typeof answer['backup'] === 'string');
  return { folder: disk.folder, backup: answer['backup'] };
}

function headerOf(folder: string): VaultHeader {
  const header = readVaultFile(folder);
  assert.ok(header);
  return header;
}

async function openedBy(header: VaultHeader, folder: string): Promise<Opened> {
  const opened = await unlock(header, secretOf(folder), crypto);
  assert.ok(opened.ok);
  return opened.value;
}

function secretOf(folder: string): Secret {
  return { kind: 'key-file', key: readKeyFile(keyFileOf(folder)) };
}

class CutOff extends Error {}

/** Rotates, and is cut off after so many steps. */
async function rotate(folder: string, stepsMax = Infinity): Promise<readonly RotationStep[] | Rotated> {
  const header = headerOf(folder);
  const steps: RotationStep[] = [];
  const rotated = rotateKey({
    folder,
    header,
    opened: await openedBy(header, folder),
    secrets: [secretOf(folder)],
    crypto,
    known: (store) => placesIn(store.setting(KNOWN_BACKUPS)),
    onStep: (step) => {
      steps.push(step);
      if (steps.length >= stepsMax) throw new CutOff();
    },
  });
  return rotated.catch((cause: unknown) => {
    if (cause instanceof CutOff) return steps;
    throw cause;
  });
}

/** What the keys of a header open in a folder: how many rows, and whether its settings. */
async function opensIn(folder: string, dataKeys: Opened['dataKeys']): Promise<readonly [number, boolean]> {
  const store = storeSqlite({ folder, vault: newVault(dataKeys, crypto), mode: 'read' });
  try {
    return [store.read(ALL).length, store.setting('hub-seed') !== undefined];
  } catch (cause) {
    assert.ok(cause instanceof StoreFailure && cause.kind === 'broken');
    return [store.read(ALL).length, false];
  } finally {
    store.close();
  }
}

describe('a rotated hub', () => {
  test('opens with its new key only; the old vault.json opens no row and no setting, in hub and backup', async () => {
    const { folder, backup } = await stopped();
    const old = await openedBy(headerOf(folder), folder);
    assert.deepEqual(await opensIn(folder, old.dataKeys), [ENTRIES, true]);
    const rotated = await rotate(folder);
    assert.deepEqual(rotated, { isResumed: false, isMainKeyNew: true, isScrubbed: true, unreached: [] });
    const now = await openedBy(headerOf(folder), folder);
    assert.deepEqual([...now.dataKeys.keys()], [2]);
    for (const place of [folder, backup]) {
      assert.deepEqual(await opensIn(place, old.dataKeys), [0, false], place);
      assert.deepEqual(await opensIn(place, now.dataKeys), [ENTRIES, true], place);
    }
    assert.deepEqual(headerOf(backup), headerOf(folder));
    const restored = join(newFolder(), 'hub');
    const run = await cli.run('restore', '--from', backup, '--data', restored, ...keyOf(folder));
    assert.equal(run.code, 0, run.err);
    assert.equal((await cli.run('fsck', '--data', folder, ...keyOf(folder))).code, 0);
  });

  test('gives nothing to who has an older vault.json and a way into it', async () => {
    const { folder } = await stopped();
    const old = headerOf(folder);
    await rotate(folder);
    // The way from the old header, over the data keys of the new one.
    const mixed = { ...headerOf(folder), ways: old.ways };
    assert.equal((await unlock(mixed, secretOf(folder), crypto)).ok, false);
  });
});

describe('a rotation that is cut off', () => {
  test('after any step leaves a hub that opens whole, keeps more, and comes to its end when it is called again', async () => {
    const { folder: template } = await stopped();
    const seen: string[] = [];
    for (let steps = 1; ; steps++) {
      const folder = join(newFolder(), 'hub');
      cpSync(template, folder, { recursive: true });
      cpSync(keyFileOf(template), keyFileOf(folder));
      const cut = await rotate(folder, steps);
      // The last step is the end of it: nothing is left to be called again.
      if (!Array.isArray(cut)) break;
      seen.push(String(cut.at(-1)));
      const dataKeys = (await openedBy(headerOf(folder), folder)).dataKeys;
      assert.deepEqual(await opensIn(folder, dataKeys), [ENTRIES, true], cut.join(' '));
      const store = storeSqlite({ folder, vault: await vaultOf(folder) });
      await store.append([rowOf(steps)]);
      store.close();
      const rotated = await rotate(folder);
      assert.ok(!Array.isArray(rotated) && 'isResumed' in rotated);
      assert.equal(rotated.isResumed, cut.at(-1) !== 'key-removed');
      const now = await openedBy(headerOf(folder), folder);
      assert.equal(now.dataKeys.size, 1);
      assert.deepEqual(await opensIn(folder, now.dataKeys), [ENTRIES + 1, true]);
    }
    assert.deepEqual(seen, ['key-added', 'rows', 'scrubbed', 'backup', 'key-removed']);
  });

  test('by kill -9 in the middle of many rows loses none and goes on', { timeout: 110_000 }, async () => {
    const folder = join(newFolder(), 'hub');
    const store = storeSqlite({ folder, vault: await vaultOf(folder) });
    const rows = 20_000;
    await store.append(Array.from({ length: rows }, (_, n) => rowOf(n)));
    store.saveSetting('hub-seed', new Uint8Array(32));
    store.close();
    const argv = ['key', 'rotate', '--data', folder, ...keyOf(folder)];
    const child = startProgram(argv);
    await new Promise<void>((resolve) => {
      child.child.stderr.on('data', () => child.err().includes('rows left') && resolve());
      child.child.once('close', () => resolve());
    });
    assert.equal((await child.end('SIGKILL')).signal, 'SIGKILL', child.out() + child.err());
    assert.equal(headerOf(folder).dataKeys.length, 2, 'killed in the middle');
    const ways = await cli.run('key', 'ways', '--data', folder);
    assert.match(ways.out, /A rotation was cut off\. Nothing is lost/);
    const both = (await openedBy(headerOf(folder), folder)).dataKeys;
    assert.deepEqual(await opensIn(folder, both), [rows, true]);
    const again = await runProgram(argv);
    assert.deepEqual([again.code, again.out.slice(0, 35)], [0, 'The rotation that was cut off is do']);
    const now = (await openedBy(headerOf(folder), folder)).dataKeys;
    assert.deepEqual([...now.keys()], [2]);
    assert.deepEqual(await opensIn(folder, now), [rows, true]);
  });
});

describe('a backup that is not as it was', () => {
  test('is named, stays as it is, and does not keep the hub from its new key', async () => {
    const { folder, backup } = await stopped();
    writeFileSync(join(backup, 'vault.json'), '{}');
    const rotated = await rotate(folder);
    assert.partialDeepStrictEqual(rotated, { unreached: [{ place: backup, why: 'broken' }] });
    assert.equal(headerOf(folder).dataKeys.length, 1);
  });
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { keyFileOf, keyOf } from '../../../test/making/vault.ts';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';

const cli = openCli();
after(cli.end);

type Stopped = { readonly folder: string; readonly backup: string; readonly words: (text: string) => string };

/** A stopped hub with a backup, and files for passphrases. */
async function stopped(): Promise<Stopped> {
  const root = newFolder();
  const disk = await hubOnDisk(join(root, 'hub'));
  await disk.hub.post((await disk.hub.newWitness().sayMany(3)).map((s) => s.wire));
  await disk.close();
  const run = await cli.run('backup', '--data', disk.folder, ...keyOf(disk.folder), '--json');
  const answer = parseJson(run.out);
  assert.ok(isJsonObject(answer) && typeof answer['backup'] === 'string');
  const words = (text: string): string => {
    const file = join(root, `${text.length}.txt`);
    writeFileSync(file, `${text}\n`);
    return file;
  };
  return { folder: disk.folder, backup: answer['backup'], words };
}

async function key(folder: string, ...argv: readonly string[]): Promise<CliRun> {
  return cli.run('key', ...argv, '--data', folder);
}

async function isSound(folder: string, ...way: readonly string[]): Promise<boolean> {
  return (await cli.run('fsck', '--data', folder, ...way)).code === 0;
}

const FIRST = 'four poplars and one well';
const SECOND = 'three geese over the far canal';

describe('the ways into a hub', () => {
  test('are named, and nothing else is', async () => {
    const { folder } = await stopped();
    const run = await key(folder, 'ways');
    assert.deepEqual([run.code, run.err], [0, '']);
    assert.match(run.out, /^The hub [\w-]{16} opens by: key-file\n$/);
    const none = await key(newFolder(), 'ways');
    assert.deepEqual([none.code, none.out], [2, '']);
  });

  test('are added and changed, and the backups go with them', { timeout: 110_000 }, async () => {
    const { folder, backup, words } = await stopped();
    const [first, second] = [words(FIRST), words(SECOND)];
    const added = await key(folder, 'add-passphrase', ...keyOf(folder), '--new-passphrase-file', first);
    assert.deepEqual([added.code, added.err], [0, '']);
    assert.equal(added.out, 'Done. The hub opens by: key-file, passphrase\n');
    assert.equal(
      (await key(folder, 'add-passphrase', ...keyOf(folder), '--new-passphrase-file', second)).code,
      2,
    );
    for (const place of [folder, backup])
      assert.equal(await isSound(place, '--passphrase-file', first), true);

    const change = ['change-passphrase', '--passphrase-file', first, '--new-passphrase-file', second];
    const changed = await key(folder, ...change);
    assert.equal(changed.code, 0, changed.err);
    assert.match(changed.out, /The passphrase before opens it no longer\. Who has an older vault\.json/);
    for (const place of [folder, backup]) {
      assert.equal(await isSound(place, '--passphrase-file', first), false);
      assert.equal(await isSound(place, '--passphrase-file', second), true);
      assert.equal(await isSound(place, ...keyOf(folder)), true);
    }
    assert.equal((await key(folder, ...change)).code, 1, 'the old passphrase changes nothing any more');

    const stick = join(newFolder(), 'hub.key');
    const renewed = await key(folder, 'add-key-file', '--passphrase-file', second, '--new-key-file', stick);
    assert.match(renewed.out, /The key file before opens it no longer/);
    assert.equal(await isSound(folder, ...keyOf(folder)), false);
    assert.equal(await isSound(folder, '--key-file', stick), true);

    const one = await key(folder, 'rotate', '--key-file', stick, '--json');
    assert.partialDeepStrictEqual(parseJson(one.out), { ok: true, isMainKeyNew: false, unreached: [] });
    const all = await key(folder, 'rotate', '--key-file', stick, '--passphrase-file', second, '--json');
    assert.partialDeepStrictEqual(parseJson(all.out), {
      ok: true,
      isMainKeyNew: true,
      backups: 1,
      unreached: [],
    });
    for (const place of [folder, backup]) {
      assert.equal(await isSound(place, '--key-file', stick), true);
      assert.equal(await isSound(place, '--passphrase-file', second), true);
    }
  });
});

describe('keys', () => {
  test('are not changed while the hub runs, or a backup is made', async () => {
    const { folder, words } = await stopped();
    const before = readFileSync(join(folder, 'vault.json'), 'utf8');
    const running = await hubOnDisk(folder);
    for (const argv of [['rotate'], ['add-passphrase', '--new-passphrase-file', words(FIRST)]]) {
      const run = await key(folder, ...argv, ...keyOf(folder));
      assert.deepEqual([run.code, run.out], [1, ''], argv.join(' '));
      assert.match(run.err, /another hub is already running/);
    }
    assert.equal(readFileSync(join(folder, 'vault.json'), 'utf8'), before);
    await running.close();
  });

  test('that are wrong, short or would be written over change nothing', async () => {
    const { folder, words } = await stopped();
    const before = readFileSync(join(folder, 'vault.json'), 'utf8');
    const wrong = join(newFolder(), 'wrong.key');
    writeFileSync(wrong, `shanyrak hub key v1\n${Buffer.alloc(32, 3).toString('base64url')}\n`);
    const calls: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['rotate', '--key-file', wrong], 1, /does not open the hub\. Nothing was changed/],
      [['add-passphrase', ...keyOf(folder), '--new-passphrase-file', words('too short')], 2, /at least 16/],
      [['add-passphrase', ...keyOf(folder)], 2, /needs --new-passphrase-file/],
      [
        ['change-passphrase', ...keyOf(folder), '--new-passphrase-file', words(FIRST)],
        2,
        /has no passphrase yet/,
      ],
      [['add-key-file', ...keyOf(folder)], 2, /needs --new-key-file/],
      [['add-key-file', ...keyOf(folder), '--new-key-file', keyFileOf(folder)], 2, /does not write over/],
      [['open'], 2, /needs one of ways, rotate/],
      [[], 2, /needs one of ways, rotate/],
    ];
    for (const [argv, code, says] of calls) {
      const run = await key(folder, ...argv);
      assert.deepEqual([run.code, run.out], [code, ''], argv.join(' '));
      assert.match(run.err, says);
    }
    assert.equal(readFileSync(join(folder, 'vault.json'), 'utf8'), before);
    assert.equal(await isSound(folder, ...keyOf(folder)), true);
    assert.equal(existsSync(join(folder, 'vault.json.part')), false);
  });
});

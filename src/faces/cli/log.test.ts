import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { checkpointIn } from '../../../test/making/log-hub.ts';
import { keyFileOf, keyOf } from '../../../test/making/vault.ts';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { tileFolder } from '../../adapters/tile-folder/tile-folder.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseVerifierKey } from '../../record/log/note.ts';

const cli = openCli();
after(cli.end);

function ok(run: CliRun): CliRun {
  assert.equal(run.code, 0, run.err);
  return run;
}

/** A running hub with its log in its folder. */
async function running(folder = join(newFolder(), 'hub')): Promise<HubOnDisk> {
  return hubOnDisk(folder, { tiles: tileFolder(join(folder, 'log')) });
}

async function say(disk: HubOnDisk, count: number): Promise<readonly unknown[]> {
  const wires = (await disk.hub.newWitness().sayMany(count)).map(({ wire }) => wire);
  await (await disk.hub.post(wires)).json();
  return wires;
}

async function shown(folder: string, keyFile: string): Promise<Readonly<Record<string, Json>>> {
  const run = ok(await cli.run('log', 'show', '--data', folder, '--key-file', keyFile, '--json'));
  const value = parseJson(run.out);
  assert.ok(isJsonObject(value));
  return value;
}

describe('shanyrak log', () => {
  test('shows what the log is called, its keys, and how far it goes', async () => {
    const disk = await running();
    await say(disk, 12);
    const log = await shown(disk.folder, keyFileOf(disk.folder));
    assert.partialDeepStrictEqual(log, {
      origin: disk.hub.engine.origin,
      entries: 12,
      checkpoint: { size: 12 },
      earlier: [],
      lost: [],
    });
    const keys = log['keys'];
    assert.ok(Array.isArray(keys));
    assert.deepEqual(
      keys
        .map((key) => parseVerifierKey(String(key), disk.hub.crypto.sha256))
        .map((key) => key.ok && key.value),
      disk.hub.engine.log?.keys,
    );
    const { out } = ok(await cli.run('log', 'show', '--data', disk.folder, ...keyOf(disk.folder)));
    assert.match(out, /^Log: +shanyrak\.hub\/[\w-]{43}\nKey: +shanyrak\.hub/);
    assert.match(out, /^Checkpoint: 12 of 12 entries, root /m);
    await disk.close();
  });

  test('opens an address, names it, and closes it', async () => {
    const disk = await running();
    const data = ['--data', disk.folder, ...keyOf(disk.folder)];
    const made = ok(await cli.run('log', 'open', ...data));
    assert.match(made.out, /^\/log\/[\w-]{43}$/m);
    const [, name = ''] = /its name is ([0-9a-f]{8})\./.exec(made.err) ?? [];
    const ask = async (): Promise<number> => {
      disk.hub.logs.reread();
      return (await disk.hub.ask(`${made.out.trim()}/checkpoint`)).status;
    };
    assert.equal(await ask(), 200);
    assert.deepEqual(parseJson(ok(await cli.run('log', 'address', ...data, '--json')).out), {
      addresses: [name],
    });
    ok(await cli.run('log', 'close', name, ...data));
    assert.equal(await ask(), 404);
    assert.match(ok(await cli.run('log', 'address', ...data)).err, /no address of its own/);
    assert.equal((await cli.run('log', 'close', name, ...data)).code, 2);
    await disk.close();
  });

  test('is used wrongly in no other way than it says', async () => {
    for (const args of [[], ['shut'], ['close'], ['show', 'all'], ['open', 'x']])
      assert.equal((await cli.run('log', ...args, '--data', newFolder())).code, 2, args.join(' '));
  });
});

describe('a hub that was restored from a backup', () => {
  test('goes on under another name of its log, and never contradicts what it had signed', async () => {
    const disk = await running();
    const key = keyFileOf(disk.folder);
    await say(disk, 5);
    const backup = ok(await cli.run('backup', '--data', disk.folder, '--key-file', key, '--json'));
    const made = parseJson(backup.out);
    assert.ok(isJsonObject(made) && typeof made['backup'] === 'string');
    const late = await say(disk, 3);
    const old = await checkpointIn(disk.hub.engine.log?.head()?.note ?? '');
    await disk.close();

    const to = join(newFolder(), 'restored');
    const from = ['--from', made['backup'], '--data', to, '--key-file', key];
    assert.match(ok(await cli.run('restore', ...from)).out, /log goes on under another name/);
    const log = await shown(to, key);
    assert.notEqual(log['origin'], old.origin);
    assert.deepEqual(log['earlier'], [{ origin: old.origin, upTo: 5 }]);
    assert.equal('checkpoint' in log, false);

    copyFileSync(key, keyFileOf(to));
    const again = await running(to);
    assert.equal(again.hub.engine.origin, log['origin']);
    assert.equal(again.hub.engine.hubKey, disk.hub.engine.hubKey);
    // What was lost comes back from a phone that still has it, and gets a place of its own.
    await (await again.hub.post(late)).json();
    await say(again, 4);
    const now = await checkpointIn(again.hub.engine.log?.head()?.note ?? '');
    assert.deepEqual([now.origin, now.size], [log['origin'], 12]);
    await again.close();
  });
});

import assert from 'node:assert/strict';
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runProgram } from '../../test/sim/hub-child.ts';
import { keyOf, vaultOf } from '../../test/making/vault.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../test/sim/witness.ts';
import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { packTransfer } from '../faces/cli/transfer-file.ts';

const crypto = cryptoNode();

describe('the program', () => {
  test('ends with the exit code of its command', async () => {
    const codes = await Promise.all(
      [['--help'], ['verify', '--help'], [], ['nonsense'], ['verify', 'no-such-file']].map(
        async (args) => (await runProgram(args)).code,
      ),
    );
    assert.deepEqual(codes, [0, 0, 2, 2, 2]);
  });

  test('says in one line what is wrong with a store, without a stack', async () => {
    const folder = newFolder();
    await vaultOf(folder);
    const run = await runProgram(['fsck', '--data', folder, ...keyOf(folder)]);
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /^shanyrak: the data folder cannot be opened[^\n]*\n$/);
  });

  test('leaves nothing that others on the machine can read', async () => {
    const folder = newFolder();
    const store = storeSqlite({ folder, vault: await vaultOf(folder) });
    store.close();
    const others = (name: string): boolean => (statSync(join(folder, name)).mode & 0o077) !== 0;
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o600);
    const known = readdirSync(folder);
    const backups = join(newFolder(), 'backups');
    assert.equal((await runProgram(['backup', '--data', folder, '--to', backups, ...keyOf(folder)])).code, 0);
    const made = readdirSync(folder).filter((name) => !known.includes(name));
    assert.notDeepEqual(made, []);
    assert.deepEqual(readdirSync(folder).filter(others), []);
  });

  test('finds the same with either library for signatures', async () => {
    const author = witness(crypto, newIncident(crypto));
    const wires = (await author.sayMany(5)).map((s) => s.wire);
    const [sound, wrong] = [join(newFolder(), 'sound'), join(newFolder(), 'wrong')];
    const pack = (entries: typeof wires): Uint8Array =>
      packTransfer({ incident: author.incident, audience: 'readers' }, entries);
    writeFileSync(sound, pack(wires));
    writeFileSync(wrong, pack(wires.map((wire, n) => (n === 3 ? { ...wire, g: wires[2]?.g ?? '' } : wire))));
    for (const env of [{ SHANYRAK_CRYPTO: 'node' }, { SHANYRAK_CRYPTO: '' }]) {
      assert.equal((await runProgram(['verify', sound], { env })).out, 'OK: 5 entries, all genuine\n');
      const found = await runProgram(['verify', wrong], { env });
      assert.equal(found.code, 1);
      assert.match(found.out, /^WRONG: entry 4 \(line 5\), id [0-9a-f]{64}: the signature does not fit/);
    }
  });
});

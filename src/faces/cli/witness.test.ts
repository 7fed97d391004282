import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ok } from '../../../test/making/committee.ts';
import { keyOf } from '../../../test/making/vault.ts';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { parseVerifierKey, printVerifierKey, verifierKey } from '../../record/log/note.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);

function keyText(name: string, type: 0x01 | 0x04): string {
  const made = verifierKey({ name, type, key: crypto.newSigner().key }, crypto.sha256);
  assert.ok(made.ok);
  return printVerifierKey(made.value);
}

const [LOG, WITNESS] = [keyText('log.example/one', 0x01), keyText('witness.example/w1', 0x04)];
const URL_OF_WITNESS = 'https://hub.example/witness/secret';

describe('shanyrak witness', () => {
  const root = newFolder();
  const data = join(root, 'hub');
  const run = (...argv: readonly string[]): Promise<CliRun> =>
    cli.run('witness', ...argv, '--data', data, ...keyOf(data));
  const list = async (): Promise<Record<string, unknown>> => JSON.parse(ok(await run('list', '--json')).out);
  before(async () => {
    const named = ['--settlement', 'East field', '--languages', 'en', '--papers', join(root, 'papers')];
    ok(await cli.run('init', '--data', data, ...keyOf(data), ...named));
  });

  test('prints this hub’s own keys: of its log from the first, of the witness once a door was made', async () => {
    const before = await list();
    assert.deepEqual([before['witness'], before['doors']], [undefined, []]);
    const log = parseVerifierKey(String(before['log']), crypto.sha256);
    assert.ok(log.ok && log.value.name.startsWith('shanyrak.hub/'));
    const made = ok(await run('door'))
      .out.trim()
      .split('\n');
    assert.match(made[0] ?? '', /^\/witness\/[\w-]{43}$/);
    const again = ok(await run('door'))
      .out.trim()
      .split('\n');
    assert.notEqual(again[0], made[0]);
    assert.equal(again[1], made[1]);
    const now = await list();
    assert.equal(now['witness'], made[1]);
    const names = now['doors'];
    assert.ok(Array.isArray(names) && names.length === 2);
    ok(await run('door', '--close', String(names[0])));
    assert.deepEqual((await list())['doors'], names.slice(1));
    assert.equal((await run('door', '--close', 'none')).code, 2);
  });

  test('takes keys, addresses and a policy, shows them without an address, and forgets them', async () => {
    ok(await run('watch', 'west', LOG));
    ok(await run('ask', 'south', WITNESS, URL_OF_WITNESS));
    const file = join(root, 'policy');
    writeFileSync(file, `witness south ${WITNESS}\nquorum south\n`);
    ok(await run('policy', file));
    const shown = ok(await run('list')).out;
    for (const line of [`watches west: ${LOG}`, `asks south: ${WITNESS}`, 'quorum south'])
      assert.ok(shown.includes(line), line);
    assert.ok(!shown.includes('secret'));
    ok(await run('forget', 'west'));
    ok(await run('forget', 'south'));
    const { watches, asks } = await list();
    assert.deepEqual([watches, asks], [[], []]);
    assert.equal((await run('forget', 'west')).code, 2);
  });

  test('refuses what is not as it has to be, and changes nothing', async () => {
    const file = join(root, 'bad');
    writeFileSync(file, 'quorum nobody\n');
    for (const argv of [
      [],
      ['look'],
      ['watch', 'west'],
      ['watch', 'no name', LOG],
      ['watch', 'west', WITNESS],
      ['watch', 'west', `${LOG}A`],
      ['ask', 'west', LOG, URL_OF_WITNESS],
      ['ask', 'west', WITNESS, 'ftp://hub.example/witness/x'],
      ['ask', 'west', WITNESS, 'http://hub.example/witness/x'],
      ['ask', 'west', WITNESS, 'https://127.0.0.1/witness/x'],
      ['ask', 'west', WITNESS, 'https://user@hub.example/witness/x'],
      ['ask', 'west', WITNESS, URL_OF_WITNESS, '--ca', file],
      ['ask', 'west', WITNESS, URL_OF_WITNESS, '--out', root],
      ['policy', file],
      ['policy', join(root, 'missing')],
    ])
      assert.equal((await run(...argv)).code, 2, argv.join(' '));
    const { watches, asks } = await list();
    assert.deepEqual([watches, asks], [[], []]);
    ok(await run('ask', 'west', WITNESS, 'https://127.0.0.1/witness/x', '--inside'));
    ok(await run('forget', 'west'));
  });

  test('says that no log has contradicted itself here', async () => {
    const found = ok(await run('evidence', '--json'));
    assert.deepEqual(JSON.parse(found.out), { evidence: [] });
  });
});

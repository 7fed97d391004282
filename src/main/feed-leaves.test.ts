import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ok } from '../../test/making/committee.ts';
import { keyOf, vaultOf } from '../../test/making/vault.ts';
import { openCli } from '../../test/sim/cli.ts';
import { startHub } from '../../test/sim/hub-child.ts';
import { filesIn, newFolder } from '../../test/sim/temp-folder.ts';
import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { startHub as startHere } from './start-hub.ts';

const cli = openCli();
after(() => cli.end());
const crypto = cryptoNode();

test('a feed is approved on a hub that runs and outlives a kill -9; its address stands nowhere and closes when it is told', async () => {
  const root = newFolder();
  const [data, papers] = [join(root, 'hub'), join(root, 'papers')];
  const folder = ['--data', data, ...keyOf(data)];
  const named = ['--settlement', 'East field', '--languages', 'kk,ru,en'];
  ok(await cli.run('init', ...folder, '--papers', papers, ...named));
  const path = ok(await cli.run('feed', 'new', ...folder)).out.trim();
  const [, token = ''] = /^\/feed\/([\w-]{43})\//.exec(path) ?? [];
  assert.ok(token);
  const hub = await startHub({ folder: data, args: ['--new-links'] });
  const said: string[] = [];
  const as = async (n: number, ...argv: readonly string[]): Promise<string> => {
    const run = await cli.run('feed', ...argv, '--device', join(papers, `keyholder-${n}`), '--to', hub.write);
    said.push(ok(run).out, run.err);
    return run.out;
  };
  const [, mark = ''] = /mark ([0-9a-f]{16}):/.exec(await as(1, 'words')) ?? [];
  await as(1, 'approve', mark);
  assert.equal((await fetch(hub.address + path)).status, 404);
  await as(2, 'approve', mark);
  const before = await (await fetch(`${hub.address}${path}?lang=en`)).text();
  assert.match(before, /<title>Alarms of East field<\/title>/);
  await hub.end('SIGKILL');
  const started = await startHere(
    { folder: data, clock: clockSystem(), crypto, progress: undefined, failed },
    await vaultOf(data),
  );
  const ask = async (): Promise<Response> => started.app.request(`${path}?lang=en`);
  assert.equal(await (await ask()).text(), before);
  ok(await cli.run('feed', 'close', 'all', ...folder));
  assert.equal((await ask()).status, 200);
  await started.reread();
  assert.equal((await ask()).status, 404);
  await started.close();
  for (const text of [...said, hub.out(), hub.err()]) assert.ok(!text.includes(token), text);
  for (const { name, bytes } of filesIn(data)) assert.ok(!bytes.includes(token), name);
});

function failed(cause: unknown): void {
  throw cause;
}

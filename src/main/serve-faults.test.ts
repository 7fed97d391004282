import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { freePort, runProgram, startHub } from '../../test/sim/hub-child.ts';
import { keyOf } from '../../test/making/vault.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { eventBody, newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';

const crypto = cryptoNode();
const SCENARIO = '1937000000000,0,1,1937000000000';

type ReceiptJson = { readonly status: string; readonly index: number };

describe('a hub that cannot start', () => {
  test('because its port is in use exits 1 and names the port and what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const bound = taken.address();
    assert.ok(bound !== null && typeof bound === 'object');
    const folder = newFolder();
    const run = await runProgram(['serve', '--data', folder, ...keyOf(folder), '--port', String(bound.port)]);
    taken.close();
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, new RegExp(`^shanyrak serve: port ${bound.port} is in use.*--port.*\\n$`));
    // Its links were not made yet: the first start that works shows them.
    const hub = await startHub({ folder });
    assert.ok(hub.read && hub.write);
    await hub.end('SIGTERM');
  });

  test('with --new-links leaves the old links as they were, and makes none', async () => {
    const folder = newFolder();
    const first = await startHub({ folder });
    await first.end('SIGTERM');
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const bound = taken.address();
    assert.ok(bound !== null && typeof bound === 'object');
    const run = await runProgram(['serve', '--data', folder, '--port', String(bound.port), '--new-links']);
    taken.close();
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /is in use.*The links people have still hold/);
    const again = await startHub({ folder });
    assert.deepEqual([again.read, again.write], ['', '']);
    for (const link of [first.read, first.write]) {
      const path = new URL(link).pathname;
      assert.equal((await fetch(`${again.address}${path}/`)).status, 200);
    }
    await again.end('SIGTERM');
  });

  test('because it was given simulated telephones and is real exits 2, and makes nothing', async () => {
    const folder = newFolder();
    const run = await runProgram([
      'serve',
      '--data',
      join(folder, 'hub'),
      '--phones',
      join(folder, 'x.json'),
    ]);
    assert.deepEqual([run.code, run.out, readdirSync(folder)], [2, '', []]);
    assert.match(run.err, /--phones is for played days/);
  });

  test('because another hub has its folder exits 1 and says so; the other goes on', async () => {
    const folder = newFolder();
    const hub = await startHub({ folder });
    for (let n = 0; n < 2; n++) {
      const run = await runProgram(['serve', '--data', folder, ...keyOf(folder), '--port', '0']);
      assert.deepEqual([run.code, run.out], [1, '']);
      assert.match(run.err, /^shanyrak serve: another hub is already running on this data folder.*\n$/);
    }
    assert.equal((await fetch(`${hub.read}/`)).status, 200);
    await hub.end('SIGTERM');
  });

  test('because the folder belongs to the other kind of clock exits 1, both ways, and changes nothing', async () => {
    for (const [first, second, words] of [
      [[], ['--scenario', SCENARIO], 'a real hub'],
      [['--scenario', SCENARIO], [], 'a played day'],
    ] as const) {
      const folder = newFolder();
      await (await startHub({ folder, args: first })).end('SIGTERM');
      const run = await runProgram(['serve', '--data', folder, ...keyOf(folder), '--port', '0', ...second]);
      assert.deepEqual([run.code, run.out], [1, '']);
      assert.match(run.err, new RegExp(`belongs to ${words}.*never share a folder`));
      await (await startHub({ folder, args: first })).end('SIGTERM');
    }
  });

  test('because its folder is a file exits 1 with words and no stack', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, 'not a folder');
    for (const data of [file, join(file, 'below')]) {
      const run = await runProgram(['serve', '--data', data, ...keyOf(newFolder()), '--port', '0']);
      assert.deepEqual([run.code, run.out], [1, '']);
      assert.match(run.err, /^shanyrak serve: the data folder cannot be (opened|written).*\n$/);
    }
  });

  test('because its database is something else exits 1, says that nothing was changed, and keeps to it', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'hub.sqlite'), 'x'.repeat(10_000));
    const run = await runProgram(['serve', '--data', folder, ...keyOf(folder), '--port', '0']);
    assert.equal(run.code, 1);
    assert.match(run.err, /^shanyrak serve: the store is damaged. Nothing was changed.*fsck.*\n$/);
  });

  test('because the address is not of this machine exits 1 with words', async () => {
    const folder = newFolder();
    const run = await runProgram([
      'serve',
      '--data',
      folder,
      ...keyOf(folder),
      '--port',
      String(await freePort()),
      '--host',
      '192.0.2.1',
    ]);
    assert.equal(run.code, 1);
    assert.match(run.err, /^shanyrak serve: cannot listen there. Check --host and --port.\n$/);
  });
});

// A small file system of the child's own, so that its disk is really full or read-only.
const mount = (options: string): string => `mount -t tmpfs -o ${options} shanyrak "$1" && shift && exec "$@"`;
const isolated = (folder: string, script: string): readonly string[] => [
  'sh',
  '-c',
  `exec unshare --map-root-user --mount sh -c '${script}' sh "$@"`,
  'sh',
  folder,
];

function whyNoMount(): string | false {
  if (process.platform !== 'linux') return 'a file system of its own can be mounted on Linux only';
  const [command = '', ...args] = isolated(newFolder(), mount('size=1m'));
  return (
    spawnSync(command, [...args, 'true']).status !== 0 &&
    'this system lets nobody mount a file system of their own'
  );
}

const skip = whyNoMount();

describe('a stick', () => {
  test('on which no key file can be written is said to be the stick, and no hub is made', async () => {
    const [folder, stick] = [newFolder(), join(newFolder(), 'stick')];
    writeFileSync(stick, '');
    const run = await runProgram([
      'serve',
      '--data',
      folder,
      '--key-file',
      join(stick, 'hub.key'),
      '--port',
      '0',
    ]);
    assert.deepEqual([run.code, run.out, readdirSync(folder)], [1, '', []]);
    assert.match(run.err, /^shanyrak serve: the key file \S+ cannot be written.*\n$/);
  });
});

describe('a disk', () => {
  test('that is read-only is said at the start: exit 1, no stack', { skip }, async () => {
    const folder = newFolder();
    const run = await runProgram(['serve', '--data', folder, ...keyOf(folder), '--port', '0'], {
      before: isolated(folder, mount('ro')),
    });
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /^shanyrak serve: the data folder cannot be written.*\n$/);
  });

  test(
    'that is full is answered 503 with words; what was kept stays, and with room the hub goes on',
    { skip, timeout: 60_000 },
    async () => {
      const folder = newFolder();
      mkdirSync(folder, { recursive: true });
      const script = mount('size=6m').replace(
        '&& shift',
        '&& head -c 2000000 /dev/zero > "$1/ballast" && shift',
      );
      const hub = await startHub({ folder, before: isolated(folder, script) });
      const author = witness(crypto, newIncident(crypto));
      const post = async (entries: readonly unknown[]): Promise<Response> =>
        fetch(`${hub.write}/entries`, { method: 'POST', body: JSON.stringify({ entries }) });
      const kept: string[] = [];
      let full: Response | undefined;
      let last: readonly unknown[] = [];
      for (let n = 0; n < 200 && full === undefined; n++) {
        const said = [
          await author.say('event', eventBody('x'.repeat(8_000))),
          await author.say('event', { ...eventBody('y'.repeat(8_000)), quote: 'z'.repeat(8_000) }),
        ];
        last = said.map((s) => s.wire);
        const answer = await post(last);
        if (answer.status === 503) full = answer;
        else kept.push(...said.map((s) => s.id));
      }
      assert.ok(full && kept.length > 20, `${kept.length} kept`);
      assert.equal(full.headers.get('retry-after'), '5');
      const problem = (await full.json()) as { readonly kind: string; readonly says: string };
      assert.equal(problem.kind, 'store-full');
      assert.match(problem.says, /disk is full. Nothing of this post was kept; keep your copy/);
      const page = (await (await fetch(`${hub.read}/entries?limit=1000`)).json()) as {
        readonly entries: readonly unknown[];
      };
      assert.equal(page.entries.length, kept.length);
      assert.equal((await fetch(`${hub.read}/`)).status, 200);
      rmSync(`/proc/${hub.child.pid}/root${folder}/ballast`);
      const again = (await (await post(last)).json()) as { readonly receipts: readonly ReceiptJson[] };
      assert.deepEqual(
        again.receipts.map((r) => [r.status, r.index]),
        [
          ['accepted', kept.length],
          ['accepted', kept.length + 1],
        ],
      );
      assert.deepEqual(await hub.end('SIGTERM'), { code: 0, signal: null });
    },
  );
});

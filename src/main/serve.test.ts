import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { startHub, startProgram } from '../../test/sim/hub-child.ts';
import type { ProgramChild } from '../../test/sim/hub-child.ts';
import { keyOf, vaultOf } from '../../test/making/vault.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../test/sim/witness.ts';
import { rowOf } from '../../test/vectors/rows.ts';
import { BODY_SAMPLES } from '../../test/vectors/bodies.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';

const crypto = cryptoNode();
const NO_CODE = { code: 0, signal: null };

async function post(link: string, entries: readonly unknown[]): Promise<number> {
  const answer = await fetch(`${link}/entries`, { method: 'POST', body: JSON.stringify({ entries }) });
  await answer.arrayBuffer();
  return answer.status;
}

async function untilSaid(program: ProgramChild, form: RegExp): Promise<string> {
  for (let n = 0; n < 500 && !form.test(program.out()); n++) await sleep(20);
  assert.match(program.out(), form);
  return program.out();
}

function linksIn(text: string): readonly string[] {
  return text.match(/http:\/\/127\.0\.0\.1:\d+\/b\/[\w-]{43}/g) ?? [];
}

describe('a hub', () => {
  test('shows its links once, keeps them over a restart, and --new-links revokes them', async () => {
    const folder = newFolder();
    const begin = (...more: string[]): ProgramChild =>
      startProgram(['serve', '--data', folder, ...keyOf(folder), '--port', '0', ...more]);
    const first = begin();
    const [read = '', write = ''] = linksIn(await untilSaid(first, /Stop it/));
    const here = (link: string, port: string): string => link.replace(/:\d+/, `:${port}`);
    const portOf = (program: ProgramChild): string => /127\.0\.0\.1:(\d+)/.exec(program.out())?.[1] ?? '';
    assert.equal((await fetch(`${read}/`)).status, 200);
    assert.equal(await post(write, []), 200);
    assert.equal(await post(read, []), 404);
    assert.deepEqual(await first.end('SIGTERM'), NO_CODE);

    const second = begin();
    assert.deepEqual(linksIn(await untilSaid(second, /Stop it/)), []);
    assert.equal((await fetch(`${here(read, portOf(second))}/`)).status, 200);
    assert.deepEqual(await second.end('SIGINT'), NO_CODE);

    const third = begin('--new-links');
    const [fresh = ''] = linksIn(await untilSaid(third, /Stop it/));
    assert.equal((await fetch(`${fresh}/`)).status, 200);
    for (const old of [read, write]) assert.equal((await fetch(`${here(old, portOf(third))}/`)).status, 404);
    assert.deepEqual(await third.end('SIGTERM'), NO_CODE);
    assert.equal([first, second, third].map((p) => p.err()).join(''), '');
  });

  test(
    'listens on 127.0.0.1 only',
    { skip: process.platform === 'win32' && 'Windows joins all of 127/8' },
    async () => {
      const hub = await startHub({ folder: newFolder() });
      assert.match(hub.address, /^http:\/\/127\.0\.0\.1:/);
      const outcome = await new Promise((resolve) => {
        const socket = connect(hub.port, '127.0.0.2').once('connect', () => resolve('connected'));
        socket.once('error', () => resolve('refused'));
      });
      assert.equal(outcome, 'refused');
      await hub.end('SIGTERM');
    },
  );

  test('says so when others can reach it', async () => {
    const folder = newFolder();
    const hub = startProgram([
      'serve',
      '--data',
      folder,
      ...keyOf(folder),
      '--port',
      '0',
      '--host',
      '127.0.0.3',
    ]);
    await untilSaid(hub, /Stop it/);
    assert.match(hub.err(), /reached from other machines, without encryption/);
    await hub.end('SIGTERM');
  });

  test('with many entries says how far it is with reading them back, before it says that it is ready', async () => {
    const folder = newFolder();
    await (await startHub({ folder })).end('SIGTERM');
    const store = storeSqlite({ folder, vault: await vaultOf(folder) });
    await store.append(Array.from({ length: 12_000 }, (_, n) => rowOf(n, 1)));
    store.close();
    const hub = await startHub({ folder });
    const lines = hub
      .out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(lines.slice(0, -1), [
      { ready: false, restored: 5_000, of: 12_000 },
      { ready: false, restored: 10_000, of: 12_000 },
    ]);
    assert.partialDeepStrictEqual(lines.at(-1), { ready: true, entries: 12_000, unreadable: 12_000 });
    await hub.end('SIGTERM');
  });

  test('shows the same situation after a restart as before, over HTTP', async () => {
    const folder = newFolder();
    const at = Date.parse('2031-05-17T05:30Z');
    const standing = ['--scenario', [at, 0, 1, at].join(',')];
    const before = await startHub({ folder, args: standing });
    const author = witness(crypto, newIncident(crypto));
    const said = await Promise.all(
      Object.entries(BODY_SAMPLES).map(([kind, body]) => author.say(kind, body)),
    );
    assert.equal(
      await post(
        before.write,
        said.map((s) => s.wire),
      ),
      200,
    );
    const seen = async (port: number): Promise<readonly string[]> => {
      const ask = async (path: string): Promise<string> =>
        (await fetch(`http://127.0.0.1:${port}/b/${before.read.split('/b/')[1]}${path}`)).text();
      return Promise.all(['/situation', '/entries?limit=1000', '/incidents', '/board-body?lang=kk'].map(ask));
    };
    await sleep(600);
    const first = await seen(before.port);
    assert.match(first[0] ?? '', /"tier":1/);
    await before.end('SIGTERM');
    const after = await startHub({ folder, args: standing });
    assert.equal(after.entries, said.length + 1);
    assert.deepEqual(await seen(after.port), first);
    await after.end('SIGTERM');
  });
});

describe('a hub that is asked to stop', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`by ${signal} exits 0 at once, with boards open, and leaves no file open or half done`, async () => {
      const folder = newFolder();
      const hub = await startHub({ folder });
      const streams = await Promise.all(Array.from({ length: 5 }, () => fetch(`${hub.read}/changes`)));
      for (const stream of streams)
        stream.body
          ?.getReader()
          .read()
          .catch(() => {});
      const author = witness(crypto, newIncident(crypto));
      assert.equal(
        await post(
          hub.write,
          (await author.sayMany(20)).map((s) => s.wire),
        ),
        200,
      );
      const started = performance.now();
      assert.deepEqual(await hub.end(signal), NO_CODE);
      // Less than what an open board waits between two signs of life.
      assert.ok(performance.now() - started < 10_000, `${performance.now() - started} ms`);
      assert.equal(hub.err(), '');
      assert.deepEqual(
        readdirSync(folder).filter((name) => /-(wal|shm|journal)$/.test(name)),
        [],
      );
      assert.equal(readFileSync(join(folder, 'hub.sqlite')).subarray(0, 15).toString(), 'SQLite format 3');
      const again = await startHub({ folder });
      assert.equal(again.entries, 20);
      await again.end('SIGTERM');
    });
  }

  test('when its parent is killed ends with it and frees the folder', { timeout: 60_000 }, async () => {
    const folder = newFolder();
    const script = `
      const { spawn } = require('node:child_process');
      const hub = spawn(process.execPath, ${JSON.stringify([join(import.meta.dirname, 'shanyrak.ts'), 'serve', '--json', '--data', folder, ...keyOf(folder), '--port', '0'])},
        { stdio: ['pipe', 'inherit', 'inherit'], env: { ...process.env, SHANYRAK_PARENT_PIPE: '1' }, detached: true });
      console.log('pid ' + hub.pid);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let [pid, address] = [0, ''];
    for await (const line of createInterface({ input: parent.stdout })) {
      if (line.startsWith('pid ')) pid = Number(line.slice(4));
      else address = (JSON.parse(line) as { readonly address: string }).address;
      if (pid !== 0 && address !== '') break;
    }
    assert.equal((await fetch(`${address}/health`)).status, 200);
    const gone = once(parent, 'exit');
    parent.kill('SIGKILL');
    await gone;
    for (let n = 0; n < 500 && isAlive(pid); n++) await sleep(20);
    assert.equal(isAlive(pid), false);
    const next = await startHub({ folder });
    await next.end('SIGTERM');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a hub that is started without its key', () => {
  test('is locked, keeps nothing, and opens at its page with the passphrase', async () => {
    const folder = newFolder();
    const file = join(folder, 'words');
    writeFileSync(file, 'төрт терек, бір құдық\n');
    const data = join(folder, 'hub');
    const first = startProgram(['serve', '--data', data, '--passphrase-file', file, '--port', '0']);
    const [read = '', write = ''] = linksIn(await untilSaid(first, /Stop it/));
    const author = witness(crypto, newIncident(crypto));
    const [one, two] = await author.sayMany(2);
    assert.ok(one && two);
    assert.equal(await post(write, [one.wire]), 200);
    assert.deepEqual(await first.end('SIGTERM'), NO_CODE);

    const locked = startProgram(['serve', '--data', data, '--port', '0']);
    const said = await untilSaid(locked, /is locked/);
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
    const at = (link: string): string => address + new URL(link).pathname;
    assert.equal((await fetch(`${at(read)}/`)).status, 503);
    assert.equal(await post(at(write), [two.wire]), 503);
    const tryWords = (passphrase: string): Promise<Response> =>
      fetch(`${address}/unlock`, { method: 'POST', body: new URLSearchParams({ passphrase }) });
    assert.equal((await tryWords('төрт терек')).status, 403);
    assert.equal((await tryWords('төрт терек, бір құдық')).status, 200);
    await untilSaid(locked, /Stop it/);
    assert.equal((await fetch(`${at(read)}/`)).status, 200);
    assert.equal(await post(at(write), [two.wire]), 200);
    const page = (await (await fetch(`${at(read)}/entries`)).json()) as {
      readonly entries: readonly unknown[];
    };
    assert.equal(page.entries.length, 2);
    assert.deepEqual(await locked.end('SIGTERM'), NO_CODE);
  });

  test('says that a wrong key opens nothing, and leaves all as it was', async () => {
    const [folder, other] = [newFolder(), newFolder()];
    await (await startHub({ folder })).end('SIGTERM');
    await (await startHub({ folder: other })).end('SIGTERM');
    const wrong = startProgram(['serve', '--data', folder, ...keyOf(other), '--port', '0']);
    assert.deepEqual(await wrong.ended, { code: 1, signal: null });
    assert.match(wrong.err(), /does not open the hub\. Nothing was changed/);
    await (await startHub({ folder })).end('SIGTERM');
  });

  test('takes no passphrase that could be guessed for a new hub', async () => {
    const folder = newFolder();
    const file = join(folder, 'words');
    writeFileSync(file, 'almaty\n');
    const run = startProgram([
      'serve',
      '--data',
      join(folder, 'hub'),
      '--passphrase-file',
      file,
      '--port',
      '0',
    ]);
    assert.deepEqual(await run.ended, { code: 2, signal: null });
    assert.match(run.err(), /at least 16 characters/);
    // On this machine alone its key may be chosen on a page (first-run.test.ts).
    const wide = ['--host', '127.0.0.3', '--port', '0'];
    const none = startProgram(['serve', '--data', join(folder, 'hub'), ...wide]);
    assert.deepEqual(await none.ended, { code: 2, signal: null });
    assert.match(none.err(), /give it a key with --key-file or --passphrase-file/);
  });
});

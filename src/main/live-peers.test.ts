import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ok } from '../../test/making/committee.ts';
import { keyOf, vaultOf } from '../../test/making/vault.ts';
import { openCli } from '../../test/sim/cli.ts';
import { startHub as startChild } from '../../test/sim/hub-child.ts';
import type { HubChild } from '../../test/sim/hub-child.ts';
import { listenHere } from '../../test/sim/hub-here.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { MINUTE_MS } from '../base/instant.ts';
import { startHub } from './start-hub.ts';
import type { StartedHub } from './start-hub.ts';

const SOON_MS = 5_000;
const cli = openCli();
after(cli.end);

/** A founded place in a folder of its own. */
async function founded(name: string): Promise<string> {
  const root = newFolder();
  const data = join(root, 'hub');
  const named = ['--settlement', name, '--languages', 'en', '--papers', join(root, 'papers')];
  ok(await cli.run('init', '--data', data, ...keyOf(data), ...named));
  return data;
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = performance.now() + SOON_MS;
  while (!isSo() && performance.now() < end) await wait(10);
  assert.ok(isSo(), what);
}

describe('two hubs', () => {
  let passedMs = 0;
  let [here, there] = ['', ''];
  let hub: StartedHub;
  let at: Awaited<ReturnType<typeof listenHere>>;
  let other: HubChild;
  let line = '';
  const said: (() => string)[] = [];

  before(async () => {
    [here, there] = await Promise.all([founded('East field'), founded('West field')]);
    const needs = { clock: clockSystem(), crypto: cryptoNode(), failed: assert.ifError, progress: undefined };
    const steadyMs = (): number => performance.now() + passedMs;
    hub = await startHub({ folder: here, ...needs, steadyMs }, await vaultOf(here));
    at = await listenHere(hub);
  });
  after(async () => {
    await at.close();
    await hub.close();
  });

  const peer = (...more: readonly string[]) => cli.run('peer', ...more);
  const state = (): string | undefined => hub.engine.alarms.standbys.report().peers[0]?.state;
  const standing = (): readonly string[] =>
    hub.engine.alarms.standbys.standing().map(({ cause, who }) => `${cause} ${who}`);
  const health = async (): Promise<unknown> => (await fetch(`${at.address}/health`)).json();
  const start = async (): Promise<void> => {
    other = await startChild({ folder: there });
    said.push(other.out, other.err);
  };

  test('are made known to each other by one line, which leads inside only where that is said', async () => {
    assert.deepEqual(await health(), { ok: true });
    const grace = ['--grace', '2', '--tell', '--at', at.address];
    line = ok(await peer('expect', 'west', '--data', here, ...keyOf(here), ...grace)).out.trim();
    assert.match(line, /^http:\/\/127\.0\.0\.1:\d+\/peer\/[\w-]{22}#[\w-]{43}$/);
    const file = join(newFolder(), 'line');
    writeFileSync(file, `${line}\n`);
    const given = ['--data', there, ...keyOf(there), '--address-file', file];
    const refused = await peer('post', 'east', ...given);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /--inside/);
    ok(await peer('post', 'east', ...given, '--inside'));
    const lists = [ok(await peer('list', '--data', here, ...keyOf(here))).out];
    lists.push(ok(await peer('list', '--data', there, ...keyOf(there))).out);
    assert.deepEqual(lists, ['expects west: silent after 2 min, people are told\n', 'tells east, inside\n']);
    await hub.reread();
    assert.equal(state(), 'unknown');
  });

  test('hear each other from the start on', async () => {
    await start();
    await until(() => state() === 'heard', 'the other hub said that it is well');
    assert.deepEqual(await health(), { ok: true, peers: 'heard' });
  });

  test('notice within the grace that the other was killed, ask people to be ready, and say when it is back', async () => {
    await other.end('SIGKILL');
    await hub.engine.decide();
    assert.deepEqual(standing(), []);
    passedMs += 16 * MINUTE_MS;
    assert.equal(state(), 'silent');
    assert.deepEqual(await health(), { ok: true, peers: 'silent' });
    await hub.engine.decide();
    assert.deepEqual(standing(), ['peer west']);
    await start();
    await until(() => state() === 'heard', 'it is heard again');
    await hub.engine.decide();
    assert.deepEqual(standing(), []);
  });

  test('are told nothing by whoever does not hold the key, nor by a beat that is played again', async () => {
    const [address = '', key = ''] = line.split('#');
    // The other hub has used the same address: whoever asks too often waits for their turn.
    const post = async (url: string, body: string): Promise<Response> => {
      for (;;) {
        const answer = await fetch(url, { method: 'POST', body });
        if (answer.status !== 429) return answer;
        await wait(300);
      }
    };
    const nothing = await (await fetch(`${at.address}/nothing`)).text();
    const beat = { word: 'w'.repeat(22), every: 30, proof: 'p'.repeat(43) };
    for (const body of [
      JSON.stringify(beat),
      '',
      '[]',
      '{"word":',
      key,
      JSON.stringify({ ...beat, every: 86_400 }),
    ]) {
      const answer = await post(address, body);
      assert.deepEqual([answer.status, await answer.text()], [404, nothing]);
    }
    const unknown = await post(address.slice(0, -3) + 'AAA', 'x'.repeat(100_000));
    assert.deepEqual([unknown.status, await unknown.text()], [404, nothing]);
    assert.equal((await post(address, 'x'.repeat(10_000))).status, 413);
    assert.equal((await fetch(address)).status, 404);
  });

  test('write no line, no key and no name into their output', async () => {
    await other.end('SIGTERM');
    const [, id = '', key = ''] = /\/peer\/([\w-]+)#(.+)$/.exec(line) ?? [];
    const all = said.map((text) => text()).join('');
    for (const secret of [id, key, 'east', 'west']) assert.ok(!all.includes(secret));
  });

  test('forget each other when they are told to', async () => {
    assert.equal((await peer('remove', 'north', '--data', here, ...keyOf(here))).code, 2);
    ok(await peer('remove', 'west', '--data', here, ...keyOf(here)));
    await hub.reread();
    assert.deepEqual(hub.engine.alarms.standbys.report().peers, []);
    assert.deepEqual(await health(), { ok: true });
  });
});

describe('a line that peer expect did not print', () => {
  test('is refused, and nothing is changed', async () => {
    const data = await founded('North field');
    const good = `https://hub.example/peer/${'a'.repeat(21)}A#${'k'.repeat(42)}A`;
    const file = join(newFolder(), 'line');
    const post = async (text: string, ...more: readonly string[]): Promise<number> => {
      writeFileSync(file, text);
      return (
        await cli.run('peer', 'post', 'x', '--data', data, ...keyOf(data), '--address-file', file, ...more)
      ).code;
    };
    for (const bad of [
      'nothing',
      good.replace('#', '%23'),
      good.slice(0, -1),
      good.replace('/peer/', '/other/'),
      good.replace('https:', 'ftp:'),
      good.replace('hub.example', 'user@hub.example'),
      good.replace('https:', 'http:'),
      good.replace('hub.example', '127.0.0.1'),
      good.replace('hub.example', 'localhost'),
      good.replace('hub.example', '[fe80::1]'),
      `${good}${'a'.repeat(10_000)}`,
    ])
      assert.equal(await post(bad), 2, bad.slice(0, 80));
    const list = ok(await cli.run('peer', 'list', '--data', data, ...keyOf(data), '--json'));
    assert.deepEqual(JSON.parse(list.out), { expects: [], tells: [] });
    assert.equal(await post(good), 0);
  });
});

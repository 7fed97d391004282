import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ok } from '../../test/making/committee.ts';
import {
  authorityMark,
  certificate,
  newKey,
  purposes,
  time,
  TIME_STAMPING,
} from '../../test/making/stamp-certificates.ts';
import { replyToQuery } from '../../test/making/stamp-replies.ts';
import { keyOf, vaultOf } from '../../test/making/vault.ts';
import { openCli } from '../../test/sim/cli.ts';
import { startHub as startChild } from '../../test/sim/hub-child.ts';
import { startHttpCarrier } from '../../test/sim/http-carrier.ts';
import type { HttpCarrier } from '../../test/sim/http-carrier.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { checkStamp } from '../adapters/stamp-rfc3161/check-stamp.ts';
import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
import { startEngine } from '../engine/engine.ts';
import { stampsHeld } from '../engine/stamps-kept.ts';
import type { StampHeld } from '../engine/stamps-kept.ts';
import { printAuthorities, STAMPS_SETTING } from '../faces/cli/stamp-settings.ts';
import { liveStamps } from './live-stamps.ts';
import { startHub } from './start-hub.ts';
import type { StartedHub } from './start-hub.ts';

const cli = openCli();
after(cli.end);

const DAY_MS = 86_400_000;
const key = newKey('p256');
const root = certificate({ name: 'Root', key, extensions: [authorityMark()] });
const signer = certificate({
  name: 'Stamps',
  key: newKey('p256'),
  by: root,
  extensions: [purposes(true, TIME_STAMPING)],
});
const now = (): Uint8Array => time(new Date().toISOString().slice(0, 19));

describe('a hub that runs has its log stamped', () => {
  const folder = newFolder();
  const data = join(folder, 'hub');
  let web: HttpCarrier;
  let hub: StartedHub;
  let passedMs = 0;

  const start = async (): Promise<StartedHub> => {
    const needs = { clock: clockSystem(), crypto: cryptoNode(), failed: assert.ifError, progress: undefined };
    return startHub(
      { folder: data, ...needs, steadyMs: () => performance.now() + passedMs },
      await vaultOf(data),
    );
  };
  const held = async (): Promise<readonly StampHeld[]> => {
    const store = storeSqlite({ folder: data, vault: await vaultOf(data), mode: 'read' });
    try {
      return stampsHeld(store);
    } finally {
      store.close();
    }
  };
  const stamp = async (...args: readonly string[]) =>
    cli.run('stamp', ...args, '--data', data, ...keyOf(data));

  before(async () => {
    web = await startHttpCarrier();
    const headers = { 'content-type': 'application/timestamp-reply' };
    web.play(({ bytes }) => ({
      status: 200,
      headers,
      body: replyToQuery(bytes, { signer, genTime: now() }, [root]),
    }));
    const named = ['--settlement', 'East field', '--languages', 'en', '--papers', join(folder, 'papers')];
    ok(await cli.run('init', '--data', data, ...keyOf(data), ...named));
    writeFileSync(join(folder, 'root.pem'), root.pem);
  });
  after(() => web.end());

  test('by those who are added while it runs, over its checkpoint file as it lies there', async () => {
    hub = await start();
    await hub.stamp();
    assert.equal(web.requests().length, 0);
    const url = `http://127.0.0.1:${web.port}/`;
    ok(await stamp('add', 'east', url, '--certs', join(folder, 'root.pem'), '--inside'));
    await hub.reread();
    await hub.stamp();
    const [first] = await held();
    const file = readFileSync(join(data, 'log/checkpoint'));
    assert.ok(first);
    assert.deepEqual(Buffer.from(first.checkpoint), file);
    assert.deepEqual([first.authority, first.size], ['east', hub.engine.size()]);
    const { query, reply, at } = first;
    const checked = checkStamp({
      reply,
      query,
      digest: createHash('sha256').update(file).digest(),
      anchors: root.pem,
    });
    assert.equal(checked.ok && checked.value.genTime, at);
    assert.match(ok(await stamp('list')).out, /^east {2}http:.*: 1 stamps, last \d{4}-.* of \d+ entries$/m);
  });

  test('again only when something is new: not after a day, not at once, not after a restart', async () => {
    passedMs += DAY_MS;
    await hub.stamp();
    ok(await stamp('now'));
    await hub.reread();
    await hub.stamp();
    await hub.close();
    hub = await start();
    await hub.stamp();
    assert.equal(web.requests().length, 1);
  });

  test('by nobody once they are removed, and the certificates of what was stamped stay', async () => {
    ok(await stamp('remove', 'east'));
    assert.match(ok(await stamp('list')).out, /^east {2}removed: 1 stamps/m);
    await hub.reread();
    await hub.stamp();
    assert.equal(web.requests().length, 1);
    assert.equal((await held()).length, 1);
    await hub.close();
  });

  test('from its start on, as a program of its own', async () => {
    const url = `http://127.0.0.1:${web.port}/`;
    ok(await stamp('add', 'west', url, '--certs', join(folder, 'root.pem'), '--inside'));
    const child = await startChild({ folder: data });
    for (let tries = 0; tries < 200 && (await held()).length < 2; tries++) await wait(20);
    await child.end('SIGTERM');
    assert.deepEqual(
      (await held()).map(({ authority }) => authority),
      ['east', 'west'],
    );
    assert.doesNotMatch(child.err(), /west/);
  });
});

describe('nobody is asked', () => {
  const HEAD = { size: 1, note: 'log\n1\nroot\n\n— x y\n' };

  /** How many queries leave for a hub with such a clock on such a machine. */
  async function queries(kind: 'real' | 'replay', environment: NodeJS.ProcessEnv): Promise<number> {
    const web = await startHttpCarrier();
    const store = storeMemory();
    const authority = { name: 'east', url: `http://127.0.0.1:${web.port}/`, certificates: root.pem };
    const settings = printAuthorities([{ ...authority, allowInside: true, isRemoved: false }]);
    store.saveSetting(STAMPS_SETTING, Buffer.from(JSON.stringify(settings)));
    const crypto = cryptoNode();
    const clock = { ...clockSystem(), kind };
    const engine = await startEngine({ store, clock, crypto });
    const withLog = { people: engine.people, incidents: engine.incidents, log: { head: () => HEAD } };
    const stamps = liveStamps({
      store,
      clock,
      crypto,
      steadyMs: () => 0,
      engine: withLog,
      environment,
    });
    await stamps.round();
    await stamps.close();
    await web.end();
    return web.requests().length;
  }

  test('of a played day', async () => {
    assert.equal(await queries('real', {}), 1);
    assert.equal(await queries('replay', {}), 0);
  });

  test('around a proxy that the machine is set to go by', async () => {
    for (const name of ['HTTPS_PROXY', 'http_proxy', 'all_proxy'])
      assert.equal(await queries('real', { [name]: 'http://127.0.0.1:1' }), 0);
    assert.equal(await queries('real', { HTTPS_PROXY: '' }), 1);
  });
});

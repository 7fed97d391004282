import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { after, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { vaultOf } from '../../test/making/vault.ts';
import { alarmFolder } from '../../test/sim/alarm-folder.ts';
import { openCli } from '../../test/sim/cli.ts';
import { handClock } from '../../test/sim/hand-clock.ts';
import { startHttpCarrier } from '../../test/sim/http-carrier.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { utf8Encode } from '../base/bytes.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { EntryId } from '../record/names.ts';
import { liveAlarms } from './live-alarms.ts';
import { startHub } from './start-hub.ts';
import type { StartedHub } from './start-hub.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);

async function hubOn(folder: string, kind: Clock['kind'] = 'real'): Promise<StartedHub> {
  const clock = handClock('2031-05-17T05:30Z', kind);
  const failed = (cause: unknown): never => assert.fail(String(cause));
  return startHub({ folder, clock, crypto, progress: undefined, failed }, await vaultOf(folder));
}

async function raise({ engine }: StartedHub): Promise<EntryId> {
  const body = { mode: 'real', act: 'force.arrive' };
  const { id, wire } = await witness(crypto, newIncident(crypto)).say('alarm.raise', body);
  await engine.keep([wire]);
  await engine.decide();
  return id;
}

/** A gateway that answers when it is told to. */
async function slowGateway(): Promise<{
  readonly server: Server;
  readonly port: number;
  readonly held: ServerResponse[];
}> {
  const held: ServerResponse[] = [];
  const server = createServer((_, response) => void held.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  assert.ok(bound !== null && typeof bound === 'object');
  return { server, port: bound.port, held };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !isSo(); i++) await wait(5);
  assert.ok(isSo());
}

describe('a hub that runs', () => {
  test('takes up another gateway, and what was on its way by the old one arrives', async () => {
    const [old, fresh, at] = [await slowGateway(), await startHttpCarrier(), await alarmFolder(cli)];
    await at.addGateway(old.port);
    const hub = await hubOn(at.folder);
    const first = await raise(hub);
    await until(() => old.held.length === 1);
    assert.equal((await at.addGateway(fresh.port)).code, 0);
    await hub.reread();
    const second = await raise(hub);
    await until(() => fresh.requests().length === 1);
    old.held[0]?.writeHead(200).end();
    await hub.engine.alarms.delivery.settled();
    const { ledger } = hub.engine.alarms.keeper;
    for (const alarm of [first, second]) assert.equal(ledger.count(alarm, { state: 'accepted' }), 1);
    assert.equal(old.held.length, 1);
    await hub.close();
    old.server.close();
    await fresh.end();
  });

  test('strands what waits for a channel that a command removes, and sends it once there is one again', async () => {
    const [busy, fresh, at] = [await slowGateway(), await startHttpCarrier(), await alarmFolder(cli)];
    await at.addGateway(busy.port);
    const hub = await hubOn(at.folder);
    const id = await raise(hub);
    await until(() => busy.held.length === 1);
    busy.held[0]?.writeHead(503).end();
    await hub.engine.alarms.delivery.settled();
    const { ledger } = hub.engine.alarms.keeper;
    const count = (state: 'deferred' | 'stranded' | 'accepted'): number => ledger.count(id, { state });
    assert.equal(count('deferred'), 1);
    assert.equal((await at.run('channel', 'remove', 'sms-json')).code, 0);
    await hub.reread();
    await hub.engine.decide();
    assert.deepEqual([count('deferred'), count('stranded')], [0, 1]);
    await at.addGateway(fresh.port);
    await hub.reread();
    for (let i = 0; i < 3; i++) await hub.engine.decide();
    await until(() => fresh.requests().length === 1);
    await hub.engine.alarms.delivery.settled();
    await hub.engine.decide();
    assert.equal(count('accepted'), 1);
    await hub.close();
    busy.server.close();
    await fresh.end();
  });

  test('waits at its end for what is on its way, and notes what became of it', async () => {
    const [gateway, at] = [await slowGateway(), await alarmFolder(cli)];
    await at.addGateway(gateway.port);
    const hub = await hubOn(at.folder);
    const id = await raise(hub);
    await until(() => gateway.held.length === 1);
    const closed = hub.close();
    gateway.held[0]?.writeHead(200).end();
    await closed;
    const again = await hubOn(at.folder);
    assert.equal(again.engine.alarms.keeper.ledger.count(id, { state: 'accepted' }), 1);
    await again.close();
    gateway.server.close();
  });

  test('on a played day sends nothing, whatever is set up', async () => {
    const [carrier, folder] = [await startHttpCarrier(), newFolder()];
    const first = await hubOn(folder, 'replay');
    await first.engine.alarms.contacts.put({
      role: 'warden',
      language: 'en',
      addresses: [{ channel: 'sms', address: '+77010000001', isVerified: true }],
    });
    await first.close();
    const add = ['channel', 'add', 'sms-json', '--url', `http://127.0.0.1:${carrier.port}/`];
    const key = ['--data', folder, '--key-file', `${folder}.key`];
    const made = await cli.run(...add, '--to-field', 'to', '--text-field', 'text', ...key);
    assert.equal(made.code, 0, made.err);
    const hub = await hubOn(folder, 'replay');
    const id = await raise(hub);
    await hub.reread();
    await hub.engine.decide();
    assert.equal(hub.engine.alarms.outbox.sceneOf(id)?.alarm.tier, 1);
    assert.deepEqual([hub.engine.alarms.keeper.ledger.size, carrier.requests().length], [0, 0]);
    await hub.close();
    const test = await cli.run('channel', 'test', 'sms-json', '--to', '+77010000001', ...key);
    assert.deepEqual([test.code, carrier.requests().length], [2, 0]);
    await carrier.end();
  });
});

describe('settings as they are kept', () => {
  const settings = new Map<string, Uint8Array>();
  const store: Pick<Store, 'setting'> = { setting: (name) => settings.get(name) };
  const keep = (name: string, value: unknown): void =>
    void settings.set(name, utf8Encode(typeof value === 'string' ? value : JSON.stringify(value)));
  const live = (kind: Clock['kind']): ReturnType<typeof liveAlarms> =>
    liveAlarms({ store, clock: { kind }, failed: () => {}, take: () => Promise.resolve(false) });

  test('give roads, plan and address as soon as they are read again; what cannot be read changes nothing', async () => {
    const { needs, reread, close } = await live('real');
    assert.deepEqual([needs.roads?.(), needs.place?.(), needs.address?.()], [[], undefined, undefined]);
    keep('channels', { ntfy: { perMinute: 60, burst: 2 } });
    keep('address', 'https://hub.example');
    await reread();
    const [road] = needs.roads?.() ?? [];
    assert.deepEqual([road?.channel.name, road?.pace], ['push', { perSecond: 1, burst: 2 }]);
    assert.equal(needs.address?.(), 'https://hub.example');
    await reread();
    assert.equal(needs.roads?.()[0], road, 'the same bytes open nothing anew');
    keep('channels', '{"ntfy":');
    await reread();
    assert.equal(needs.roads?.()[0], road);
    keep('address', '');
    await reread();
    assert.equal(needs.address?.(), undefined);
    await close();
    assert.deepEqual(needs.roads?.(), []);
  });

  test('give a played day no road', async () => {
    keep('channels', { ntfy: { perMinute: 60, burst: 2 } });
    for (const [kind, roads] of [
      ['replay', 0],
      ['real', 1],
    ] as const)
      assert.equal((await live(kind)).needs.roads?.().length, roads);
  });
});

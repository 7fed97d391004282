import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, test } from 'node:test';
import { newPushChannel, pushAuthority, pushParcel } from '../../../test/making/web-push.ts';
import { cannotMakeCertificates, readCertificate } from '../../../test/sim/certificates.ts';
import { startPushService } from '../../../test/sim/push-carrier.ts';
import type { PushService, PushServiceOptions } from '../../../test/sim/push-carrier.ts';
import type { PushMood } from '../../../test/sim/push-moods.ts';
import { addressOf, newSubscriptionSecrets } from '../../../test/sim/read-push.ts';
import type { Outcome } from '../../ports/channel.ts';
import { ServiceQueue } from './service-queue.ts';

const skip = cannotMakeCertificates;
const certificate = skip === false ? pushAuthority().certify('localhost', 2) : { certFile: '', keyFile: '' };
const SOON_MS = 1_000;
const ACCEPTED: Outcome = { kind: 'accepted' };
const NOT_NOW: Outcome = { kind: 'deferred', scope: 'provider' };
const UNKNOWN: Outcome = { kind: 'unknown' };

type Pair = {
  readonly service: PushService;
  readonly address: string;
  readonly send: (text: string, withinMs?: number) => Promise<Outcome>;
  readonly close: () => Promise<void>;
};

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(options: Partial<PushServiceOptions> = {}): Promise<Pair> {
  const service = await startPushService({ certificate, speaks: 'h2', ...options });
  const channel = newPushChannel();
  const address = service.subscribe(channel.applicationServerKey);
  ends.push(async () => {
    await channel.close();
    await service.end();
    assert.deepEqual(service.faults, []);
  });
  return {
    service,
    address,
    close: channel.close,
    send: (text, withinMs = SOON_MS) => channel.send(pushParcel(address, text), withinMs),
  };
}

/** A way to send to a server that is no push service. */
async function reachOf(server: Server): Promise<Pair['send']> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const channel = newPushChannel();
  ends.push(async () => {
    await channel.close();
    server.close();
  });
  const endpoint = `https://localhost:${(server.address() as AddressInfo).port}/1`;
  const address = addressOf(newSubscriptionSecrets(), endpoint);
  return (text, withinMs = SOON_MS) => channel.send(pushParcel(address, text), withinMs);
}

/** In this mood the outcome is this one, and the next message gets through. */
async function goesOnAfter(pair: Pair, mood: PushMood, outcome: Outcome): Promise<void> {
  pair.service.be(mood);
  assert.deepEqual(await pair.send('in that mood'), outcome);
  pair.service.be('well');
  assert.deepEqual(await pair.send('after it'), ACCEPTED);
}

for (const speaks of ['h2', 'h1'] as const) {
  describe(`a push service that speaks ${speaks} and is not well`, { skip }, () => {
    test('says how long to wait, in seconds or until when', async () => {
      const pair = await start({ speaks });
      const date = new Date(Date.now() + 30_000).toUTCString();
      for (const [status, after, least, most] of [
        [429, '20', 20_000, 20_000],
        [503, date, 28_000, 31_000],
      ] as const) {
        pair.service.be({ status, headers: { 'retry-after': after } });
        const outcome = await pair.send('too many');
        assert.ok(outcome.kind === 'deferred' && outcome.scope === 'provider');
        assert.ok(outcome.afterMs !== undefined && outcome.afterMs >= least && outcome.afterMs <= most);
      }
    });

    test('loses no subscription by being ill for long', async () => {
      const pair = await start({ speaks });
      pair.service.be('ill');
      for (let round = 0; round < 20; round++) {
        const sent = Array.from({ length: 20 }, (_, i) => pair.send(`ill ${i}`));
        for (const outcome of await Promise.all(sent)) assert.deepEqual(outcome, NOT_NOW);
      }
      pair.service.be('well');
      assert.deepEqual(await pair.send('well again'), ACCEPTED);
      assert.equal(pair.service.taken.length, 1);
    });

    test('is followed nowhere else', async () => {
      const other = await start({ speaks });
      const { endpoint } = JSON.parse(other.address) as { readonly endpoint: string };
      const mood = { status: 307, headers: { location: endpoint } };
      await goesOnAfter(await start({ speaks }), mood, { kind: 'deferred', scope: 'address' });
      assert.equal(other.service.counts.requests, 0);
    });

    test('that answers with a body without end has it cut off', async () => {
      const pair = await start({ speaks });
      await goesOnAfter(pair, 'endless', ACCEPTED);
      await sleep(200);
      const poured = pair.service.poured();
      await sleep(200);
      assert.equal(pair.service.poured(), poured);
      assert.ok(poured < 100_000, `${poured} bytes`);
    });

    test('that answers a byte now and then does not hold a place for long', async () => {
      const pair = await start({ speaks, streams: 1 });
      pair.service.be('dripping');
      assert.deepEqual(await pair.send('dripping'), ACCEPTED);
      pair.service.be('well');
      assert.deepEqual(await pair.send('behind it', 5_000), ACCEPTED);
    });

    test('that answers with far too many headers has said nothing', async () => {
      await goesOnAfter(await start({ speaks }), 'header-bomb', UNKNOWN);
    });

    test('that is slow with its headers is waited for no longer than we were told', async () => {
      const pair = await start({ speaks });
      const began = performance.now();
      await goesOnAfter(pair, 'slow-headers', UNKNOWN);
      assert.ok(performance.now() - began < 2 * SOON_MS);
    });

    test('that cuts all connections leaves no message without an outcome', async () => {
      const pair = await start({ speaks });
      pair.service.be('slow');
      const sent = Array.from({ length: 40 }, (_, i) => pair.send(`cut ${i}`, 10_000));
      while (pair.service.counts.requests < 16) await sleep(5);
      pair.service.be('well');
      pair.service.cutConnections();
      const outcomes = await Promise.all(sent);
      assert.ok(outcomes.every(({ kind }) => ['unknown', 'deferred', 'accepted'].includes(kind)));
      assert.ok(outcomes.filter(({ kind }) => kind === 'unknown').length >= 16);
    });

    test('is left at once when the channel is closed, whatever is under way', async () => {
      const pair = await start({ speaks });
      pair.service.be('slow');
      const sent = [pair.send('one', 60_000), pair.send('two', 60_000)];
      while (pair.service.counts.requests < 2) await sleep(5);
      await pair.close();
      assert.deepEqual(await Promise.all(sent), [UNKNOWN, UNKNOWN]);
    });
  });
}

describe('a push service over HTTP/2', { skip }, () => {
  test('that refuses a stream did not look at it: the message can be sent again', async () => {
    await goesOnAfter(await start(), 'refused-stream', NOT_NOW);
  });

  test('that goes away says up to where it looked', async () => {
    const pair = await start();
    assert.deepEqual(await pair.send('before'), ACCEPTED);
    await goesOnAfter(pair, 'goaway-before', NOT_NOW);
    await goesOnAfter(pair, 'goaway-after', UNKNOWN);
    assert.equal(pair.service.counts.connections, 3);
  });

  test('is asked no more at once than it allows, over one connection', async () => {
    const pair = await start({ streams: 3 });
    pair.service.be('late');
    const sent = Array.from({ length: 30 }, (_, i) => pair.send(`late ${i}`, 10_000));
    for (const outcome of await Promise.all(sent)) assert.deepEqual(outcome, ACCEPTED);
    assert.deepEqual(pair.service.counts, { connections: 1, requests: 30, mostAtOnce: 3 });
  });

  test('that ends every connection at once is not asked over and over', async () => {
    const counts = { connections: 0 };
    const server = createSecureServer(readCertificate(certificate));
    server.on('session', (session) => {
      counts.connections++;
      session.on('error', () => undefined);
      session.goaway();
    });
    const send = await reachOf(server);
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => send(`${i}`, SOON_MS)));
    assert.ok(outcomes.every(({ kind }) => kind === 'deferred' || kind === 'unknown'));
    assert.ok(counts.connections <= 20, `${counts.connections} connections`);
  });

  test('that hangs up before it has said anything is not waited for', async () => {
    const server = createTlsServer({ ...readCertificate(certificate), ALPNProtocols: ['h2'] }, (socket) => {
      socket.on('error', () => undefined);
      socket.end();
    });
    const send = await reachOf(server);
    const began = performance.now();
    assert.deepEqual(await send('hello?', 10_000), NOT_NOW);
    assert.ok(performance.now() - began < 5_000);
  });

  test('behind a wire that went dead is reached over a new one', async () => {
    const wire = await startWire();
    const pair = await start({ knownAs: `https://localhost:${wire.port}` });
    wire.leadTo(pair.service.port);
    assert.deepEqual(await pair.send('before'), ACCEPTED);
    wire.goDead();
    assert.deepEqual(await pair.send('into nothing'), UNKNOWN);
    // The connection is asked whether it lives, and given two seconds.
    await sleep(2_200);
    assert.deepEqual(await pair.send('after'), ACCEPTED);
    assert.equal(pair.service.counts.connections, 2);
  });
});

test('where somebody listens and says nothing, nothing has left', { skip }, async () => {
  const wire = await startWire();
  const address = addressOf(newSubscriptionSecrets(), `https://localhost:${wire.port}/1`);
  const channel = newPushChannel();
  const began = performance.now();
  assert.deepEqual(await channel.send(pushParcel(address, 'hello?'), SOON_MS), NOT_NOW);
  assert.ok(performance.now() - began < 2 * SOON_MS);
  await channel.close();
});

test('a service to which nothing goes is left, and not while somebody waits for it', async () => {
  const wire = await startWire();
  const place = { hostname: 'localhost', port: wire.port };
  const reach = { allowInside: true };
  let idle = 0;
  const queue = new ServiceQueue(`https://localhost:${wire.port}`, place, reach, {
    afterMs: 100,
    onIdle: () => idle++,
  });
  const ending = await queue.send({ path: '/', headers: {}, body: new Uint8Array(1) }, 400);
  assert.deepEqual([ending, idle], [{ kind: 'not-taken' }, 0]);
  await sleep(300);
  assert.equal(idle, 1);
  queue.close();
});

type Wire = {
  readonly port: number;
  readonly leadTo: (port: number) => void;
  /** From now on nothing comes through the connections that are there, in either direction. */
  readonly goDead: () => void;
};

/** TCP that leads somewhere, or not yet, and can go dead without anybody being told. */
async function startWire(): Promise<Wire> {
  let target: number | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (target === undefined) return;
    const other = connect(target, '127.0.0.1');
    other.on('error', () => undefined);
    sockets.add(other);
    socket.pipe(other).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      target = port;
    },
    goDead: () => {
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
  };
}

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { seededChance } from '../../src/adapters/sim-day/chance.ts';
import type { Json } from '../../src/base/canonical-json.ts';
import { soakCount } from '../soak-count.ts';
import { BODY_SAMPLES } from '../vectors/bodies.ts';
import { badEntries } from './bad-entries.ts';
import { hubHere, listenHere } from './hub-here.ts';
import type { HubHere } from './hub-here.ts';

const REQUESTS = soakCount(10_000, 1_000_000);
const SOCKETS = soakCount(300, 5_000);
const SEED = 20_310_517;

/** Repeatable chance with what a fuzzer asks of it. */
type Dice = {
  readonly below: (most: number) => number;
  readonly isOne: (in_: number) => boolean;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
  readonly bytes: (most: number) => Uint8Array<ArrayBuffer>;
};

function dice(seed: number): Dice {
  const chance = seededChance(seed);
  const below = (most: number): number => Math.floor(chance() * most);
  return {
    below,
    isOne: (in_) => below(in_) === 0,
    pick: (list) => list[below(list.length)] ?? list[0],
    bytes: (most) => Uint8Array.from({ length: below(most) }, () => below(256)),
  };
}

const PIECES = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  'true',
  '1e999',
  '-0',
  '\u0000',
  '\ud800',
  '\u{1f600}',
  '__proto__',
  'e',
  'g',
  'parts',
  'body',
  '2031',
  ' ',
  '\n',
  'XXXX',
  '../',
  '%00',
  '9'.repeat(400),
  '"entries"',
] as const;

/** The text with up to four things cut out, put in, doubled or swapped. */
function mutate(text: string, d: Dice): string {
  let out = text;
  for (let n = d.below(4); n >= 0; n--) {
    const at = d.below(out.length + 1);
    const to = at + d.below(12);
    const way = d.below(4);
    if (way === 0) out = out.slice(0, at) + out.slice(to);
    else if (way === 1) out = out.slice(0, at) + d.pick(PIECES) + out.slice(at);
    else if (way === 2) out = out.slice(0, to) + out.slice(at);
    else out = out.slice(0, at) + String.fromCharCode(d.below(0x250)) + out.slice(at + 1);
  }
  return out;
}

function anyJson(d: Dice, depth = 0): Json {
  const way = d.below(depth > 3 ? 5 : 8);
  if (way === 0) return null;
  if (way === 1) return d.isOne(2);
  if (way === 2) return d.pick([0, -1, 0.5, 2 ** 53, 1e300]);
  if (way < 5) return d.pick(PIECES);
  if (way === 5) return Array.from({ length: d.below(5) }, () => anyJson(d, depth + 1));
  const names = ['e', 'g', 'parts', 'body', 's', 't', 'entries', '__proto__', 'toString', ''] as const;
  return Object.fromEntries(Array.from({ length: d.below(5) }, () => [d.pick(names), anyJson(d, depth + 1)]));
}

type Fuel = { readonly good: readonly [Json, ...Json[]]; readonly bad: readonly [Json, ...Json[]] };

/** Sound entries of every kind, and broken ones. */
async function fuelFor(hub: HubHere): Promise<Fuel> {
  const author = hub.newWitness();
  const good: Json[] = [];
  for (let n = 0; n < 10; n++)
    for (const [kind, body] of Object.entries(BODY_SAMPLES)) good.push((await author.say(kind, body)).wire);
  const bad = (await badEntries(hub.crypto, hub.incident)).map((b) => b.item);
  const [first = null, ...rest] = good;
  const [worst = null, ...others] = bad;
  return { good: [first, ...rest], bad: [worst, ...others] };
}

function anyEntry({ good, bad }: Fuel, d: Dice): Json {
  const way = d.below(5);
  if (way === 0) return d.pick(good);
  if (way === 1) return d.pick(bad);
  if (way === 2) return anyJson(d);
  // A sound one with something changed, as long as it is JSON at all.
  try {
    return JSON.parse(mutate(JSON.stringify(d.pick(good)), d)) as Json;
  } catch {
    return d.pick(bad);
  }
}

type Call = { readonly path: string; readonly init: RequestInit; readonly sent?: readonly Json[] };
const METHODS = ['GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'QUERY'] as const;
const TAILS = [
  '',
  '/',
  '/entries',
  '/entries?since=3&limit=2',
  '/incidents',
  '/situation',
  '/board-body?lang=kk',
  '/why/entries',
  '/why/clock?lang=en',
  '/board.css',
  '/live.js',
  '/openapi.json',
  '/entries?incident=',
] as const;

function anyCall(hub: HubHere, fuel: Fuel, d: Dice): Call {
  const way = d.below(10);
  if (way < 4) {
    const sent = Array.from({ length: d.below(4) }, () => anyEntry(fuel, d));
    return {
      path: `${hub.write}/entries`,
      init: { method: 'POST', body: JSON.stringify({ entries: sent }) },
      sent,
    };
  }
  if (way === 4)
    return {
      path: `${hub.write}/entries`,
      init: { method: 'POST', body: mutate(JSON.stringify({ entries: [d.pick(fuel.good)] }), d) },
    };
  if (way === 5) return { path: `${hub.write}/entries`, init: { method: 'POST', body: d.bytes(300) } };
  const base = d.pick([hub.read, hub.write, '/b/wrong', '']);
  const tail = d.isOne(3) ? mutate(d.pick(TAILS), d) : d.pick(TAILS);
  const method = d.pick(METHODS);
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: mutate('{"entries":[]}', d) };
  const headers = {
    'accept-language': d.pick(['kk', 'ru-RU', '', 'x'.repeat(300), '*']),
    'content-type': d.pick(['application/json', 'text/plain', 'multipart/form-data', '']),
  };
  return { path: base + tail, init: { method, headers, ...body } };
}

const STATUSES: readonly number[] = [200, 400, 404, 413];

async function send(hub: HubHere, { path, init, sent }: Call): Promise<void> {
  // A path cut down to /changes would stay open for ever; the fuzzer does not make one, but a mutation may.
  const answer = await hub.ask(path.startsWith('/') ? path : `/${path}`, init);
  const what = `${init.method} ${JSON.stringify(path)}`;
  assert.ok(STATUSES.includes(answer.status), `${answer.status} for ${what}`);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', what);
  if (sent === undefined) return void (await answer.body?.cancel());
  assert.equal(answer.status, 200, what);
  const { receipts } = (await answer.json()) as {
    readonly receipts: readonly { readonly status: string; readonly says?: string }[];
  };
  assert.equal(receipts.length, sent.length);
  for (const receipt of receipts) assert.ok(receipt.status === 'accepted' || (receipt.says ?? '') !== '');
}

/** After all of it the hub takes a good entry, shows it, and still knows itself. */
async function assertWell(hub: HubHere): Promise<void> {
  const [said] = await hub.newWitness().sayMany(1, 'After all that');
  const answer = (await (await hub.post([said?.wire])).json()) as {
    readonly receipts: readonly { readonly id: string; readonly isNew: boolean }[];
  };
  assert.partialDeepStrictEqual(answer.receipts, [{ id: said?.id, isNew: true }]);
  await hub.engine.decide();
  const situation = (await (await hub.ask(`${hub.read}/situation?incident=${hub.incident}`)).json()) as {
    readonly entries: number;
  };
  assert.ok(situation.entries <= hub.engine.size() && situation.entries > 100);
  assert.equal((await hub.ask(`${hub.read}/?incident=${hub.incident}`)).status, 200);
}

describe('whatever is sent to a hub', () => {
  test(
    `${REQUESTS} requests made up by chance are each answered, and none breaks it`,
    { timeout: 2 * 3_600_000 },
    async () => {
      let nowMs = 0;
      const hub = await hubHere({ nowMs: () => (nowMs += 10) });
      const fuel = await fuelFor(hub);
      await hub.post(fuel.good);
      const size = hub.engine.size();
      const d = dice(SEED);
      for (let n = 0; n < REQUESTS; n++) await send(hub, anyCall(hub, fuel, d));
      assert.equal(hub.engine.size(), size, 'nothing that was made up was taken for an entry');
      await assertWell(hub);
    },
  );

  test(`${SOCKETS} connections with broken requests leave it standing`, { timeout: 3_600_000 }, async () => {
    let nowMs = 0;
    const hub = await hubHere({ nowMs: () => (nowMs += 10) });
    const fuel = await fuelFor(hub);
    await hub.post(fuel.good);
    const { address, close } = await listenHere(hub);
    const d = dice(SEED + 1);
    for (let n = 0; n < SOCKETS; n += 10) {
      const batch = Array.from({ length: 10 }, () =>
        talk(Number(new URL(address).port), anyTalk(hub, fuel, d), d.below(3)),
      );
      for (const answer of await Promise.all(batch)) assert.doesNotMatch(answer, /^HTTP\/1\.1 5/m);
    }
    assert.equal((await fetch(`${address}${hub.read}/`)).status, 200);
    await assertWell(hub);
    await close();
  });
});

/** One request as bytes, sound or with something changed in its head or body. */
function anyTalk(hub: HubHere, fuel: Fuel, d: Dice): Buffer {
  const { path, init } = anyCall(hub, fuel, d);
  const body = typeof init.body === 'string' ? init.body : '';
  const length = d.isOne(4) ? d.below(2_000) : Buffer.byteLength(body);
  const framing = d.isOne(5) ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  const head = `${init.method} ${path.replaceAll(/[^!-~]/g, '%20') || '/'} HTTP/1.1\r\nHost: hub\r\n${framing}\r\nConnection: close\r\n\r\n`;
  return Buffer.from(d.isOne(2) ? mutate(head, d) + body : head + body, 'latin1');
}

// A server that waits for more of a broken request is left alone after so long.
const LEAVE_AFTER_MS = 60;

/** Writes the bytes in one or two pieces, or goes away in the middle; what came back. */
async function talk(port: number, bytes: Buffer, way: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const leave = setTimeout(() => socket.destroy(), LEAVE_AFTER_MS);
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      clearTimeout(leave);
      resolve(answer);
    });
    const half = bytes.length >> 1;
    if (way === 0) socket.write(bytes);
    else {
      socket.write(bytes.subarray(0, half));
      setTimeout(() => (way === 1 ? socket.write(bytes.subarray(half)) : socket.destroy()), 5);
    }
  });
}

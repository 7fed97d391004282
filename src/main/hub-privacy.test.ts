import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { before, describe, test } from 'node:test';
import { badEntries } from '../../test/sim/bad-entries.ts';
import { startHub } from '../../test/sim/hub-child.ts';
import type { HubChild } from '../../test/sim/hub-child.ts';
import { filesIn, newFolder } from '../../test/sim/temp-folder.ts';
import { eventBody, newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';

const crypto = cryptoNode();
const AGENT = 'Mozilla/5.0 (a phone that could be known)';
const TEXT = 'Words that must stay between those who wrote and those who read';

/** Raw bytes to the port, whatever they are; what came back. */
async function raw(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  socket.on('error', () => {});
  socket.write(bytes);
  // A connection the hub resets is as closed as any.
  await Promise.race([once(socket, 'close').catch(() => {}), sleep(100)]);
  socket.destroy();
  return answer;
}

/** Uses a hub as people do, and as those do who mean it ill. */
async function useAndAbuse(hub: HubChild): Promise<void> {
  const headers = {
    'user-agent': AGENT,
    'x-forwarded-for': '203.0.113.77',
    forwarded: 'for=203.0.113.78',
    referer: `${hub.read}/`,
  };
  const ask = async (path: string, init: RequestInit = {}): Promise<number> => {
    const answer = await fetch(`${hub.address}${path}`, { ...init, headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  const [read, write] = [new URL(hub.read).pathname, new URL(hub.write).pathname];
  const author = witness(crypto, newIncident(crypto));
  const raise = await author.say('alarm.raise', { mode: 'real', act: 'force.arrive', place: { name: TEXT } });
  const good = [raise, await author.say('event', eventBody(TEXT))].map((s) => s.wire);
  const bad = (await badEntries(crypto, author.incident)).map((b) => b.item);
  const post = (entries: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify({ entries }) });
  assert.equal(await ask(`${write}/entries`, post([...good, ...bad, { e: TEXT, g: TEXT }])), 200);
  for (const path of [
    '/',
    '/board-body',
    '/situation',
    '/incidents',
    '/entries',
    '/why/entries',
    '/why/clock',
    '/board.css',
    '/live.js',
    '/openapi.json',
  ])
    assert.equal(await ask(read + path), 200, path);
  for (const path of [
    '/',
    '/b/wrong/',
    `${read}x/`,
    `${read}/none`,
    '/b/%ff',
    `/${TEXT}`,
    `/a/${TEXT}`,
    `/gateway/${TEXT}`,
    `/feed/${TEXT}/atom.xml`,
  ])
    assert.equal(await ask(path), 404, path);
  assert.equal(await ask(`${read}/entries`, post(good)), 404);
  assert.equal(await ask(`${write}/entries`, { method: 'POST', body: TEXT }), 400);
  assert.equal(await ask(`${write}/entries?since=${TEXT}`), 400);
  assert.equal(await ask(`${write}/entries`, { method: 'POST', body: 'x'.repeat(5_000_000) }), 413);
  const head = `Host: hub\r\nUser-Agent: ${AGENT}\r\n`;
  for (const bytes of [
    `GET ${read}/ HTTP/9.9\r\n\r\n`,
    'no http at all\r\n\r\n',
    Buffer.alloc(2_000, 0xff),
    `GET ${read}/ HTTP/1.1\r\n${'x: y\r\n'.repeat(20_000)}\r\n`,
    `POST ${write}/entries HTTP/1.1\r\n${head}Content-Length: 900\r\n\r\n{"entries":["${TEXT}`,
    `POST ${write}/entries HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${TEXT}`,
    `GET ${read}/ HTTP/1.1\r\nHost: ${TEXT}\r\n\r\n`,
    `GET http://x@[::: HTTP/1.1\r\n${head}\r\n`,
  ])
    await raw(hub.port, bytes);
  const stream = await fetch(`${hub.read}/changes`, { headers });
  await stream.body?.cancel();
  await Promise.all(Array.from({ length: 600 }, () => ask(`${read}/incidents`)));
  await sleep(600);
}

/** Every file of a folder as one text of bytes. */
function bytesIn(folder: string): string {
  return filesIn(folder)
    .map(({ bytes }) => bytes.toString('latin1'))
    .join('\n');
}

type Aftermath = {
  readonly hub: HubChild;
  readonly tokens: readonly string[];
  readonly disks: readonly string[];
  readonly kept: string | undefined;
  readonly said: string;
};

/** All that is left of a hub that was used and abused and then stopped. */
async function aftermath(): Promise<Aftermath> {
  const folder = newFolder();
  const hub = await startHub({ folder });
  await useAndAbuse(hub);
  const running = bytesIn(folder);
  await sleep(500);
  const author = witness(crypto, newIncident(crypto));
  const { id, wire } = await author.say('event', eventBody(TEXT));
  const answer = await fetch(`${hub.write}/entries`, {
    method: 'POST',
    body: JSON.stringify({ entries: [wire] }),
  });
  const { receipts } = (await answer.json()) as { readonly receipts: readonly { readonly id: string }[] };
  await hub.end('SIGTERM');
  const tokens = [hub.read, hub.write].map((link) => link.split('/b/')[1] ?? '');
  return { hub, tokens, disks: [running, bytesIn(folder)], kept: receipts[0]?.id, said: id };
}

describe('a hub that is used and abused', () => {
  let left: Aftermath;
  before(async () => {
    left = await aftermath();
  });

  test('writes no address, user agent or word of an entry to its output, and each token once', () => {
    const { hub, tokens } = left;
    assert.equal(hub.err(), '');
    assert.equal(hub.out().trim().split('\n').length, 1);
    for (const token of tokens) assert.equal(hub.out().split(token).length, 2);
    const rest = tokens.reduce(
      (text, token) => text.replace(token, ''),
      hub.out().replaceAll(hub.address, ''),
    );
    for (const secret of ['127.0.0.1', '203.0.113', AGENT, 'Mozilla', TEXT, 'Words'])
      assert.equal(rest.includes(secret), false, secret);
  });

  test('keeps no link or its hash, no address or user agent, and no word of an entry in the open on its disk', () => {
    for (const bytes of left.disks) {
      for (const token of left.tokens) {
        assert.equal(bytes.includes(token), false);
        assert.equal(bytes.includes(Buffer.from(token, 'base64url').toString('latin1')), false);
        assert.equal(bytes.includes(createHash('sha256').update(token).digest('hex')), false);
      }
      for (const secret of ['Mozilla', '203.0.113', '127.0.0.1', TEXT, 'force.arrive', 'edtf'])
        assert.equal(bytes.includes(secret), false, secret);
    }
    const id = Buffer.from(left.said, 'hex').toString('latin1');
    assert.ok(left.disks.at(-1)?.includes(id), 'the search finds what is there: ids are kept as they are');
  });

  test('still takes a good entry', () => {
    assert.equal(left.kept, left.said);
  });
});

// Loaded before the program: writes down every attempt to reach out, by name, socket or datagram.
const WATCHER = `
import { appendFileSync } from 'node:fs';
import { channel } from 'node:diagnostics_channel';
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
const note = (what) => appendFileSync(process.env.WATCHED, what + '\\n');
channel('net.client.socket').subscribe(() => note('socket'));
channel('undici:request:create').subscribe(() => note('fetch'));
const watch = (object, name) => {
  const real = object[name];
  object[name] = function (...args) { note(name + ' ' + String(args[0])); return real.apply(this, args); };
};
for (const name of Object.keys(dns).filter((n) => /^(lookup|resolve|reverse)/.test(n))) watch(dns, name);
for (const name of Object.keys(dns.promises).filter((n) => /^(lookup|resolve|reverse)/.test(n))) watch(dns.promises, name);
for (const name of ['send', 'connect']) watch(dgram.Socket.prototype, name);
watch(net.Socket.prototype, 'connect');
syncBuiltinESMExports();
note('watching');`;

describe('a hub reaches out to nobody', () => {
  const folder = newFolder();
  const watcher = join(folder, 'watcher.mjs');
  writeFileSync(watcher, WATCHER);
  const notes = join(folder, 'notes');
  const nodeArgs = ['--import', pathToFileURL(watcher).href];

  test('and the watcher sees those who do', () => {
    const reach = `
      import { lookup } from 'node:dns/promises';
      import { connect } from 'node:net';
      connect(1, '127.0.0.1').on('error', () => {});
      await fetch('http://127.0.0.1:65000').catch(() => {});
      await lookup('localhost').catch(() => {});`;
    const run = spawnSync(process.execPath, [...nodeArgs, '--input-type=module', '-e', reach], {
      env: { ...process.env, WATCHED: notes },
    });
    assert.equal(run.status, 0, String(run.stderr));
    const seen = readFileSync(notes, 'utf8');
    for (const what of ['watching', 'socket', 'connect', 'fetch', 'lookup localhost'])
      assert.ok(seen.includes(what), `${what} in ${seen}`);
  });

  test('from its start to its end, used and abused', async () => {
    writeFileSync(notes, '');
    const hub = await startHub({ folder: newFolder(), nodeArgs, env: { WATCHED: notes } });
    await useAndAbuse(hub);
    await hub.end('SIGTERM');
    // Listening looks up the address it was given, which is none that anybody else hears of.
    const seen = readFileSync(notes, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && line !== 'lookup 127.0.0.1');
    assert.deepEqual(seen, ['watching']);
  });
});

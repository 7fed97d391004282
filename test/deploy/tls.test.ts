import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { BODY_BYTES_MAX } from '../../src/faces/hub/api.ts';
import { HEADERS } from '../../src/faces/hub/headers.ts';
import { cannotMakeCertificates, newAuthority } from '../sim/certificates.ts';
import type { Certificate } from '../sim/certificates.ts';
import { freePort, runProgram, startHub } from '../sim/hub-child.ts';
import type { HubChild } from '../sim/hub-child.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { eventBody, newIncident, witness } from '../sim/witness.ts';
import { findProgram } from './debian-program.ts';
import { startNginx } from './nginx.ts';
import type { Nginx } from './nginx.ts';

const found = findProgram('nginx', 'usr/sbin/nginx');
const skip = cannotMakeCertificates || ('missing' in found && found.missing);
const program = 'program' in found ? found.program : '';
const NAME = 'localhost';
const AGENT = 'a phone that could be known';
const WAIT_MS = 20_000;

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

async function textOf(answer: IncomingMessage): Promise<Answer> {
  let body = '';
  for await (const chunk of answer.setEncoding('utf8')) body += String(chunk);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body };
}

describe('a hub behind our nginx example', { skip }, () => {
  const [folder, data] = [newFolder(), newFolder()];
  let ca: string;
  let authorityFile = '';
  let certificate: Certificate;
  let hub: HubChild;
  let nginx: Nginx;
  let ports: { readonly plain: number; readonly tls: number; readonly hub: number };
  const paths = { read: '', write: '' };

  before(async () => {
    const authority = newAuthority(newFolder());
    ca = readFileSync(authority.caFile, 'utf8');
    certificate = authority.certify(NAME, 25);
    const first = await startHub({ folder: data });
    [paths.read, paths.write] = [new URL(first.read).pathname, new URL(first.write).pathname];
    ports = { plain: await freePort(), tls: await freePort(), hub: first.port };
    await first.end('SIGTERM');
    nginx = await startNginx({ program, folder, certificate, name: NAME, ports });
    authorityFile = authority.caFile;
  });
  // Each test has the hub anew, at the same place: what a test starts ends with it.
  beforeEach(async () => {
    hub = await startHub({ folder: data, args: ['--port', String(ports.hub)] });
  });
  after(async () => nginx.stop());

  function open(path: string, body?: string, port = ports.tls): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const asked = requestHttps(
        {
          host: '127.0.0.1',
          port,
          servername: NAME,
          ca,
          path,
          agent: false,
          method: body === undefined ? 'GET' : 'POST',
          signal: AbortSignal.timeout(WAIT_MS),
          headers: { 'user-agent': AGENT, 'x-forwarded-for': '203.0.113.7', host: NAME },
        },
        resolve,
      );
      asked.on('error', reject).end(body);
    });
  }

  const ask = async (path: string, body?: string): Promise<Answer> => textOf(await open(path, body));

  test('gives the board with every header of the hub, and tells browsers to stay with https', async () => {
    const board = await ask(`${paths.read}/?lang=en`);
    assert.equal(board.status, 200);
    assert.match(board.body, /<html lang="en">/);
    for (const [name, value] of Object.entries(HEADERS)) assert.equal(board.headers[name], value, name);
    assert.match(board.headers['strict-transport-security'] ?? '', /^max-age=\d{8,}$/);
    assert.equal(board.headers['set-cookie'], undefined);
    assert.equal(board.headers['server'], 'nginx', 'no version');
  });

  test('gives the board over HTTP/2, as browsers ask for it', async () => {
    const session = connectHttp2(`https://${NAME}:${ports.tls}`, { ca, servername: NAME });
    const stream = session.request({ ':path': `${paths.read}/` }).setEncoding('utf8');
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    assert.equal(headers[':status'], 200);
    stream.close();
    session.close();
  });

  test('takes a post, and its stream of changes comes through while it is open', async () => {
    const stream = await open(`${paths.read}/changes`);
    assert.match(stream.headers['content-type'] ?? '', /^text\/event-stream/);
    const crypto = cryptoNode();
    const { wire } = await witness(crypto, newIncident(crypto)).say('event', eventBody('They came.'));
    let seen = '';
    const events = stream.setEncoding('utf8')[Symbol.asyncIterator]();
    const until = async (words: string): Promise<void> => {
      while (!seen.includes(words)) {
        const { value, done } = (await events.next()) as IteratorResult<string>;
        assert.equal(done ?? false, false, `the stream ended after ${seen}`);
        seen += value;
      }
    };
    await until('event: changed');
    const posted = await ask(`${paths.write}/entries`, JSON.stringify({ entries: [wire] }));
    assert.equal(posted.status, 200);
    assert.match(posted.body, /"status":"accepted"/);
    await until('data: 1\n');
    stream.destroy();
  });

  test('answers 404 to every path without a link, with the hub’s own bytes', async () => {
    for (const path of ['/', '/b/wrong/', '/index.html', '/nginx_status', '/.well-known/x', '/b/%2e%2e/x']) {
      const answer = await ask(path);
      assert.deepEqual([answer.status, answer.body], [404, 'Not found\n'], path);
    }
    assert.equal((await ask('/health')).status, 200);
  });

  test('counts by address those who put themselves on the list, since the hub is told none', async () => {
    const posts = await Promise.all(
      Array.from({ length: 45 }, async () => (await ask('/subscribe/wrong', '')).status),
    );
    assert.ok(posts.includes(404) && posts.includes(429), posts.join(' '));
    assert.equal((await ask('/subscribe/wrong')).status, 404, 'to look at a page is not counted');
    assert.equal((await ask(`${paths.write}/entries`, '')).status, 400);
  });

  test('passes a post as large as the hub takes and refuses a larger one with 413', async () => {
    const largest = await ask(`${paths.write}/entries`, 'x'.repeat(BODY_BYTES_MAX));
    assert.equal(largest.status, 400, 'the hub itself has read it');
    assert.match(largest.body, /not-a-batch/);
    const larger = await ask(`${paths.write}/entries`, 'x'.repeat(BODY_BYTES_MAX + 1));
    assert.equal(larger.status, 413);
  });

  test('sends plain http on to https, and does not repeat the link', async () => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      requestHttp({ host: '127.0.0.1', port: ports.plain, path: `${paths.read}/`, agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    const { status, headers, body } = await textOf(answer);
    assert.deepEqual([status, headers.location], [301, `https://${NAME}/`]);
    assert.ok(!body.includes(paths.read));
  });

  test('is found sound by the doctor', async () => {
    const run = await runProgram(
      ['doctor', '--json', '--data', newFolder(), '--url', `https://${NAME}:${ports.tls}`],
      { env: { NODE_EXTRA_CA_CERTS: authorityFile } },
    );
    const { findings } = JSON.parse(run.out) as { readonly findings: readonly { readonly kind: string }[] };
    const kinds = findings.map(({ kind }) => kind);
    const web = /^(?:web|certificate|no-tls|no-hsts|plain|health|hub-locked|paths)/;
    assert.deepEqual(
      kinds.filter((kind) => web.test(kind)),
      [],
    );
    assert.ok(kinds.includes('clock-not-compared'));
  });

  test('tells the hub no address, user agent or cookie', async () => {
    const asked: IncomingHttpHeaders[] = [];
    const echo = createServer((request, response) => {
      asked.push(request.headers);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const bound = echo.address();
    assert.ok(bound !== null && typeof bound !== 'string');
    const other = { plain: await freePort(), tls: await freePort(), hub: bound.port };
    const beside = await startNginx({ program, folder: newFolder(), certificate, name: NAME, ports: other });
    await textOf(await open('/b/x/', undefined, other.tls));
    await beside.stop();
    echo.close();
    assert.equal(asked.length, 1);
    assert.deepEqual(Object.keys(asked[0] ?? {}).sort(), ['host']);
  });

  test('leaves no link and no address in any file or line, also when the hub is down', async () => {
    /** Uses a proxy well and badly, then with nobody behind it; all it has written. */
    const traces = async (changes: readonly (readonly [string, string])[]): Promise<string> => {
      const at = newFolder();
      const nobody = { plain: await freePort(), tls: await freePort(), hub: await freePort() };
      const proxy = await startNginx({
        program,
        folder: at,
        certificate,
        name: NAME,
        ports: nobody,
        changes,
      });
      for (const path of [`${paths.read}/`, '/b/%ff', `${paths.write}/entries`]) {
        const answer = await textOf(await open(path, undefined, nobody.tls));
        assert.ok(answer.status >= 400, path);
      }
      await textOf(await open(`${paths.write}/entries`, 'x'.repeat(BODY_BYTES_MAX + 1), nobody.tls));
      await proxy.stop();
      return proxy.output() + filesIn(at);
    };
    const token = paths.read.slice('/b/'.length);
    const silent = await traces([]);
    assert.ok(!silent.includes(token) && !silent.includes(paths.write) && !silent.includes('client: '));
    const loud = await traces([
      ['access_log off;', 'access_log access.log;'],
      ['error_log stderr emerg;', 'error_log stderr error;'],
    ]);
    assert.ok(loud.includes(token) && loud.includes('client: '), 'the search finds what a usual log holds');
    assert.ok(!nginx.output().includes(token) && !filesIn(folder).includes(token));
    assert.equal(nginx.output(), '');
    assert.deepEqual([hub.out().includes(token), hub.err()], [false, '']);
  });
});

/** Every file below a folder as text, but for the configuration, which we wrote. */
function filesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== 'nginx.conf' && statSync(join(folder, name)).isFile())
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

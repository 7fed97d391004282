import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import { cannotMakeCertificates, newAuthority, readCertificate } from '../../../test/sim/certificates.ts';
import { startHttpCarrier } from '../../../test/sim/http-carrier.ts';
import type { HttpCarrier } from '../../../test/sim/http-carrier.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { post } from './post.ts';
import type { Letter, Reaction } from './post.ts';

const BYTES_MAX = 8;
const SOON_MS = 500;

function letter(more: Partial<Letter> = {}): Letter {
  return {
    headers: { 'content-type': 'text/plain' },
    body: 'Алаң',
    bytesMax: BYTES_MAX,
    reach: { allowInside: true },
    signal: AbortSignal.timeout(5_000),
    ...more,
  };
}

/** What was answered, as far as it says how much of it was read. */
function read(reaction: Reaction): unknown {
  return reaction.kind === 'answer'
    ? [reaction.status, reaction.body.toString(), reaction.end]
    : reaction.kind;
}

describe('one request', () => {
  let web: HttpCarrier;
  let url: URL;
  before(async () => {
    web = await startHttpCarrier();
  });
  beforeEach(() => {
    url = new URL(`http://localhost:${web.port}/there?x=1`);
  });
  after(() => web.end());

  test('carries text or bytes as they are and what its headers say, and brings the headers of the answer', async () => {
    web.play(() => ({ status: 429, headers: { 'retry-after': '7' }, body: 'later' }));
    const bytes = Uint8Array.of(0, 255, 128);
    for (const body of ['Алаң', bytes]) {
      const answer = await post(url, letter({ body }));
      assert.ok(answer.kind === 'answer');
      assert.equal(answer.headers['retry-after'], '7');
      assert.deepEqual(read(answer), [429, 'later', 'whole']);
    }
    const [text, raw] = web.requests();
    assert.deepEqual([text?.method, text?.path, text?.body], ['POST', '/there?x=1', 'Алаң']);
    assert.equal(text?.headers['content-type'], 'text/plain');
    assert.deepEqual(Buffer.from(raw?.bytes ?? []), Buffer.from(bytes));
  });

  test('is answered by so much as may be read, and says when there was more', async () => {
    web.play(() => ({ status: 200, body: '12345678' }));
    assert.deepEqual(read(await post(url, letter())), [200, '12345678', 'whole']);
    web.play(() => ({ status: 200, body: '123456789' }));
    assert.deepEqual(read(await post(url, letter())), [200, '12345678', 'longer']);
    web.play(() => ({ first: 'HTTP/1.1 500 No\r\n\r\n', flood: '0'.repeat(65_536) }));
    assert.deepEqual(read(await post(url, letter())), [500, '00000000', 'longer']);
  });

  test('keeps the status of an answer that was cut off, by the line or by the clock', async () => {
    web.play(() => ({ raw: 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1234' }));
    assert.deepEqual(read(await post(url, letter())), [200, '1234', 'cut']);
    web.play(() => ({ first: 'HTTP/1.1 503 No\r\ncontent-length: 9\r\n\r\n12' }));
    const late = await post(url, letter({ signal: AbortSignal.timeout(SOON_MS) }));
    assert.deepEqual(read(late), [503, '12', 'cut']);
  });

  test('follows nothing', async () => {
    const heard = web.requests().length;
    web.play(() => ({ status: 307, headers: { location: '/elsewhere' } }));
    assert.deepEqual(read(await post(url, letter())), [307, '', 'whole']);
    assert.equal(web.requests().length, heard + 1);
  });

  test('that left and came back without an answer is silence', async () => {
    for (const act of ['cut', 'hang', { raw: 'SSH-2.0-OpenSSH_9.2\r\n' }] as const) {
      web.play(() => act);
      const signal = AbortSignal.timeout(SOON_MS);
      assert.equal(read(await post(url, letter({ signal }))), 'silence');
    }
  });

  test('reaches nobody where nobody listens, where a name leads nowhere, and once its time is over', async () => {
    const heard = web.requests().length;
    const other = await startHttpCarrier();
    await other.end();
    const dead = new URL(`http://127.0.0.1:${other.port}/`);
    assert.equal(read(await post(dead, letter())), 'nobody');
    const reach: Letter['reach'] = { allowInside: true, resolve: () => Promise.resolve([]) };
    assert.equal(read(await post(url, letter({ reach }))), 'nobody');
    assert.equal(read(await post(url, letter({ signal: AbortSignal.abort() }))), 'nobody');
    assert.equal(web.requests().length, heard);
  });

  test('connects to nothing inside, and goes where the name was looked at to lead', async () => {
    const made = await startHttpCarrier();
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '10.0.0.1', '[::ffff:127.0.0.1]'])
      for (const scheme of ['http', 'https']) {
        const inside = new URL(`${scheme}://${host}:${made.port}/`);
        assert.equal(read(await post(inside, letter({ reach: { allowInside: false } }))), 'inside', host);
      }
    assert.equal(made.connections() + made.requests().length, 0);
    const asked: string[] = [];
    const reach: Letter['reach'] = {
      allowInside: true,
      resolve: (hostname) => {
        asked.push(hostname);
        return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
      },
    };
    const named = new URL(`http://hub.example:${made.port}/`);
    assert.deepEqual(read(await post(named, letter({ reach }))), [200, '', 'whole']);
    assert.deepEqual(asked, ['hub.example']);
    await made.end();
  });
});

describe('over TLS', { skip: cannotMakeCertificates }, () => {
  test('nothing leaves for a certificate that no trusted authority vouches for, or of another name', async () => {
    const { caFile, certify } = newAuthority(newFolder());
    const ca = readFileSync(caFile, 'utf8');
    const web = await startHttpCarrier(readCertificate(certify('localhost', 2)));
    const url = new URL(`https://localhost:${web.port}/`);
    assert.equal(read(await post(url, letter())), 'nobody');
    const byAddress = new URL(`https://127.0.0.1:${web.port}/`);
    assert.equal(read(await post(byAddress, letter({ ca }))), 'nobody');
    assert.equal(web.requests().length, 0);
    assert.deepEqual(read(await post(url, letter({ ca }))), [200, '', 'whole']);
    web.play(() => 'cut');
    assert.equal(read(await post(url, letter({ ca }))), 'silence');
    await web.end();
  });
});

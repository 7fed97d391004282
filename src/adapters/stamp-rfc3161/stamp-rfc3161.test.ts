import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  authorityMark,
  certificate,
  newKey,
  purposes,
  TIME_STAMPING,
  time,
  whole,
} from '../../../test/making/stamp-certificates.ts';
import { replyToQuery } from '../../../test/making/stamp-replies.ts';
import type { ReplyWish } from '../../../test/making/stamp-replies.ts';
import { startHttpCarrier } from '../../../test/sim/http-carrier.ts';
import type { HttpAct } from '../../../test/sim/http-carrier.ts';
import { stamperContract } from '../../ports/stamper.contract.ts';
import type { AuthorityMood } from '../../ports/stamper.contract.ts';
import { stampRfc3161 } from './stamp-rfc3161.ts';

const TYPE = { 'content-type': 'application/timestamp-reply' };
const SHA256 = createHash('sha256').update('x').digest();
const SOON_MS = 1_000;

const key = newKey('p256');
const root = certificate({ name: 'Root', key, extensions: [authorityMark()] });
const stranger = certificate({ name: 'Root', key: newKey('p256'), extensions: [authorityMark()] });
const extensions = [purposes(true, TIME_STAMPING)];
const signer = certificate({ name: 'Stamps', key: newKey('p256'), by: root, extensions });
const forger = certificate({ name: 'Stamps', key: newKey('p256'), by: stranger, extensions });
const now = (): Uint8Array => time(new Date().toISOString().slice(0, 19));

stamperContract('stamp-rfc3161', async () => {
  const web = await startHttpCarrier();
  let [mood, gave]: [AuthorityMood, Uint8Array] = ['stamps', new Uint8Array()];
  const give = (query: Uint8Array, more: Partial<ReplyWish> = {}): Uint8Array => {
    gave = replyToQuery(query, { signer, genTime: now(), ...more }, [root]);
    return gave;
  };
  const actOn = (query: Uint8Array): HttpAct => {
    const said = (body: Uint8Array | string): HttpAct => ({ status: 200, headers: TYPE, body });
    switch (mood) {
      case 'stamps':
        return said(give(query));
      case 'refuses':
        return said(give(query, { status: [whole(2)] }));
      case 'busy':
        return { status: 503 };
      case 'gone':
        return { status: 404 };
      case 'slow':
        return 'hang';
      case 'reset':
        return 'cut';
      case 'flood':
        return {
          first: `HTTP/1.1 200 OK\r\ncontent-type: ${TYPE['content-type']}\r\n\r\n`,
          flood: '0'.repeat(65_536),
        };
      case 'nonsense':
        return said('no');
      case 'other-type':
        return { status: 200, headers: { 'content-type': 'text/html' }, body: give(query) };
      case 'leads-on':
        return { status: 302, headers: { location: 'http://127.0.0.1:1/' } };
      case 'says-again':
        return said(gave);
      case 'of-other-bytes':
        return said(give(query, { data: Buffer.from('others') }));
      case 'forged':
        return said(give(query, { signer: forger }));
    }
  };
  web.play(({ bytes }) => actOn(bytes));
  return {
    stamper: stampRfc3161({
      url: `http://127.0.0.1:${web.port}/tsa`,
      certificates: root.pem,
      allowInside: true,
      randomBytes,
    }),
    be: (next) => {
      mood = next;
    },
    asked: () =>
      web.requests().map(({ bytes, headers, method }) => {
        assert.deepEqual([method, headers['content-type']], ['POST', 'application/timestamp-query']);
        return bytes;
      }),
    gave: () => gave,
    end: web.end,
  };
});

describe('a query', () => {
  test('leads nowhere inside, by an address or by a name for one, unless the operator said so', async () => {
    const web = await startHttpCarrier();
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '10.0.0.1', '169.254.169.254'])
      for (const scheme of ['http', 'https']) {
        const url = `${scheme}://${host}:${web.port}/`;
        const stamper = stampRfc3161({ url, certificates: root.pem, allowInside: false, randomBytes });
        // What a name leads to may be another place in an hour.
        const isName = host === 'localhost';
        const why = { kind: isName ? 'unreached' : 'inside' };
        const stamping = await stamper.stamp(SHA256, SOON_MS);
        assert.deepEqual(stamping, { kind: 'failed', why, retryable: isName });
      }
    assert.equal(web.connections() + web.requests().length, 0);
    await web.end();
  });

  test('goes round no proxy, and by no other scheme', async () => {
    const web = await startHttpCarrier();
    const url = `http://127.0.0.1:${web.port}/`;
    const config = { certificates: root.pem, allowInside: true, randomBytes };
    const proxied = await stampRfc3161({ ...config, url, isProxied: true }).stamp(SHA256, SOON_MS);
    assert.deepEqual(proxied, { kind: 'failed', why: { kind: 'proxy' }, retryable: false });
    const file = await stampRfc3161({ ...config, url: 'file:///etc/hosts' }).stamp(SHA256, SOON_MS);
    assert.deepEqual(file, { kind: 'failed', why: { kind: 'inside' }, retryable: false });
    assert.equal(web.connections() + web.requests().length, 0);
    await web.end();
  });

  test('to where nobody listens is tried again', async () => {
    const web = await startHttpCarrier();
    await web.end();
    const stamper = stampRfc3161({
      url: `http://127.0.0.1:${web.port}/`,
      certificates: root.pem,
      allowInside: true,
      randomBytes,
    });
    assert.deepEqual(await stamper.stamp(SHA256, SOON_MS), {
      kind: 'failed',
      why: { kind: 'unreached' },
      retryable: true,
    });
  });
});

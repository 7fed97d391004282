import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cannotMakeCertificates, newAuthority, readCertificate } from '../../../test/sim/certificates.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { startHttpCarrier } from '../../../test/sim/http-carrier.ts';
import type { HttpAct } from '../../../test/sim/http-carrier.ts';
import { peerContract } from '../../ports/peer.contract.ts';
import type { PeerMood } from '../../ports/peer.contract.ts';
import { isProven, proofOf, readBeat } from './beat-proof.ts';
import { peerHttp } from './peer-http.ts';

const KEY = new Uint8Array(32).fill(7);
const ID = 'iiiiiiiiiiiiiiiiiiiiii';
const WORD = 'wwwwwwwwwwwwwwwwwwwwww';
const LATER_MS = 1_000;

function actIn(mood: PeerMood): HttpAct {
  const word = JSON.stringify({ word: WORD });
  switch (mood) {
    case 'hears':
      return { status: 200, body: word };
    case 'asks':
      return { status: 409, body: word };
    case 'strange':
      return { status: 404, body: 'Not found\n' };
    case 'slow':
      return 'hang';
    case 'reset':
      return 'cut';
    case 'nonsense':
      return { status: 200, body: '{"word":"not one"}' };
    case 'flood':
      return { first: 'HTTP/1.1 200 OK\r\n\r\n{"word":"', flood: 'w'.repeat(65_536) };
    case 'leads-on':
      return { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: word };
    case 'ill':
      return { status: 503, body: word };
  }
}

peerContract('peer-http', async () => {
  const web = await startHttpCarrier();
  const peer = peerHttp({ url: `http://127.0.0.1:${web.port}/peer/${ID}`, key: KEY, allowInside: true });
  return {
    peer,
    word: WORD,
    be: (mood) => web.play(() => actIn(mood)),
    brought: () =>
      web.requests().map(({ body, path }) => {
        assert.equal(path, `/peer/${ID}`);
        const beat = readBeat(JSON.parse(body));
        assert.ok(beat && isProven(beat, { id: ID, key: KEY }));
        return { word: beat.word, everySeconds: beat.everySeconds };
      }),
    end: web.end,
  };
});

describe('a beat leads nowhere inside', () => {
  test('by an address of this machine or its neighbours, by a name for one, or without TLS, unless the operator said so', async () => {
    const web = await startHttpCarrier();
    const at = (host: string, scheme: string): string => `${scheme}://${host}:${web.port}/peer/${ID}`;
    for (const scheme of ['http', 'https'])
      for (const host of [
        '127.0.0.1',
        'localhost',
        '[::1]',
        '10.0.0.1',
        '169.254.169.254',
        '[::ffff:127.0.0.1]',
      ]) {
        const peer = peerHttp({ url: at(host, scheme), key: KEY, allowInside: false });
        assert.deepEqual(await peer.beat({ word: '', everySeconds: 30 }, LATER_MS), { kind: 'silent' });
      }
    assert.equal(web.connections() + web.requests().length, 0);
    await web.end();
  });
});

describe('over TLS', { skip: cannotMakeCertificates }, () => {
  test('only a certificate of an authority that is trusted is spoken to', async () => {
    const folder = newFolder();
    const { caFile, certify } = newAuthority(folder);
    const web = await startHttpCarrier(readCertificate(certify('localhost', 2)));
    web.play(() => actIn('hears'));
    const config = { url: `https://localhost:${web.port}/peer/${ID}`, key: KEY, allowInside: true };
    const beat = { word: '', everySeconds: 30 };
    assert.deepEqual(await peerHttp(config).beat(beat, 5_000), { kind: 'silent' });
    assert.equal(web.requests().length, 0);
    const trusting = peerHttp({ ...config, ca: readFileSync(caFile, 'utf8') });
    assert.deepEqual(await trusting.beat(beat, 5_000), { kind: 'heard', word: WORD });
    const other = peerHttp({ ...config, url: config.url.replace('localhost', '127.0.0.1') });
    assert.deepEqual(await other.beat(beat, 5_000), { kind: 'silent' });
    await web.end();
  });
});

describe('a proof', () => {
  const beat = { word: WORD, everySeconds: 30 };
  const of = { id: ID, key: KEY };
  const proof = proofOf(beat, of);

  test('holds for one word, one interval, one hub and one key', () => {
    assert.ok(isProven({ ...beat, proof }, of));
    assert.ok(!isProven({ ...beat, word: 'x'.repeat(22), proof }, of));
    assert.ok(!isProven({ ...beat, everySeconds: 31, proof }, of));
    assert.ok(!isProven({ ...beat, proof }, { ...of, id: 'jjjjjjjjjjjjjjjjjjjjjj' }));
    assert.ok(!isProven({ ...beat, proof }, { ...of, key: new Uint8Array(32).fill(8) }));
  });

  test('is no other text, whatever somebody sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        assert.equal(isProven({ ...beat, proof: text }, of), text === proof);
      }),
    );
  });

  test('is read from what has its form, and nothing is read from all else', () => {
    const whole = { word: WORD, every: 30, proof };
    assert.deepEqual(readBeat(whole), { word: WORD, everySeconds: 30, proof });
    for (const change of [
      { every: 0 },
      { every: 86_400 },
      { every: 30.5 },
      { every: '30' },
      { word: 'short' },
      { proof: 1 },
    ])
      assert.equal(readBeat({ ...whole, ...change }), undefined);
    fc.assert(fc.property(fc.anything(), (value) => assert.doesNotThrow(() => readBeat(value))));
  });
});

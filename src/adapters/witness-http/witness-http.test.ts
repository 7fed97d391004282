import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { cannotMakeCertificates, newAuthority, readCertificate } from '../../../test/sim/certificates.ts';
import { startHttpCarrier } from '../../../test/sim/http-carrier.ts';
import type { HttpAct } from '../../../test/sim/http-carrier.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { witnessContract } from '../../ports/witness.contract.ts';
import type { WitnessMood } from '../../ports/witness.contract.ts';
import { witnessHttp } from './witness-http.ts';

const SECRET = 'ssssssssssssssssssssss';
const LINES = '— witness.example/w1 AAAAAAAA\n— witness.example/w2 BBBBBBBB\n';
const SIZE = 20_852_163;
const LATER_MS = 1_000;
const REQUEST = 'old 0\n\n…\n';

function actIn(mood: WitnessMood): HttpAct {
  const size = { 'content-type': 'text/x.tlog.size' };
  switch (mood) {
    case 'signs':
      return { status: 200, body: LINES };
    case 'knows-more':
      return { status: 409, headers: size, body: `${SIZE}\n` };
    case 'knows-another':
      return { status: 409, body: `${SIZE}\n` };
    case 'counts-wrongly':
      return { status: 409, headers: size, body: '007\n' };
    case 'unconvinced':
      return { status: 422 };
    case 'forbids':
      return { status: 403 };
    case 'strange':
      return { status: 404, body: 'Not found\n' };
    case 'puzzled':
      return { status: 400 };
    case 'slow':
      return 'hang';
    case 'reset':
      return 'cut';
    case 'nonsense':
      return { status: 200, body: `${LINES}<html>` };
    case 'empty':
      return { status: 200 };
    case 'flood':
      return { first: 'HTTP/1.1 200 OK\r\n\r\n— ', flood: 'w'.repeat(65_536) };
    case 'leads-on':
      return { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: LINES };
    case 'ill':
      return { status: 503, body: LINES };
    case 'busy':
      return { status: 429, headers: { 'retry-after': '10' } };
  }
}

witnessContract('witness-http', async () => {
  const web = await startHttpCarrier();
  const witness = witnessHttp({ url: `http://127.0.0.1:${web.port}/witness/${SECRET}`, allowInside: true });
  return {
    witness,
    lines: LINES,
    size: SIZE,
    be: (mood) => web.play(() => actIn(mood)),
    brought: () =>
      web.requests().map(({ method, path, body }) => {
        assert.deepEqual([method, path], ['POST', `/witness/${SECRET}/add-checkpoint`]);
        return body;
      }),
    end: web.end,
  };
});

describe('a question to a witness', () => {
  test('leads nowhere inside, by address, by name or without TLS, unless the operator said so', async () => {
    const web = await startHttpCarrier();
    const hosts = ['127.0.0.1', 'localhost', '[::1]', '10.0.0.1', '169.254.169.254', '[::ffff:127.0.0.1]'];
    for (const scheme of ['http', 'https'])
      for (const host of hosts) {
        const url = `${scheme}://${host}:${web.port}/witness/${SECRET}`;
        const witness = witnessHttp({ url, allowInside: false });
        assert.deepEqual(await witness.addCheckpoint(REQUEST, LATER_MS), { kind: 'down' });
      }
    assert.equal(web.connections() + web.requests().length, 0);
    await web.end();
  });

  test(
    'is put over TLS only to a certificate of an authority that is trusted',
    { skip: cannotMakeCertificates },
    async () => {
      const { caFile, certify } = newAuthority(newFolder());
      const web = await startHttpCarrier(readCertificate(certify('localhost', 2)));
      web.play(() => actIn('signs'));
      const config = { url: `https://localhost:${web.port}/witness/${SECRET}`, allowInside: true };
      assert.deepEqual(await witnessHttp(config).addCheckpoint(REQUEST, 5_000), { kind: 'down' });
      assert.equal(web.requests().length, 0);
      const trusting = witnessHttp({ ...config, ca: readFileSync(caFile, 'utf8') });
      assert.deepEqual(await trusting.addCheckpoint(REQUEST, 5_000), { kind: 'signed', lines: LINES });
      await web.end();
    },
  );
});

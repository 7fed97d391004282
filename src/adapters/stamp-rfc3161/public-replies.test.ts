import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { instant } from '../../base/instant.ts';
import type { Stamp, StampFault } from '../../ports/stamper.ts';
import { checkStamp } from './check-stamp.ts';
import type { StampCheck } from './check-stamp.ts';

// Replies of several authorities, kept by the makers of rfc3161-client as its public test (Apache-2.0). Not kept here.
const REPLIES = join(import.meta.dirname, '../../../../shared/data/vectors/rfc3161');
const absent = !existsSync(REPLIES) && 'the public replies of rfc3161-client are not here';

const at = (path: string): Uint8Array => Uint8Array.from(readFileSync(join(REPLIES, path)));
/** The certificates of a chain from the authority's own to the root, apart. */
const chain = (path: string): readonly string[] =>
  readFileSync(join(REPLIES, path), 'utf8').match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g) ?? [];
const HELLO = Buffer.from('hello');

function stampIn(check: StampCheck): Stamp {
  const checked = checkStamp(check);
  assert.deepEqual(checked.ok ? undefined : checked.error, undefined);
  assert.ok(checked.ok);
  return checked.value;
}

function faultIn(check: StampCheck): StampFault['kind'] | undefined {
  const checked = checkStamp(check);
  return checked.ok ? undefined : checked.error.kind;
}

describe('public replies', { skip: absent }, () => {
  if (absent !== false) return;

  describe('of sigstage', () => {
    const [own = '', root = ''] = chain('sigstage/ts_chain.pem');
    const check = { data: HELLO, anchors: root };

    for (const hash of ['sha256', 'sha384', 'sha512'])
      test(`over a ${hash} is genuine`, () => {
        const reply = at(`sigstage/response-${hash}.tsr`);
        const stamp = stampIn({ ...check, reply });
        assert.equal(stamp.authority, 'O=sigstore.dev, CN=sigstore-tsa');
        assert.equal(stamp.policy, '1.3.6.1.4.1.57264.2');
        assert.equal(stamp.accuracyMs, 1_000);
        assert.equal(new Date(stamp.genTime).toISOString().slice(0, 16), '2025-05-09T11:58');
        assert.equal(faultIn({ data: Buffer.from('hallo'), anchors: root, reply }), 'imprint');
        assert.equal(
          faultIn({ ...check, reply, query: at('sigstage/request.der') }),
          hash === 'sha512' ? 'nonce' : 'imprint',
        );
      });

    test('with a changed signature is not', () => {
      assert.equal(faultIn({ ...check, reply: at('sigstage/response-invalid-signature.tsr') }), 'signature');
    });

    test('without a certificate is genuine once the certificate is given beside it', () => {
      const reply = at('sigstage/response-no-embedded-cert.tsr');
      assert.equal(faultIn({ ...check, reply }), 'no-certificate');
      assert.equal(
        stampIn({ ...check, reply, intermediates: own }).serial,
        '64b3984296e790704ac275d89f3f7315c39597f4',
      );
      assert.equal(
        faultIn({ data: HELLO, anchors: chain('test_tsa/ts_chain.pem'), intermediates: own, reply }),
        'untrusted',
      );
    });
  });

  describe('of an authority made for a test', () => {
    const [, between = '', root = ''] = chain('test_tsa/ts_chain.pem');
    const check = { data: HELLO, anchors: root, intermediates: between, query: at('test_tsa/request.der') };
    const reply = at('test_tsa/response.tsr');

    test('is genuine by its query, and by no other', () => {
      assert.equal(stampIn({ ...check, reply }).authority, 'O=local, CN=Test TSA Timestamping');
      assert.equal(faultIn({ ...check, reply, query: at('test_tsa/other_request.der') }), 'nonce');
      assert.equal(faultIn({ ...check, reply, policy: '1.2.3' }), 'policy');
    });

    test('needs the certificate between it and the root, which may be the one that is trusted', () => {
      assert.equal(faultIn({ data: HELLO, anchors: root, reply }), 'untrusted');
      assert.ok(stampIn({ data: HELLO, anchors: between, reply }));
    });

    test('says the same with certificates that somebody put in, and these help no other', () => {
      const injected = at('test_tsa/response-injected-certs.tsr');
      assert.deepEqual(stampIn({ ...check, reply: injected }), stampIn({ ...check, reply }));
      assert.equal(faultIn({ data: HELLO, anchors: root, reply: injected }), 'untrusted');
    });

    test('of another authority of the same name is not genuine', () => {
      const other = at('test_tsa/other_response.tsr');
      const { data, anchors, intermediates } = check;
      assert.equal(faultIn({ data, anchors, intermediates, reply: other }), 'untrusted');
      assert.equal(faultIn({ ...check, query: at('test_tsa/other_request.der'), reply: other }), 'nonce');
    });
  });

  test('with a bit changed is not good, or says what it said: what nobody signed is of no weight', () => {
    for (const [reply, anchors] of [
      ['sigstage/response-sha384.tsr', chain('sigstage/ts_chain.pem')[1] ?? ''],
      ['test_tsa/response.tsr', chain('test_tsa/ts_chain.pem')[1] ?? ''],
      ['identrust/issue-104.tsr', at('identrust/ts_chain.pem')],
    ] as const) {
      const good = at(reply);
      const said = stampIn({ data: HELLO, anchors, reply: good });
      for (let bit = 0; bit < good.length * 8; bit += 37) {
        const changed = Uint8Array.from(good);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const checked = checkStamp({ data: HELLO, anchors, reply: changed });
        if (checked.ok) assert.deepEqual(checked.value, said);
      }
    }
  });

  test('whose certificate ended since is genuine by its own hour, and is not what openssl says today', () => {
    const [own = '', root = ''] = chain('sigstore.mock/ts_chain.pem');
    const data = at('sigstore.mock/payload');
    const check = {
      data,
      anchors: root,
      intermediates: own,
      reply: at('sigstore.mock/response-expired.tsr'),
    };
    const stamp = stampIn(check);
    assert.equal(new Date(stamp.genTime).toISOString(), '2023-02-01T00:00:00.000Z');
    assert.equal(stamp.serial, '-21524111');
    assert.equal(new Date(stamp.chainEndsAt).toISOString(), '2024-01-01T00:00:00.000Z');
    assert.equal(faultIn({ ...check, at: instant(Date.parse('2025-07-21')) }), 'expired');
    assert.equal(faultIn({ ...check, at: instant(Date.parse('2022-07-21')) }), 'not-yet-valid');
    assert.ok(stampIn({ ...check, at: stamp.chainEndsAt }));
  });

  test('with the certificate not first, named by SHA-1 as RFC 3161 has it, and a root in DER, is genuine', () => {
    const anchors = at('identrust/ts_chain.pem');
    const stamp = stampIn({ data: HELLO, anchors, reply: at('identrust/issue-104.tsr') });
    assert.equal(stamp.authority, 'C=US, O=IdenTrust, CN=TrustID Timestamp Authority');
    assert.equal(stamp.accuracyMs, undefined);
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  authorityMark,
  certificate,
  extension,
  newKey,
  oid,
  purposes,
  sequence,
  time,
  TIME_STAMPING,
  usage,
  whole,
} from '../../../test/making/stamp-certificates.ts';
import type { MadeCertificate } from '../../../test/making/stamp-certificates.ts';
import {
  DATA,
  ISSUE,
  key,
  made,
  own,
  root,
  rootKey,
  SIGN,
  STAMPING,
  verdict,
} from '../../../test/making/stamp-cases.ts';
import type { Wish } from '../../../test/making/stamp-cases.ts';
import {
  attribute,
  CONTENT_TYPE,
  MESSAGE_DIGEST,
  namesOf,
  oldNameOf,
} from '../../../test/making/stamp-replies.ts';
import { instant } from '../../base/instant.ts';
import { checkStamp } from './check-stamp.ts';
import { TAG, wrapped } from './der.ts';
import { der } from './der-write.ts';
import { writeQuery } from './query.ts';

const at = (text: string): ReturnType<typeof instant> => instant(Date.parse(text));

describe('a stamp is not what was asked', () => {
  const nonce = Uint8Array.from({ length: 16 }, (_, i) => 200 + i);
  const sha256 = createHash('sha256').update(DATA).digest();
  const query = writeQuery({ sha256, nonce, policy: '1.2.3.4' });

  test('of other bytes, or by another hash of them', () => {
    assert.equal(verdict(made({ data: Buffer.from('others') })), 'imprint');
    assert.equal(verdict(made({ imprintHash: 'sha512', nonce }), { query }), 'imprint');
    const byDigest = { reply: made(), anchors: root.pem };
    assert.ok(checkStamp({ ...byDigest, digest: sha256 }).ok);
    assert.ok(!checkStamp({ ...byDigest, digest: sha256.subarray(1) }).ok);
    assert.equal(
      verdict(made({ data: DATA, nonce }), { query: writeQuery({ sha256: Buffer.alloc(32), nonce }) }),
      'imprint',
    );
  });

  test('with another nonce, or none', () => {
    assert.equal(verdict(made({ nonce }), { query }), 'good');
    assert.equal(verdict(made({ nonce: nonce.toReversed() }), { query }), 'nonce');
    assert.equal(verdict(made(), { query }), 'nonce');
  });

  test('under another policy', () => {
    assert.equal(verdict(made({ nonce, policy: '1.2.3.5' }), { query }), 'policy');
    assert.equal(verdict(made(), { policy: '1.2.3.5' }), 'policy');
    assert.equal(verdict(made(), { policy: '1.2.3.4' }), 'good');
  });

  test('when the authority did not grant it, in its own words', () => {
    const status = [
      whole(2),
      sequence(der(TAG.utf8, Buffer.from('no\u001b[2J such')), der(TAG.utf8, Buffer.from('policy'))),
      der(TAG.bitString, Uint8Array.of(0, 0, 1)),
    ];
    const refused = checkStamp({ reply: made({ status }), data: DATA, anchors: root.pem });
    assert.deepEqual(refused.ok || refused.error, {
      kind: 'not-granted',
      status: 2,
      failure: 'unacceptedPolicy',
      says: 'no [2J such policy',
    });
    for (const n of [3, 4, 5, 6]) assert.equal(verdict(made({ status: [whole(n)] })), 'not-granted');
    const alone = (n: number): Uint8Array => sequence(sequence(whole(n)));
    assert.equal(verdict(alone(0)), 'malformed');
    assert.equal(verdict(alone(2)), 'not-granted');
  });

  test('when it is held against what is no query and no certificate', () => {
    assert.equal(verdict(made(), { query: Buffer.from('no') }), 'malformed');
    assert.equal(verdict(made(), { anchors: 'no' }), 'malformed');
    assert.equal(verdict(made(), { intermediates: [root.der, Buffer.from('no')] }), 'malformed');
    assert.equal(verdict(made(), { anchors: [] }), 'untrusted');
  });
});

describe('a stamp is not genuine', () => {
  test('with weak hashes, and with what nobody here can check', () => {
    assert.equal(verdict(made({ imprintHash: 'sha1' })), 'weak');
    assert.equal(verdict(made({ digestHash: 'sha1' })), 'weak');
    assert.equal(verdict(made({ how: { hash: 'sha1' }, digestHash: 'sha256' })), 'weak');
    assert.equal(verdict(made({ signer: own({ key: key('rsa1024') }) })), 'weak');
    assert.equal(verdict(made({ signer: own({ key: key('k256') }) })), 'unsupported');
    assert.equal(verdict(made({ how: { hash: 'sha384' }, digestHash: 'sha256' })), 'unsupported');
    assert.equal(verdict(made({ signer: own({ how: { hash: 'sha1' } }) })), 'untrusted');
  });

  test('when key and algorithm do not belong together', () => {
    const algorithm = sequence(oid('1.2.840.113549.1.1.11'), der(TAG.null));
    assert.equal(verdict(made({ algorithm })), 'signature');
    assert.equal(
      verdict(made({ signer: own({ key: key('rsa') }), algorithm: sequence(oid('1.2.840.10045.4.3.2')) })),
      'signature',
    );
  });

  test('without the signed attributes, with two of one, with one of two values, or with others', () => {
    const wrong: readonly (readonly [Wish['attributes'], string])[] = [
      [() => [], 'malformed'],
      [([type, digest]) => [type!, digest!], 'malformed'],
      [([, digest, name]) => [digest!, name!], 'malformed'],
      [([type, , name]) => [type!, name!], 'malformed'],
      [([type, digest, name]) => [type!, digest!, digest!, name!], 'malformed'],
      [
        ([, digest, name]) => [attribute(CONTENT_TYPE, oid('1.2.840.113549.1.7.1')), digest!, name!],
        'malformed',
      ],
      [
        ([type, , name]) => [type!, attribute(MESSAGE_DIGEST, der(TAG.octetString, Buffer.alloc(32))), name!],
        'content-digest',
      ],
      [([type, , name], info) => [type!, twoDigests(info), name!], 'malformed'],
      [([type, digest]) => [type!, digest!, namesOf([root])], 'signer'],
      [([type, digest]) => [type!, digest!, oldNameOf(root.der)], 'signer'],
      [([type, digest, name]) => [type!, digest!, name!, oldNameOf(root.der)], 'signer'],
      [([type, digest]) => [type!, digest!, namesOf([])], 'malformed'],
    ];
    for (const [attributes, kind] of wrong)
      assert.equal(verdict(made({ ...(attributes && { attributes }) })), kind);
  });

  function twoDigests(info: Uint8Array): Uint8Array {
    const digest = der(TAG.octetString, createHash('sha256').update(info).digest());
    return attribute(MESSAGE_DIGEST, digest, digest);
  }

  test('with no signer or two, another type of content, another version', () => {
    for (const signers of [0, 2] as const) assert.equal(verdict(made({ signers })), 'malformed');
    assert.equal(verdict(made({ contentType: '1.2.840.113549.1.7.1' })), 'malformed');
    assert.equal(verdict(made({ version: 1 })), 'malformed');
    assert.equal(verdict(made({ infoVersion: 2 })), 'malformed');
    const critical = der(
      wrapped(1),
      sequence(oid('1.2.3'), der(TAG.boolean, Uint8Array.of(0xff)), der(TAG.octetString)),
    );
    assert.equal(verdict(made({ infoTail: [critical] })), 'malformed');
  });

  test('at an hour that is none, or not in UTC', () => {
    for (const text of [
      '20240230050505Z',
      '20240505050505',
      '202405050505Z',
      '20240505050505+0500',
      '20240505050560Z',
    ])
      assert.equal(
        verdict(made({ genTime: der(TAG.generalizedTime, Buffer.from(text)) })),
        'malformed',
        text,
      );
    assert.equal(verdict(made({ genTime: der(TAG.utcTime, Buffer.from('240505050505Z')) })), 'malformed');
  });

  test('by a certificate that is not for stamping alone', () => {
    for (const extensions of [
      [SIGN],
      [purposes(false, TIME_STAMPING)],
      [purposes(true, TIME_STAMPING, '1.3.6.1.5.5.7.3.3')],
      [purposes(true, '1.3.6.1.5.5.7.3.3')],
      [STAMPING, usage(0x20)],
      [STAMPING, ISSUE],
    ])
      assert.equal(verdict(made({ signer: own({ extensions }) })), 'purpose');
    assert.equal(
      verdict(made({ signer: own({ extensions: [STAMPING, extension('1.2.3', sequence())] }) })),
      'untrusted',
    );
  });
});

describe('a chain', () => {
  const betweenKey = newKey('p384');
  const between = (more: Partial<Parameters<typeof certificate>[0]> = {}): MadeCertificate =>
    certificate({
      name: 'Between',
      key: betweenKey,
      by: root,
      extensions: [authorityMark(0), ISSUE],
      ...more,
    });
  const good = between();
  const low = own({ by: good });
  const bytes = (brings: readonly MadeCertificate[], by = low): Uint8Array =>
    made({ signer: by, issuers: [good], brings: brings.map((each) => each.der) });

  test('goes through what the reply brings or what is given, in any order, and needs no root that is its own', () => {
    assert.equal(verdict(bytes([good, low])), 'good');
    assert.equal(verdict(bytes([low]), { intermediates: good.pem }), 'good');
    assert.equal(verdict(bytes([]), { intermediates: [low.der, good.pem] }), 'good');
    assert.equal(verdict(bytes([low])), 'untrusted');
    assert.equal(verdict(bytes([low]), { anchors: good.pem }), 'good');
    assert.equal(verdict(bytes([]), { anchors: low.pem }), 'good');
    const stranger = certificate({ name: 'Root', key: newKey('p256'), extensions: [authorityMark()] });
    assert.equal(verdict(bytes([low, good, stranger]), { anchors: stranger.pem }), 'untrusted');
    assert.equal(verdict(bytes([low, good, stranger]), { anchors: `${stranger.pem}${root.pem}` }), 'good');
  });

  test('is held to who may issue, how far down, and for what', () => {
    for (const extensions of [[ISSUE], [extension('2.5.29.19', sequence())], [authorityMark(), SIGN]])
      assert.equal(verdict(bytes([low, between({ extensions })])), 'not-an-authority');
    assert.equal(
      verdict(bytes([low, between({ extensions: [authorityMark(), extension('2.5.29.30', sequence())] })])),
      'untrusted',
    );
    const tight = certificate({ name: 'Root', key: rootKey, extensions: [authorityMark(0), ISSUE] });
    assert.equal(verdict(bytes([low, good]), { anchors: tight.pem }), 'not-an-authority');
    const old = certificate({ name: 'Root', key: rootKey });
    assert.equal(verdict(bytes([low, good]), { anchors: old.pem }), 'good');
  });

  test('is valid at the hour of the stamp, whatever the hour is now', () => {
    const over = own({ by: good, to: '2024-05-05T05:05:05' });
    assert.equal(verdict(bytes([over, good], over)), 'good');
    assert.equal(verdict(bytes([over, good], over), { at: at('2024-05-06') }), 'expired');
    const late = made({
      signer: over,
      issuers: [good],
      brings: [over.der, good.der],
      genTime: time('2024-05-05T05:05:06'),
    });
    assert.equal(verdict(late), 'expired');
    const young = between({ from: '2024-05-06' });
    assert.equal(verdict(bytes([low, young])), 'not-yet-valid');
    assert.equal(verdict(bytes([low, young, good])), 'good');
    assert.equal(
      verdict(bytes([low, good]), {
        anchors: certificate({ name: 'Root', key: rootKey, to: '2024-01-01' }).pem,
      }),
      'expired',
    );
  });

  test('goes only where the signed attributes let it, if they name more than the signer', () => {
    const named = (...list: readonly MadeCertificate[]): Uint8Array =>
      made({
        signer: low,
        issuers: [good],
        brings: [low.der, good.der],
        attributes: ([type, digest]) => [type!, digest!, namesOf(list)],
      });
    assert.equal(verdict(named(low, good)), 'good');
    assert.equal(verdict(named(low, root)), 'untrusted');
    assert.equal(verdict(named(good, low)), 'signer');
  });

  test('is not led round in a circle, nor kept busy', () => {
    const [a, b] = [newKey('p256'), newKey('p256')];
    const first = certificate({ name: 'A', key: a, extensions: [authorityMark()] });
    const second = certificate({ name: 'B', key: b, by: first, extensions: [authorityMark()] });
    const round = certificate({ name: 'A', key: a, by: second, extensions: [authorityMark()] });
    const lost = own({ by: round });
    const many = Array.from({ length: 13 }, () =>
      certificate({ name: 'A', key: a, by: second, extensions: [authorityMark()] }),
    );
    const more = Array.from({ length: 13 }, () =>
      certificate({ name: 'B', key: b, by: round, extensions: [authorityMark()] }),
    );
    const reply = made({
      signer: lost,
      issuers: [round],
      brings: [lost, ...many, ...more].map((each) => each.der),
    });
    const started = performance.now();
    assert.equal(verdict(reply), 'untrusted');
    assert.ok(performance.now() - started < 5_000);
  });
});

describe('whatever comes', () => {
  const good = made();

  test('with one bit changed is not good, but for a status that grants all the same', () => {
    for (let n = 0; n < good.length * 8; n++) {
      const changed = Uint8Array.from(good);
      changed[n >> 3] = (changed[n >> 3] ?? 0) ^ (1 << (n & 7));
      const isStatus = n >> 3 === STATUS_AT && changed[STATUS_AT] === 1;
      assert.equal(verdict(changed) === 'good', isStatus, `bit ${n}`);
    }
  });
  const STATUS_AT = 8;

  test('cut off or with more behind it is malformed', () => {
    for (let n = 0; n < good.length; n++) assert.equal(verdict(good.subarray(0, n)), 'malformed');
    assert.equal(verdict(Buffer.concat([good, Buffer.alloc(1)])), 'malformed');
    assert.equal(verdict(Buffer.alloc(70_000)), 'malformed');
  });

  test('with lengths nobody may write, or pieces that hold themselves too often, is malformed', () => {
    for (const bytes of [
      [0x30, 0x80, 0, 0],
      [0x30, 0x81, 1, 0],
      [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
      [0x30, 0x85, 0, 0, 0, 0, 0],
      [0x1f, 0x30, 0],
    ])
      assert.equal(verdict(Uint8Array.from(bytes)), 'malformed');
    let nested: Uint8Array = new Uint8Array();
    for (let n = 0; n < 15_000; n++) nested = n < 4_000 ? sequence(nested) : nested;
    assert.equal(verdict(nested), 'malformed');
  });

  test('never makes the check throw, and a stranger’s bytes are never good', () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(good.length), fc.uint8Array({ minLength: 1, maxLength: 6 })).map(([place, put]) => {
        const changed = Buffer.concat([good.subarray(0, place), put, good.subarray(place + put.length)]);
        return Buffer.compare(changed, good) === 0 || changed[STATUS_AT] === 1 ? new Uint8Array() : changed;
      }),
    );
    fc.assert(
      fc.property(pieces, (bytes) => assert.notEqual(verdict(bytes), 'good')),
      { numRuns: 500 },
    );
  });
});

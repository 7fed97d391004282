import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { extension, oid, sequence, whole, yes } from '../../../test/making/stamp-certificates.ts';
import type { MadeCertificate } from '../../../test/making/stamp-certificates.ts';
import { DATA, key, made, own, root, signer, STAMPING, verdict } from '../../../test/making/stamp-cases.ts';
import type { Wish } from '../../../test/making/stamp-cases.ts';
import { attribute, issuerSerial, namesOf, oldNameOf } from '../../../test/making/stamp-replies.ts';
import type { ReplyWish } from '../../../test/making/stamp-replies.ts';
import { checkStamp } from './check-stamp.ts';
import { replaced, TAG, wrapped } from './der.ts';
import { der } from './der-write.ts';

describe('a stamp is good', () => {
  for (const [kind, how] of [
    ['p256', { hash: 'sha256' }],
    ['p256', { hash: 'sha512' }],
    ['p384', { hash: 'sha384' }],
    ['p521', { hash: 'sha512' }],
    ['rsa', { hash: 'sha256' }],
    ['rsa', { hash: 'sha384' }],
    ['rsa', { hash: 'sha512' }],
    ['rsa', { hash: 'sha256', isPss: true }],
    ['rsa', { hash: 'sha512', isPss: true }],
    ['ed25519', {}],
  ] as const)
    test(`by ${kind} with ${'hash' in how ? how.hash : 'its own hash'}${'isPss' in how ? ', PSS' : ''}`, () => {
      assert.equal(verdict(made({ signer: own({ key: key(kind) }), how })), 'good');
    });

  for (const imprintHash of ['sha256', 'sha384', 'sha512'] as const)
    test(`over a ${imprintHash}`, () => assert.equal(verdict(made({ imprintHash })), 'good'));

  test('whose algorithm is that of the key, as CMS has it of old', () => {
    const signing = own({ key: key('rsa') });
    const algorithm = sequence(oid('1.2.840.113549.1.1.1'), der(TAG.null));
    assert.equal(verdict(made({ signer: signing, algorithm, how: { hash: 'sha512' } })), 'good');
    const ofCurve = sequence(oid('1.2.840.10045.2.1'));
    assert.equal(verdict(made({ algorithm: ofCurve })), 'good');
  });

  test('whose signer is named by its key, by SHA-1, or by issuer and number beside the hash', () => {
    const keyId = Buffer.from('a key');
    const named = own({ extensions: [STAMPING, extension('2.5.29.14', der(TAG.octetString, keyId), false)] });
    assert.equal(verdict(made({ signer: named, byKeyId: keyId })), 'good');
    assert.equal(verdict(made({ signer: named, byKeyId: Buffer.from('other') })), 'no-certificate');
    const by = (name: Uint8Array): Wish => ({ attributes: ([type, digest]) => [type!, digest!, name] });
    assert.equal(verdict(made(by(oldNameOf(signer.der)))), 'good');
    const issued = (issuer: MadeCertificate, of = signer): Uint8Array => issuerSerial(issuer.name, of.serial);
    assert.equal(verdict(made(by(namesOf([signer], issued(root))))), 'good');
    assert.equal(verdict(made(by(namesOf([signer], issued(signer))))), 'signer');
    assert.equal(verdict(made(by(namesOf([signer], issued(root, root))))), 'signer');
  });

  test('with attributes nobody knows, an accuracy, an order, a name, and an extension that may be passed over', () => {
    const accuracy = sequence(
      whole(1),
      der(replaced(0), Uint8Array.of(2)),
      der(replaced(1), Uint8Array.of(3)),
    );
    const tail = [
      accuracy,
      yes,
      whole(5),
      der(wrapped(0), der(wrapped(4), signer.name)),
      der(wrapped(1), sequence(oid('1.2.3'), der(TAG.octetString))),
    ];
    const attributes: ReplyWish['attributes'] = (usual) => [...usual, attribute('1.2.3', whole(1), whole(2))];
    const checked = checkStamp({
      reply: made({ infoTail: tail, attributes }),
      data: DATA,
      anchors: root.der,
    });
    assert.ok(checked.ok);
    assert.deepEqual(checked.value, {
      genTime: Date.parse('2024-05-05T05:05:05Z'),
      accuracyMs: 1_002.003,
      policy: '1.2.3.4',
      serial: '7',
      authority: 'CN=Stamps',
      chainEndsAt: Date.parse('2099-01-01T00:00:00Z'),
    });
  });

  test('to the part of a second', () => {
    const genTime = der(TAG.generalizedTime, Buffer.from('20240505050505.25Z'));
    const checked = checkStamp({ reply: made({ genTime }), data: DATA, anchors: [root.der] });
    assert.equal(checked.ok && checked.value.genTime, Date.parse('2024-05-05T05:05:05.250Z'));
  });

  test('when the authority granted it with changes that leave what was asked', () => {
    assert.equal(verdict(made({ status: [whole(1)] })), 'good');
  });
});

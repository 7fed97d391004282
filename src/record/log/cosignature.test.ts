import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ed25519Cosigned, mlDsaCosigned, parseTimed, printTimed } from './cosignature.ts';

const ROOT = new Uint8Array(32).fill(0xab);
const ABOUT = {
  cosigner: 'w.example',
  seconds: 1_679_315_147n,
  origin: 'log.example/1',
  start: 0,
  end: 258,
  root: ROOT,
};
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const ascii = (text: string): string => Buffer.from(text).toString('hex');

test('an Ed25519 cosigner signs two lines and the text of the checkpoint', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  const message = Buffer.from(ed25519Cosigned(text, 1_679_315_147n)).toString();
  assert.equal(message, `cosignature/v1\ntime 1679315147\n${text}`);
});

test('an ML-DSA-44 cosigner signs label, cosigner, time, origin, both ends and the root', () => {
  const parts = [
    ascii('subtree/v1\n\0'),
    `09${ascii('w.example')}`,
    '00000000641850cb',
    `0d${ascii('log.example/1')}`,
    '0000000000000000',
    '0000000000000102',
    'ab'.repeat(32),
  ];
  assert.equal(hex(mlDsaCosigned(ABOUT)), parts.join(''));
  const within = { ...ABOUT, seconds: 0n, start: 256 };
  assert.equal(hex(mlDsaCosigned(within)).slice(-96, -64), '00000000000001000000000000000102');
});

test('what the form of ML-DSA-44 has no room for is signed by nobody', () => {
  const long = 'n'.repeat(256);
  for (const bad of [
    { cosigner: '' },
    { cosigner: long },
    { origin: '' },
    { origin: long },
    { cosigner: 'қ'.repeat(128) },
    { root: ROOT.subarray(1) },
    { start: 1 },
    { start: 300, seconds: 0n },
    { start: 258, seconds: 0n },
    { start: 254, seconds: 0n },
    { start: 255, seconds: 0n },
    { start: -2, seconds: 0n },
    { end: 0.5 },
    { end: -1 },
  ])
    assert.equal(mlDsaCosigned({ ...ABOUT, ...bad }), undefined);
  assert.ok(mlDsaCosigned({ ...ABOUT, cosigner: 'n'.repeat(255), origin: 'n'.repeat(255) }));
});

test('a time stands in eight bytes before its signature, and ends at 2^63 - 1', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 63n - 1n), fc.uint8Array({ minLength: 1 }), (seconds, signature) => {
      const read = parseTimed(printTimed({ seconds, signature }));
      assert.ok(read);
      assert.equal(read.seconds, seconds);
      assert.equal(hex(read.signature), hex(signature));
    }),
  );
  assert.equal(parseTimed(Uint8Array.from([0x80, 0, 0, 0, 0, 0, 0, 0, 1])), undefined);
  assert.equal(parseTimed(new Uint8Array(8)), undefined);
});

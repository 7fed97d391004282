import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { bytesToHex, concatBytes, utf8Decode, utf8Encode } from '../base/bytes.ts';
import type { Primitives, SignatureCheck } from '../record/primitives.ts';
import { pointFault, signatureFault } from '../record/signing.ts';

const ROOT = join(import.meta.dirname, '../..');
const OWN_EDGES = join(ROOT, 'test/vectors/ed25519-edge.json');
// "Ed25519 vectors" of C2SP/CCTV (BSD): 914 signatures on which verifiers in use disagree. Not kept here.
const PUBLIC_EDGES = join(ROOT, '../shared/data/vectors/ed25519-edge/ed25519vectors.json');
const PUBLIC_EDGES_COUNT = 914;

/** RFC 8439, section 2.8.2: the worked example of the AEAD. */
const RFC_8439 = {
  key: '808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f',
  nonce: '070000004041424344454647',
  boundTo: '50515253c0c1c2c3c4c5c6c7',
  plain:
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  start: 'd31a8d34648e60db7b86afbc53ef7ec2',
  tag: '1ae10b594f09e26a7e902ecbd0600691',
};

function seals(primitives: Primitives): void {
  const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
  const how = { key: hex(RFC_8439.key), nonce: hex(RFC_8439.nonce), boundTo: hex(RFC_8439.boundTo) };

  test('seals the example of RFC 8439 to its ciphertext and tag, and opens it', () => {
    const plain = Buffer.from(RFC_8439.plain);
    const sealed = primitives.seal(plain, how);
    assert.equal(bytesToHex(sealed.subarray(0, 16)), RFC_8439.start);
    assert.equal(bytesToHex(sealed.subarray(-16)), RFC_8439.tag);
    assert.deepEqual(Buffer.from(primitives.unseal(sealed, how) ?? []), plain);
  });

  test('opens nothing that was changed, cut or bound to something else', () => {
    const sealed = primitives.seal(Buffer.from('сөз'), how);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.equal(primitives.unseal(changed, how), undefined);
      assert.equal(primitives.unseal(sealed.subarray(0, at), how), undefined);
    }
    assert.equal(primitives.unseal(sealed, { ...how, boundTo: new Uint8Array() }), undefined);
    assert.equal(primitives.unseal(sealed, { ...how, nonce: new Uint8Array(12) }), undefined);
  });

  test('stretches a passphrase as every other Argon2id does', async () => {
    const cost = { salt: Buffer.from('sixteen bytes of'), memoryKiB: 1_024, passes: 2 };
    const passphrase = Buffer.from('қорған');
    // Worked out by OpenSSL, libsodium and @noble/hashes, which agree.
    const expected = 'ad6b90ca7dc03db6413372a850cb6e6d7a4637dcf1b527dbe8d89c8948eb1421';
    assert.equal(bytesToHex(await primitives.stretch(passphrase, cost)), expected);
  });
}

// SHA-256 of the public key whose seed is 32 bytes of 7, on which @noble/post-quantum and OpenSSL agree.
const ML_DSA_KEY_OF_SEVENS = '86c769d3b468de487eb9a09f242f7fa0b997a07ef4ded49627e7bf9539f28b62';

/** What the record makes of one signature: the first refusal on its road, or `accepted`. */
export type Verdict = string;

/** The road of `toVerify`, `torsionFault` and `verifyBatch`, for bare values. */
async function verdictOf(check: SignatureCheck, primitives: Primitives): Promise<Verdict> {
  const badSignature = signatureFault(check.signature);
  if (badSignature !== undefined) return `signature ${badSignature}`;
  const badKey = pointFault(check.key);
  if (badKey !== undefined) return `key ${badKey}`;
  if (!primitives.isTorsionFree(check.key)) return 'key torsion';
  const [isGenuine] = await primitives.verifyBatch([check]);
  return isGenuine ? 'accepted' : 'signature wrong';
}

type Rfc8032 = {
  readonly seed: string;
  readonly key: string;
  readonly message: string;
  readonly signature: string;
};

// RFC 8032, section 7.1, tests 1 to 3.
const RFC_8032: readonly Rfc8032[] = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

// FIPS 180-4, examples of one and two blocks, and the empty message.
const SHA_256: readonly (readonly [text: string, hash: string])[] = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
];

type OwnEdge = {
  readonly description: string;
  readonly key: string;
  readonly signature: string;
  readonly message: string;
  readonly verdict: Verdict;
};

type PublicEdge = {
  readonly number: number;
  readonly key: string;
  readonly sig: string;
  readonly msg: string;
  readonly flags: readonly string[] | null;
};

// Which of the public vectors we refuse. The equation we check has no cofactor, so `low_order_residue`
// (S·B differs from R + k·A by a point of small order) fails it. `low_order_component_R` needs no rule of its
// own: beside a key without torsion it leaves such a residue, and keys with torsion are refused anyway.
// `reencoded_k` (k hashed over re-encoded points) can differ only where an encoding is not canonical.
const REFUSED_FLAGS: readonly string[] = [
  'low_order_A',
  'low_order_R',
  'non_canonical_A',
  'non_canonical_R',
  'low_order_component_A',
  'low_order_residue',
];

/** What every adapter of cryptography has to do, and to refuse, in the same way. */
export function cryptoContract(name: string, primitives: Primitives): void {
  describe(name, () => {
    knownAnswers(primitives);
    roundTrips(primitives);
    edges(primitives);
    seals(primitives);
    text(primitives);
    quantumSafe(primitives);
  });
}

function knownAnswers(primitives: Primitives): void {
  test('SHA-256 gives the published answers', () => {
    for (const [text, hash] of SHA_256) {
      assert.equal(bytesToHex(primitives.sha256(Buffer.from(text))), hash);
      assert.equal(primitives.sha256Text(Buffer.from(text), 'hex'), hash);
      const written = Buffer.from(hash, 'hex').toString('base64url');
      assert.equal(primitives.sha256Text(Buffer.from(text), 'base64url'), written);
    }
  });

  test('SHA-256 agrees with OpenSSL on any bytes, also on a view into a larger buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(8), (bytes, skip) => {
        const view = bytes.subarray(Math.min(skip, bytes.length));
        assert.equal(bytesToHex(primitives.sha256(view)), createHash('sha256').update(view).digest('hex'));
      }),
    );
  });

  for (const [i, vector] of RFC_8032.entries()) {
    test(`RFC 8032 test ${i + 1} signs and verifies as printed`, async () => {
      const signer = primitives.signerFromSeed(hex(vector.seed));
      assert.equal(bytesToHex(signer.key), vector.key);
      assert.equal(bytesToHex(signer.seed), vector.seed);
      assert.equal(bytesToHex(await signer.sign(hex(vector.message))), vector.signature);
      assert.equal(await verdictOf(checkOf(vector), primitives), 'accepted');
    });
  }
}

function roundTrips(primitives: Primitives): void {
  test('a fresh signer signs what verifies, and nothing else verifies', async () => {
    const signer = primitives.newSigner();
    const message = Buffer.from('the machine stopped');
    const signature = await signer.sign(message);
    const good = { key: signer.key, signature, message };
    const other = primitives.newSigner();
    const checks = [
      good,
      { ...good, message: Buffer.from('the machine stopped.') },
      { ...good, key: other.key },
      { ...good, signature: await other.sign(message) },
      good,
    ];
    assert.deepEqual(await primitives.verifyBatch(checks), [true, false, false, false, true]);
  });

  test('verdicts come in the order of the checks, and an empty batch has none', async () => {
    assert.deepEqual(await primitives.verifyBatch([]), []);
    const checks = RFC_8032.map(checkOf).flatMap((good) => [good, { ...good, message: hex('ff') }]);
    assert.deepEqual(
      await primitives.verifyBatch(checks),
      checks.map((_, i) => i % 2 === 0),
    );
  });

  test('fresh signers are in the prime-order group and their seeds bring them back', async () => {
    const signer = primitives.newSigner();
    const again = primitives.signerFromSeed(signer.seed);
    assert.equal(pointFault(signer.key), undefined);
    assert.equal(primitives.isTorsionFree(signer.key), true);
    assert.deepEqual([...again.key], [...signer.key]);
    assert.deepEqual([...(await again.sign(hex('00')))], [...(await signer.sign(hex('00')))]);
  });

  test('a signer does not change when the bytes of its seed are changed afterwards', async () => {
    const seed = hex(RFC_8032[0]?.seed ?? '');
    const signer = primitives.signerFromSeed(seed);
    seed.fill(0);
    assert.equal(bytesToHex(await signer.sign(new Uint8Array())), RFC_8032[0]?.signature);
    assert.equal(bytesToHex(signer.seed), RFC_8032[0]?.seed);
  });

  test('random bytes have the length asked for and differ', () => {
    const seen = new Set(Array.from({ length: 200 }, () => bytesToHex(primitives.randomBytes(16))));
    assert.equal(seen.size, 200);
    for (const length of [1, 12, 32, 1000]) assert.equal(primitives.randomBytes(length).length, length);
    const keys = new Set(Array.from({ length: 50 }, () => bytesToHex(primitives.newSigner().key)));
    assert.equal(keys.size, 50);
  });
}

/** Signing is not deterministic: only what a seed gives, and what is refused, can be pinned. */
function quantumSafe({ mlDsa44, sha256Text }: Primitives): void {
  if (mlDsa44 === undefined) return;
  test('ML-DSA-44 signs what verifies, and nothing else verifies', async () => {
    const signer = mlDsa44.signerFromSeed(new Uint8Array(32).fill(7));
    assert.equal(signer.key.length, 1312);
    assert.equal(sha256Text(signer.key, 'hex'), ML_DSA_KEY_OF_SEVENS);
    const message = hex('00ff');
    const signature = await signer.sign(message);
    assert.equal(signature.length, 2420);
    const good = { key: signer.key, signature, message };
    assert.equal(mlDsa44.verify(good), true);
    const other = mlDsa44.signerFromSeed(new Uint8Array(32));
    for (const bad of [
      { ...good, message: hex('00fe') },
      { ...good, key: other.key },
      { ...good, key: signer.key.subarray(1) },
      { ...good, key: new Uint8Array() },
      { ...good, signature: signature.subarray(1) },
      { ...good, signature: new Uint8Array(2420) },
      { ...good, signature: await other.sign(message) },
    ])
      assert.equal(mlDsa44.verify(bad), false);
  });
}

function text(primitives: Primitives): void {
  test('text turns to bytes and back as base does it', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(anyText, (given) => {
        assert.deepEqual([...primitives.utf8Encode(given)], [...utf8Encode(given)]);
        assert.equal(primitives.utf8Decode(utf8Encode(given)), given);
      }),
    );
  });

  test('bytes that are no UTF-8 are refused exactly where base refuses them, and a byte order mark stays', () => {
    const anyPiece = fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom(...['c080', 'e08080', 'eda080', 'f4908080', 'efbbbf', 'f09f9a9c', 'd2'].map(hex)),
    );
    fc.assert(
      fc.property(fc.array(anyPiece, { maxLength: 6 }), (pieces) => {
        const bytes = concatBytes(...pieces);
        assert.equal(primitives.utf8Decode(bytes), utf8Decode(bytes));
      }),
      { numRuns: 2_000 },
    );
    assert.equal(primitives.utf8Decode(hex('efbbbf41')), '\ufeffA');
  });
}

function edges(primitives: Primitives): void {
  test('every edge vector of ours has the verdict it states', async () => {
    const vectors: readonly OwnEdge[] = JSON.parse(readFileSync(OWN_EDGES, 'utf8'));
    assert.ok(vectors.length >= 40);
    for (const vector of vectors) {
      assert.equal(await verdictOf(checkOf(vector), primitives), vector.verdict, vector.description);
    }
  });

  const skip = !existsSync(PUBLIC_EDGES) && 'the public Ed25519 edge vectors are not on this machine';
  test(
    'the 914 public edge vectors are accepted exactly when nothing about them is crafted',
    { skip },
    async () => {
      const vectors: readonly PublicEdge[] = JSON.parse(readFileSync(PUBLIC_EDGES, 'utf8'));
      assert.equal(vectors.length, PUBLIC_EDGES_COUNT);
      for (const { number, key, sig, msg, flags } of vectors) {
        const check = { key: hex(key), signature: hex(sig), message: Buffer.from(msg) };
        const isCrafted = (flags ?? []).some((flag) => REFUSED_FLAGS.includes(flag));
        assert.equal((await verdictOf(check, primitives)) === 'accepted', !isCrafted, `vector ${number}`);
      }
    },
  );
}

function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

function checkOf(v: Pick<Rfc8032, 'key' | 'signature' | 'message'>): SignatureCheck {
  return { key: hex(v.key), signature: hex(v.signature), message: hex(v.message) };
}

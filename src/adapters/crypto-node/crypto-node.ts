import {
  argon2,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  hash,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import type {
  MlDsa44,
  Primitives,
  SealHow,
  SignatureCheck,
  Signer,
  StretchCost,
} from '../../record/primitives.ts';

// RFC 8410: the fixed DER prefixes of an Ed25519 public key and of a private key that is only its seed.
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;
// Importing a key costs as much as a third of a verification, and authors say more than one thing.
const KEYS_MAX = 10_000;

/** Ed25519 and SHA-256 by OpenSSL: always there with Node. Torsion is checked by noble, once a key. */
export function cryptoNode(): Primitives {
  const keys = new Map<string, KeyObject>();
  const publicKey = (raw: Uint8Array): KeyObject => {
    const name = Buffer.from(raw).toString('latin1');
    const known = keys.get(name);
    if (known) return known;
    const made = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
    if (keys.size >= KEYS_MAX) keys.clear();
    keys.set(name, made);
    return made;
  };
  const isGenuine = ({ key, message, signature }: SignatureCheck): boolean => {
    try {
      return verify(null, message, publicKey(key), signature);
    } catch {
      return false; // OpenSSL refuses to import a point that is not on the curve.
    }
  };
  const mlDsa44 = mlDsa44OfNode();
  return {
    ...(mlDsa44 && { mlDsa44 }),
    sha256,
    sha256Text: (bytes, as) => hash('sha256', bytes, as),
    utf8Encode: (text) => Buffer.from(text),
    utf8Decode,
    verifyBatch: async (checks) => checks.map(isGenuine),
    isTorsionFree,
    seal,
    unseal,
    stretch,
    randomBytes: (length) => randomBytes(length),
    newSigner: () => signerFromSeed(randomBytes(SEED_BYTES)),
    signerFromSeed,
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** In one call, and by way of a string: half the time of a `Hash` object or of a buffer from OpenSSL. */
function sha256(bytes: Uint8Array): Uint8Array {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}

function utf8Decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function isTorsionFree(key: Uint8Array): boolean {
  try {
    return ed25519.Point.fromBytes(key).isTorsionFree();
  } catch {
    return false;
  }
}

const AEAD = 'chacha20-poly1305';
const TAG_BYTES = 16;
const STRETCHED_BYTES = 32;

function seal(plain: Uint8Array, { key, nonce, boundTo }: SealHow): Uint8Array {
  const cipher = createCipheriv(AEAD, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo, { plaintextLength: plain.length });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(sealed: Uint8Array, { key, nonce, boundTo }: SealHow): Uint8Array | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const cipher = createDecipheriv(AEAD, key, nonce, { authTagLength: TAG_BYTES });
  const length = sealed.length - TAG_BYTES;
  cipher.setAAD(boundTo, { plaintextLength: length });
  cipher.setAuthTag(sealed.subarray(length));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, length)), cipher.final()]);
  } catch {
    return undefined; // The tag is another: OpenSSL gives nothing out.
  }
}

function stretch(message: Uint8Array, { salt, memoryKiB, passes }: StretchCost): Promise<Uint8Array> {
  const parameters = {
    message,
    nonce: salt,
    parallelism: 1,
    tagLength: STRETCHED_BYTES,
    memory: memoryKiB,
    passes,
  };
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function signerFromSeed(seed: Uint8Array): Signer {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  return {
    key: Uint8Array.from(spki.subarray(SPKI_PREFIX.length)),
    seed: Uint8Array.from(seed),
    sign: async (message) => sign(null, message, secret),
  };
}

// RFC 9881: the fixed DER prefixes of an ML-DSA-44 public key and of a private key that is only its seed.
const ML_DSA_SPKI_PREFIX = Buffer.from('30820532300b06096086480165030403110382052100', 'hex');
const ML_DSA_PKCS8_PREFIX = Buffer.from('3034020100300b060960864801650304031104228020', 'hex');

/** ML-DSA-44 by OpenSSL 3.5, which Node 24 brings; `undefined` where Node was built with an older one. */
export function mlDsa44OfNode(): MlDsa44 | undefined {
  try {
    mlDsaSigner(new Uint8Array(SEED_BYTES));
  } catch {
    return undefined;
  }
  return { verify: isMlDsaGenuine, signerFromSeed: mlDsaSigner };
}

function isMlDsaGenuine({ key, message, signature }: SignatureCheck): boolean {
  try {
    const der = Buffer.concat([ML_DSA_SPKI_PREFIX, key]);
    return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  } catch {
    return false; // A key of another length is not imported.
  }
}

function mlDsaSigner(seed: Uint8Array): Signer {
  const der = Buffer.concat([ML_DSA_PKCS8_PREFIX, seed]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  return {
    key: Uint8Array.from(spki.subarray(ML_DSA_SPKI_PREFIX.length)),
    seed: Uint8Array.from(seed),
    sign: async (message) => sign(null, message, secret),
  };
}

import { timingSafeEqual } from 'node:crypto';
import { isSignedPost } from '../../adapters/channel-sms-http/webhook-signature.ts';
import type { SignedPost } from '../../adapters/channel-sms-http/webhook-signature.ts';
import { bytesToBase64Url, utf8Decode, utf8Encode } from '../../base/bytes.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Store } from '../../ports/store.ts';

/** Where the gateway of the hub brings the text messages that come in. */
export type SmsGateway = {
  /** Whether it is the secret of the path; the time taken does not depend on how much of it is right. */
  readonly isOpenTo: (secret: string) => boolean;
  /** Whether a post bears the signature that the gateway was said to put on it; any, where it was said to put on none. */
  readonly isGenuine: (post: SignedPost) => boolean;
};

const SECRET = 'gateway-secret';
const SIGNING_KEY = 'gateway-signing-key';
const SECRET_BYTES = 32;

/** The gateway as the hub was told of it; none, where nobody made a secret for one. */
export function smsGateway(store: Store, crypto: Primitives, nowMs: () => number): SmsGateway | undefined {
  const secret = textOf(store.setting(SECRET));
  if (secret === undefined) return undefined;
  const key = textOf(store.setting(SIGNING_KEY));
  const hashOf = (text: string): Uint8Array => crypto.sha256(utf8Encode(text));
  const known = hashOf(secret);
  return {
    isOpenTo: (tried) => timingSafeEqual(hashOf(tried), known),
    isGenuine: (post) => key === undefined || isSignedPost(post, key, nowMs()),
  };
}

/** Makes the secret path of the gateway, in place of the one before; from the next start on only this one opens. */
export function newGatewayPath(store: Pick<Store, 'saveSetting'>, crypto: Primitives): string {
  const secret = bytesToBase64Url(crypto.randomBytes(SECRET_BYTES));
  store.saveSetting(SECRET, utf8Encode(secret));
  return `/gateway/${secret}`;
}

/** Keeps the key with which the gateway signs what it posts; from the next start on it must. */
export function keepSigningKey(store: Pick<Store, 'saveSetting'>, key: string): void {
  store.saveSetting(SIGNING_KEY, utf8Encode(key));
}

function textOf(kept: Uint8Array | undefined): string | undefined {
  return kept && utf8Decode(kept);
}

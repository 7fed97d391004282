import { base64UrlToBytes, bytesToBase64Url, utf8Encode } from '../../base/bytes.ts';
import { authorKeyOf, parseAuthorKey } from '../../record/names.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Primitives, Signer } from '../../record/primitives.ts';
import { pointFault, signatureFault } from '../../record/signing.ts';

/**
 * One fixed profile of HTTP Message Signatures (RFC 9421): label `sig`, Ed25519, over method, path, query and the
 * SHA-256 of the body (RFC 9530). The authority is left out: a proxy in front of the hub has another one.
 */
export type SignedRequest = {
  readonly method: string;
  /** As sent, beginning with a slash; without the query. */
  readonly path: string;
  /** With its question mark; `?` where there is none (RFC 9421, section 2.2.7). */
  readonly query: string;
  readonly body: Uint8Array;
};

export type SignatureHeaders = {
  readonly 'content-digest': string;
  readonly 'signature-input': string;
  readonly signature: string;
};

/** Seconds since 1970, UTC, and 16 random bytes, so that no request can be sent a second time. */
type Once = { readonly created: number; readonly nonce: string };

const COMPONENTS = '("@method" "@path" "@query" "content-digest")';
const NONCE_BYTES = 16;
const HEADER_CHARS_MAX = 400;
// RFC 9421, section 2.3, parameters in the one order that we write.
const INPUT =
  /^sig=\("@method" "@path" "@query" "content-digest"\);created=(\d{9,11});nonce="([\w-]{22})";keyid="([\w-]{43})";alg="ed25519"$/;
const SIGNATURE = /^sig=:([A-Za-z0-9+/]{86}==):$/;

type Hashing = Pick<Primitives, 'sha256'>;

/** Signs a request as a program that has a key of the place. */
export async function signRequest(
  request: SignedRequest,
  signer: Pick<Signer, 'key' | 'sign'>,
  { createdSeconds, crypto }: { readonly createdSeconds: number; readonly crypto: Primitives },
): Promise<SignatureHeaders> {
  const digest = digestOf(request.body, crypto);
  const nonce = bytesToBase64Url(crypto.randomBytes(NONCE_BYTES));
  const params = paramsOf({ created: createdSeconds, nonce }, authorKeyOf(signer.key));
  const signature = await signer.sign(utf8Encode(baseOf(request, digest, params)));
  return {
    'content-digest': digest,
    'signature-input': `sig=${params}`,
    signature: `sig=:${base64Of(signature)}:`,
  };
}

/** What is left to check: the key's signature, how old the request is, and whether its nonce was seen. */
export type Claimed = Once & {
  readonly key: AuthorKey;
  readonly check: { readonly key: Uint8Array; readonly signature: Uint8Array; readonly message: Uint8Array };
};

/** Plan: what a request's headers claim; `undefined` when they are not of our profile or the body is another. */
export function claimedBy(
  request: SignedRequest,
  headers: Partial<SignatureHeaders>,
  crypto: Hashing,
): Claimed | undefined {
  const { 'signature-input': input = '', signature: text = '', 'content-digest': digest } = headers;
  if (input.length > HEADER_CHARS_MAX || text.length > HEADER_CHARS_MAX) return undefined;
  const [, created, nonce, keyid] = INPUT.exec(input) ?? [];
  const key = parseAuthorKey(keyid);
  const signature = base64UrlToBytes(
    (SIGNATURE.exec(text)?.[1] ?? '').replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'),
  );
  if (nonce === undefined || key === undefined || signature === undefined) return undefined;
  if (digest !== digestOf(request.body, crypto)) return undefined;
  const keyBytes = base64UrlToBytes(key) ?? new Uint8Array();
  if (pointFault(keyBytes) !== undefined || signatureFault(signature) !== undefined) return undefined;
  const once = { created: Number(created), nonce };
  const message = utf8Encode(baseOf(request, digest, paramsOf(once, key)));
  return { ...once, key, check: { key: keyBytes, signature, message } };
}

function paramsOf({ created, nonce }: Once, key: AuthorKey): string {
  return `${COMPONENTS};created=${created};nonce="${nonce}";keyid="${key}";alg="ed25519"`;
}

/** The signature base of RFC 9421, section 2.5. */
function baseOf({ method, path, query }: SignedRequest, digest: string, params: string): string {
  return [
    `"@method": ${method}`,
    `"@path": ${path}`,
    `"@query": ${query}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${params}`,
  ].join('\n');
}

/** RFC 9530, section 2. */
function digestOf(body: Uint8Array, { sha256 }: Hashing): string {
  return `sha-256=:${base64Of(sha256(body))}:`;
}

function base64Of(bytes: Uint8Array): string {
  const text = bytesToBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

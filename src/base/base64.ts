import { base64UrlToBytes, bytesToBase64Url } from './bytes.ts';

/** Standard base64 with padding (RFC 4648 section 4). */
export function bytesToBase64(bytes: Uint8Array): string {
  const text = bytesToBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

const STANDARD = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Standard base64; `undefined` for missing or needless padding, other alphabets, white space and
 * non-zero spare bits, so that one value has one spelling.
 */
export function base64ToBytes(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !STANDARD.test(text)) return undefined;
  const bare = text.endsWith('==') ? text.slice(0, -2) : text.endsWith('=') ? text.slice(0, -1) : text;
  return base64UrlToBytes(bare.replaceAll('+', '-').replaceAll('/', '_'));
}

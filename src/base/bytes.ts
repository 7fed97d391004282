import { assert } from './assert.ts';

const HEX = '0123456789abcdef';
const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const B64_VALUE: Readonly<Record<string, number>> = Object.fromEntries([...B64].map((c, i) => [c, i]));
const HEX_PAIRS: readonly string[] = Array.from({ length: 256 }, (_, n) => nibble(n >> 4) + nibble(n & 15));

function nibble(n: number): string {
  return HEX.charAt(n);
}

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Lower-case hex. */
export function bytesToHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += HEX_PAIRS[byte];
  return out;
}

/** Lower-case hex only, even length; `undefined` for anything else. */
export function hexToBytes(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

/** base64url without padding (RFC 4648 section 5). */
export function bytesToBase64Url(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0];
    const word = (a << 16) | (b << 8) | c;
    const chars = Math.min(4, bytes.length - i + 1);
    for (let j = 0; j < chars; j++) out += B64.charAt((word >> (18 - 6 * j)) & 63);
  }
  return out;
}

/**
 * base64url without padding; `undefined` for padding, other alphabets, impossible lengths and
 * non-zero spare bits, so that one value has one spelling.
 */
export function base64UrlToBytes(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let word = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = B64_VALUE[text.charAt(i)];
    if (value === undefined) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (word >> bits) & 255;
    }
  }
  return (word & ((1 << bits) - 1)) === 0 ? out : undefined;
}

/** UTF-8 of a well-formed string. A lone surrogate is a bug of the caller: check `isWellFormed` first. */
export function utf8Encode(text: string): Uint8Array {
  const out = new Uint8Array(text.length * 3);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      out[at++] = code;
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      const low = text.charCodeAt(++i);
      assert(code < 0xdc00 && low >= 0xdc00 && low < 0xe000, 'lone surrogate reached utf8Encode');
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      out[at++] = 0xf0 | (code >> 18);
      out[at++] = 0x80 | ((code >> 12) & 63);
    } else if (code >= 0x800) {
      out[at++] = 0xe0 | (code >> 12);
    }
    if (code >= 0x800) out[at++] = 0x80 | ((code >> 6) & 63);
    else {
      out[at++] = 0xc0 | (code >> 6);
    }
    out[at++] = 0x80 | (code & 63);
  }
  return out.subarray(0, at);
}

type Decoded = { readonly code: number; readonly size: number };

function decodeLong(bytes: Uint8Array, at: number): Decoded | undefined {
  const first = bytes[at] ?? 0;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return undefined;
  let code = first & (0x7f >> size);
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (next & 63);
  }
  const isOverlong = (size === 3 && code < 0x800) || (size === 4 && code < 0x10000);
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return isOverlong || isSurrogate || code > 0x10ffff ? undefined : { code, size };
}

/** Strict UTF-8 (RFC 3629): `undefined` for overlong forms, surrogates, truncation and stray bytes. Keeps a BOM. */
export function utf8Decode(bytes: Uint8Array): string | undefined {
  let out = '';
  let run = 0;
  let at = 0;
  while (at < bytes.length) {
    if ((bytes[at] ?? 0) < 0x80) {
      at++;
      continue;
    }
    out += asciiText(bytes, run, at);
    const decoded = decodeLong(bytes, at);
    if (decoded === undefined) return undefined;
    out += String.fromCodePoint(decoded.code);
    at += decoded.size;
    run = at;
  }
  return out + asciiText(bytes, run, at);
}

// Spreading a very long run would overflow the stack.
const ASCII_CHUNK_BYTES = 4096;

function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let out = '';
  for (let at = from; at < to; at += ASCII_CHUNK_BYTES) {
    out += String.fromCharCode(...bytes.subarray(at, Math.min(to, at + ASCII_CHUNK_BYTES)));
  }
  return out;
}

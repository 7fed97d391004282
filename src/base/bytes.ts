import { assert } from './assert.ts';

const HEX = '0123456789abcdef';
const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
// Six bits by character code; -1 for every character outside the alphabet.
const B64_VALUE: Int8Array = new Int8Array(128).fill(-1);
for (let i = 0; i < B64.length; i++) B64_VALUE[B64.charCodeAt(i)] = i;
// Four bits by character code; -1 for every character that is no lower-case hex digit.
const HEX_VALUE: Int8Array = new Int8Array(128).fill(-1);
for (let i = 0; i < HEX.length; i++) HEX_VALUE[HEX.charCodeAt(i)] = i;
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
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
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
  if (text.length % 2 !== 0) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    const byte = (hexValue(text, 2 * i) << 4) | hexValue(text, 2 * i + 1);
    if (byte < 0) return undefined;
    out[i] = byte;
  }
  return out;
}

function hexValue(text: string, at: number): number {
  return HEX_VALUE[text.charCodeAt(at)] ?? -1;
}

/** base64url without padding (RFC 4648 section 5). */
export function bytesToBase64Url(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += B64.charAt(word >> 18) + B64.charAt((word >> 12) & 63);
    if (i + 1 < bytes.length) out += B64.charAt((word >> 6) & 63);
    if (i + 2 < bytes.length) out += B64.charAt(word & 63);
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
    const value = B64_VALUE[text.charCodeAt(i)] ?? -1;
    if (value < 0) return undefined;
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (word >> bits) & 255;
    }
  }
  return (word & ((1 << bits) - 1)) === 0 ? out : undefined;
}

/** Whether `base64UrlToBytes` would give as many bytes, without making them. */
export function isBase64UrlOf(text: string, bytes: number): boolean {
  if (text.length !== Math.ceil((bytes * 4) / 3)) return false;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    value = B64_VALUE[text.charCodeAt(i)] ?? -1;
    if (value < 0) return false;
  }
  return (value & ((1 << (text.length * 6 - bytes * 8)) - 1)) === 0;
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Of a surrogate pair each half stands for two of its four bytes.
    if (code >= 0x80) length += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return length;
}

/** UTF-8 of a well-formed string. A lone surrogate is a bug of the caller: check `isWellFormed` first. */
export function utf8Encode(text: string): Uint8Array {
  const out = new Uint8Array(utf8Length(text));
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
  return out;
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
  const units: number[] = [];
  let out = '';
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      units.push(byte);
      at++;
    } else {
      const decoded = decodeLong(bytes, at);
      if (decoded === undefined) return undefined;
      const { code, size } = decoded;
      if (code < 0x10000) units.push(code);
      else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + (code & 0x3ff));
      at += size;
    }
    if (units.length >= UNITS_CHUNK) out += String.fromCharCode.apply(undefined, units.splice(0));
  }
  return out + String.fromCharCode.apply(undefined, units);
}

// Handing over very many arguments at once would overflow the stack.
const UNITS_CHUNK = 4096;

/** One thing that was put into a hub or a phone, in every form of bytes in which it might lie somewhere. */
export type Planted = { readonly kind: string; readonly what: string; readonly forms: readonly Buffer[] };

/** A text in UTF-8 and UTF-16, as it is, in hex and inside any base64, composed and decomposed. */
export function plantedText(kind: string, text: string): Planted {
  const texts = [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])];
  const forms = texts.flatMap((each) => {
    const utf16 = Buffer.from(each, 'utf16le');
    const escaped = JSON.stringify(each)
      .slice(1, -1)
      .replaceAll(/[^\u0020-\u007e]/g, (c) => String.raw`\u` + c.charCodeAt(0).toString(16).padStart(4, '0'));
    return [
      ...encoded(Buffer.from(each)),
      ...encoded(utf16),
      ...encoded(Buffer.from(utf16).swap16()),
      Buffer.from(escaped),
    ];
  });
  return { kind, what: text, forms };
}

/** Raw bytes such as a key. */
export function plantedBytes(kind: string, bytes: Uint8Array): Planted {
  return { kind, what: Buffer.from(bytes).toString('base64url'), forms: encoded(Buffer.from(bytes)) };
}

/** A moment of a log: as the store packs it, as other programs would, and in figures. */
export function plantedMoment(kind: string, at: number): Planted {
  const float = Buffer.alloc(8);
  float.writeDoubleBE(at);
  const [big, little] = [Buffer.alloc(8), Buffer.alloc(8)];
  big.writeBigInt64BE(BigInt(at));
  little.writeBigInt64LE(BigInt(at));
  const forms = [float, Buffer.from(float).reverse(), big, little, Buffer.from(String(at))];
  return { kind, what: new Date(at).toISOString(), forms: forms.flatMap(encoded) };
}

function encoded(bytes: Buffer): readonly Buffer[] {
  const hex = bytes.toString('hex');
  return [bytes, Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...inBase64(bytes)];
}

/** What base64 makes of bytes in the middle of others: three ways to fall between its groups, without the edges. */
function inBase64(bytes: Buffer): readonly Buffer[] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // The first group holds bits of what stands before, the last character bits of what follows.
    const text = whole.slice(before === 0 ? 0 : before + 1, -1);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')].map((t) => Buffer.from(t));
  });
}

/** Whether it lies anywhere in these bytes, in any of its forms. */
export function isIn(bytes: Buffer, { forms }: Planted): boolean {
  return forms.some((form) => bytes.includes(form));
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  base64UrlToBytes,
  bytesEqual,
  bytesToBase64Url,
  bytesToHex,
  concatBytes,
  hexToBytes,
  isBase64UrlOf,
  utf8Decode,
  utf8Encode,
} from './bytes.ts';

const anyBytes = fc.uint8Array({ maxLength: 200 });

describe('hex', () => {
  test('goes there and back, as Node prints it', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        assert.equal(bytesToHex(bytes), Buffer.from(bytes).toString('hex'));
        assert.deepEqual(hexToBytes(bytesToHex(bytes)), bytes);
      }),
    );
  });

  for (const text of ['0', 'abc', 'AB', 'aB', '0x', 'gg', ' 00', '00 ', '0\n', '+1', '-1', '٠٠']) {
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(hexToBytes(text), undefined));
  }
});

describe('base64url', () => {
  test('goes there and back, as Node prints it', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = bytesToBase64Url(bytes);
        assert.equal(text, Buffer.from(bytes).toString('base64url'));
        assert.deepEqual(base64UrlToBytes(text), bytes);
      }),
    );
  });

  test('its length can be asked for without the bytes, and the answer is the same', () => {
    const anyLetter = fc.constantFrom(...'AQgwEIMUYckosv048z_-+/=ғ ');
    const anyText = fc.oneof(
      anyBytes.map((bytes) => bytesToBase64Url(bytes)),
      fc.array(anyLetter, { maxLength: 90 }).map((letters) => letters.join('')),
    );
    fc.assert(
      fc.property(anyText, fc.integer({ min: -1, max: 1 }), (text, off) => {
        const bytes = Math.max(0, Math.floor((text.length * 3) / 4) + off);
        assert.equal(isBase64UrlOf(text, bytes), base64UrlToBytes(text)?.length === bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  test('the RFC 4648 examples come out without their padding', () => {
    const examples = ['', 'Zg', 'Zm8', 'Zm9v', 'Zm9vYg', 'Zm9vYmE', 'Zm9vYmFy'];
    for (const [length, text] of examples.entries()) {
      assert.equal(bytesToBase64Url(utf8Encode('foobar'.slice(0, length))), text);
      assert.equal(utf8Decode(base64UrlToBytes(text) ?? new Uint8Array()), 'foobar'.slice(0, length));
    }
  });

  const refused: readonly (readonly [why: string, text: string])[] = [
    ['padding', 'Zg=='],
    ['padding of a whole group', 'Zm9v===='],
    ['one character over', 'Zm9vY'],
    ['a single character', 'Z'],
    ['spare bits of one byte that are not zero', 'Zh'],
    ['spare bits of two bytes that are not zero', 'Zm9'],
    ['the alphabet of plain base64', '+/+/'],
    ['white space', 'Zm 9v'],
    ['a line feed at the end', 'Zm9v\n'],
    ['letters that look alike', 'Zм9v'],
  ];
  for (const [why, text] of refused)
    test(`${why} is refused`, () => assert.equal(base64UrlToBytes(text), undefined));

  test('one value has one spelling: what is read prints as it was', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ABZabz019-_=+/ '), maxLength: 12 });
    fc.assert(
      fc.property(letters, (text) => {
        const bytes = base64UrlToBytes(text);
        if (bytes !== undefined) assert.equal(bytesToBase64Url(bytes), text);
      }),
    );
  });
});

describe('UTF-8', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reference = (bytes: Uint8Array): string | undefined => {
    try {
      return strict.decode(bytes);
    } catch {
      return undefined;
    }
  };
  // Bytes at the borders of the encoding, far likelier to meet than by chance.
  const border = fc.constantFrom(
    0x00,
    0x41,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
  );
  const borderBytes = fc.array(border, { maxLength: 12 }).map((list) => Uint8Array.from(list));

  test('decoding agrees with a strict TextDecoder on any bytes', () => {
    fc.assert(
      fc.property(fc.oneof(anyBytes, borderBytes), (bytes) =>
        assert.equal(utf8Decode(bytes), reference(bytes)),
      ),
      { numRuns: 2_000 },
    );
  });

  test('decoding agrees with a strict TextDecoder on every sequence of two bytes, and of three at the borders', () => {
    for (let n = 0; n < 0x10000; n++) {
      const two = Uint8Array.of(n >> 8, n & 255);
      assert.equal(utf8Decode(two), reference(two));
    }
    for (const first of [0xe0, 0xe1, 0xed, 0xee, 0xef, 0xf0, 0xf4]) {
      for (let n = 0; n < 0x10000; n += 0x0f) {
        const bytes = Uint8Array.of(first, n >> 8, n & 255, 0x80);
        assert.equal(utf8Decode(bytes), reference(bytes));
      }
    }
  });

  test('encoding agrees with TextEncoder on any well-formed text, and comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = utf8Encode(text);
        assert.deepEqual(Uint8Array.from(bytes), new TextEncoder().encode(text));
        assert.equal(utf8Decode(bytes), text);
      }),
    );
  });

  test('long runs of plain letters come through whole', () => {
    const text = `${'a'.repeat(100_000)}ғ${'b'.repeat(4096)}`;
    assert.equal(utf8Decode(utf8Encode(text)), text);
  });

  test('a byte order mark is kept: it is not ours to drop', () => {
    assert.equal(utf8Decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)), '\ufeffA');
  });

  for (const text of ['\ud800', 'a\ud800b', '\udc00', '\udc00\ud800', '\ud800\ud800', 'end\udbff']) {
    test(`encoding ${JSON.stringify(text)} is a bug of the caller`, () => {
      assert.throws(() => utf8Encode(text), /bug: lone surrogate/);
    });
  }
});

test('bytesEqual compares content and length', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (a, b) => {
      assert.equal(bytesEqual(a, b), Buffer.compare(a, b) === 0);
      assert.equal(bytesEqual(a, Uint8Array.from(a)), true);
    }),
  );
  assert.equal(bytesEqual(Uint8Array.of(1), Uint8Array.of(1, 0)), false);
});

test('concatBytes puts one after the other and shares no memory', () => {
  const first = Uint8Array.of(1, 2);
  const whole = concatBytes(first, new Uint8Array(), Uint8Array.of(3));
  first[0] = 9;
  assert.deepEqual([...whole], [1, 2, 3]);
  assert.deepEqual([...concatBytes()], []);
});

test('UTF-8 is written as Node writes it, whatever the characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.deepEqual([...utf8Encode(text)], [...Buffer.from(text)]);
    }),
  );
});

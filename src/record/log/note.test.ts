import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { parseCheckpoint, printCheckpoint } from './checkpoint.ts';
import {
  isKeyName,
  keyIdOf,
  parseNote,
  parseSignatureLines,
  parseVerifierKey,
  printNote,
  printVerifierKey,
  verifierKey,
} from './note.ts';

const { sha256, newSigner } = cryptoNode();

const TEXT = 'Ognuno sta solo sul cuor della terra\n\ned è subito sera.\n';
const LINE =
  '— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n';
const base64 = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('base64');
const kindOf = (text: string): string => {
  const read = parseNote(text);
  return read.ok ? 'ok' : read.error.kind;
};

const anyName = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((name) => isKeyName(name));
const anyLine = fc.record({
  name: anyName,
  keyId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
});
const anyText = fc
  .array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 5 })
  .map((rows) => `${rows.join('\n')}\n`);

describe('a signed note', () => {
  test('ends its text at the last empty line; text may hold empty lines', () => {
    const note = parseNote(`${TEXT}\n${LINE}`);
    assert.ok(note.ok);
    assert.equal(note.value.text, TEXT);
    const [line] = note.value.lines;
    assert.equal(line?.name, 'quasimodo.example/salvatore');
    assert.equal(line?.keyId, 0x367ba04b);
    assert.equal(line?.signature.length, 64);
    assert.equal(printNote(note.value), `${TEXT}\n${LINE}`);
  });

  test('is printed and read back the same', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyLine, { minLength: 1, maxLength: 4 }), (text, lines) => {
        const read = parseNote(printNote({ text, lines }));
        assert.ok(read.ok);
        assert.equal(read.value.text, text);
        assert.deepEqual(
          read.value.lines.map(({ signature, ...line }) => ({ ...line, signature: [...signature] })),
          lines.map(({ signature, ...line }) => ({ ...line, signature: [...signature] })),
        );
      }),
    );
  });

  test('without text, signatures, end of line or with a control character is refused', () => {
    assert.equal(kindOf(`\n\n${LINE}`), 'ok');
    const text = 'one line\n';
    for (const bad of [
      '',
      '\n',
      LINE,
      `\n${LINE}`,
      text,
      `${text}\n`,
      `${text}${LINE}`,
      `${text}\n${LINE.trimEnd()}`,
    ])
      assert.equal(kindOf(bad), 'note-shape', JSON.stringify(bad));
    for (const bad of ['\t', '\r', '\0', '\x1f', '\ud800'])
      assert.equal(kindOf(`${TEXT}${bad}\n\n${LINE}`), 'note-characters', JSON.stringify(bad));
    for (const fine of ['\x7f', '\u0085', '\u00a0', '\ufffd', '💧'])
      assert.equal(kindOf(`${TEXT}${fine}\n\n${LINE}`), 'ok', JSON.stringify(fine));
  });

  test('with a line that is no signature line is refused as a whole, whoever signed the others', () => {
    const good = base64(1, 2, 3, 4, 5);
    for (const bad of [
      `- name ${good}`,
      `—name ${good}`,
      `— name  ${good}`,
      `— name ${good} `,
      `— ${good}`,
      `—  ${good}`,
      `— na+me ${good}`,
      `— na\u00a0me ${good}`,
      `— na\u2003me ${good}`,
      `— na\u3000me ${good}`,
      `— na\u0085me ${good}`,
      '— name',
      '— name ',
      `— name ${base64(1, 2, 3, 4)}`,
      `— name ${good.slice(0, -1)}`,
      '— name AQIDBAU',
      '— name AQIDBAV=',
      '— name AQID-AU=',
      '',
      'name',
    ]) {
      const kind = kindOf(`text\n\n${LINE}${bad}\n`);
      // An empty line ends the text anew: then nothing is below it.
      assert.equal(kind, bad === '' ? 'note-shape' : 'note-line', JSON.stringify(bad));
    }
    assert.equal(kindOf(`text\n\n— na\ufeffme ${good}\n`), 'ok');
  });

  test('takes lines that come by themselves, as a witness answers them', () => {
    const lines = parseSignatureLines(LINE.repeat(2));
    assert.ok(lines.ok && lines.value.length === 2);
    for (const bad of ['', '\n', LINE.trimEnd(), `${LINE}\n`, `\n${LINE}`, LINE.repeat(101)])
      assert.ok(!parseSignatureLines(bad).ok, JSON.stringify(bad.slice(0, 9)));
  });

  test('may have a hundred signatures, and a million characters', () => {
    assert.equal(kindOf(`text\n\n${LINE.repeat(100)}`), 'ok');
    assert.equal(kindOf(`text\n\n${LINE.repeat(101)}`), 'note-too-large');
    assert.equal(kindOf(`${'x'.repeat(1_000_000)}\n\n${LINE}`), 'note-too-large');
  });

  test('made of any characters is read without a throw, and only in its one spelling', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\n',
        '\n\n',
        '— ',
        'name',
        ' ',
        '+',
        'AQIDBAU=',
        'AAAAAAAA',
        '=',
        'text',
        LINE,
        '\ud800',
      ),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const note = pieces.join('');
        const read = parseNote(note);
        if (read.ok) assert.equal(printNote(read.value), note);
      }),
      { numRuns: 3_000 },
    );
  });
});

// The example in the documentation of golang.org/x/mod/sumdb/note.
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

describe('a verifier key', () => {
  test('has the key id that others work out', () => {
    const read = parseVerifierKey(GO_KEY, sha256);
    assert.ok(read.ok);
    assert.equal(read.value.name, 'PeterNeumann');
    assert.equal(read.value.type, 1);
    assert.equal(read.value.keyId, 0xc74f20a3);
    assert.equal(keyIdOf(read.value, sha256), 0xc74f20a3);
    assert.equal(printVerifierKey(read.value), GO_KEY);
  });

  test('is printed and read back, for every type', () => {
    const edwards = newSigner().key;
    for (const [type, key] of [
      [1, edwards],
      [4, edwards],
      [6, new Uint8Array(1312).fill(7)],
    ] as const) {
      const made = verifierKey({ name: 'қала.example/w1', type, key }, sha256);
      assert.ok(made.ok);
      const read = parseVerifierKey(printVerifierKey(made.value), sha256);
      assert.ok(read.ok);
      assert.deepEqual({ ...read.value, key: [...read.value.key] }, { ...made.value, key: [...key] });
    }
  });

  test('of another id, type, shape or of a crafted key is refused', () => {
    const kind = (text: string): string => {
      const read = parseVerifierKey(text, sha256);
      return read.ok ? 'ok' : read.error.kind;
    };
    assert.equal(kind(GO_KEY.replace('c74f20a3', 'c74f20a4')), 'key-id');
    assert.equal(kind(GO_KEY.replace('Peter', 'Petra')), 'key-id');
    assert.equal(kind(`name+00000000+${Buffer.of(2, 3, 4).toString('base64')}`), 'key-type');
    for (const bad of [
      '',
      'name',
      GO_KEY.replace('c74f20a3', 'C74F20A3'),
      GO_KEY.replace('c74f20a3', '74f20a3'),
      GO_KEY.replace('PeterNeumann', ''),
      GO_KEY.replace('PeterNeumann', 'Peter Neumann'),
      `${GO_KEY}\n`,
      `${GO_KEY}=`,
      GO_KEY.slice(0, -4),
      'name+00000000+',
      `${'n'.repeat(5_000)}${GO_KEY}`,
    ])
      assert.equal(kind(bad), 'key-shape', bad);
    const zeros = verifierKey({ name: 'name', type: 1, key: new Uint8Array(32) }, sha256);
    assert.deepEqual(zeros, { ok: false, error: { kind: 'key-refused', why: 'small-order' } });
  });

  test('made of any characters is read without a throw, and only in its one spelling', () => {
    const piece = fc.oneof(fc.constantFrom('+', 'name', 'c74f20a3', GO_KEY.slice(22), 'A', '='), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const read = parseVerifierKey(pieces.join(''), sha256);
        if (read.ok) assert.equal(printVerifierKey(read.value), pieces.join(''));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a checkpoint', () => {
  const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';

  test('is three lines, and what the log adds', () => {
    const text = `example.com/behind-the-sofa\n20852163\n${ROOT}\nmore\n`;
    const read = parseCheckpoint(text);
    assert.ok(read.ok);
    assert.deepEqual(
      { ...read.value, root: Buffer.from(read.value.root).toString('base64') },
      { origin: 'example.com/behind-the-sofa', size: 20_852_163, root: ROOT, extensions: ['more'] },
    );
    assert.equal(printCheckpoint(read.value), text);
  });

  test('with a line missing or in another spelling is refused', () => {
    const fieldOf = (text: string): string => {
      const read = parseCheckpoint(text);
      return read.ok ? 'ok' : read.error.field;
    };
    assert.equal(fieldOf(`o\n0\n${ROOT}\n`), 'ok');
    assert.equal(fieldOf(`an origin + spaces\n0\n${ROOT}\n`), 'ok');
    for (const bad of ['', '\n', 'o\n', 'o\n1\n', `o\n1\n${ROOT}`, `\n1\n${ROOT}\n`])
      assert.equal(fieldOf(bad), 'shape', JSON.stringify(bad));
    for (const bad of ['', '00', '01', '+1', '-1', ' 1', '1 ', '1.0', '1e3', '0x1', '9007199254740992', '٣'])
      assert.equal(fieldOf(`o\n${bad}\n${ROOT}\n`), 'size', bad);
    for (const bad of [
      '',
      ROOT.slice(0, -1),
      `${ROOT} `,
      ROOT.slice(4),
      `AAAA${ROOT}`,
      ROOT.replace('2I=', '2J='),
    ])
      assert.equal(fieldOf(`o\n1\n${bad}\n`), 'root', bad);
    for (const bad of ['\n', 'a\n\n', '\na\n', 'a\n'.repeat(101)])
      assert.equal(fieldOf(`o\n1\n${ROOT}\n${bad}`), 'extension', JSON.stringify(bad));
  });

  test('made of any lines is read without a throw, and only in its one spelling', () => {
    const piece = fc.oneof(fc.constantFrom('\n', 'o', '0', '12', ROOT), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const text = pieces.join('\n');
        const read = parseCheckpoint(text);
        if (read.ok) assert.equal(printCheckpoint(read.value), text);
      }),
      { numRuns: 2_000 },
    );
  });
});

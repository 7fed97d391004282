import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { inclusionProof, leafHash } from './merkle.ts';
import { newMerkleTree } from './merkle-tree.ts';
import { isProvenBy, parseTlogProof, printTlogProof } from './proof-file.ts';
import { ed25519NoteSigner, openCheckpoint, signCheckpoint } from './sign-note.ts';

const crypto = cryptoNode();
const { sha256 } = crypto;
const ORIGIN = 'log.example';
const log = ed25519NoteSigner({ name: ORIGIN, signer: crypto.newSigner() }, sha256);
const tree = newMerkleTree(sha256);
for (let i = 0; i < 21; i++) tree.append(Uint8Array.of(i));
const noteAt = (size: number): Promise<string> =>
  signCheckpoint({ origin: ORIGIN, size, root: tree.root(size), extensions: [] }, [log]);

const HASH = 'gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=';
const NOTE = `log.example\n109482\n${HASH}\n\n— log.example AQIDBAU=\n`;
const START = 'c2sp.org/tlog-proof@v1\n';
const fieldOf = (text: string): string => {
  const read = parseTlogProof(text);
  return read.ok ? 'ok' : read.error.field;
};

describe('a proof file', () => {
  test('has header, extra data if any, index, hashes, and the checkpoint as it is', () => {
    const text = `${START}extra AQID\nindex 73894\n${HASH}\n${HASH}\n\n${NOTE}`;
    const read = parseTlogProof(text);
    assert.ok(read.ok);
    assert.equal(read.value.index, 73_894);
    assert.deepEqual([...(read.value.extra ?? [])], [1, 2, 3]);
    assert.equal(read.value.hashes.length, 2);
    assert.equal(read.value.checkpoint, NOTE);
    assert.equal(printTlogProof(read.value), text);
    assert.equal(fieldOf(`${START}index 0\n\n${NOTE}`), 'ok');
  });

  test('in any other form is refused, and says where', () => {
    for (const bad of [
      '',
      START,
      `c2sp.org/tlog-proof@v2\nindex 0\n\n${NOTE}`,
      ` ${START}index 0\n\n${NOTE}`,
    ])
      assert.equal(fieldOf(bad), bad === START ? 'checkpoint' : 'header', bad);
    for (const bad of ['extra ', 'extra AQI', 'extra AQJ=', 'extra AQID ', 'extra  AQID'])
      assert.equal(fieldOf(`${START}${bad}\nindex 0\n\n${NOTE}`), 'extra', bad);
    for (const bad of ['index', 'index ', 'index 01', 'index -1', 'index 1 ', 'Index 1', 'extra', HASH])
      assert.equal(fieldOf(`${START}${bad}\n\n${NOTE}`), 'index', bad);
    assert.equal(fieldOf(`${START}extra AQID\nextra AQID\nindex 0\n\n${NOTE}`), 'index');
    for (const bad of [`${HASH} `, HASH.slice(4), 'x', `${HASH}\nindex 0`, `${HASH}\n`.repeat(63) + HASH])
      assert.equal(fieldOf(`${START}index 0\n${bad}\n\n${NOTE}`), 'hash', bad.slice(0, 50));
    for (const bad of [
      '',
      '\n',
      NOTE.trimEnd(),
      `\n${NOTE}`,
      NOTE.replace('109482', '0109482'),
      `${HASH}\n\n${NOTE}`,
    ])
      assert.equal(fieldOf(`${START}index 0\n\n${bad}`), 'checkpoint', bad);
    assert.equal(fieldOf(`${START}index 0\n${HASH}\n${NOTE}`), 'hash');
  });

  test('made of any lines is read without a throw, and only in its one spelling', () => {
    const piece = fc.oneof(
      fc.constantFrom(START.trim(), 'index 7', 'extra AQID', HASH, '', NOTE, 'index 07'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), fc.boolean(), (pieces, isNear) => {
        const text = `${isNear ? START : ''}${pieces.join('\n')}${isNear ? `\n\n${NOTE}` : ''}`;
        const read = parseTlogProof(text);
        if (read.ok) assert.equal(printTlogProof(read.value), text);
      }),
      { numRuns: 2_000 },
    );
  });

  test('proves its leaf under the checkpoint it brings, and under no other', async () => {
    const [index, size] = [13, 21];
    const checkpoint = await noteAt(size);
    const text = printTlogProof({
      index,
      hashes: inclusionProof({ index, size }, tree.read, sha256),
      checkpoint,
    });
    const proof = parseTlogProof(text);
    const keys = { origin: ORIGIN, log: [log.key] };
    const opened = await openCheckpoint(checkpoint, keys, crypto);
    const older = await openCheckpoint(await noteAt(20), keys, crypto);
    assert.ok(proof.ok && opened.ok && older.ok);
    const leaf = leafHash(Uint8Array.of(13), sha256);
    assert.ok(isProvenBy(proof.value, { leaf, opened: opened.value }, sha256));
    assert.ok(!isProvenBy(proof.value, { leaf, opened: older.value }, sha256));
    const otherLeaf = leafHash(Uint8Array.of(14), sha256);
    assert.ok(!isProvenBy(proof.value, { leaf: otherLeaf, opened: opened.value }, sha256));
    assert.ok(!isProvenBy({ ...proof.value, index: 14 }, { leaf, opened: opened.value }, sha256));
  });
});

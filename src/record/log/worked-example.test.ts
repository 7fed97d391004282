import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { bytesToBase64Url, bytesToHex } from '../../base/bytes.ts';
import { consistencyProof, inclusionProof, rangeProof } from './merkle.ts';
import { newMerkleTree } from './merkle-tree.ts';
import { printVerifierKey } from './note.ts';
import { printTlogProof } from './proof-file.ts';
import { ed25519Cosigner, ed25519NoteSigner, signCheckpoint } from './sign-note.ts';
import { entryBundle, tileBytes } from './tiles.ts';

const PAGE = join(import.meta.dirname, '../../../docs/record-format.md');
const crypto = cryptoNode();
const { sha256 } = crypto;

/** The blocks of the chapter "Log" that state values. */
async function workedExample(): Promise<readonly string[]> {
  const ids = [1, 2, 3, 4, 5].map((n) => new Uint8Array(32).fill(n));
  const tree = newMerkleTree(sha256);
  for (const id of ids) tree.append(id);
  const hub = crypto.signerFromSeed(new Uint8Array(32).fill(7));
  const witness = crypto.signerFromSeed(new Uint8Array(32).fill(8));
  const origin = `shanyrak.hub/${bytesToBase64Url(hub.key)}`;
  const log = ed25519NoteSigner({ name: origin, signer: hub }, sha256);
  const cosigner = ed25519Cosigner(
    { name: 'witness.example', signer: witness, seconds: 1_700_000_000 },
    sha256,
  );
  const checkpoint = { origin, size: 5, root: tree.root(), extensions: [] };
  const note = await signCheckpoint(checkpoint, [log, cosigner]);
  const hashes = inclusionProof({ index: 2, size: 5 }, tree.read, sha256);
  const rows = (name: string, values: readonly Uint8Array[]): string[] =>
    values.map((value, i) => `${name}[${i}]`.padEnd(16) + bytesToHex(value));
  const tree5 = [
    ...rows('leaf', [0, 1, 2, 3, 4].map(tree.leaf)),
    `root(3)`.padEnd(16) + bytesToHex(tree.root(3)),
    `root(5)`.padEnd(16) + bytesToHex(tree.root(5)),
    ...rows('inclusion', hashes),
    ...rows('consistency', consistencyProof({ from: 3, to: 5 }, tree.read, sha256)),
    ...rows('range', rangeProof({ start: 1, end: 4, size: 5 }, tree.read, sha256)),
  ];
  const files = [
    `tile/0/000.p/5        ${bytesToHex(sha256(tileBytes({ level: 0, index: 0, width: 5 }, tree.read)))}`,
    `tile/entries/000.p/5  ${bytesToHex(sha256(entryBundle(ids)))}`,
  ];
  return [
    `${tree5.join('\n')}\n`,
    `${files.join('\n')}\n`,
    `${printVerifierKey(log.key)}\n${printVerifierKey(cosigner.key)}\n`,
    printTlogProof({ index: 2, hashes, checkpoint: note }),
  ];
}

test('the numbers of the chapter on the log are those that come out', async () => {
  const page = readFileSync(PAGE, 'utf8');
  for (const block of await workedExample()) assert.ok(page.includes(`\`\`\`text\n${block}\`\`\`\n`), block);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import * as cctv from 'cctv-age';
import fc from 'fast-check';
import * as library from 'shanyrak/record';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import type { Json } from '../base/canonical-json.ts';
import { mlDsaCosigned, printTimed } from '../record/log/cosignature.ts';
import { printVerifierKey, verifierKey } from '../record/log/note.ts';
import { printTlogProof } from '../record/log/proof-file.ts';
import { ed25519Cosigner, ed25519NoteSigner, signCheckpoint } from '../record/log/sign-note.ts';
import { printAddCheckpoint } from '../record/log/witness-request.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const VECTORS = join(ROOT, '../shared/data/vectors');
const OUTSIDE_WITHIN_MS = 30_000;
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const spellings = (bytes: Uint8Array): (string | Uint8Array)[] => {
  const buffer = Buffer.from(bytes);
  const base64 = buffer.toString('base64');
  return [
    bytes,
    hex(bytes),
    hex(bytes).toUpperCase(),
    base64,
    base64.replace(/=+$/, ''),
    buffer.toString('base64url'),
  ];
};

describe('the library, imported from outside of the checkout', () => {
  test('is found where the checkout is linked as a package, and checks there', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/shanyrak'), 'junction');
    const lines = [
      "import { hashLeaf, verifyInclusion } from 'shanyrak/record';",
      "const leaf = hashLeaf(Buffer.from('a'));",
      'const place = { leafIndex: 0, treeSize: 1, leafHash: leaf, proof: [] };',
      'process.stdout.write(String(verifyInclusion({ ...place, root: leaf })));',
    ];
    writeFileSync(join(folder, 'check.mjs'), lines.join('\n'));
    const options = { cwd: folder, encoding: 'utf8', timeout: OUTSIDE_WITHIN_MS } as const;
    assert.equal(execFileSync(process.execPath, ['check.mjs'], options), 'true');
  });
});

describe('proofs of RFC 6962 in the library', () => {
  const tree = library.newTree();
  for (let i = 0; i < 11; i++) tree.append(Uint8Array.of(i));
  const [size, root] = [11, tree.root()];

  test('hold in any spelling of their hashes', () => {
    const proof = tree.inclusionProof({ index: 4, size });
    const old = tree.consistencyProof({ from: 6, to: size });
    const range = tree.rangeProof({ start: 2, end: 4, size });
    const leaves = [2, 3].map((i) => library.hashLeaf(Uint8Array.of(i)));
    for (const [i, leafHash] of spellings(tree.leaf(4)).entries()) {
      const as = (hashes: readonly Uint8Array[]) => hashes.map((hash) => spellings(hash)[i] ?? '');
      const [root1 = '', root2 = ''] = as([tree.root(6), root]);
      assert.ok(library.verifyInclusion({ leafIndex: 4, treeSize: size, leafHash, proof: as(proof), root }));
      assert.ok(library.verifyConsistency({ size1: 6, size2: size, root1, root2, proof: as(old) }));
      assert.ok(
        library.verifyRange({
          start: 2,
          treeSize: size,
          leafHashes: as(leaves),
          proof: as(range),
          root: root2,
        }),
      );
    }
  });

  test('given as anything else are false, and do not throw', () => {
    const any = fc.oneof(fc.string(), fc.uint8Array(), fc.constantFrom(hex(root), root));
    const anyList = fc.option(fc.array(any, { maxLength: 5 }));
    fc.assert(
      fc.property(any, anyList, fc.integer({ min: -1, max: 12 }), (one, proof, n) => {
        const given = { leafIndex: n, treeSize: size, leafHash: one, proof, root: one };
        assert.equal(library.verifyInclusion(given), false);
        library.verifyConsistency({ size1: n, size2: size, root1: one, root2: one, proof });
        library.verifyRange({ start: n, treeSize: size, leafHashes: proof ?? [], proof: [], root: one });
      }),
    );
  });

  test('stand beside tiles at the paths of the specification', () => {
    assert.deepEqual(library.tilePathsOf(257), [
      'tile/0/000',
      'tile/entries/000',
      'tile/0/001.p/1',
      'tile/entries/001.p/1',
      'tile/1/000.p/1',
    ]);
    assert.deepEqual(library.readTilePath('tile/entries/x001/234.p/5'), {
      kind: 'entries',
      index: 1_234,
      width: 5,
    });
    assert.equal(library.readTilePath('tile/0/1'), undefined);
  });
});

describe('JSON in the library', () => {
  test('is put in its canonical form, and known in it', () => {
    assert.equal(library.canonicalize('{"b":1.0,"a":"\\u0493"}'), '{"a":"ғ","b":1}');
    assert.equal(library.canonicalize(Buffer.from('[ ]')), '[]');
    for (const bad of ['', '{', '1e400', '"\\ud800"', '{"\\ud800":1}', '['.repeat(9_999) + ']'.repeat(9_999)])
      assert.equal(library.canonicalize(bad), undefined, bad.slice(0, 20));
    assert.equal(library.canonicalize(Buffer.of(0x22, 0xff, 0x22)), undefined);
    assert.equal(library.isCanonical('{"a":1,"b":null}'), true);
    for (const bad of ['{"b":1,"a":1}', '{"a":1,"a":1}', '{"a":1.0}', ' 1', '1e400'])
      assert.equal(library.isCanonical(bad), false, bad);
  });

  test('of the record may hold less', () => {
    assert.equal(library.recordJsonFault('{"a":1}'), undefined);
    assert.equal(library.recordJsonFault('{"a":null}')?.kind, 'outside-subset');
    assert.equal(library.recordJsonFault('{"a": 1}')?.kind, 'not-canonical');
    assert.equal(library.recordJsonFault(Buffer.of(0xff))?.kind, 'not-json');
  });
});

describe('Ed25519 in the library', () => {
  test('says why it refuses, and decides our own edges as they state', async () => {
    const edges: readonly Record<string, string>[] = JSON.parse(
      readFileSync(join(ROOT, 'test/vectors/ed25519-edge.json'), 'utf8'),
    );
    for (const { key = '', signature = '', message = '', verdict, description } of edges) {
      const given = { key, signature, message: Buffer.from(message, 'hex') };
      assert.equal(await library.verifyEd25519(given), verdict, description);
    }
    assert.equal(await library.verifyEd25519({ key: '', signature: '?', message: '' }), 'signature length');
  });

  const edge = join(VECTORS, 'ed25519-edge/ed25519vectors.json');
  const skip = !existsSync(edge) && 'the public Ed25519 edge vectors are not on this machine';
  test(
    'accepts of the public edges only the one that is not crafted, in hex and text',
    { skip },
    async () => {
      const edges: readonly Record<'key' | 'sig' | 'msg', string>[] = JSON.parse(readFileSync(edge, 'utf8'));
      const accepted: number[] = [];
      for (const [number, { key, sig, msg }] of edges.entries())
        if ((await library.verifyEd25519({ key, signature: sig, message: msg })) === 'accepted')
          accepted.push(number);
      assert.deepEqual([edges.length, accepted], [914, [305]]);
    },
  );
});

type Vector = { readonly entry: Json; readonly id?: string; readonly error?: { readonly kind: string } };
const vectors = (folder: string): readonly Vector[] =>
  globSync(join(ROOT, `test/vectors/${folder}/*.json`))
    .toSorted()
    .map((path) => JSON.parse(readFileSync(path, 'utf8')));

describe('entries in the library', () => {
  test('are verified as every valid vector says, as an object, a line and the bytes of one', async () => {
    for (const { entry, id } of vectors('valid'))
      for (const given of [entry, JSON.stringify(entry), Buffer.from(JSON.stringify(entry))]) {
        const said = await library.verifyEntry(given);
        assert.ok(said.ok);
        assert.equal(said.value.id, id);
      }
  });

  test('are refused as every invalid vector says', async () => {
    for (const { entry, error } of vectors('invalid')) {
      const said = await library.verifyEntry(entry);
      assert.ok(!said.ok);
      assert.equal(said.error.kind, error?.kind);
    }
    for (const bad of ['', '{', 7, null, Buffer.of(0xff)])
      assert.equal((await library.verifyEntry(bad)).ok, false);
  });

  test('commit to their parts', () => {
    const salt = new Uint8Array(16).fill(1);
    const expected = createHash('sha256')
      .update('shanyrak part v1\n')
      .update(salt)
      .update('сөз')
      .digest('base64url');
    assert.equal(library.commitmentTo({ salt: hex(salt), plain: 'сөз' }), expected);
    assert.equal(library.commitmentTo({ salt, plain: Buffer.from('сөз') }), expected);
    assert.equal(library.commitmentTo({ salt: salt.subarray(1), plain: '' }), undefined);
  });
});

describe('age files in the library', () => {
  test('are opened and refused as all the vectors of C2SP say: any size, key, passphrase, armour', async () => {
    let opened = 0;
    for (const [name, vector] of Object.entries(cctv)) {
      if (!(vector instanceof Uint8Array)) continue;
      const buffer = Buffer.from(vector);
      const end = buffer.indexOf('\n\n');
      const head = buffer
        .subarray(0, end)
        .toString()
        .split('\n')
        .map((line) => line.split(': '));
      const values = (key: string): string[] => head.flatMap(([k, v]) => (k === key ? [v ?? ''] : []));
      const [passphrase] = values('passphrase');
      const rest = buffer.subarray(end + 2);
      const file = values('compressed')[0] === 'zlib' ? inflateSync(rest) : rest;
      const keys = { identities: values('identity'), ...(passphrase !== undefined && { passphrase }) };
      const said = await library.openAge({ file, ...keys });
      assert.equal(said.ok, values('expect')[0] === 'success', name);
      if (said.ok)
        assert.equal(createHash('sha256').update(said.value).digest('hex'), values('payload')[0], name);
      if (said.ok) opened++;
    }
    assert.ok(opened > 20, `${opened} were opened`);
    const wrong = await library.openAge({ file: new Uint8Array(), identity: 'AGE-SECRET-KEY-1' });
    assert.deepEqual(wrong, { ok: false, error: { kind: 'not-an-identity' } });
  });
});

describe('notes in the library', () => {
  const crypto = cryptoNode();
  const { sha256 } = crypto;
  const log = ed25519NoteSigner({ name: 'log.example', signer: crypto.newSigner() }, sha256);
  const witness = ed25519Cosigner({ name: 'w.example', signer: crypto.newSigner(), seconds: 7 }, sha256);
  const [logKey, witnessKey] = [printVerifierKey(log.key), printVerifierKey(witness.key)];
  const policy = `log ${logKey}\nwitness W ${witnessKey}\nquorum W\n`;
  const tree = library.newTree();
  for (let i = 0; i < 9; i++) tree.append(Uint8Array.of(i));
  const noteAt = (size: number, isWitnessed = true): Promise<string> =>
    signCheckpoint(
      { origin: 'log.example', size, root: tree.root(size), extensions: [] },
      isWitnessed ? [log, witness] : [log],
    );

  test('are verified by printed keys, as text and as files', async () => {
    const note = await noteAt(9);
    for (const given of [note, Buffer.from(note)]) {
      const said = await library.verifyCheckpoint({
        note: given,
        logKeys: [logKey],
        witnessKeys: [witnessKey],
      });
      assert.ok(said.ok);
      assert.equal(said.value.size, 9);
      assert.deepEqual(said.value.signedBy, [{ name: 'log.example', key: logKey }]);
      assert.deepEqual(said.value.cosignedBy, [{ name: 'w.example', key: witnessKey, at: 7 }]);
      const plain = await library.verifyNote({ note: given, keys: [witnessKey] });
      assert.ok(plain.ok && plain.value.text === note.slice(0, note.indexOf('\n\n') + 1));
    }
    assert.equal((await library.verifyCheckpoint({ note, logKeys: [witnessKey] })).ok, false);
    assert.equal((await library.verifyCheckpoint({ note, logKeys: [] })).ok, false);
    const badKey = await library.verifyNote({ note, keys: ['log.example+00000000+AQ=='] });
    assert.ok(!badKey.ok && badKey.error.kind === 'key-shape');
    const notText = await library.verifyNote({ note: Buffer.of(0xff), keys: [] });
    assert.ok(!notText.ok && notText.error.kind === 'not-text');
    assert.ok(library.readVerifierKey(logKey).ok);
  });

  test('prove a leaf by its data or its hash, under keys or under a policy', async () => {
    const hashes = tree.inclusionProof({ index: 5, size: 9 });
    const proof = printTlogProof({ index: 5, hashes, checkpoint: await noteAt(9) });
    const leafData = Uint8Array.of(5);
    for (const leaf of [{ leafData }, { leafHash: hex(tree.leaf(5)) }])
      for (const trust of [{ policy }, { logKeys: [logKey] }]) {
        const said = await library.verifyLogProof({ proof, ...leaf, ...trust });
        assert.ok(said.ok && said.value.index === 5);
      }
    const other = await library.verifyLogProof({ proof, leafData: Uint8Array.of(6), policy });
    assert.ok(!other.ok && other.error.kind === 'not-included');
    const unwitnessed = await library.verifyUnderPolicy({ note: await noteAt(9, false), policy });
    assert.ok(!unwitnessed.ok && unwitnessed.error.kind === 'unwitnessed');
    const read = library.readPolicy(policy);
    assert.ok(
      read.ok && library.isQuorum(read.value, ['W']) && !library.isQuorum(read.value, ['log.example']),
    );
  });

  const { mlDsa44 } = crypto;
  const skip = !mlDsa44 && 'this Node has no ML-DSA';
  test('may be of a subtree, which ML-DSA-44 alone signs', { skip }, async () => {
    assert.ok(mlDsa44);
    const signer = mlDsa44.signerFromSeed(new Uint8Array(32));
    const made = verifierKey({ name: 'w.example', type: 6, key: signer.key }, sha256);
    const about = { origin: 'log.example', start: 4, end: 8, root: tree.read(2, 1) };
    const message = mlDsaCosigned({ ...about, cosigner: 'w.example', seconds: 0n });
    assert.ok(made.ok && message);
    const signature = printTimed({ seconds: 0n, signature: await signer.sign(message) });
    const given = { ...about, key: printVerifierKey(made.value), signature };
    assert.equal(library.verifySubtree(given), true);
    for (const bad of [
      { end: 7 },
      { start: 0 },
      { start: 5 },
      { root: tree.read(2, 0) },
      { origin: 'w.example' },
      { key: witnessKey },
      { key: '' },
      { signature: signature.with(7, 1) },
      { signature: signature.subarray(0, 8) },
    ])
      assert.equal(library.verifySubtree({ ...given, ...bad }), false);
  });

  test('are answered as a witness answers them', async () => {
    const proof = tree.consistencyProof({ from: 4, to: 9 });
    const body = printAddCheckpoint({ old: 4, proof, note: await noteAt(9) });
    const at = (size: number) => ({ latest: { size, root: hex(tree.root(size)) } });
    const ask = async (more: object, text = body): Promise<unknown> => {
      const answer = await library.answerAddCheckpoint({ body: text, logKeys: [logKey], ...more });
      return answer.ok ? [answer.value.status, answer.value.body] : answer.error.kind;
    };
    assert.deepEqual(await ask(at(4)), [200, undefined]);
    assert.deepEqual(await ask(at(5)), [409, '5\n']);
    assert.deepEqual(await ask({}), [409, '0\n']);
    assert.deepEqual(await ask({ latest: { size: 4, root: hex(tree.root(5)) } }), [422, undefined]);
    assert.deepEqual(await ask(at(4), 'old 4'), [400, undefined]);
    assert.deepEqual(await ask({ logKeys: [] }), [404, undefined]);
    assert.deepEqual(await ask(at(4), body.replace('\n9\n', '\n8\n')), [403, undefined]);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { consistencyProof } from './merkle.ts';
import { newMerkleTree } from './merkle-tree.ts';
import { ed25519Cosigner, ed25519NoteSigner, openCheckpoint, signCheckpoint } from './sign-note.ts';
import type { NoteSigner } from './sign-note.ts';
import { advance, distrusting, keysOfView, lastSeen, parseLogView, printLogView } from './trust.ts';
import type { LogView, Offer } from './trust.ts';

const crypto = cryptoNode();
const { sha256 } = crypto;
const ORIGIN = 'log.example';
const log = ed25519NoteSigner({ name: ORIGIN, signer: crypto.newSigner() }, sha256);
const witness = ed25519Cosigner({ name: 'w.example', signer: crypto.newSigner(), seconds: 5 }, sha256);
const treeFrom = (first: number) => {
  const tree = newMerkleTree(sha256);
  for (let i = 0; i < 40; i++) tree.append(Uint8Array.of(i === 0 ? first : i));
  return tree;
};
const [tree, forged] = [treeFrom(0), treeFrom(99)];
const NEW: LogView = { origin: ORIGIN, keys: [log.key] };

type Said = { readonly of?: typeof tree; readonly from?: number; readonly signers?: readonly NoteSigner[] };
async function offer(size: number, { of = tree, from, signers = [log] }: Said = {}): Promise<Offer> {
  const note = await signCheckpoint({ origin: ORIGIN, size, root: of.root(size), extensions: [] }, signers);
  const opened = await openCheckpoint(note, { ...keysOfView(NEW), witnesses: [witness.key] }, crypto);
  assert.ok(opened.ok);
  const [low, high] = [Math.min(from ?? 0, size), Math.max(from ?? 0, size)];
  const consistency =
    from === undefined ? undefined : consistencyProof({ from: low, to: high }, of.read, sha256);
  return { opened: opened.value, ...(consistency && { consistency }) };
}

async function viewAt(size: number, said: Said = {}): Promise<LogView> {
  const view = advance(NEW, await offer(size, said), sha256);
  assert.ok(view.ok);
  return view.value;
}

describe('a client that follows a log', () => {
  test('believes the first checkpoint, and then only what grew out of it', async () => {
    let view = await viewAt(5);
    assert.equal(lastSeen(view)?.size, 5);
    for (const size of [6, 8, 33, 40]) {
      const next = advance(view, await offer(size, { from: lastSeen(view)?.size ?? 0 }), sha256);
      assert.ok(next.ok);
      view = next.value;
      assert.equal(lastSeen(view)?.size, size);
    }
  });

  test('grows from an empty log without a proof', async () => {
    const grown = advance(await viewAt(0), await offer(7), sha256);
    assert.ok(grown.ok && lastSeen(grown.value)?.size === 7);
  });

  test('asks for the proof of a growth that came without one, and trusts on as before', async () => {
    const asked = advance(await viewAt(5), await offer(9), sha256);
    assert.deepEqual(asked, { ok: false, error: { kind: 'proof-missing', from: 5, to: 9 } });
  });

  test('takes no older checkpoint for a newer one, with its proof or without', async () => {
    const view = await viewAt(9);
    for (const said of [{}, { from: 9 }]) {
      const same = advance(view, await offer(5, said), sha256);
      assert.ok(same.ok);
      assert.equal(same.value, view);
    }
  });

  test('keeps the same checkpoint anew when a witness stands under it', async () => {
    const view = await viewAt(9);
    const plain = advance(view, await offer(9), sha256);
    assert.ok(plain.ok && plain.value === view);
    const witnessed = await offer(9, { signers: [log, witness] });
    const next = advance(view, witnessed, sha256);
    assert.ok(next.ok && next.value.last === witnessed.opened.noteText);
  });

  test('holds two roots of one size against the log, with both notes', async () => {
    const view = await viewAt(5);
    const other = await offer(5, { of: forged });
    const turned = advance(view, other, sha256);
    assert.ok(!turned.ok);
    assert.deepEqual(turned.error, {
      kind: 'distrust',
      why: 'fork',
      kept: view.last,
      offered: other.opened.noteText,
    });
  });

  test('distrusts a growth, or an older checkpoint, whose proof does not hold', async () => {
    for (const [at, next] of [
      [5, 9],
      [9, 5],
    ] as const) {
      const turned = advance(await viewAt(at), await offer(next, { of: forged, from: at }), sha256);
      assert.ok(!turned.ok && turned.error.kind === 'distrust');
      assert.equal(turned.error.why, 'no-proof-holds');
    }
  });

  test('trusts nothing of that log again, not even what is right', async () => {
    const view = await viewAt(5);
    const turned = advance(view, await offer(5, { of: forged }), sha256);
    assert.ok(!turned.ok && turned.error.kind === 'distrust');
    const after = distrusting(view, turned.error);
    assert.deepEqual(advance(after, await offer(9, { from: 5 }), sha256), turned);
    assert.equal(lastSeen(after)?.size, 5);
  });

  test('is about one log', async () => {
    const elsewhere = advance({ ...NEW, origin: 'other.example' }, await offer(5), sha256);
    assert.deepEqual(elsewhere, { ok: false, error: { kind: 'other-log', origin: ORIGIN } });
  });
});

describe('what a client keeps of a log', () => {
  const again = (view: LogView): LogView | undefined => parseLogView(parseJson(printLogView(view)), sha256);
  const plain = (view: LogView | undefined): unknown => view && JSON.parse(printLogView(view));

  test('is read back the same, with its distrust', async () => {
    const view = await viewAt(5);
    const kept = distrusting(view, { kind: 'distrust', why: 'fork', kept: view.last ?? '', offered: 'x' });
    for (const one of [NEW, view, kept]) assert.deepEqual(plain(again(one)), plain(one));
    const next = advance(again(view) ?? NEW, await offer(9, { from: 5 }), sha256);
    assert.ok(next.ok);
  });

  test('is not read once anything in it is of another form', async () => {
    const view: Json = { origin: ORIGIN, keys: [], last: 'no note' };
    const good = parseJson(printLogView(await viewAt(5)));
    assert.ok(isJsonObject(good));
    for (const bad of [
      undefined,
      null,
      [],
      'text',
      view,
      { ...good, keys: [7] },
      { ...good, keys: ['name+00000000+AQ=='] },
      { ...good, origin: '' },
      { ...good, origin: 'other.example' },
      { ...good, last: 7 },
      { ...good, last: 'no note' },
      { ...good, distrust: null },
      { ...good, distrust: { kind: 'distrust', why: 'mood', kept: '', offered: '' } },
      { ...good, distrust: { kind: 'distrust', why: 'fork', kept: '' } },
    ])
      assert.equal(parseLogView(bad, sha256), undefined, JSON.stringify(bad));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void parseLogView(parseJson(JSON.stringify(value)), sha256)),
    );
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { bytesToBase64 } from '../../src/base/base64.ts';
import { utf8Encode } from '../../src/base/bytes.ts';
import { consistencyProof, rangeProof } from '../../src/record/log/merkle.ts';
import { entryIdFor } from '../../src/record/names.ts';
import type { EntryId } from '../../src/record/names.ts';
import { parseCore } from '../../src/record/signed.ts';
import { signedBytes } from '../../src/record/signing.ts';
import { forger } from './forged-log.ts';
import type { Forger } from './forged-log.ts';

const crypto = cryptoNode();

export type Mood =
  | 'honest'
  | 'no-log'
  | 'says-why'
  | 'fork'
  | 'other-history'
  | 'wrong-range'
  | 'wrong-growth'
  | 'older'
  | 'unsigned'
  | 'other-index';

/** A hub on this machine that keeps what is posted and may lie about its log. */
export type Liar = {
  readonly link: string;
  mood: Mood;
  /** Whether it shows its checkpoint to who asks for it before signing. */
  isShowing: boolean;
  readonly hub: Forger;
  readonly ids: EntryId[];
  readonly cores: { readonly b: unknown }[];
  readonly known: (number | undefined)[];
};

export async function liar(): Promise<Liar> {
  const hub = forger(crypto);
  const it: Liar = { link: '', mood: 'honest', isShowing: false, hub, ids: [], cores: [], known: [] };
  const server = createServer((request, answer) => {
    const url = request.url ?? '';
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      void answerTo(it, url, text).then((said) => {
        if (said === undefined) answer.writeHead(404).end();
        else answer.end(said);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  after(() => server.closeAllConnections());
  const bound = server.address();
  assert.ok(bound !== null && typeof bound !== 'string');
  return Object.assign(it, { link: `http://127.0.0.1:${bound.port}/b/x` });
}

/** What it answers at an address, to a body where one is posted; nothing where it knows no such page. */
export async function answerTo(it: Liar, url: string, body: string): Promise<string | undefined> {
  const tree = it.hub.tree(it.ids);
  if (url.endsWith('/log/checkpoint')) return it.isShowing ? it.hub.sign(tree) : undefined;
  const growth = /consistency\?from=(\d+)&to=(\d+)/.exec(url);
  if (growth !== null) {
    const proof = consistencyProof(
      { from: Number(growth[1]), to: Number(growth[2]) },
      tree.read,
      crypto.sha256,
    );
    return proof.map((hash) => `${bytesToBase64(hash)}\n`).join('');
  }
  if (!url.endsWith('/entries')) return undefined;
  return posted(it, JSON.parse(body) as Posted);
}

type Posted = {
  readonly entries: readonly { readonly e: string; readonly g: string }[];
  readonly known?: number;
};

async function posted(it: Liar, { entries, known }: Posted): Promise<string> {
  it.known.push(known);
  const indexes = entries.map(({ e, g }) => {
    const id = entryIdFor(signedBytes(utf8Encode(e), Buffer.from(g, 'base64url')), crypto.sha256Text);
    assert.ok(parseCore(utf8Encode(e)).ok);
    if (!it.ids.includes(id)) {
      it.ids.push(id);
      it.cores.push(JSON.parse(e) as { readonly b: unknown });
    }
    return it.ids.indexOf(id);
  });
  const receipts = indexes.map((index) => ({
    status: 'accepted',
    id: it.ids[index],
    index: it.mood === 'other-index' ? index + 1 : index,
    isNew: true,
    added: [],
    flags: [],
  }));
  if (it.mood === 'no-log') return JSON.stringify({ receipts });
  if (it.mood === 'says-why') return JSON.stringify({ receipts, logSays: 'The log cannot be written.' });
  return JSON.stringify({ receipts, log: await logOf(it, indexes, known) });
}

async function logOf(it: Liar, indexes: readonly number[], known: number | undefined): Promise<object> {
  const changed = (size: number): readonly EntryId[] =>
    it.ids
      .slice(0, size)
      .map((id, i) => (i === 0 ? entryIdFor(utf8Encode(`not ${id}`), crypto.sha256Text) : id));
  const isOther = it.mood === 'fork' || it.mood === 'other-history';
  // A fork is of the size that was seen before; then what is new stands in no tree of that size.
  const size = it.mood === 'fork' ? (known ?? 1) : it.mood === 'older' ? 1 : it.ids.length;
  const tree = it.hub.tree(isOther ? changed(size) : it.ids.slice(0, size));
  const start = Math.min(...indexes);
  const end = Math.max(...indexes) + 1;
  const range = end <= size ? rangeProof({ start, end, size }, tree.read, crypto.sha256) : [];
  const growth =
    known === undefined || known > size
      ? undefined
      : consistencyProof({ from: known, to: size }, tree.read, crypto.sha256);
  const spoilt = (hashes: readonly Uint8Array[]): readonly Uint8Array[] =>
    hashes.map((hash) => Uint8Array.from(hash, (byte, i) => (i === 0 ? byte ^ 1 : byte)));
  const proof = it.mood === 'wrong-range' ? spoilt(range) : range;
  const consistency = growth && (it.mood === 'wrong-growth' ? spoilt(growth) : growth);
  const note = await it.hub.sign(tree);
  return {
    checkpoint: it.mood === 'unsigned' ? note.replace(/\n\d+\n/, `\n${size + 1}\n`) : note,
    ranges: [{ start, end, proof: proof.map(bytesToBase64) }],
    ...(consistency && { consistency: consistency.map(bytesToBase64) }),
  };
}

/** Of the checkpoint that the entry at this index names. */
export function sizeNamed({ cores }: Liar, index: number): unknown {
  const { b } = cores[index] ?? {};
  return typeof b === 'object' && b !== null && 'size' in b ? b.size : undefined;
}

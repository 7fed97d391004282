import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { hexToBytes, utf8Encode } from '../../src/base/bytes.ts';
import { printCheckpoint } from '../../src/record/log/checkpoint.ts';
import { newMerkleTree } from '../../src/record/log/merkle-tree.ts';
import type { MerkleTree } from '../../src/record/log/merkle-tree.ts';
import { printVerifierKey } from '../../src/record/log/note.ts';
import { ed25519NoteSigner, signCheckpoint } from '../../src/record/log/sign-note.ts';
import type { NoteSigner } from '../../src/record/log/sign-note.ts';
import { entryBundle, pathOfTile, tileBytes, tilesOf } from '../../src/record/log/tiles.ts';
import { authorKeyOf } from '../../src/record/names.ts';
import type { EntryId } from '../../src/record/names.ts';
import type { Primitives } from '../../src/record/primitives.ts';

/** Somebody with a hub's key, who signs whatever tree they like. */
export type Forger = {
  readonly origin: string;
  /** Its log's key as `--key` takes it. */
  readonly vkey: string;
  readonly signer: NoteSigner;
  readonly tree: (ids: readonly EntryId[]) => MerkleTree;
  readonly sign: (tree: MerkleTree, size?: number) => Promise<string>;
  /** The whole log of these entries as files. */
  readonly files: (
    ids: readonly EntryId[],
    cosigners?: readonly NoteSigner[],
  ) => Promise<Map<string, Uint8Array>>;
};

export function forger(crypto: Primitives, suffix = '', hub = crypto.newSigner()): Forger {
  const origin = `shanyrak.hub/${authorKeyOf(hub.key)}${suffix}`;
  const signer = ed25519NoteSigner({ name: origin, signer: hub }, crypto.sha256);
  const treeOf: Forger['tree'] = (ids) => {
    const tree = newMerkleTree(crypto.sha256);
    for (const id of ids) tree.append(leafOf(id));
    return tree;
  };
  const signed = (tree: MerkleTree, size: number, signers: readonly NoteSigner[]): Promise<string> =>
    signCheckpoint({ origin, size, root: tree.root(size), extensions: [] }, signers);
  return {
    origin,
    vkey: printVerifierKey(signer.key),
    signer,
    tree: treeOf,
    sign: (tree, size = tree.size()) => signed(tree, size, [signer]),
    files: async (ids, cosigners = []) => {
      const tree = treeOf(ids);
      const files = new Map<string, Uint8Array>();
      for (const tile of tilesOf(ids.length)) {
        const leaves = ids.slice(tile.index * 256, tile.index * 256 + tile.width).map(leafOf);
        files.set(
          pathOfTile(tile),
          tile.kind === 'entries' ? entryBundle(leaves) : tileBytes(tile, tree.read),
        );
      }
      files.set('checkpoint', utf8Encode(await signed(tree, ids.length, [signer, ...cosigners])));
      return files;
    },
  };
}

/** The text of a checkpoint without any signature, for whoever wants to put a false one under it. */
export function unsigned(origin: string, tree: MerkleTree): string {
  return printCheckpoint({ origin, size: tree.size(), root: tree.root(), extensions: [] });
}

/** So many ids, none like another; with another `seed`, others. */
export function someIds(count: number, crypto: Primitives, seed = 'entry'): readonly EntryId[] {
  return Array.from({ length: count }, (_, n) => {
    const hex = crypto.sha256Text(utf8Encode(`${seed} ${n}`), 'hex');
    return hex as EntryId;
  });
}

function leafOf(id: EntryId): Uint8Array {
  return hexToBytes(id) ?? new Uint8Array();
}

/** A plain static server on this machine, which may misbehave at some paths. */
export type StaticServer = {
  readonly address: string;
  files: ReadonlyMap<string, Uint8Array>;
  /** Answers in its own way where it says true. */
  misbehave: (path: string, answer: ServerResponse) => boolean;
  readonly asked: string[];
  readonly close: () => Promise<void>;
};

export async function staticServer(files: ReadonlyMap<string, Uint8Array>): Promise<StaticServer> {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    const path = (request.url ?? '/').slice(1);
    asked.push(path);
    if (it.misbehave(path, answer)) return;
    const bytes = it.files.get(path);
    answer.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a server has a port');
  const it: StaticServer = {
    address: `http://127.0.0.1:${bound.port}`,
    files,
    misbehave: () => false,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return it;
}

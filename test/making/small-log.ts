import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import type { LogState, OwnLog } from '../../src/engine/witnessing.ts';
import { consistencyProof } from '../../src/record/log/merkle.ts';
import { newMerkleTree } from '../../src/record/log/merkle-tree.ts';
import type { SignatureLine, VerifierKey } from '../../src/record/log/note.ts';
import { ed25519NoteSigner, signCheckpoint } from '../../src/record/log/sign-note.ts';
import { printAddCheckpoint } from '../../src/record/log/witness-request.ts';
import type { Signer } from '../../src/record/primitives.ts';

const crypto = cryptoNode();

/** A log in memory that can be made to say anything. */
export type SmallLog = {
  readonly key: VerifierKey;
  /** Appends leaves of this text, and signs. */
  readonly grow: (count: number, text?: string) => Promise<LogState>;
  readonly proof: (from: number, to: number) => readonly Uint8Array[];
  /** The body of an `add-checkpoint` of the newest state. */
  readonly asking: (from: number) => string;
  readonly own: OwnLog;
  /** What witnesses put under the newest state. */
  readonly lines: readonly SignatureLine[];
  /** Another log under the same key, with the first `size` entries of this one. */
  readonly copyOf: (size: number) => Promise<SmallLog>;
};

export async function smallLog(
  origin = 'log.example/one',
  signer: Signer = crypto.newSigner(),
  leaves: readonly Uint8Array[] = [],
): Promise<SmallLog> {
  const tree = newMerkleTree(crypto.sha256);
  const kept: Uint8Array[] = [];
  const noteSigner = ed25519NoteSigner({ name: origin, signer }, crypto.sha256);
  let lines: readonly SignatureLine[] = [];
  let newest: LogState | undefined;
  const append = (data: Uint8Array): void => {
    kept.push(data);
    tree.append(data);
  };
  const sign = async (): Promise<LogState> => {
    const checkpoint = { origin, size: tree.size(), root: tree.root(), extensions: [] };
    newest = { size: checkpoint.size, note: await signCheckpoint(checkpoint, [noteSigner]) };
    lines = [];
    return newest;
  };
  const proof: SmallLog['proof'] = (from, to) =>
    from === 0 || from === to ? [] : consistencyProof({ from, to }, tree.read, crypto.sha256);
  for (const leaf of leaves) append(leaf);
  if (leaves.length > 0) await sign();
  return {
    key: noteSigner.key,
    grow: async (count, text = 'entry') => {
      for (let i = 0; i < count; i++) append(crypto.utf8Encode(`${text} ${tree.size()}`));
      return sign();
    },
    proof,
    asking: (from) =>
      printAddCheckpoint({ old: from, proof: proof(from, newest?.size ?? 0), note: newest?.note ?? '' }),
    own: {
      newest: () => newest,
      consistency: proof,
      addLines: async (size, more) => {
        if (size === newest?.size) lines = [...lines, ...more];
      },
    },
    get lines() {
      return lines;
    },
    copyOf: (size) => smallLog(origin, signer, kept.slice(0, size)),
  };
}

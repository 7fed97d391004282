import { bytesEqual } from '../base/bytes.ts';
import { assert } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { printNote } from '../record/log/note.ts';
import type { VerifierKey } from '../record/log/note.ts';
import { openCheckpoint } from '../record/log/sign-note.ts';
import type { NoteCrypto, OpenCheckpoint } from '../record/log/sign-note.ts';
import type { Store } from '../ports/store.ts';
import { evidenceIn, printEvidence } from './kept-evidence.ts';
import { oneByOne } from './one-by-one.ts';

/** A checkpoint as its log signed it; under it the lines of the log's own keys that were verified, and no others. */
export type SignedState = { readonly size: number; readonly root: Uint8Array; readonly note: string };

/**
 * Two checkpoints that one log signed and that cannot both be so. `forked`: two roots of one size, which anybody can check with the log's key
 * alone. `unproven`: of two sizes, and nobody showed that the longer one contains the shorter; an honest log could.
 */
export type EvidenceKind = 'forked' | 'unproven';

/** How it came to be known: the log asked this hub to witness, or somebody handed both in. */
export type EvidenceFrom = 'asked' | 'handed-in';

export type Evidence = {
  /** Counts from 0; names the pair in files. */
  readonly n: number;
  readonly kind: EvidenceKind;
  readonly origin: string;
  /** In the order of their sizes. */
  readonly first: SignedState;
  readonly second: SignedState;
  /** The proof that was given for the second and proves nothing. */
  readonly proof: readonly Uint8Array[];
  readonly from: EvidenceFrom;
  readonly at: Instant;
  /** When the log has proved the second one after all: then it is no evidence any more, and may make room for some. */
  readonly answeredAt?: Instant;
};

export type EvidenceOffer = {
  readonly notes: readonly [string, string];
  readonly proof?: readonly Uint8Array[];
  readonly from: EvidenceFrom;
};

/** Why nothing was kept: a note is not of this log, both agree as far as can be told, or this log gave enough of it. */
export type NotEvidence = { readonly kind: 'not-signed' | 'same' | 'sizes-differ' | 'enough' };

export type EvidenceDesk = {
  /**
   * Keeps two notes of one log that contradict each other, for good. `keys`: the log's own. Whether the longer of two sizes contains the
   * shorter is for the caller to have asked. The same pair again is kept once.
   */
  readonly keep: (offer: EvidenceOffer, log: LogOf) => Promise<Result<Evidence, NotEvidence>>;
  /** The log has proved that it went through this state: what was unproven about it is answered. */
  readonly proved: (origin: string, state: Pick<SignedState, 'size' | 'root'>) => Promise<void>;
  readonly held: () => readonly Evidence[];
};

/** Of which log: its name, and the keys that sign for it. */
export type LogOf = { readonly origin: string; readonly keys: readonly VerifierKey[] };

export type EvidenceNeeds = {
  readonly store: Pick<Store, 'append' | 'inDrawer'>;
  readonly crypto: NoteCrypto;
  readonly now: () => Instant;
};

/**
 * A log that contradicted itself so often needs no more proof, and must not fill the disk. Of each kind: whoever sends honest notes with
 * wrong proofs leaves no less room for what convicts.
 */
const PER_LOG_MAX = 16;

/** The only place that writes evidence. Each pair is on the disk for good when `keep` resolves. */
export function evidenceDesk({ store, crypto, now }: EvidenceNeeds): EvidenceDesk {
  let held = evidenceIn(store);
  const inTurn = oneByOne();
  const write = async (evidence: Evidence): Promise<void> => {
    const { n } = evidence;
    await store.append([], [{ drawer: 'evidence', n, content: printEvidence(evidence) }]);
    held = [...held.filter((each) => each.n !== n), evidence].sort((a, b) => a.n - b.n);
  };
  const keepNow: EvidenceDesk['keep'] = async ({ notes, proof = [], from }, { origin, keys }) => {
    const opened = await Promise.all(
      notes.map((note) => openCheckpoint(note, { origin, log: keys }, crypto)),
    );
    const [first, second] = opened
      .flatMap((each) => (each.ok ? stateOf(each.value) : []))
      .sort((a, b) => a.size - b.size);
    if (first === undefined || second === undefined) return err({ kind: 'not-signed' });
    const isOneSize = first.size === second.size;
    if (isOneSize && bytesEqual(first.root, second.root)) return err({ kind: 'same' });
    const known = held.find((each) => isPair(each, origin, [first, second]));
    if (known !== undefined) return ok(known);
    const kind = isOneSize ? 'forked' : 'unproven';
    const alike = held.filter((each) => each.origin === origin && each.kind === kind);
    // What was answered is evidence no more, and makes room for what may be.
    const room = alike.find(({ answeredAt }) => answeredAt !== undefined);
    if (alike.length >= PER_LOG_MAX && room === undefined) return err({ kind: 'enough' });
    const n = alike.length >= PER_LOG_MAX && room ? room.n : (held.at(-1)?.n ?? -1) + 1;
    const pair = { n, kind, origin, first, second } as const;
    const evidence = { ...pair, proof: isOneSize ? [] : proof, from, at: now() };
    await write(evidence);
    return ok(evidence);
  };
  return {
    keep: (offer, log) => inTurn(() => keepNow(offer, log)),
    proved: (origin, state) =>
      inTurn(async () => {
        const open = held.filter(
          (each) =>
            each.kind === 'unproven' &&
            each.origin === origin &&
            each.answeredAt === undefined &&
            isState(each.second, state),
        );
        for (const each of open) await write({ ...each, answeredAt: now() });
      }),
    held: () => held,
  };
}

/** The note with the log's own lines only: what others wrote under it proves nothing about the log. */
export function stateOf({ checkpoint, note, signedBy }: OpenCheckpoint): SignedState {
  const lines = note.lines.filter((line) =>
    signedBy.some(({ name, keyId }) => name === line.name && keyId === line.keyId),
  );
  assert(lines.length > 0, 'an open checkpoint is signed by its log');
  return { size: checkpoint.size, root: checkpoint.root, note: printNote({ text: note.text, lines }) };
}

function isState(a: Pick<SignedState, 'size' | 'root'>, b: Pick<SignedState, 'size' | 'root'>): boolean {
  return a.size === b.size && bytesEqual(a.root, b.root);
}

function isPair(held: Evidence, origin: string, [a, b]: readonly [SignedState, SignedState]): boolean {
  const { first, second } = held;
  const isSame = (isState(first, a) && isState(second, b)) || (isState(first, b) && isState(second, a));
  return held.origin === origin && isSame;
}

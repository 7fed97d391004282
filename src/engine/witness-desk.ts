import { bytesEqual } from '../base/bytes.ts';
import { instant, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { printSignatureLine } from '../record/log/note.ts';
import type { VerifierKey } from '../record/log/note.ts';
import { ed25519Cosigner } from '../record/log/sign-note.ts';
import type { LogKeys, NamedSigner, OpenCheckpoint } from '../record/log/sign-note.ts';
import { decideAddCheckpoint, openAddCheckpoint } from '../record/log/witness-request.ts';
import type { OpenRequest } from '../record/log/witness-request.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Store } from '../ports/store.ts';
import { stateOf } from './evidence.ts';
import type { EvidenceDesk } from './evidence.ts';
import { witnessedChange, witnessedIn } from './kept-witnessed.ts';
import type { Witnessed } from './kept-witnessed.ts';
import { oneByOne } from './one-by-one.ts';

/** A log that this hub witnesses. `name`: what people here call its hub; the key's own name is the log's origin. */
export type WatchedLog = { readonly name: string; readonly key: VerifierKey };

/** What a witness answers, by its HTTP status (C2SP tlog-witness). 503: it cannot sign now, and changed nothing. */
export type WitnessReply =
  | { readonly status: 200; readonly lines: string }
  | { readonly status: 409; readonly size?: number }
  | { readonly status: 400 | 403 | 404 | 422 | 503 };

/** How a log that is witnessed stands. */
export type WatchedNow = {
  readonly name: string;
  readonly origin: string;
  /** The newest checkpoint that was signed. */
  readonly signed?: { readonly size: number; readonly at: Instant };
  /** It has asked for a shorter record since, and for none that follows. */
  readonly shorter?: { readonly size: number; readonly at: Instant };
};

export type WitnessDesk = {
  /** The body of an `add-checkpoint`. What is signed is on the disk before this resolves. Throws `StoreFailure` when it cannot be. */
  readonly addCheckpoint: (body: string) => Promise<WitnessReply>;
  readonly watched: () => readonly WatchedNow[];
};

export type WitnessNeeds = {
  readonly store: Pick<Store, 'append' | 'inDrawer'>;
  readonly crypto: Primitives;
  readonly now: () => Instant;
  readonly evidence: EvidenceDesk;
  /** The witness key, which signs nothing else. */
  readonly cosigner: NamedSigner;
  readonly logs: () => readonly WatchedLog[];
};

/**
 * Checkpoints kept of each log beside the newest: a log that goes back and grows another way shows another root at one of these sizes,
 * and so gives the proof against itself at once.
 */
const KEPT_PER_LOG = 32;
/** A clock that is put right goes back a little. What was signed says a time, and none is signed of before it. */
const BACK_SECONDS_MAX = 10;

/**
 * Signs that logs only grow (C2SP tlog-witness, tlog-cosignature). One request after the other is compared with what was signed before and
 * kept, so that of two that start from one size only one wins. Signed is only what is kept: after a cut between the two the log asks again.
 */
export function witnessDesk(needs: WitnessNeeds): WitnessDesk {
  const { store, crypto, now, evidence, cosigner, logs } = needs;
  const kept = newKept(store);
  const shorter = new Map<string, { readonly size: number; readonly at: Instant }>();
  const inTurn = oneByOne();

  const sign = async ({ checkpoint, ...opened }: OpenCheckpoint): Promise<WitnessReply> => {
    const clock = Math.floor(now() / SECOND_MS);
    const last = kept.lastSeconds();
    if (clock < last - BACK_SECONDS_MAX) return { status: 503 };
    const seconds = Math.max(clock, last);
    await kept.put({ ...stateOf({ checkpoint, ...opened }), origin: checkpoint.origin, seconds });
    shorter.delete(checkpoint.origin);
    await evidence.proved(checkpoint.origin, checkpoint);
    const line = await ed25519Cosigner({ ...cosigner, seconds }, crypto.sha256).sign(checkpoint);
    return { status: 200, lines: printSignatureLine(line) };
  };

  /** A refused checkpoint that its log did sign, beside all that this hub knows to be signed by the same log. */
  const compare = async ({ opened, old, proof }: OpenRequest): Promise<void> => {
    const { checkpoint, noteText, signedBy } = opened;
    const { origin } = checkpoint;
    const newest = kept.newest(origin);
    if (newest === undefined) return;
    const twin = kept.all(origin).find(({ size }) => size === checkpoint.size);
    const isForked = twin !== undefined && !bytesEqual(twin.root, checkpoint.root);
    // From where it was to go on, and with a proof: what does not lead there contradicts what it signed, or was sent wrongly.
    const isUnproven = old === newest.size && checkpoint.size > newest.size;
    if (checkpoint.size < newest.size) shorter.set(origin, { size: checkpoint.size, at: now() });
    const before = isForked ? twin : isUnproven ? newest : undefined;
    if (before === undefined) return;
    await evidence.keep({ notes: [before.note, noteText], proof, from: 'asked' }, { origin, keys: signedBy });
  };

  const keysOf = (origin: string): LogKeys | undefined => {
    const log = logs().flatMap(({ key }) => (key.name === origin ? key : []));
    return log.length === 0 ? undefined : { origin, log };
  };

  const addNow = async (body: string): Promise<WitnessReply> => {
    const request = await openAddCheckpoint(body, keysOf, crypto);
    if (!request.ok) return request.error;
    const { opened } = request.value;
    const decided = decideAddCheckpoint(kept.newest(opened.checkpoint.origin), request.value, crypto.sha256);
    if (decided.status === 200) return sign(opened);
    await compare(request.value);
    return decided;
  };

  return {
    addCheckpoint: (body) => inTurn(() => addNow(body)),
    watched: () =>
      logs().map(({ name, key }) => {
        const newest = kept.newest(key.name);
        const back = shorter.get(key.name);
        const signed = newest && { size: newest.size, at: instant(newest.seconds * SECOND_MS) };
        return { name, origin: key.name, ...(signed && { signed }), ...(back && { shorter: back }) };
      }),
  };
}

type Kept = {
  /** By rising size. */
  readonly all: (origin: string) => readonly Witnessed[];
  readonly newest: (origin: string) => Witnessed | undefined;
  /** The latest time that was signed for any log. */
  readonly lastSeconds: () => number;
  readonly put: (state: Omit<Witnessed, 'n'>) => Promise<void>;
};

function newKept(store: WitnessNeeds['store']): Kept {
  const byOrigin = new Map<string, readonly Witnessed[]>();
  let [next, last] = [0, 0];
  for (const each of witnessedIn(store)) {
    byOrigin.set(each.origin, [...(byOrigin.get(each.origin) ?? []), each]);
    [next, last] = [Math.max(next, each.n + 1), Math.max(last, each.seconds)];
  }
  const all: Kept['all'] = (origin) => byOrigin.get(origin) ?? [];
  return {
    all,
    newest: (origin) => all(origin).at(-1),
    lastSeconds: () => last,
    put: async (state) => {
      const before = all(state.origin);
      const same = before.find(({ size }) => size === state.size);
      // The oldest makes room; its row is written over, so that nothing is left to scrub.
      const [oldest] = before.length >= KEPT_PER_LOG ? before : [];
      const kept: Witnessed = { ...state, n: (same ?? oldest)?.n ?? next };
      await store.append([], [witnessedChange(kept)]);
      next = Math.max(next, kept.n + 1);
      last = Math.max(last, kept.seconds);
      byOrigin.set(state.origin, [...before.filter(({ n }) => n !== kept.n), kept]);
    },
  };
}

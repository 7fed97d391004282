import { assert } from '../base/assert.ts';
import { SECOND_MS } from '../base/instant.ts';
import { utf8Encode } from '../base/bytes.ts';
import type { Checkpoint } from '../record/log/checkpoint.ts';
import { consistencyProof, inclusionProof, rangeProof } from '../record/log/merkle.ts';
import type { Growth, LeafPlace, LeafRange } from '../record/log/merkle.ts';
import type { SignatureLine, VerifierKey } from '../record/log/note.ts';
import { parseNote, printNote } from '../record/log/note.ts';
import { ed25519NoteSigner, mlDsaCosigner, signCheckpoint } from '../record/log/sign-note.ts';
import type { NoteSigner } from '../record/log/sign-note.ts';
import { parseTilePath } from '../record/log/tiles.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Primitives, Signer } from '../record/primitives.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { TileFailure } from '../ports/tile-files.ts';
import type { TileFiles } from '../ports/tile-files.ts';
import { CHECKPOINT_FILE, lookAtKept, putAside } from './kept-checkpoint.ts';
import type { KeptLog, Lost } from './kept-checkpoint.ts';
import {
  bytesOfTile,
  dropPartials,
  fillTree,
  leavesUnder,
  mendTiles,
  newLogSource,
  writeTiles,
} from './log-files.ts';
import type { LogSource } from './log-files.ts';
import { withLinesOf, withWitnessLines } from './witness-lines.ts';
import { LOG_NAMES, logNames, withNewName } from './log-names.ts';
import type { LogNames } from './log-names.ts';
import { newLogRetries } from './log-retries.ts';
import type { LogTrouble } from './log-retries.ts';

/** The newest checkpoint that is on the disk. */
export type LogHead = {
  readonly size: number;
  readonly root: Uint8Array;
  /** With all its signatures, as it lies there. */
  readonly note: string;
  /** With the hub's Ed25519 line alone, for those who are told of each: the other is twenty times as long. */
  readonly shortNote: string;
  /** How many signatures of the hub itself it has. */
  readonly lines: number;
};

/** What was found when the log was opened. */
export type LogStart = {
  /** Files that were missing, torn or of no log of ours, and were made anew from the store. */
  readonly repaired: () => readonly string[];
  /** Entries were lost from the store since a checkpoint: the log goes on under a new name. */
  readonly lost?: Lost;
  /** What was signed so far could not be read, or not be put aside: nothing is signed before the hub is started again. */
  readonly isBlind: boolean;
};

/** The hub's transparency log: its tree in memory, its files, and the checkpoints signed of it. */
export type LogKeeper = LogNames & {
  /** By which its checkpoints are verified: the hub's own key, and a second one where there is ML-DSA. */
  readonly keys: readonly VerifierKey[];
  readonly started: LogStart;
  readonly head: () => LogHead | undefined;
  readonly trouble: () => LogTrouble | undefined;
  /** A checkpoint of at least so many entries, which must be in the store; or why there is none. */
  readonly covering: (size: number) => Promise<LogHead | LogTrouble>;
  /** Makes a checkpoint of what is new, if anything is. Call it after each commit, and every now and then to try again. */
  readonly round: () => Promise<void>;
  /** Puts verified lines of witnesses under the checkpoint of that size, where it is served, if it still is the newest. */
  readonly addLines: (size: number, lines: readonly SignatureLine[]) => Promise<void>;
  /** Once nothing is being written. */
  readonly settled: () => Promise<void>;
  readonly inclusionProof: (place: LeafPlace) => readonly Uint8Array[];
  readonly consistencyProof: (growth: Growth) => readonly Uint8Array[];
  readonly rangeProof: (range: LeafRange) => readonly Uint8Array[];
  /** The root over the first `size` entries, which must be in the store; a checkpoint of them need not have been made. */
  readonly rootAt: (size: number) => Uint8Array;
  /** A tile or entry bundle at its path, as far as the newest checkpoint reaches; from memory, so never a torn one. */
  readonly tile: (path: string) => Uint8Array | undefined;
};

export type LogNeeds = {
  readonly files: TileFiles;
  /** Told why the log could not be written, each time. */
  readonly failed?: (cause: unknown) => void;
};

export type OpenLogNeeds = LogNeeds & {
  readonly store: Store;
  readonly clock: Clock;
  readonly crypto: Primitives;
  readonly hub: Signer;
  readonly hubKey: AuthorKey;
  /** The log's name without what comes after a loss. */
  readonly base: string;
  /** Called when trouble begins and when it is over. */
  readonly changed: () => void;
};

/** Its seed makes the ML-DSA-44 key that signs checkpoints beside the hub's own. */
const ML_DSA_SEED = 'log-mldsa-seed';
const SEED_BYTES = 32;
// To sign with ML-DSA takes nine times as long as with Ed25519. A newest checkpoint is without it for no longer than this.
const BOTH_LINES_EVERY_MS: number = SECOND_MS;

/** Opens the log of a store: rebuilds the tree, and finds out whether the store still holds all that was signed. */
export async function openLog(needs: OpenLogNeeds): Promise<LogKeeper> {
  const { store, files, crypto, base } = needs;
  const source = newLogSource(store, crypto.sha256);
  fillTree(source);
  if (crypto.mlDsa44 && store.setting(ML_DSA_SEED) === undefined)
    store.saveSetting(ML_DSA_SEED, crypto.randomBytes(SEED_BYTES));
  let names = logNames(store, base);
  let kept: KeptLog | undefined;
  let unread: TileFailure | undefined;
  try {
    kept = await lookAtKept({ ...needs, source: { ...source, store }, names });
    if (kept.kind === 'lost') {
      await putAside(kept, { files, sha256: crypto.sha256 });
      store.saveSetting(LOG_NAMES, withNewName(store.setting(LOG_NAMES), kept.lost.upTo, crypto));
      names = logNames(store, base);
    }
  } catch (cause) {
    // Nobody knows what was signed: nothing is signed until the hub starts again and can read it.
    if (!(cause instanceof TileFailure)) throw cause;
    unread = cause;
  }
  const writing = await beginWriting(needs, { source, names, kept, unread });
  return { ...names, ...writing, ...proofsOf(source, writing.head, crypto) };
}

type Opened = {
  readonly source: LogSource;
  readonly names: LogNames;
  readonly kept: KeptLog | undefined;
  readonly unread: TileFailure | undefined;
};

type Writing = Omit<
  LogKeeper,
  keyof LogNames | 'inclusionProof' | 'consistencyProof' | 'rangeProof' | 'rootAt' | 'tile'
>;

async function beginWriting(needs: OpenLogNeeds, opened: Opened): Promise<Writing> {
  const { store } = needs;
  const retries = newLogRetries(needs);
  const { step, underline, head, isToSign, repaired, cleaned, signers } = newSteps(needs, opened);
  let making: Promise<void> | undefined;
  // Those who come while one is being made wait together for the next.
  const alone = (work: Promise<void>): Promise<void> =>
    (making = work.finally(() => {
      making = undefined;
    }));
  const make = (): Promise<void> => making ?? alone(step().then(retries.wentWell, retries.wentWrong));
  // Who waited for one may have begun the next.
  const idle = async (): Promise<void> => {
    if (making === undefined) return;
    await making;
    await idle();
  };
  const covering: LogKeeper['covering'] = async (size) => {
    assert(size <= store.size(), 'a checkpoint is of what is in the store');
    for (;;) {
      const [made, trouble] = [head(), retries.trouble()];
      if (made !== undefined && made.size >= size) return made;
      if (trouble !== undefined && retries.isWaiting()) return trouble;
      await make();
    }
  };
  const addLines: LogKeeper['addLines'] = async (size, lines) => {
    await idle();
    if (head()?.size === size) await alone(underline(lines).catch(needs.failed));
  };
  await make();
  const { kept } = opened;
  return {
    keys: signers.map(({ key }) => key),
    started: {
      isBlind: opened.unread !== undefined,
      repaired: () => repaired,
      ...(kept?.kind === 'lost' && { lost: kept.lost }),
    },
    head,
    trouble: retries.trouble,
    covering,
    addLines,
    round: async () => {
      await covering(store.size());
      if (isToSign() && !retries.isWaiting()) await make();
    },
    settled: async () => {
      await idle();
      await cleaned();
    },
  };
}

type Steps = {
  /** Makes one checkpoint of all that is in the store, if anything is new. Throws `TileFailure`, and may be tried again. */
  readonly step: () => Promise<void>;
  /** Puts lines of others under the newest checkpoint. */
  readonly underline: (lines: readonly SignatureLine[]) => Promise<void>;
  readonly head: LogKeeper['head'];
  /** Whether the newest checkpoint lacks a signature that is due. */
  readonly isToSign: () => boolean;
  readonly repaired: readonly string[];
  /** Once nothing is being taken away. */
  readonly cleaned: () => Promise<void>;
  readonly signers: readonly NoteSigner[];
};

/** Database, then tiles, then the checkpoint: no tree is signed that is not on the disk. */
function newSteps(needs: OpenLogNeeds, { source, names, kept, unread }: Opened): Steps {
  const { files, clock, failed = () => {} } = needs;
  const signers = logSigners(needs, names.origin);
  const passedMs = clock.passedMs ?? clock.now;
  const repaired: string[] = [];
  let head = kept?.kind === 'good' ? headOf(kept.checkpoint, kept.note) : undefined;
  let bothAt = -BOTH_LINES_EVERY_MS;
  /** How many leaves the tiles on the disk are known to reach; `undefined` until they were looked through. */
  let written: number | undefined;
  let cleaning: Promise<void> = Promise.resolve();
  const isBothDue = (): boolean => passedMs() - bothAt >= BOTH_LINES_EVERY_MS;
  const isToSign = (): boolean => (head?.lines ?? 0) < signers.length && isBothDue();
  const mend = async (): Promise<number> => {
    const reach = head?.size ?? source.tree.size();
    const mended = await mendTiles(files, source, reach);
    if (kept?.kind === 'good' || kept?.kind === 'unusable') repaired.push(...mended);
    if (kept?.kind === 'unusable' && kept.why === 'damaged') repaired.push(CHECKPOINT_FILE);
    return reach;
  };
  const write = async (next: LogHead): Promise<void> => {
    await files.write([{ path: CHECKPOINT_FILE, bytes: utf8Encode(next.note) }]);
    head = next;
  };
  const underline: Steps['underline'] = async (lines) => {
    if (head !== undefined) await write({ ...head, note: withWitnessLines(head.note, lines) });
  };
  const step = async (): Promise<void> => {
    if (unread !== undefined) throw unread;
    written ??= await mend();
    fillTree(source);
    const growth = { from: written, to: source.tree.size() };
    const isBoth = isBothDue();
    if (head?.size === growth.to && !isToSign()) return;
    await writeTiles(files, source, growth);
    written = growth.to;
    const checkpoint = {
      origin: names.origin,
      size: growth.to,
      root: source.tree.root(growth.to),
      extensions: [],
    };
    const signed = await signCheckpoint(checkpoint, isBoth ? signers : signers.slice(0, 1));
    // Signed once more it keeps what witnesses put under it.
    await write(headOf(checkpoint, head?.size === growth.to ? withLinesOf(head.note, signed) : signed));
    if (isBoth) bothAt = passedMs();
    // Nobody waits for it; what stays is taken away at the next start.
    cleaning = cleaning.then(() => dropPartials(files, growth)).catch(failed);
  };
  return { step, underline, head: () => head, isToSign, repaired, cleaned: () => cleaning, signers };
}

/** Who signs a log's checkpoints: the hub's own key, and a second one where there are such keys and it was made. */
export function logSigners(
  {
    store,
    crypto,
    hub,
  }: { readonly store: Pick<Store, 'setting'>; readonly crypto: Primitives; readonly hub: Signer },
  origin: string,
): readonly NoteSigner[] {
  const { sha256, mlDsa44 } = crypto;
  const own = ed25519NoteSigner({ name: origin, signer: hub }, sha256);
  const seed = store.setting(ML_DSA_SEED);
  if (mlDsa44 === undefined || seed === undefined) return [own];
  // No time is stated: it claims no more than the tree.
  const second = { name: origin, signer: mlDsa44.signerFromSeed(seed), seconds: 0 };
  return [own, mlDsaCosigner(second, sha256)];
}

function headOf({ origin, size, root }: Checkpoint, note: string): LogHead {
  const parsed = parseNote(note);
  assert(parsed.ok, 'what was signed is a note');
  const own = parsed.value.lines.filter(({ name }) => name === origin);
  const shortNote = printNote({ ...parsed.value, lines: own.slice(0, 1) });
  return { size, root, note, shortNote, lines: own.length };
}

function proofsOf(
  source: LogSource,
  head: LogKeeper['head'],
  { sha256 }: Primitives,
): Pick<LogKeeper, 'inclusionProof' | 'consistencyProof' | 'rangeProof' | 'rootAt' | 'tile'> {
  const { read } = source.tree;
  return {
    inclusionProof: (place) => inclusionProof(place, read, sha256),
    consistencyProof: (growth) => consistencyProof(growth, read, sha256),
    rangeProof: (range) => rangeProof(range, read, sha256),
    rootAt: (size) => {
      if (source.tree.size() < size) fillTree(source);
      return source.tree.root(size);
    },
    tile: (path) => {
      const tile = parseTilePath(path);
      const isThere = tile !== undefined && leavesUnder(tile) <= (head()?.size ?? 0);
      return isThere ? bytesOfTile(tile, source) : undefined;
    },
  };
}

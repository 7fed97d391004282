import assert from 'node:assert/strict';
import { tileMemory } from '../../src/adapters/tile-memory/tile-memory.ts';
import { storeMemory } from '../../src/adapters/store-memory/store-memory.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { base64ToBytes } from '../../src/base/base64.ts';
import { utf8Decode } from '../../src/base/bytes.ts';
import { startEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { answerOfLog } from '../../src/engine/log-answer.ts';
import type { LogAnswer } from '../../src/engine/log-answer.ts';
import type { LogKeeper } from '../../src/engine/log-keeper.ts';
import type { LogTrouble } from '../../src/engine/log-retries.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Store } from '../../src/ports/store.ts';
import { TileFailure } from '../../src/ports/tile-files.ts';
import type { TileFailureKind, TileFiles } from '../../src/ports/tile-files.ts';
import { hubLogKey } from '../../src/record/log/hub-log.ts';
import { leafHash, rootAt } from '../../src/record/log/merkle.ts';
import { hashReaderOverTiles, parseEntryBundle, pathOfTile, tilesOf } from '../../src/record/log/tiles.ts';
import { isConsistent, isRangeIncluded } from '../../src/record/log/merkle-check.ts';
import { parseCheckpoint } from '../../src/record/log/checkpoint.ts';
import type { Checkpoint } from '../../src/record/log/checkpoint.ts';
import { parseNote } from '../../src/record/log/note.ts';
import { openCheckpoint } from '../../src/record/log/sign-note.ts';
import { setClock } from '../sim/hand-clock.ts';
import { newIncident, witness } from '../sim/witness.ts';

const crypto = cryptoNode();
const { sha256 } = crypto;

/** Files of a log of which each write and removal can be told to fail, and which note what was asked of them. */
export type MoodyFiles = TileFiles & {
  readonly files: Map<string, Uint8Array>;
  /** What was written, in order: the paths of each call. */
  readonly writes: (readonly string[])[];
  failWith: TileFailureKind | undefined;
  /** Only a write in which this path is fails. */
  failAt: string | undefined;
};

export function moodyFiles(files: Map<string, Uint8Array> = new Map()): MoodyFiles {
  const real = tileMemory(files);
  const moody: MoodyFiles = {
    ...real,
    files,
    writes: [],
    failWith: undefined,
    failAt: undefined,
    write: async (written) => {
      const paths = written.map(({ path }) => path);
      const isHit = moody.failAt === undefined || paths.includes(moody.failAt);
      if (moody.failWith !== undefined && isHit) throw new TileFailure(moody.failWith);
      moody.writes.push(paths);
      await real.write(written);
    },
  };
  return moody;
}

export type LogHub = {
  readonly engine: Engine;
  readonly log: LogKeeper;
  readonly store: Store;
  readonly files: MoodyFiles;
  readonly clock: ReturnType<typeof setClock>;
  readonly failures: unknown[];
  /** Somebody says so many things, and hears of the log. */
  readonly say: (count: number, known?: number) => Promise<LogAnswer | LogTrouble>;
};

/** A hub in memory that keeps a log. */
export async function logHub({
  store = storeMemory(),
  files = moodyFiles(),
}: { readonly store?: Store; readonly files?: MoodyFiles } = {}): Promise<LogHub> {
  const clock = setClock('2031-05-17T05:30Z');
  const failures: unknown[] = [];
  const log = { files, failed: (cause: unknown) => void failures.push(cause) };
  const engine = await startEngine({ store, clock: clock satisfies Clock, crypto, log });
  if (engine.log === undefined) throw new Error('a hub with files for it keeps a log');
  const keeper = engine.log;
  const author = witness(crypto, newIncident(crypto));
  return {
    engine,
    log: keeper,
    store,
    files,
    clock,
    failures,
    say: async (count, known) => {
      const said = await author.sayMany(count);
      return answerOfLog(keeper, await engine.keep(said.map(({ wire }) => wire)), known);
    },
  };
}

/** A store as a backup of an earlier hour would give it back: so many of the entries, and all settings. */
export async function storeUpTo(store: Store, count: number): Promise<Store> {
  const older = storeMemory();
  await older.append(store.read({ after: -1, limit: count }));
  for (const name of ['hub-seed', 'clock-kind', 'log-names', 'log-mldsa-seed']) {
    const value = store.setting(name);
    if (value) older.saveSetting(name, value);
  }
  return older;
}

/** What a checkpoint says, if its own log's key signed it. */
export async function checkpointIn(note: string): Promise<Checkpoint> {
  const parsed = parseNote(note);
  const claimed = parsed.ok ? parseCheckpoint(parsed.value.text) : undefined;
  if (!claimed?.ok) throw new Error('a checkpoint is a note');
  const { origin } = claimed.value;
  const key = hubLogKey(origin, sha256);
  if (key === undefined) throw new Error('the origin names the hub’s key');
  const opened = await openCheckpoint(note, { origin, log: [key] }, crypto);
  if (!opened.ok) throw new Error(`the checkpoint does not verify: ${opened.error.kind}`);
  return opened.value.checkpoint;
}

const hashes = (proof: readonly string[]): Uint8Array[] =>
  proof.map((text) => base64ToBytes(text) ?? new Uint8Array());

/** Whether the entries with these ids are where the answer says, under its checkpoint. */
export async function isProven(
  answer: LogAnswer | LogTrouble,
  idAt: (index: number) => string | undefined,
): Promise<boolean> {
  if ('kind' in answer) return false;
  const { size, root } = await checkpointIn(answer.checkpoint);
  return answer.ranges.every(({ start, end, proof }) => {
    const leaves = Array.from({ length: end - start }, (_, i) =>
      leafHash(Buffer.from(idAt(start + i) ?? '', 'hex'), sha256),
    );
    return isRangeIncluded({ start, size, leaves, proof: hashes(proof), root }, sha256);
  });
}

/** Whether the log of the first only grew to that of the second, by a proof as it is sent. */
export function onlyGrew(from: Checkpoint, to: Checkpoint, proof: readonly string[]): boolean {
  return isConsistent(
    { from: from.size, to: to.size, fromRoot: from.root, toRoot: to.root, proof: hashes(proof) },
    sha256,
  );
}

/** The files as a stranger reads them: the root of the tiles, and the ids of the entry bundles. */
function readTiles(
  files: ReadonlyMap<string, Uint8Array>,
  size: number,
): { root: Uint8Array; ids: string[] } {
  const at = (path: string): Uint8Array => {
    const bytes = files.get(path);
    assert.ok(bytes, `${path} is there`);
    return bytes;
  };
  const readTile = (tile: Parameters<typeof pathOfTile>[0]): Uint8Array => at(pathOfTile(tile));
  const ids = tilesOf(size)
    .filter(({ kind }) => kind === 'entries')
    .flatMap((tile) => parseEntryBundle(readTile(tile)) ?? [])
    .map((leaf) => Buffer.from(leaf).toString('hex'));
  return { root: rootAt(size, hashReaderOverTiles({ size, readTile }, sha256), sha256), ids };
}

/** Whether the files are the whole log of the store, as its checkpoint says. */
export async function assertWhole({ files, store, log }: LogHub): Promise<void> {
  const { size, root, origin } = await checkpointIn(
    utf8Decode(files.read('checkpoint') ?? new Uint8Array()) ?? '',
  );
  assert.deepEqual([size, origin], [store.size(), log.origin]);
  const read = readTiles(files.files, size);
  assert.equal(Buffer.compare(read.root, root), 0);
  assert.deepEqual(read.ids, store.leaves(0, size));
}

/** An answer with proofs. */
export function answered(answer: LogAnswer | LogTrouble): LogAnswer {
  assert.ok(!('kind' in answer), `the log has trouble: ${JSON.stringify(answer)}`);
  return answer;
}

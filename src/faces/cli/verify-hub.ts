import { bytesToHex, utf8Decode } from '../../base/bytes.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { checkpointIn } from '../../record/log/checkpoint.ts';
import { hubLogKey } from '../../record/log/hub-log.ts';
import { HASH_BYTES } from '../../record/log/merkle.ts';
import { openCheckpoint } from '../../record/log/sign-note.ts';
import { parseEntryBundle, pathOfTile, TILE_WIDTH, tilesOf } from '../../record/log/tiles.ts';
import type { Primitives } from '../../record/primitives.ts';
import { accept, newKeyCache, torsionFault, toVerify } from '../../record/verify.ts';
import type { KeyCache } from '../../record/verify.ts';
import { parseWireEntry } from '../../record/wire.ts';
import { EXIT_OK, EXIT_WRONG, say, tell, UsageError, WorldError } from './command.ts';
import { followLog } from './follow-log.ts';
import { askHub } from './hub-place.ts';
import { logOverHttp } from './log-over-http.ts';
import type { LogOverHttp } from './log-over-http.ts';
import { CHECKPOINT_BYTES_MAX, fileOfLog } from './log-source.ts';

/** What is wrong with what a hub gives: where, and why. */
type Wrong = { readonly at: string; readonly why: string };

type ReadLog = {
  readonly origin: string;
  readonly size: number;
  /** The ids in their order, as hex. */
  readonly ids: readonly string[];
};

const PAGE = 1_000;
const KEYS_MAX = 100_000;

/** Checks once what a hub gives at a link of its board, or what its log gives at its address. */
export async function verifyHub(url: string, crypto: Primitives, isJson: boolean): Promise<number> {
  const base = url.replace(/\/$/, '');
  const wrong: Wrong[] = [];
  const about = await askHub(`${base}/incidents`);
  const isBoard = about.response?.ok === true && isJsonObject(about.value);
  const log = await readLog(isBoard ? `${base}/log` : base, crypto, wrong);
  if (!isBoard && log === undefined && wrong.length === 0)
    throw new UsageError('finds neither a hub nor a log at that address');
  const entries = isBoard
    ? await readEntries(base, { crypto, log, wrong, keys: newKeyCache(KEYS_MAX) })
    : undefined;
  const isOk = wrong.length === 0;
  if (isJson)
    say(
      JSON.stringify({
        ok: isOk,
        findings: wrong,
        ...(log && { origin: log.origin, size: log.size }),
        ...entries,
      }),
    );
  else for (const line of lines(wrong, log, entries)) say(line);
  return isOk ? EXIT_OK : EXIT_WRONG;
}

function lines(
  wrong: readonly Wrong[],
  log: ReadLog | undefined,
  entries: ReadEntries | undefined,
): readonly string[] {
  const said = entries === undefined ? 'the log' : `${entries.entries} entries`;
  return [
    ...wrong.map(({ at, why }) => `WRONG: ${at}: ${why}`),
    wrong.length === 0 ? `OK: ${said}, all genuine` : `${wrong.length} things are wrong`,
    log === undefined
      ? 'No log is shown there: the order and the hours of the entries are the hub’s word.'
      : `The log ${log.origin}: ${log.size} entries, its tree computed anew from their ids, its checkpoint signed by its key.`,
    ...(entries !== undefined && log !== undefined && entries.unproven > 0
      ? [`Newer than the checkpoint: ${entries.unproven} entries.`]
      : []),
  ];
}

const BUNDLE_BYTES_MAX: number = TILE_WIDTH * (2 + HASH_BYTES);

/** The checkpoint, and the whole tree under it from the ids up. */
async function readLog(base: string, crypto: Primitives, wrong: Wrong[]): Promise<ReadLog | undefined> {
  const log = logOverHttp(base);
  const bytes = await fileOfLog(log, 'checkpoint', CHECKPOINT_BYTES_MAX);
  if (bytes === undefined) return undefined;
  const text = utf8Decode(bytes) ?? '';
  const checkpoint = checkpointIn(text);
  const key = checkpoint && hubLogKey(checkpoint.origin, crypto.sha256);
  if (checkpoint === undefined || key === undefined) {
    wrong.push({ at: 'checkpoint', why: 'is not the checkpoint of a hub' });
    return undefined;
  }
  const { origin, size } = checkpoint;
  const opened = await openCheckpoint(text, { origin, log: [key] }, crypto);
  if (!opened.ok) wrong.push({ at: 'checkpoint', why: 'is not signed by the log that it names' });
  const progress = (done: number, of: number): void => tell(`${done} of ${of} entries worked out …`);
  const followed = await followLog(undefined, checkpoint, { log, sha256: crypto.sha256, progress });
  if (followed.kind === 'unreachable') throw new WorldError(`the log does not answer for ${followed.path}`);
  if (followed.kind === 'damaged')
    wrong.push({
      at: followed.paths.join(', '),
      why: 'is missing, or does not fit the tree under the checkpoint',
    });
  return { origin, size, ids: await idsOf(log, size) };
}

async function idsOf(log: LogOverHttp, size: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const tile of tilesOf(size)) {
    if (tile.kind !== 'entries') continue;
    const bundle = await fileOfLog(log, pathOfTile(tile), BUNDLE_BYTES_MAX);
    for (const id of parseEntryBundle(bundle ?? new Uint8Array()) ?? []) ids.push(bytesToHex(id));
  }
  return ids;
}

type Reading = {
  readonly crypto: Primitives;
  readonly log: ReadLog | undefined;
  readonly wrong: Wrong[];
  readonly keys: KeyCache;
};
type ReadEntries = { entries: number; unproven: number };

async function readEntries(base: string, reading: Reading): Promise<ReadEntries> {
  const read: ReadEntries = { entries: 0, unproven: 0 };
  for (let after = -1; ;) {
    const { value } = await askHub(`${base}/entries?since=${after}&limit=${PAGE}`);
    if (!isJsonObject(value) || !isJsonArray(value['entries']) || typeof value['next'] !== 'number')
      throw new UsageError('the link does not answer like a hub');
    for (const item of value['entries']) await checkItem(item, reading, read);
    if (value['next'] <= after) return read;
    after = value['next'];
  }
}

/** From its bytes up; and that it stands in the log where the hub says it stands. */
async function checkItem(
  item: Json,
  { crypto, log, wrong, keys }: Reading,
  read: ReadEntries,
): Promise<void> {
  read.entries++;
  const index = isJsonObject(item) && typeof item['index'] === 'number' ? item['index'] : undefined;
  const at = (id?: string): string => (id === undefined ? `the entry at ${index ?? '?'}` : `entry ${id}`);
  const wire = parseWireEntry(item);
  const plan = wire.ok ? toVerify(wire.value, crypto) : undefined;
  if (!plan?.ok) {
    wrong.push({ at: at(), why: 'breaks the rules of the format' });
    return;
  }
  const { id } = plan.value;
  const isUnsafe = torsionFault(plan.value, keys, crypto.isTorsionFree) !== undefined;
  const [isGenuine = false] = isUnsafe ? [] : await crypto.verifyBatch([plan.value.check]);
  const entry = accept(plan.value, isGenuine, crypto);
  if (!entry.ok)
    wrong.push({ at: at(id), why: 'its signature does not fit: core, key or signature was changed' });
  else if (entry.value.flags.some(({ kind }) => kind === 'part-dropped'))
    wrong.push({ at: at(id), why: 'a part of it is not what its author signed' });
  if (log === undefined) return;
  if (index === undefined || index >= log.size) read.unproven++;
  else if (log.ids[index] !== id)
    wrong.push({ at: at(id), why: 'does not stand in the log where the hub says' });
}

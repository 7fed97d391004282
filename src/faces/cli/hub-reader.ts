import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseAuthorKey, parseIncidentId } from '../../record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../../record/names.ts';
import type { Entry } from '../../record/entry.ts';
import type { Primitives } from '../../record/primitives.ts';
import { parseWireEntry } from '../../record/wire.ts';
import type { WireEntry } from '../../record/wire.ts';
import type { Store } from '../../ports/store.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { accept, toVerify } from '../../record/verify.ts';
import type { Logged } from '../../situation/buckets.ts';
import { assert } from '../../base/assert.ts';
import { instant } from '../../base/instant.ts';
import { wireOf } from '../../engine/restore.ts';
import { readTransfer } from './transfer-file.ts';
import { tell, UsageError, WorldError } from './command.ts';
import type { Given } from './command.ts';
import { keptHub } from './kept-hub.ts';
import { KEY_HELP, KEY_OPTIONS, openFolder } from './hub-key.ts';

/** The entries of one incident from wherever they are: a running hub, a data folder, or a transfer file. */
export type Source = {
  readonly incident: IncidentId;
  readonly logged: readonly Logged[];
  /** The bytes of each, in the same order. */
  readonly wires: readonly WireEntry[];
  readonly hubKey?: AuthorKey;
  /** Entries that wait for somebody to vouch for their authors, or are kept without weight: not among these. */
  readonly leftOut: number;
};

export const SOURCE_OPTIONS = {
  from: { type: 'string' },
  data: { type: 'string' },
  incident: { type: 'string' },
  ...KEY_OPTIONS,
} as const;
export const SOURCE_HELP = `  FILE                    read a transfer file (.shanyrak)
  --from LINK             read a running hub through its link
  --data DIR              read a hub's data folder (a hub may be running on it)
${KEY_HELP}
  --incident ID           which incident; without it the newest`;

const PAGE = 1_000;

/** Reads what the options point to. A wrong pointer is a usage error that says what to give. */
export async function readSource(given: Given, crypto: Primitives): Promise<Source> {
  const [file] = given.files;
  const [link, folder] = [given.text('from'), given.text('data')];
  if ([file, link, folder].filter((s) => s !== undefined).length !== 1)
    throw new UsageError('needs one of FILE, --from LINK and --data DIR');
  const asked = given.text('incident');
  const incident = asked === undefined ? undefined : parseIncidentId(asked);
  if (asked !== undefined && incident === undefined)
    throw new UsageError('--incident is 16 characters, as `show` prints it');
  if (link !== undefined) return readHub(link, incident, crypto);
  if (folder !== undefined) {
    const vault = await openFolder(folder, given, crypto);
    return fromStore(storeSqlite({ folder, vault, mode: 'read' }), incident, crypto);
  }
  return fromFile(file ?? '', crypto);
}

async function fromFile(file: string, crypto: Primitives): Promise<Source> {
  const read = await readTransfer(file, crypto);
  if (!read.ok)
    throw new UsageError(
      `${file} is not sound (line ${read.error.line}: ${read.error.why}); see: shanyrak verify`,
    );
  const { entries, header } = read.value;
  return {
    incident: header.incident,
    wires: entries.map((e) => e.wire),
    logged: entries.map((entry) => ({ entry })),
    // A file holds no grants: whatever is genuine in it counts.
    leftOut: 0,
    ...(header.hub && { hubKey: header.hub }),
  };
}

/** Closes the store when it is done. */
async function fromStore(store: Store, asked: IncidentId | undefined, crypto: Primitives): Promise<Source> {
  try {
    if (store.size() === 0) throw new UsageError('the data folder holds no incident yet');
    const engine = await keptHub(store, crypto);
    const incident = asked ?? engine.incidents().at(-1);
    if (incident === undefined) throw new UsageError('the data folder holds no incident yet');
    const held = [...(engine.gathered(incident)?.byId.values() ?? [])];
    const logged = held.sort((x, y) => (x.index ?? 0) - (y.index ?? 0));
    const kept = store.read({ after: -1, incident, limit: store.size() });
    const counted = new Set(logged.map(({ entry }) => entry.id));
    return {
      incident,
      wires: logged.map(({ entry }) => keptWire(store, entry.id)),
      logged,
      hubKey: engine.hubKey,
      leftOut: kept.filter(({ id, erasedBy }) => erasedBy === undefined && !counted.has(id)).length,
    };
  } finally {
    store.close();
  }
}

function keptWire(store: Store, id: EntryId): WireEntry {
  const row = store.find(id);
  const wire = row && wireOf(row);
  assert(wire !== undefined, 'what was read back from the store is there to read again');
  return wire;
}

/** Reads an incident from a running hub. */
export async function readHub(
  link: string,
  asked: IncidentId | undefined,
  crypto: Primitives,
): Promise<Source> {
  const base = link.replace(/\/$/, '');
  const about = await getJson(`${base}/incidents`);
  const incidents = isJsonObject(about) && isJsonArray(about['incidents']) ? about['incidents'] : [];
  const incident = asked ?? parseIncidentId(incidents.at(-1));
  if (incident === undefined) throw new UsageError('the hub holds no incident yet');
  const hubKey = isJsonObject(about) ? parseAuthorKey(about['hubKey']) : undefined;
  const wires: WireEntry[] = [];
  const logged: Logged[] = [];
  let leftOut = 0;
  for (let after = -1; ;) {
    const page = await getJson(`${base}/entries?since=${after}&limit=${PAGE}&incident=${incident}`);
    if (!isJsonObject(page) || !isJsonArray(page['entries']) || typeof page['next'] !== 'number')
      throw new UsageError('the link does not answer like a hub');
    for (const item of page['entries']) {
      if (counts(item)) takeItem(item, { wires, logged, crypto });
      else leftOut++;
    }
    // By the cursor and not by how many came: the hub passes over rows it cannot read.
    if (page['next'] <= after) break;
    after = page['next'];
  }
  return { incident, wires, logged, leftOut, ...(hubKey && { hubKey }) };
}

function counts(item: Json): boolean {
  const weight = isJsonObject(item) ? item['weight'] : undefined;
  return weight === undefined || weight === 'counts';
}

/** Said beside what is shown or written, so that nothing is left out in silence. */
export function tellLeftOut({ leftOut }: Source): void {
  if (leftOut > 0)
    tell(
      `${leftOut} ${leftOut === 1 ? 'entry is' : 'entries are'} left out: nobody vouches for their authors, or their keys lost their weight.`,
    );
}

type Taking = { readonly wires: WireEntry[]; readonly logged: Logged[]; readonly crypto: Primitives };

function takeItem(item: Json, { wires, logged, crypto }: Taking): void {
  const wire = parseWireEntry(item);
  const entry = wire.ok ? entryOf(wire.value, crypto) : undefined;
  if (!wire.ok || entry === undefined || !isJsonObject(item)) return;
  const { index, loggedAt } = item;
  wires.push(wire.value);
  logged.push({
    entry,
    ...(typeof index === 'number' && { index }),
    ...(typeof loggedAt === 'number' && { loggedAt: instant(loggedAt) }),
  });
}

/** The entry without checking its signature again: the hub that gave it has, and `verify` does. */
function entryOf(wire: WireEntry, crypto: Primitives): Entry | undefined {
  const plan = toVerify(wire, crypto);
  const entry = plan.ok ? accept(plan.value, true, crypto) : undefined;
  return entry?.ok ? entry.value : undefined;
}

const TIMEOUT_MS = 30_000;

async function getJson(url: string): Promise<Json | undefined> {
  if (!URL.canParse(url)) throw new UsageError('--from is a link such as http://127.0.0.1:8420/b/…');
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  if (response === undefined) throw new WorldError('the hub does not answer at that link; is it running?');
  if (response.status === 404)
    throw new UsageError('the hub does not know that link; it may have been revoked');
  return parseJson(await response.text());
}

import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseAuthorKey, parseIncidentId } from '../../record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../../record/names.ts';
import type { EntryAsSent, EntryFlag } from '../../record/entry.ts';
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
import type { EntryBracket } from '../../engine/brackets.ts';
import type { Engine } from '../../engine/engine.ts';
import { bracketPath, bracketTold } from '../kit/bracket-told.ts';
import { textWithin } from './body-within.ts';
import { askHub } from './hub-place.ts';
import { readTransfer } from './transfer-file.ts';
import { idNamed, incidentAsked, incidentNow, incidentsTold, readIncidents } from './hub-incidents.ts';
import { tell, UsageError } from './command.ts';
import type { Given } from './command.ts';
import { get, getPage } from './hub-pages.ts';
import { keptHub } from './kept-hub.ts';
import { KEY_HELP, KEY_OPTIONS, openFolder } from './hub-key.ts';

/** An entry in its place, with its bytes. */
export type LoggedAsSent = Logged & { readonly entry: EntryAsSent };

/** Between what moments an entry was signed, as far as the source can tell. */
export type BracketSource = (id: EntryId) => Promise<EntryBracket | undefined>;

/** The entries of one incident from wherever they are: a running hub, a data folder, or a transfer file. */
export type Source = {
  /** The one asked for; entries of what was merged with it are among these too. */
  readonly incident: IncidentId;
  /** In order of the log. */
  readonly logged: readonly LoggedAsSent[];
  readonly hubKey?: AuthorKey;
  /** Of those that were asked for. */
  readonly bracketOf: BracketSource;
  /** Not among these, and in no figure. */
  readonly leftOut: LeftOut;
};

/** `waiting`: hidden until somebody vouches for the author. `weightless`: kept, of a key that lost its weight. */
export type LeftOut = { readonly waiting: number; readonly weightless: number };

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
  --incident ID           which incident, by its id or the number the hub gave it; without it the newest not put away`;

const PAGE = 1_000;

/**
 * Reads what the options point to. A wrong pointer is a usage error that says what to give. `detailed`: the ids that begin so
 * are asked for their brackets too.
 */
export async function readSource(given: Given, crypto: Primitives, detailed?: string): Promise<Source> {
  const [file] = given.files;
  const [link, folder] = [given.text('from'), given.text('data')];
  if ([file, link, folder].filter((s) => s !== undefined).length !== 1)
    throw new UsageError('needs one of FILE, --from LINK and --data DIR');
  const asked = incidentAsked(given);
  if (link !== undefined) {
    const known = asked === undefined || parseIncidentId(asked) ? [] : await readIncidents(baseOf(link));
    return readHub(link, asked === undefined ? undefined : idNamed(asked, known), crypto);
  }
  if (folder !== undefined) {
    const vault = await openFolder(folder, given, crypto);
    return fromStore(storeSqlite({ folder, vault, mode: 'read' }), { asked, detailed }, crypto);
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
    logged: entries.map((entry) => ({ entry })),
    // A file holds no grants: whatever is genuine in it counts.
    leftOut: { waiting: 0, weightless: 0 },
    bracketOf: async () => undefined,
    ...(header.hub && { hubKey: header.hub }),
  };
}

/** Closes the store when it is done. */
async function fromStore(store: Store, { asked, detailed }: Wanted, crypto: Primitives): Promise<Source> {
  try {
    return await readStore(store, { asked, detailed }, crypto);
  } finally {
    store.close();
  }
}

/** Which incident is asked for, and the entry of which more is to be told. */
type Wanted = { readonly asked: string | undefined; readonly detailed?: string | undefined };

/** Reads an incident from a store that stays open. */
export async function readStore(
  store: Store,
  { asked, detailed }: Wanted,
  crypto: Primitives,
): Promise<Source> {
  if (store.size() === 0) throw new UsageError('the data folder holds no incident yet');
  const engine = await keptHub(store, crypto);
  const incident = asked === undefined ? engine.shown() : idNamed(asked, engine.people().incidents.values());
  if (incident === undefined) throw new UsageError('the data folder holds no incident yet');
  const leftOut = { waiting: 0, weightless: 0 };
  const wires = new Map<number, WireEntry>();
  for (let after = -1; ;) {
    const { entries, next } = engine.read({ after, incident, limit: PAGE });
    for (const { weight, index, e, g, parts } of entries) {
      leaveOut(leftOut, weight);
      if (weight === 'counts') wires.set(index, { e, g, parts });
    }
    if (next <= after) break;
    after = next;
  }
  const held = [...(engine.gathered(incident)?.byId.values() ?? [])];
  // What was merged into it is in no page of its own.
  const wireAt = ({ entry, index }: Logged): WireEntry => wires.get(index ?? -1) ?? keptWire(store, entry.id);
  const logged = held
    .sort((x, y) => (x.index ?? 0) - (y.index ?? 0))
    .map((one) => ({ ...one, entry: { ...one.entry, wire: wireAt(one) } }));
  const bracketOf = bracketsIn(engine, logged, detailed);
  return { incident, logged, hubKey: engine.hubKey, bracketOf, leftOut };
}

/** Worked out while the store is open. */
function bracketsIn(
  engine: Engine,
  logged: readonly LoggedAsSent[],
  detailed: string | undefined,
): BracketSource {
  const now = engine.brackets();
  const wanted = logged.filter(({ entry }) => detailed !== undefined && entry.id.startsWith(detailed));
  const found = new Map(wanted.map(({ entry }) => [entry.id, now(entry.id)]));
  return async (id) => found.get(id);
}

function keptWire(store: Store, id: EntryId): WireEntry {
  const row = store.find(id);
  const wire = row && wireOf(row);
  assert(wire !== undefined, 'what was read back from the store is there to read again');
  return wire;
}

export function baseOf(link: string): string {
  return link.replace(/\/$/, '');
}

/** Reads an incident from a running hub. */
export async function readHub(
  link: string,
  asked: IncidentId | undefined,
  crypto: Primitives,
): Promise<Source> {
  const base = baseOf(link);
  const about = await getJson(`${base}/incidents`);
  const incident = asked ?? parseIncidentId(isJsonObject(about) ? about['shown'] : undefined);
  if (incident === undefined) throw new UsageError('the hub holds no incident yet');
  const known = incidentsTold(about) ?? [];
  const named = known.find(({ id }) => id === incident);
  const meant = named === undefined ? incident : incidentNow(named, known).id;
  // What was merged into it is told in it too.
  const merged = known.filter((each) => each.id !== meant && incidentNow(each, known).id === meant);
  const hubKey = isJsonObject(about) ? parseAuthorKey(about['hubKey']) : undefined;
  const read: Reading = { logged: [], crypto, leftOut: { waiting: 0, weightless: 0 } };
  for (const id of [meant, ...merged.map((each) => each.id)]) await readPages(base, id, read);
  const logged = read.logged.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const bracketOf: BracketSource = async (id) => bracketTold((await askHub(base + bracketPath(id))).value);
  return { incident, logged, bracketOf, leftOut: read.leftOut, ...(hubKey && { hubKey }) };
}

/** All pages of what was said under this incident's own id. */
async function readPages(base: string, incident: IncidentId, read: Reading): Promise<void> {
  for (let after = -1; ;) {
    const page = await getPage(
      `${base}/entries?since=${after}&limit=${PAGE}&incident=${incident}`,
      read.crypto,
    );
    if (!isJsonObject(page) || !isJsonArray(page['entries']) || typeof page['next'] !== 'number')
      throw new UsageError('the link does not answer like a hub');
    for (const item of page['entries']) {
      const weight = isJsonObject(item) ? item['weight'] : undefined;
      if (weight === undefined || weight === 'counts') takeItem(item, read);
      else leaveOut(read.leftOut, weight);
    }
    // By the cursor and not by how many came: the hub passes over rows it cannot read.
    if (page['next'] <= after) break;
    after = page['next'];
  }
}

function leaveOut(leftOut: Counting, weight: Json): void {
  if (weight === 'waits') leftOut.waiting++;
  else if (weight !== 'counts') leftOut.weightless++;
}

/** Said beside what is shown or written, so that nothing is left out in silence. */
export function tellLeftOut({ leftOut: { waiting, weightless } }: Source): void {
  const are = (n: number): string => (n === 1 ? '1 entry is' : `${n} entries are`);
  if (waiting > 0) tell(`${are(waiting)} left out: nobody vouches for the authors yet.`);
  if (weightless > 0) tell(`${are(weightless)} left out: kept without weight, of keys that lost theirs.`);
}

type Reading = {
  readonly logged: LoggedAsSent[];
  readonly crypto: Primitives;
  readonly leftOut: Counting;
};

type Counting = { waiting: number; weightless: number };

function takeItem(item: Json, { logged, crypto }: Reading): void {
  const wire = parseWireEntry(item);
  const entry = wire.ok ? entryOf(wire.value, crypto) : undefined;
  if (!wire.ok || entry === undefined || !isJsonObject(item)) return;
  const { index, loggedAt, checkpointFault: why } = item;
  const flags: readonly EntryFlag[] =
    why === 'unknown' || why === 'newer' ? [{ kind: 'checkpoint', why }] : [];
  logged.push({
    entry: { ...entry, flags: [...entry.flags, ...flags] },
    ...(typeof index === 'number' && { index }),
    ...(typeof loggedAt === 'number' && { loggedAt: instant(loggedAt) }),
  });
}

/** The entry without checking its signature again: the hub that gave it has, and `verify` does. */
function entryOf(wire: WireEntry, crypto: Primitives): EntryAsSent | undefined {
  const plan = toVerify(wire, crypto);
  const entry = plan.ok ? accept(plan.value, true, crypto) : undefined;
  return entry?.ok ? entry.value : undefined;
}

async function getJson(url: string): Promise<Json | undefined> {
  return parseJson((await textWithin(await get(url))) ?? '');
}

import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { SealedRow, Vault } from '../../record/at-rest.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Row } from '../../ports/store.ts';
import { newIdTable } from './id-table.ts';
import { openPlain } from './sealed-rows.ts';

export type SqlRow = Record<string, SQLOutputValue>;

/** Where every entry stands, in memory only: the disk tells no incident, and finds no id by itself. */
export type LogIndex = {
  readonly size: () => number;
  readonly indexOf: (id: EntryId) => number | undefined;
  readonly leaves: (from: number, limit: number) => readonly EntryId[];
  readonly rowAt: (index: number) => Row | undefined;
  readonly rowsAfter: (after: number, limit: number) => readonly Row[];
  /** The indexes of one incident, rising. */
  readonly ofIncident: (incident: IncidentId) => readonly number[];
  readonly incidents: () => readonly IncidentId[];
  readonly added: (id: EntryId, index: number, incident: IncidentId) => void;
  readonly erased: (index: number, by: EntryId) => void;
  /** Which rows were erased, and by what. */
  readonly erasedBy: ReadonlyMap<number, EntryId>;
  readonly addedTo: (index: number) => void;
  /** Takes in what another process wrote. */
  readonly catchUp: () => void;
  /** Rows that were read and could not be opened. */
  readonly damaged: ReadonlySet<number>;
};

const SELECT = 'SELECT idx, id, key, content FROM leaf';

export function openLogIndex(db: DatabaseSync, vault: Vault): LogIndex {
  const byIndex = db.prepare(`${SELECT} WHERE idx = ?`);
  const ids = db.prepare('SELECT id FROM leaf WHERE idx >= ? ORDER BY idx LIMIT ?');
  const following = db.prepare(`${SELECT} WHERE idx > ? ORDER BY idx LIMIT ?`);
  const places = newPlaces(db);
  const incidents = newIncidentLists();
  const damaged = new Set<number>();
  const open = (row: SqlRow): Row | undefined => {
    const [index, id] = [Number(row['idx']), idOf(row['id'])];
    const plain = openPlain(id, sealedOf(row), vault);
    // Of a row that could not be opened an erasure leaves nothing to open.
    if (plain === undefined && !places.erasedBy.has(index)) damaged.add(index);
    incidents.seen(index, plain?.incident);
    if (plain === undefined) return undefined;
    const later = places.additionsOf(index).flatMap((sealed) => vault.openRow(id, sealed) ?? []);
    const by = places.erasedBy.get(index);
    return { index, id, ...plain, later, ...(by && { erasedBy: by }) };
  };
  const openAll = (): void => {
    for (const row of following.iterate(incidents.next() - 1, -1)) open(row);
  };
  places.catchUp();
  return {
    size: places.size,
    indexOf: (id) => places.candidates(id).find((index) => idOf(byIndex.get(index)?.['id']) === id),
    leaves: (from, limit) => ids.all(from, limit).map((row) => idOf(row['id'])),
    rowAt: (index) => {
      const row = byIndex.get(index);
      return row && open(row);
    },
    rowsAfter: (after, limit) => readOn(following, { after, limit, open }),
    ofIncident: (incident) => {
      openAll();
      return incidents.byIncident.get(incident) ?? [];
    },
    incidents: () => {
      openAll();
      return [...incidents.byIncident.keys()];
    },
    added: (id, index, incident) => {
      places.add(id, index);
      incidents.seen(index, incident);
    },
    erased: places.erase,
    erasedBy: places.erasedBy,
    addedTo: places.addTo,
    catchUp: places.catchUp,
    damaged,
  };
}

/** Which row belongs to which incident, as far as rows were opened in their order. */
function newIncidentLists(): {
  readonly byIncident: ReadonlyMap<IncidentId, readonly number[]>;
  readonly next: () => number;
  readonly seen: (index: number, incident: IncidentId | undefined) => void;
} {
  const byIncident = new Map<IncidentId, number[]>();
  let next = 0;
  return {
    byIncident,
    next: () => next,
    seen: (index, incident) => {
      if (index !== next) return;
      next++;
      if (incident === undefined) return;
      const list = byIncident.get(incident);
      if (list) list.push(index);
      else byIncident.set(incident, [index]);
    },
  };
}

type Places = {
  readonly size: () => number;
  readonly candidates: (id: EntryId) => readonly number[];
  readonly add: (id: EntryId, index: number) => void;
  readonly addTo: (index: number) => void;
  readonly additionsOf: (index: number) => readonly SealedRow[];
  readonly erasedBy: ReadonlyMap<number, EntryId>;
  readonly erase: (index: number, by: EntryId) => void;
  readonly catchUp: () => void;
};

/** What needs no key: where ids stand, which rows were added to, which were erased. */
function newPlaces(db: DatabaseSync): Places {
  const newLeaves = db.prepare('SELECT idx, id FROM leaf WHERE idx >= ? ORDER BY idx');
  const additions = db.prepare('SELECT key, content FROM addition WHERE idx = ? ORDER BY n');
  const ids = newIdTable();
  const added = new Set<number>();
  const erasedBy = new Map<number, EntryId>();
  let size = 0;
  const add = (id: EntryId, index: number): void => {
    ids.add(id, index);
    size = index + 1;
  };
  return {
    size: () => size,
    candidates: ids.candidates,
    add,
    addTo: (index) => void added.add(index),
    additionsOf: (index) => (added.has(index) ? additions.all(index).map(sealedOf) : NO_ADDITIONS),
    erasedBy,
    erase: (index, by) => {
      erasedBy.set(index, by);
      added.delete(index);
    },
    catchUp: () => {
      for (const row of newLeaves.iterate(size)) add(idOf(row['id']), Number(row['idx']));
      for (const row of db.prepare('SELECT DISTINCT idx FROM addition').all()) added.add(Number(row['idx']));
      for (const row of db.prepare('SELECT idx, by FROM erased').all())
        erasedBy.set(Number(row['idx']), idOf(row['by']));
    },
  };
}

const NO_ADDITIONS: readonly SealedRow[] = [];

type Reading = {
  readonly after: number;
  readonly limit: number;
  readonly open: (row: SqlRow) => Row | undefined;
};

/** As many rows as asked for, passing over damaged ones: a page is short only at the end of the log. */
function readOn(
  following: ReturnType<DatabaseSync['prepare']>,
  { after, limit, open }: Reading,
): readonly Row[] {
  const rows: Row[] = [];
  for (let at = after; rows.length < limit;) {
    const found = following.all(at, limit - rows.length);
    for (const row of found) rows.push(...[open(row) ?? []].flat());
    if (found.length === 0) break;
    at = Number(found.at(-1)?.['idx']);
  }
  return rows;
}

function sealedOf({ key, content }: SqlRow): SealedRow {
  if (!(key instanceof Uint8Array) || !(content instanceof Uint8Array))
    throw new StoreFailure('broken', false);
  return { key, content };
}

export function idOf(value: SQLOutputValue | undefined): EntryId {
  const id = value instanceof Uint8Array ? parseEntryId(Buffer.from(value).toString('hex')) : undefined;
  if (id === undefined) throw new StoreFailure('broken', false);
  return id;
}

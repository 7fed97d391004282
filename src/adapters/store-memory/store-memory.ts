import { assert } from '../../base/assert.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import type { Drawer, NewRow, Row, Store } from '../../ports/store.ts';

/** A store that forgets when the process ends: for tests and for looking into a transfer file. */
export function storeMemory(): Store {
  const rows: Row[] = [];
  const places = new Map<EntryId, number>();
  const byIncident = new Map<IncidentId, number[]>();
  const settings = new Map<string, Uint8Array>();
  const drawers = new Map<Drawer, Map<number, Uint8Array>>();
  const keep = (row: NewRow): number => {
    const index = rows.length;
    // Copied, as a disk would: what the caller does to its bytes later changes nothing.
    rows.push({ ...row, content: Uint8Array.from(row.content), index, later: [] });
    places.set(row.id, index);
    const scope = byIncident.get(row.incident);
    if (scope) scope.push(index);
    else byIncident.set(row.incident, [index]);
    return index;
  };
  const change = (index: number, how: (row: Row) => Row): void => {
    const row = rows[index];
    assert(row !== undefined, 'only a kept row changes');
    rows[index] = how(row);
  };
  return {
    append: async (incoming, changes = []) => {
      for (const { drawer, n, content } of changes) {
        const rowsOf = drawers.get(drawer) ?? new Map<number, Uint8Array>();
        drawers.set(drawer, rowsOf);
        if (content === undefined) rowsOf.delete(n);
        else rowsOf.set(n, Uint8Array.from(content));
      }
      return incoming.map((row) => {
        const index = places.get(row.id);
        return index === undefined
          ? { id: row.id, index: keep(row), isNew: true }
          : { id: row.id, index, isNew: false };
      });
    },
    add: async (index, content) =>
      change(index, (row) => ({ ...row, later: [...row.later, Uint8Array.from(content)] })),
    read: ({ after, incident, limit }) => {
      const from =
        incident === undefined ? rows : (byIncident.get(incident) ?? []).flatMap((i) => rows[i] ?? []);
      return from.filter((row) => row.index > after).slice(0, limit);
    },
    find: (id) => rows[places.get(id) ?? -1],
    indexOf: (id) => places.get(id),
    leaves: (from, limit) => rows.slice(from, from + limit).map(({ id }) => id),
    size: () => rows.length,
    incidents: () => [...byIncident.keys()],
    erase: (erasures) => {
      for (const { index, by, content } of erasures)
        change(index, (row) => ({ ...row, content: Uint8Array.from(content), later: [], erasedBy: by }));
    },
    erased: () =>
      rows.flatMap(({ index, id, erasedBy }) => (erasedBy === undefined ? [] : { index, id, by: erasedBy })),
    scrub: () => true,
    setting: (name) => settings.get(name),
    saveSetting: (name, value) => void settings.set(name, Uint8Array.from(value)),
    inDrawer: (drawer) =>
      [...(drawers.get(drawer) ?? [])].sort(([a], [b]) => a - b).map(([n, content]) => ({ n, content })),
    faults: () => [],
    close: () => {},
  };
}

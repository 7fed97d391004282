import type { EntryId, IncidentId } from '../../record/names.ts';
import type { NewRow, Row, Store } from '../../ports/store.ts';

/** A store that forgets when the process ends: for tests and for looking into a transfer file. */
export function storeMemory(): Store {
  const rows: Row[] = [];
  const places = new Map<EntryId, number>();
  const byIncident = new Map<IncidentId, Row[]>();
  const settings = new Map<string, Uint8Array>();
  const add = (row: NewRow): Row => {
    // Copied, as a disk would: what the caller does to its bytes later changes nothing.
    const kept = { ...row, content: Uint8Array.from(row.content), index: rows.length };
    rows.push(kept);
    places.set(row.id, kept.index);
    const scope = byIncident.get(row.incident);
    if (scope) scope.push(kept);
    else byIncident.set(row.incident, [kept]);
    return kept;
  };
  return {
    append: async (incoming) =>
      incoming.map((row) => {
        const index = places.get(row.id);
        return index === undefined
          ? { id: row.id, index: add(row).index, isNew: true }
          : { id: row.id, index, isNew: false };
      }),
    read: ({ after, incident, limit }) => {
      const from = incident === undefined ? rows : (byIncident.get(incident) ?? []);
      return from.filter((row) => row.index > after).slice(0, limit);
    },
    find: (id) => rows[places.get(id) ?? -1],
    size: () => rows.length,
    incidents: () => [...byIncident.keys()],
    setting: (name) => settings.get(name),
    saveSetting: (name, value) => void settings.set(name, Uint8Array.from(value)),
    faults: () => [],
    close: () => {},
  };
}

import { posix } from 'node:path';
import { isContractFile, isTestFile } from './source.ts';
import type { Finding, Import, Source } from './source.ts';

/** What one room may name. */
export type Arrow = {
  readonly rooms: readonly string[];
  /** Rooms of which only types may be named. */
  readonly typesFrom?: readonly string[];
  /** Beginnings of package names, or any package. */
  readonly packages: readonly string[] | 'any';
  readonly builtins: boolean;
  /** The room is a row of cells that do not name each other; all may name `shared`, if there is one. */
  readonly cells?: { readonly shared?: string };
};

export type ArrowTable = {
  readonly rooms: Readonly<Record<string, Arrow>>;
  /** Cells that test files of every room may name beyond their room's arrows. */
  readonly testCells: readonly string[];
};

type Place = { readonly room: string; readonly cell: string };

/** src/adapters/store-sqlite/open.ts and src/adapters/store-sqlite.test.ts both lie in cell store-sqlite. */
function placeOf(path: string): Place | undefined {
  const [top, room, next] = path.split('/');
  if (top !== 'src' || room === undefined || next === undefined) return undefined;
  return { room, cell: next.split('.')[0] ?? next };
}

function target(source: Source, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(source.path), specifier));
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/');
}

/** Imports against the arrow table: rooms, cells, packages, and test code outside tests. */
export function findForbiddenArrows(sources: readonly Source[], table: ArrowTable): Finding[] {
  const out: Finding[] = [];
  for (const source of sources) {
    const place = placeOf(source.path);
    const arrow = place && table.rooms[place.room];
    if (!place || !arrow) {
      out.push({
        path: source.path,
        line: 1,
        why: `lies in none of the rooms ${Object.keys(table.rooms).join(', ')}`,
      });
      continue;
    }
    for (const edge of source.imports) {
      const why = faultOf({ source, place, arrow, table, edge });
      if (why !== undefined) out.push({ path: source.path, line: edge.line, why });
    }
  }
  return out;
}

type Edge = {
  readonly source: Source;
  readonly place: Place;
  readonly arrow: Arrow;
  readonly table: ArrowTable;
  readonly edge: Import;
};

function faultOf(e: Edge): string | undefined {
  const isTesting = isTestFile(e.source.path) || isContractFile(e.source.path);
  const { specifier } = e.edge;
  if (specifier === undefined) {
    return isTesting || e.arrow.builtins ? undefined : 'imports what is only known when it runs';
  }
  if (!isRelative(specifier)) return isTesting ? undefined : packageFault(specifier, e);
  const path = target(e.source, specifier);
  if (!isTesting && (isTestFile(path) || isContractFile(path) || path.startsWith('test/'))) {
    return `names test code (${path}) outside a test`;
  }
  if (isTesting && path.startsWith('test/')) return undefined;
  const to = placeOf(path);
  return to === undefined ? `reaches outside src (${path})` : roomFault(to, e);
}

function packageFault(specifier: string, { place, arrow }: Edge): string | undefined {
  if (specifier.startsWith('node:')) {
    return arrow.builtins ? undefined : `${place.room} may not touch ${specifier}`;
  }
  if (arrow.packages === 'any' || arrow.packages.some((start) => specifier.startsWith(start)))
    return undefined;
  return `${place.room} may not use the package ${specifier}`;
}

function roomFault(to: Place, { source, place, arrow, table, edge }: Edge): string | undefined {
  if (to.room === place.room && (!arrow.cells || to.cell === place.cell || to.cell === arrow.cells.shared)) {
    return undefined;
  }
  if (isTestFile(source.path) && table.testCells.includes(`${to.room}/${to.cell}`)) return undefined;
  if (to.room === place.room)
    return `${place.room}/${place.cell} may not name its neighbour ${to.room}/${to.cell}`;
  if (arrow.rooms.includes(to.room)) return undefined;
  if (arrow.typesFrom?.includes(to.room)) {
    return edge.isTypeOnly ? undefined : `${place.room} may name only types of ${to.room} (import type)`;
  }
  return `${place.room} may not name ${to.room}`;
}

/** Node runs the sources as they are, so a relative import ends in the file's own ending. */
export function findWrongEndings(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) =>
    source.imports
      .filter(
        ({ specifier }) => specifier !== undefined && isRelative(specifier) && !/\.(ts|tsx)$/.test(specifier),
      )
      .map(({ specifier, line }) => ({
        path: source.path,
        line,
        why: `"${specifier}" does not end in .ts or .tsx`,
      })),
  );
}

/** Files that need each other to load. Imports of types vanish and do not count. One finding per knot of files. */
export function findCycles(sources: readonly Source[]): Finding[] {
  const graph = new Map(sources.map((source) => [source.path, valueTargets(source)]));
  const done = new Set<string>();
  const out: Finding[] = [];
  for (const start of graph.keys()) {
    const cycle = cycleFrom(start, graph, done);
    if (cycle)
      out.push({
        path: cycle[0] ?? start,
        line: 1,
        why: `value imports run in a circle: ${cycle.join(' → ')}`,
      });
  }
  return out;
}

function valueTargets(source: Source): string[] {
  return source.imports.flatMap(({ specifier, isTypeOnly }) =>
    specifier !== undefined && !isTypeOnly && isRelative(specifier) ? [target(source, specifier)] : [],
  );
}

type Graph = ReadonlyMap<string, readonly string[]>;

/** The first circle reached from `start`, by depth-first search; everything visited goes into `done`. */
function cycleFrom(start: string, graph: Graph, done: Set<string>): string[] | undefined {
  const trail: string[] = [];
  const visit = (path: string): string[] | undefined => {
    const at = trail.indexOf(path);
    if (at >= 0) return [...trail.slice(at), path];
    if (done.has(path)) return undefined;
    trail.push(path);
    let found: string[] | undefined;
    for (const next of graph.get(path) ?? []) found ??= visit(next);
    trail.pop();
    done.add(path);
    return found;
  };
  return visit(start);
}

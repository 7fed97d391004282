import type { Primitives } from '../record/primitives.ts';
import { seenFault, seenOf } from '../record/log/seen-checkpoint.ts';
import type { OwnLog } from '../record/log/seen-checkpoint.ts';
import type { SeenCheckpoint } from '../record/signed.ts';
import type { Store } from '../ports/store.ts';
import type { Placed } from './book.ts';
import { fillTree, newLogSource } from './log-files.ts';
import type { LogSource } from './log-files.ts';
import type { LogKeeper } from './log-keeper.ts';
import type { LogNames } from './log-names.ts';

/** The hub's own log, for what entries say of it. `rootAt`: of the first entries, which must be in the store. */
export function ownLog({ origin, earlierLogs }: LogNames, rootAt: OwnLog['rootAt']): OwnLog {
  let last: { readonly size: number; readonly root: Uint8Array } | undefined;
  return {
    sharedWith: (name) => (name === origin ? Number.POSITIVE_INFINITY : earlierLogs.get(name)),
    // Those who write at the same time name the same one.
    rootAt: (size) => {
      if (last?.size !== size) last = { size, root: rootAt(size) };
      return last.root;
    },
  };
}

/** Roots for whoever reads a store and keeps no log: the tree is made when the first one is asked for. */
export function rootsOf(
  store: Pick<Store, 'leaves'>,
  { sha256 }: Pick<Primitives, 'sha256'>,
): OwnLog['rootAt'] {
  let source: LogSource | undefined;
  return (size) => {
    source ??= newLogSource(store, sha256);
    if (source.tree.size() < size) fillTree(source);
    return source.tree.root(size);
  };
}

/** An entry with what is to be said of the checkpoint it names: by the log alone, so the same now and after each restart. */
export function flaggedByLog(logged: Placed, log: OwnLog): Placed {
  const { entry, index } = logged;
  const why = entry.core.before && seenFault(entry.core.before, index, log);
  if (why === undefined) return logged;
  return { ...logged, entry: { ...entry, flags: [...entry.flags, { kind: 'checkpoint', why }] } };
}

/** What the hub names in its own entries: the newest checkpoint it has signed. */
export function newestOf({ origin, head }: Pick<LogKeeper, 'origin' | 'head'>): SeenCheckpoint | undefined {
  const newest = head();
  return newest && seenOf({ ...newest, origin });
}

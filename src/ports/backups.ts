import type { Store } from './store.ts';

/**
 * The backups of one hub, as far as it knows where they are. Whatever cannot be had throws `StoreFailure`:
 * `unavailable` when nothing is there (a stick that was pulled out), `in-use` while a backup is being made.
 */
export type Backups = {
  readonly known: () => readonly string[];
  /** A backup as a store. One that was opened to write is whole again only when its `close` has returned. */
  readonly open: (place: string, mode: 'read' | 'write') => Store;
  /** Where the list of all erasures (`printErasureList`) belongs: beside the hub and beside its backups. */
  readonly lists: () => readonly string[];
  readonly keepList: (place: string, text: string) => undefined;
};

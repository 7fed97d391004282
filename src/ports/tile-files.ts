/** `path` is as in tlog-tiles, such as `checkpoint` or `tile/0/x001/234.p/5`: below one folder, never out of it. */
export type TileFile = { readonly path: string; readonly bytes: Uint8Array };

/**
 * The files of a hub's transparency log as they may be served. All of them can be made again from the entries.
 * Throws `TileFailure` for what the world does (disk full, read-only, gone).
 */
export type TileFiles = {
  /** The bytes of a file; `undefined` where there is none. */
  readonly read: (path: string) => Uint8Array | undefined;
  /**
   * When it resolves all of them are on the disk for good. When it throws, or the machine stops meanwhile, each one is
   * as it was or as it was to be, whole. Files written together are in no order.
   */
  readonly write: (files: readonly TileFile[]) => Promise<void>;
  /** The paths of all files below a folder, such as `tile`; none where there is no such folder. */
  readonly list: (folder: string) => readonly string[];
  /** Takes files away, and folders that are empty then; what is not there is passed over. They may come back after a cut. */
  readonly remove: (paths: readonly string[]) => Promise<void>;
};

export type TileFailureKind = 'full' | 'read-only' | 'broken' | 'unavailable';

/** A failure of the world under the files of the log. `retryable`: it may pass by itself. */
export class TileFailure extends Error {
  readonly port = 'tile-files';
  readonly kind: TileFailureKind;
  readonly retryable: boolean;

  constructor(kind: TileFailureKind, cause?: unknown) {
    super(`tile-files: ${kind}`, { cause });
    this.kind = kind;
    this.retryable = kind === 'full' || kind === 'unavailable';
  }
}

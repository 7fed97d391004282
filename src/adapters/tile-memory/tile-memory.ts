import type { TileFiles } from '../../ports/tile-files.ts';

/** The files of a log in memory, gone when the process ends: for tests and for looking. */
export function tileMemory(files: Map<string, Uint8Array> = new Map()): TileFiles {
  return {
    read: (path) => files.get(path)?.slice(),
    write: async (written) => {
      // Copied, as a disk would: what the caller does to its bytes later changes nothing.
      for (const { path, bytes } of written) files.set(path, bytes.slice());
    },
    list: (folder) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`)),
    remove: async (paths) => {
      for (const path of paths) files.delete(path);
    },
  };
}

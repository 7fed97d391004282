import type { DeviceFolder } from '../../ports/device-folder.ts';

/** The files of a device in memory, for tests: they share it as tabs share a browser's. */
export function folderMemory(files: Map<string, string> = new Map()): DeviceFolder {
  let last: Promise<unknown> = Promise.resolve();
  return {
    names: async () => [...files.keys()],
    read: async (name) => files.get(name),
    write: async (written) => {
      for (const [name, text] of Object.entries(written)) files.set(name, text);
    },
    clear: async () => files.clear(),
    alone: (work) => {
      const turn = last.then(work);
      last = turn.catch(() => {});
      return turn;
    },
  };
}

import type { DeviceFolder } from '../../ports/device-folder.ts';

const DEVICE = 'shanyrak-device';
const FILES = 'files';

/** The files of a device in IndexedDB, one tab at a time by a Web Lock. Both are of the page's origin only. `database`: where other files lie. */
export function folderBrowser(database: string = DEVICE): DeviceFolder {
  const within = <T>(mode: IDBTransactionMode, ask: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    openDatabase(database).then((opened) => run(opened, mode, ask));
  return {
    names: async () => (await within('readonly', (files) => files.getAllKeys())).map(String),
    read: async (name) => {
      const text: unknown = await within('readonly', (files) => files.get(name));
      return typeof text === 'string' ? text : undefined;
    },
    write: async (written) => {
      await within('readwrite', (files) => {
        for (const [name, text] of Object.entries(written)) files.put(text, name);
        return files.count();
      });
    },
    clear: async () => {
      await within('readwrite', (files) => files.clear());
    },
    alone: (work) => navigator.locks.request(database, work),
  };
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(FILES);
    // Asked once: that the browser does not clear it away when its disk is short. It may say no.
    void navigator.storage.persist().catch(() => false);
  });
  return answerOf(opening);
}

/** One transaction. It is answered once it is complete: by then a strict one is on the disk. */
function run<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  ask: (files: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const transaction = database.transaction(FILES, mode, { durability: 'strict' });
  const asked = ask(transaction.objectStore(FILES));
  return new Promise<T>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve(asked.result));
    transaction.addEventListener('abort', () => reject(failureOf(transaction.error)));
  }).finally(() => database.close());
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(failureOf(request.error)));
  });
}

function failureOf(cause: DOMException | null): Error {
  return new Error('the browser keeps nothing for this page', { cause });
}

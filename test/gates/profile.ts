import assert from 'node:assert/strict';
import { cpSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../making/browser.ts';
import { newFolder } from '../sim/temp-folder.ts';

/** Every byte of every file of a browser's profile. */
export function bytesOf(folder: string): Buffer {
  const files = globSync('**', { cwd: folder }).map((name) => join(folder, name));
  return Buffer.concat(files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file)));
}

/** The same as it lies there when the plug is pulled, with the device open in a tab. */
export function whileRunning({ folder }: Pick<Person, 'folder'>): Buffer {
  return bytesOf(copyOf(folder));
}

export function copyOf(folder: string): string {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true, filter: (name) => !/Singleton/.test(name) });
  return copy;
}

/** What the browser keeps of the device, as somebody reads it who has the profile. */
export async function filesIn({ page }: Pick<Person, 'page'>): Promise<ReadonlyMap<string, string>> {
  const files = await page.evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open('shanyrak-device');
    opening.onsuccess = () => {
      const store = opening.result.transaction('files').objectStore('files');
      const [names, texts] = [store.getAllKeys(), store.getAll()];
      texts.onsuccess = () => resolve(names.result.map((name, i) => [name, texts.result[i]]));
    };
  })`);
  assert.ok(Array.isArray(files));
  return new Map(files as readonly (readonly [string, string])[]);
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of a folder and of the folders in it, such as a hub's with its log. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

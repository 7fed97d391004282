// Whether the scripts of the pages in dist/web are those of the sources. Plain JS without packages: set-up asks it on
// Node 18, before and after anything is installed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the built scripts lie, seen from the root, and the list of what they were made of. */
export const WEB_DIR = 'dist/web';
const STAMP = 'built.json';
/** By the name of the script that the hub serves. */
export const WEB_ENTRIES = {
  'live.js': 'src/faces/desk/live.web.ts',
  'device.js': 'src/faces/desk/web/device.ts',
  'cell.js': 'src/faces/desk/web/cell-device.ts',
  'subscribe.js': 'src/faces/desk/web/subscribe.ts',
  'plan.js': 'src/faces/desk/web/plan.ts',
  'worker.js': 'src/faces/desk/worker/push-worker.ts',
};

/** @param {string} root */
export function stampFile(root) {
  return join(root, WEB_DIR, STAMP);
}

/**
 * What a build was made of: each file with its SHA-256, and the builder's own.
 *
 * @param {string} root
 * @param {readonly string[]} inputs from the root
 */
export function printStamp(root, inputs) {
  const hashes = inputs.toSorted().map((path) => [path, hashOf(join(root, path))]);
  return `${JSON.stringify({ entries: WEB_ENTRIES, inputs: Object.fromEntries(hashes) }, undefined, 1)}\n`;
}

/** @param {string} root */
export function isWebBuilt(root) {
  try {
    const { entries, inputs } = JSON.parse(readFileSync(stampFile(root), 'utf8'));
    if (JSON.stringify(entries) !== JSON.stringify(WEB_ENTRIES)) return false;
    const isThere = Object.keys(WEB_ENTRIES).every((name) => existsSync(join(root, WEB_DIR, name)));
    return isThere && Object.entries(inputs).every(([path, hash]) => hashOf(join(root, path)) === hash);
  } catch {
    return false;
  }
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

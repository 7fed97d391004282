import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const PURE_ROOMS = ['src/base/', 'src/record/', 'src/situation/', 'src/acts/'];

/** Every file below `dir` (from the root, with `/`), sorted; installed packages aside. */
export function filesBelow(dir) {
  const out = [];
  const visit = (at) => {
    for (const entry of entriesOf(at)) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') visit(path);
      else if (entry.isFile()) out.push(relative(ROOT, path).split(sep).join('/'));
    }
  };
  visit(join(ROOT, dir));
  return out.sort();
}

function entriesOf(dir) {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * All test files by what they need. Soak files (`.soak.test.ts`) run in `npm run soak` only, files that send through real
 * carriers (`.channel.test.ts`) in `npm run test:channels` only.
 */
export function testSuites() {
  const all = ['src', 'test', 'bench'].flatMap(filesBelow).filter((file) => /\.test\.tsx?$/.test(file));
  const suites = { pure: [], node: [], browser: [], soak: [], channels: [] };
  for (const file of all) suites[suiteOf(file)].push(file);
  return suites;
}

function suiteOf(file) {
  if (/\.soak\.test\.tsx?$/.test(file)) return 'soak';
  if (/\.channel\.test\.tsx?$/.test(file)) return 'channels';
  if (/\.web\.test\.tsx?$/.test(file)) return 'browser';
  return PURE_ROOMS.some((room) => file.startsWith(room)) ? 'pure' : 'node';
}

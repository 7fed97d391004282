// Builds the scripts of the pages into dist/web: types stripped, imports joined, one file a script. `npm run build`; set-up
// runs it when a source changed. Decision: docs/decisions/0014-screens-that-sign.md.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { printStamp, stampFile, WEB_DIR, WEB_ENTRIES } from './web-stamp.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUT = join(ROOT, WEB_DIR);

const inputs = new Set(['tools/build-web.js', 'tools/web-stamp.js']);
mkdirSync(OUT, { recursive: true });
// Cut off half way, the next start builds anew.
rmSync(stampFile(ROOT), { force: true });
for (const [name, source] of Object.entries(WEB_ENTRIES)) await build(name, source);
writeFileSync(stampFile(ROOT), printStamp(ROOT, [...inputs]));

async function build(name, source) {
  const bundle = await rolldown({
    input: join(ROOT, source),
    platform: 'browser',
    // A script that is served with a part missing would fail in front of people.
    onLog: (level, log, handle) => handle(level === 'warn' ? 'error' : level, log),
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, comments: { legal: true } });
  await bundle.close();
  const [script] = output;
  if (output.length !== 1 || script.type !== 'chunk') throw new Error(`${source} is not one script`);
  for (const path of script.moduleIds.filter((id) => id.startsWith(ROOT)))
    inputs.add(relative(ROOT, path).split(sep).join('/'));
  writeFileSync(join(OUT, name), script.code);
}

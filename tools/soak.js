// `npm run soak`: every test file that counts its rounds with `soakCount` runs with the full count, one after
// the other, and docs/soak-last.md keeps what came of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, testSuites } from './test-files.js';
import { needNode24, runSuite } from './run-suite.js';

needNode24('npm run soak');

const HOUR_MS = 60 * 60_000;
const FILE_LIMIT_MS = 4 * HOUR_MS;

const patterns = process.argv.slice(2);
const suites = testSuites();
const files = Object.values(suites).flat().filter(isSoaked).sort();
const rows = [];

for (const file of files) {
  const started = performance.now();
  const isPure = suites.pure.includes(file);
  const args = [...(isPure ? ['--test-isolation=none'] : []), `--test-timeout=${FILE_LIMIT_MS}`];
  const result = await runSuite([file], { args, env: { SHANYRAK_SOAK: '1' }, limitMs: FILE_LIMIT_MS });
  rows.push({ file, ...result, seconds: (performance.now() - started) / 1000 });
}

process.exitCode = closing();

function isSoaked(file) {
  const isWanted = patterns.length === 0 || patterns.some((pattern) => file.includes(pattern));
  return (
    isWanted && (suites.soak.includes(file) || /\bsoakCount\b/.test(readFileSync(join(ROOT, file), 'utf8')))
  );
}

function closing() {
  const sum = (pick) => rows.reduce((n, row) => n + pick(row), 0);
  const [passed, failed, skipped] = [sum((r) => r.passed), sum((r) => r.failed), sum((r) => r.skips.length)];
  for (const row of rows)
    for (const skip of row.skips)
      process.stdout.write(`skipped: ${row.file}: ${skip.title}: ${skip.reason}\n`);
  // A run of some files says nothing about the others, so it does not replace the page.
  if (patterns.length === 0 && rows.length > 0)
    writeFileSync(join(ROOT, 'docs', 'soak-last.md'), page({ passed, failed, skipped }));
  process.stdout.write(
    `${sum((r) => r.seconds).toFixed(1)} s\n${passed} passed, ${failed} failed, ${skipped} skipped\n`,
  );
  return failed === 0 && passed > 0 ? 0 : 1;
}

function page({ passed, failed, skipped }) {
  return [
    '# The last soak',
    '',
    `Written by \`npm run soak\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${process.platform}-${process.arch}.`,
    '',
    '| suite | passed | failed | skipped | seconds |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows.map(
      (r) => `| ${r.file} | ${r.passed} | ${r.failed} | ${r.skips.length} | ${r.seconds.toFixed(1)} |`,
    ),
    '',
    `${passed} passed, ${failed} failed, ${skipped} skipped`,
    '',
  ].join('\n');
}

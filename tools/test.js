// `npm test`: types, lint, format, unused code, then all tests. `npm test -- alarm` runs only the test files
// whose path includes "alarm"; `npm run check` (--no-tests) only the first four; `npm run test:channels` (--channels) only the
// tests that send through real carriers. Every step runs, whatever failed before it, so that all problems are seen at once.
import { availableParallelism } from 'node:os';
import { filesBelow, testSuites } from './test-files.js';
import { needNode24, runNode, runSuite } from './run-suite.js';

needNode24('npm test');

const MINUTE_MS = 60_000;
// A hung test names itself long before the whole suite is stopped.
const TEST_LIMIT_MS = 2 * MINUTE_MS;
const SUITE_LIMIT_MS = 20 * MINUTE_MS;
// Half the time of a test goes in waiting. Node’s own default is one file at a time on two cores.
const CONCURRENCY = Math.max(3, availableParallelism() - 1);

const args = process.argv.slice(2);
const patterns = args.filter((arg) => !arg.startsWith('--'));
const hasTests = !args.includes('--no-tests');
const isOfChannels = args.includes('--channels');
const KNOWN_FLAGS = ['--no-tests', '--channels'];
const unknown = args.filter((arg) => arg.startsWith('--') && !KNOWN_FLAGS.includes(arg));

if (unknown.length > 0) {
  process.stderr.write(
    `test: unknown ${unknown.join(' ')}; usage: npm test -- [--no-tests] [part of a path]…\n`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await main();
}

async function main() {
  const steps = [];
  if (patterns.length === 0 && !isOfChannels)
    for (const check of staticChecks()) steps.push(await timed(check));
  const suites = hasTests ? await runSuites(steps) : [];
  return closing(steps, suites);
}

function staticChecks() {
  const tsc = 'node_modules/typescript/bin/tsc';
  const isWeb = (file) => /\.web\.tsx?$/.test(file) || /^src\/faces\/.*\/web\/.*\.tsx?$/.test(file);
  const isWorker = (file) => /^src\/faces\/.*\/worker\//.test(file);
  const faces = filesBelow('src/faces');
  const rooms = [
    'pure',
    'node',
    ...(faces.some(isWeb) ? ['web'] : []),
    ...(faces.some(isWorker) ? ['worker'] : []),
  ];
  return [
    ...rooms.map((room) => ({
      name: `types (${room})`,
      run: () => runNode([tsc, '-p', `tsconfig.${room}.json`]),
    })),
    // Type-aware rules (floating promises and the like) come from oxlint-tsgolint.
    {
      name: 'lint',
      run: () => runNode(['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']),
    },
    { name: 'format', run: () => runNode(['node_modules/oxfmt/bin/oxfmt', '--check']) },
    { name: 'unused code', run: () => runNode(['node_modules/knip/bin/knip.js', '--no-progress']) },
  ];
}

async function timed({ name, run }) {
  const started = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const result = await run();
  return { name, result, isOk: result === 0 || result?.failed === 0, ms: performance.now() - started };
}

async function runSuites(steps) {
  const suites = testSuites();
  const channels = [{ name: 'channels', files: suites.channels, args: ['--test-concurrency=1'] }];
  const usual = [
    { name: 'pure rooms', files: suites.pure, args: ['--test-isolation=none'] },
    { name: 'node', files: suites.node, args: [`--test-concurrency=${CONCURRENCY}`] },
    { name: 'browser', files: suites.browser, args: [`--test-concurrency=${CONCURRENCY}`] },
  ];
  const results = [];
  for (const plan of isOfChannels ? channels : usual) {
    const files = plan.files.filter(
      (file) => patterns.length === 0 || patterns.some((p) => file.includes(p)),
    );
    if (files.length === 0) continue;
    const limits = { args: [...plan.args, `--test-timeout=${TEST_LIMIT_MS}`], limitMs: SUITE_LIMIT_MS };
    const step = await timed({ name: `tests (${plan.name})`, run: () => runSuite(files, limits) });
    steps.push(step);
    results.push(step.result);
  }
  return results;
}

/** Prints what was skipped, seconds per step and the counts; gives the exit code. */
function closing(steps, suites) {
  const print = (line = '') => process.stdout.write(`${line}\n`);
  const skips = suites.flatMap((suite) => suite.skips);
  const passed = suites.reduce((n, suite) => n + suite.passed, 0);
  const failed = suites.reduce((n, suite) => n + suite.failed, 0);
  print();
  if (skips.length > 0) print('Skipped:');
  for (const skip of skips) print(`  ${skip.file}: ${skip.title}: ${skip.reason}`);
  if (skips.length > 0) print();
  for (const step of steps)
    print(`${(step.ms / 1000).toFixed(2).padStart(8)} s  ${step.isOk ? 'ok    ' : 'FAILED'}  ${step.name}`);
  const broken = steps.filter((step) => !step.isOk).map((step) => step.name);
  const isEmpty = hasTests && passed + failed === 0;
  print();
  if (broken.length > 0) print(`Failed: ${broken.join(', ')}`);
  if (isEmpty) print(`No test ran: ${whyNone(skips.length)}`);
  if (hasTests) print(`${passed} passed, ${failed} failed, ${skips.length} skipped`);
  return broken.length === 0 && !isEmpty ? 0 : 1;
}

function whyNone(skipped) {
  if (skipped > 0) return 'every one was skipped';
  return patterns.length > 0
    ? `no test file has ${patterns.join(' or ')} in its path`
    : 'there is no test file';
}

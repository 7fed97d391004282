import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './test-files.js';

const NODE_MAJOR_MIN = 24;

/** Stops the program with a plain sentence on a Node that cannot run the sources. */
export function needNode24(howToRun) {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return;
  process.stderr.write(
    `This is Node ${process.version}; the sources need ${NODE_MAJOR_MIN}. Run it as: ${howToRun}\n`,
  );
  process.exit(1);
}

/** What npm and the shell around us say about themselves is not for the programs under test. */
function cleanEnv(extra = {}) {
  const isOurs = ([name]) =>
    !/^(npm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|INIT_CWD$|SHANYRAK_(SOAK|REPORT)$)/i.test(name);
  return { ...Object.fromEntries(Object.entries(process.env).filter(isOurs)), ...extra };
}

/** Runs Node in the root, its output on ours. Gives the exit code, or `null` when it was stopped. */
export function runNode(args, { env = cleanEnv(), limitMs = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const stop = () => child.kill('SIGKILL');
    const timer = limitMs > 0 ? setTimeout(stop, limitMs) : undefined;
    process.once('exit', stop);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('exit', stop);
      resolve(code);
    });
  });
}

/**
 * Runs test files with our reporter. A run that ends badly without naming a failed test counts as one failure.
 *
 * @param {readonly string[]} files
 * @param {{ args?: readonly string[], env?: Record<string, string>, limitMs: number }} options
 */
export async function runSuite(files, { args = [], env = {}, limitMs }) {
  const dir = mkdtempSync(join(tmpdir(), 'shanyrak-report-'));
  const report = join(dir, 'report.json');
  try {
    const flags = ['--test', '--test-reporter=./tools/reporter.js', ...args];
    const code = await runNode([...flags, ...files], {
      env: cleanEnv({ ...env, SHANYRAK_REPORT: report }),
      limitMs,
    });
    const result = readReport(report);
    if (code === 0 || result.failed > 0) return result;
    const why =
      code === null ? `was stopped after ${Math.round(limitMs / 1000)} s` : `ended with exit code ${code}`;
    process.stdout.write(`FAIL the test run ${why} without naming a failed test\n`);
    return { ...result, failed: 1 };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skips: [], files: [] };
  }
}

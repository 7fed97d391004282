import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

export function say(text) {
  process.stderr.write(`${text}\n`);
}

// Enough to hold what went wrong; installers can print megabytes.
const OUTPUT_CHARS_MAX = 1_000_000;

/**
 * Runs a program without showing what it prints; what it printed comes back. Not blocking, so that a lock
 * held meanwhile can say that its holder lives.
 *
 * @param {readonly string[]} commandLine
 * @param {{ cwd: string, limitMs: number, env?: Record<string, string> }} options
 * @returns {Promise<{ code: number | null, reason: string, output: string }>}
 */
export function runQuietly(commandLine, { cwd, limitMs, env = {} }) {
  const [command, ...args] = commandLine;
  return new Promise((resolve) => {
    let output = '';
    let isLate = false;
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH: outsidePath(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    });
    const keep = (chunk) => {
      if (output.length < OUTPUT_CHARS_MAX) output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      isLate = true;
      child.kill();
    }, limitMs);
    const end = () => child.kill();
    process.once('exit', end);
    const finish = (code, reason) => {
      clearTimeout(timer);
      process.off('exit', end);
      resolve({ code, reason, output });
    };
    child.on('error', (error) => finish(null, `${command}: ${error.message}`));
    child.on('close', (code, signal) => {
      const late = `stopped after ${Math.round(limitMs / 60_000)} minutes`;
      finish(isLate ? null : code, isLate ? late : signal ? `signal ${signal}` : `exit code ${code}`);
    });
  });
}

/** PATH without node_modules/.bin: programs there vanish while packages are installed. */
function outsidePath() {
  const dirs = (process.env.PATH ?? '').split(delimiter);
  return dirs.filter((dir) => !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(dir)).join(delimiter);
}

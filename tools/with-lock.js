import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './run-quietly.js';

const POLL_MS = 300;
const BEAT_MS = 2_000;
// Fifteen beats missed: the holder is gone, or its machine slept through.
const STALE_MS = 30_000;

/**
 * Runs `work` while holding a lock directory, so that two setups of one checkout go one after the other.
 * A lock whose holder died (same machine: its process is gone; any machine: no beat for 30 s) is taken over.
 *
 * @template T
 * @param {string} lock
 * @param {boolean} isQuiet
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, isQuiet, work) {
  await acquire(lock, isQuiet);
  const beat = setInterval(() => touch(lock), BEAT_MS);
  const release = () => rmSync(lock, { recursive: true, force: true });
  const stop = (signal) => {
    release();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('SIGINT', stop).off('SIGTERM', stop);
    release();
  }
}

async function acquire(lock, isQuiet) {
  mkdirSync(dirname(lock), { recursive: true });
  let hasSaid = isQuiet;
  while (!tryMake(lock)) {
    if (isStale(lock)) takeAway(lock);
    else {
      if (!hasSaid) say('Setting up: waiting for another setup of this checkout …');
      hasSaid = true;
      await sleep(POLL_MS);
    }
  }
  writeFileSync(join(lock, 'holder'), `${hostname()} ${process.pid}`);
}

function tryMake(dir) {
  try {
    mkdirSync(dir);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Only one waiter may remove a stale lock, and it looks again first: another may have renewed it meanwhile. */
function takeAway(lock) {
  const broom = `${lock}.broom`;
  if (!tryMake(broom)) {
    if (ageMs(broom) > STALE_MS) rmSync(broom, { recursive: true, force: true });
    return;
  }
  try {
    if (isStale(lock)) rmSync(lock, { recursive: true, force: true });
  } finally {
    rmSync(broom, { recursive: true, force: true });
  }
}

function isStale(lock) {
  if (ageMs(lock) > STALE_MS) return true;
  const [host, pid] = readHolder(lock);
  return host === hostname() && pid !== undefined && !isAlive(Number(pid));
}

function readHolder(lock) {
  try {
    return readFileSync(join(lock, 'holder'), 'utf8').split(' ');
  } catch {
    return [];
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

function ageMs(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function touch(lock) {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch {
    // The lock was taken over: this process slept too long. Its work ends in the same state either way.
  }
}

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { seededChance } from '../../src/adapters/sim-day/chance.ts';
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { alarmHub } from '../making/alarm-hub.ts';
import { testVault } from '../making/vault.ts';
import { soakCount } from '../soak-count.ts';
import { newFolder } from './temp-folder.ts';

const CHILD = join(import.meta.dirname, 'alarm-child.ts');
const { NODE_TEST_CONTEXT: _, ...ENV } = process.env;
const RANDOM_KILLS = soakCount(40, 1_000);
const SEED = 11;
/** Where decisions are taken every step is tried. */
const EARLY = 16;
const NEIGHBOURS = 150;
/** As many may be on their way at once by one road, and so go out twice. */
const WINDOW = 64;
const RUN_WITHIN_MS = 60_000;

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

type Done = { readonly steps: number; readonly waits: number; readonly size: number; readonly epoch: number };

/** What the carrier was given in one life of the process, and how that life ended. */
type Life = { readonly keys: readonly string[]; readonly done?: Done };

/** Runs the engine until it has done all or was killed: at a step of its own, or after so many parcels. */
async function live(
  folder: string,
  kill: { readonly atStep?: number; readonly afterParcels?: number },
): Promise<Life> {
  const args = [folder, ...(kill.atStep === undefined ? [] : [String(kill.atStep)])];
  const child = fork(CHILD, args, {
    env: ENV,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  running.add(child);
  const keys: string[] = [];
  let done: Done | undefined;
  child.on('message', (message: { readonly key?: string; readonly done?: Done }) => {
    if (message.done) done = message.done;
    if (message.key === undefined) return;
    keys.push(message.key);
    if (keys.length === kill.afterParcels) child.kill('SIGKILL');
    else if (child.connected) child.send(message.key, () => {});
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), RUN_WITHIN_MS);
  await once(child, 'exit');
  clearTimeout(limit);
  running.delete(child);
  return { keys, ...(done && { done }) };
}

/** A folder on which an alarm was raised and confirmed, and nothing has been decided. */
async function raisedFolder(): Promise<string> {
  const folder = newFolder();
  const store = storeSqlite({ folder, vault: testVault() });
  const { now } = clockSystem();
  const hub = await alarmHub({ store, clock: { kind: 'real', now, moveMinutes: () => {} } });
  const warden = await hub.member(1, 'warden', 'c1', { push: 'w@p', sms: '+701' });
  const apa = await hub.member(2, 'resident', 'c1', { sms: '+702' });
  for (let i = 0; i < NEIGHBOURS; i++)
    await hub.engine.alarms.contacts.put({
      role: 'resident',
      cell: 'c1',
      language: 'kk',
      addresses: [{ channel: i % 3 === 0 ? 'sms' : 'push', address: `n${i}`, isVerified: true }],
    });
  const raise = await hub.says(apa.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
  await hub.says(warden.key, 'alarm.confirm', {}, [raise]);
  store.close();
  return folder;
}

function copyOf(folder: string): string {
  const to = join(newFolder(), 'hub');
  cpSync(folder, to, { recursive: true });
  return to;
}

/** All lives of a hub on this folder until one of them did everything. */
async function liveOn(
  folder: string,
  killFor: (life: number) => Parameters<typeof live>[1],
): Promise<readonly Life[]> {
  const lives: Life[] = [];
  for (let life = 0; lives.at(-1)?.done === undefined; life++) {
    assert.ok(life < 50, 'it never comes to an end');
    lives.push(await live(folder, killFor(life)));
  }
  return lives;
}

/** 1 warden asked and called, the raiser, and all neighbours. */
const MESSAGES = 3 + NEIGHBOURS;

function hold(lives: readonly Life[], what: string): { readonly twice: number } {
  const keys = lives.flatMap((life) => life.keys);
  const distinct = new Set(keys);
  const done = lives.at(-1)?.done;
  assert.equal(distinct.size, MESSAGES, `${what}: ${MESSAGES - distinct.size} were lost`);
  assert.deepEqual([done?.size, done?.waits], [MESSAGES, 0], what);
  // By two roads at once. The key and the topic are the same: a phone shows the second in the place of the first.
  assert.ok(
    keys.length - distinct.size <= 2 * WINDOW * (lives.length - 1),
    `${what}: ${keys.length - distinct.size} twice`,
  );
  return { twice: keys.length - distinct.size };
}

describe('an alarm on a hub that is killed', () => {
  test(
    'at each step of its work reaches all the same, and nobody more than the window twice',
    { timeout: 3 * 3_600_000 },
    async (t) => {
      const raised = await raisedFolder();
      const whole = await live(copyOf(raised), {});
      assert.ok(whole.done && whole.done.steps > 20);
      hold([whole], 'not killed');
      // All of the beginning; then every so many.
      const { steps } = whole.done;
      const early = Array.from({ length: Math.min(EARLY, steps) }, (_, n) => n);
      const later = soakCount(6, steps - early.length);
      const rest = Array.from(
        { length: later },
        (_, i) => early.length + Math.floor((i * (steps - early.length)) / later),
      );
      let twice = 0;
      for (const atStep of [...early, ...rest])
        twice += hold(
          await liveOn(copyOf(raised), (life) => (life === 0 ? { atStep } : {})),
          `killed at step ${atStep}`,
        ).twice;
      t.diagnostic(
        `${early.length + rest.length} kills at ${steps} steps: 0 lost, ${twice} sent twice and shown once`,
      );
    },
  );

  test(
    `${RANDOM_KILLS} times while messages are on their way reaches all the same`,
    { timeout: 3 * 3_600_000 },
    async (t) => {
      const raised = await raisedFolder();
      const chance = seededChance(SEED);
      let [kills, twice] = [0, 0];
      while (kills < RANDOM_KILLS) {
        const planned = 1 + Math.floor(chance() * 5);
        const lives = await liveOn(copyOf(raised), (life) =>
          life < planned ? { afterParcels: 1 + Math.floor(chance() * 60) } : {},
        );
        kills += lives.length - 1;
        twice += hold(lives, `${lives.length - 1} kills`).twice;
      }
      t.diagnostic(`${kills} kills: 0 lost, ${twice} sent twice and shown once`);
    },
  );
});

import { join } from 'node:path';
import { clockSystem } from '../src/adapters/clock-system/clock-system.ts';
import { storeSqlite } from '../src/adapters/store-sqlite/store-sqlite.ts';
import { planMessages } from '../src/acts/alarm/plan.ts';
import { newRoster } from '../src/acts/alarm/roster.ts';
import type { Roster } from '../src/acts/alarm/roster.ts';
import { instant } from '../src/base/instant.ts';
import type { Instant } from '../src/base/instant.ts';
import { newDelivery } from '../src/engine/deliver.ts';
import { openLedger } from '../src/engine/ledger-keeper.ts';
import type { LedgerKeeper } from '../src/engine/ledger-keeper.ts';
import type { Channel } from '../src/ports/channel.ts';
import type { Store } from '../src/ports/store.ts';
import { alarmHub } from '../test/making/alarm-hub.ts';
import { anAlarm } from '../test/making/an-alarm.ts';
import { testVault } from '../test/making/vault.ts';
import { tell } from './progress.ts';
import { median, row } from './table.ts';
import type { Row } from './table.ts';

const PEOPLE = 100_000;
const CIRCLES = 1_000_000;
const WARDENS = 60;
const ALMATY = { lat: 43_238_000, lon: 76_889_000 };
const FAST = { perSecond: 1e9, burst: 1e9 };

/** It has just opened its second tier. */
const ALARM = anAlarm(2);

/** What an alarm costs the hub itself: planning, coming back, matching, handing over; all of it on the disk. */
export async function engineRows(isQuick: boolean, folder: string): Promise<readonly Row[]> {
  const runs = isQuick ? 3 : 7;
  const planned = await planned100k(runs, folder);
  return [
    ...planned,
    matchRow(runs),
    await handoffRow(isQuick ? 1 : 3, folder),
    ...(await storyRows(isQuick ? 20 : 100, folder)),
  ];
}

/** The time a piece of work takes, in milliseconds. */
async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly made: T }> {
  const began = performance.now();
  const made = await work();
  return { ms: performance.now() - began, made };
}

function neighbours(): Roster {
  const roster = newRoster();
  for (let person = 1; person <= PEOPLE; person++)
    roster.put(person, { role: 'resident', cell: `c${person % 400}`, channels: ['push', 'sms'] });
  return roster;
}

function storeIn(folder: string): Store {
  return storeSqlite({ folder, vault: testVault() });
}

async function plan(keeper: LedgerKeeper, roster: Roster): Promise<void> {
  const site = { cell: 'c1', zoneOf: (cell: string) => cell.slice(0, 2) };
  const now = clockSystem().now();
  // Wardens are asked first: none are in this roster, so all rows are calls.
  await keeper.commit(
    planMessages(ALARM, { ledger: keeper.ledger, roster, site, isRingClosed: false, asOf: now }),
  );
}

async function planned100k(runs: number, folder: string): Promise<readonly Row[]> {
  const roster = neighbours();
  const [plans, resumes]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const at = join(folder, `plan-${run}`);
    const store = storeIn(at);
    const keeper = openLedger(store);
    const { ms } = await timed(() => plan(keeper, roster));
    // As many are on their way as may be when a process dies, and a tenth has arrived.
    const rows = keeper.ledger.due('push', clockSystem().now(), PEOPLE / 10);
    await keeper.commit([{ kind: 'claim', rows, at: clockSystem().now() }]);
    await keeper.commit([
      { kind: 'became', state: 'accepted', rows: rows.slice(64), at: clockSystem().now() },
    ]);
    store.close();
    const again = storeIn(at);
    const resumed = await timed(async () => {
      const back = openLedger(again);
      await back.commit([{ kind: 'epoch', at: clockSystem().now() }]);
      return back;
    });
    again.close();
    if (resumed.made.ledger.size !== PEOPLE) throw new Error('the ledger lost rows');
    tell(`run ${run + 1}: planned in ${Math.round(ms)} ms, back in ${Math.round(resumed.ms)} ms`);
    plans.push(ms);
    resumes.push(resumed.ms);
  }
  return [
    row('plan-100k-ms', median(plans), 'ms for 100,000 messages planned and on the disk', PEOPLE),
    row('resume-ms', median(resumes), 'ms until a ledger of 100,000 goes on, key present', PEOPLE),
  ];
}

function matchRow(runs: number): Row {
  const roster = newRoster();
  let seed = 1;
  const chance = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let person = 0; person < CIRCLES; person++)
    roster.put(person, {
      role: 'supporter',
      channels: ['push'],
      circle: {
        lat: Math.round(ALMATY.lat + (chance() - 0.5) * 4e6),
        lon: Math.round(ALMATY.lon + (chance() - 0.5) * 4e6),
        radiusMetres: 1_000 + Math.round(chance() * 40_000),
      },
      ...(person % 10 === 0 && { zones: [`zone-${(person / 10) % 50}`] }),
    });
  const times: number[] = [];
  let hits = 0;
  for (let run = 0; run < runs + 1; run++) {
    const began = performance.now();
    hits = roster.near({ point: ALMATY, zone: 'zone-7' }).people.length;
    if (run > 0) times.push(performance.now() - began);
  }
  return row(
    'match-1m-ms',
    median(times),
    `ms over ${CIRCLES} circles and zones, ${hits} of which hold the place`,
    CIRCLES,
  );
}

/** A carrier that takes everything at once: what is left is the hub's own work. */
function open(name: Channel['name']): Channel {
  return { name, providerOf: () => 'one', send: async () => ({ kind: 'accepted' }), close: async () => {} };
}

async function handoffRow(runs: number, folder: string): Promise<Row> {
  const roster = neighbours();
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const store = storeIn(join(folder, `handoff-${run}`));
    const keeper = openLedger(store);
    await plan(keeper, roster);
    const delivery = newDelivery({
      keeper,
      clock: { kind: 'real', now: later },
      roads: () => [{ channel: open('push'), pace: FAST }],
      parcelFor: ({ person }) => ({
        key: String(person),
        address: 'x',
        topic: 'alarm',
        message: { title: 'Shanyrak', text: 'Техника у ворот' },
        ttlSeconds: 600,
      }),
      failed: (cause) => {
        throw cause;
      },
    });
    const cpu = process.cpuUsage();
    const { ms } = await timed(async () => {
      await delivery.round();
      await delivery.settled();
    });
    const { user, system } = process.cpuUsage(cpu);
    tell(`run ${run + 1}: ${((user + system) / PEOPLE).toFixed(1)} us of CPU a message`);
    if (keeper.ledger.count(ALARM.id, { state: 'accepted' }) !== PEOPLE)
      throw new Error('not all were handed over');
    store.close();
    seconds.push(ms / 1_000);
  }
  return row(
    'handoff-100k-s',
    median(seconds),
    's for 100,000 messages through the ledger to a carrier that waits for nothing',
    PEOPLE,
  );
}

const LAST_WAVE_MS = 10_000;

/** An hour at which every wave is due. */
function later(): Instant {
  return instant(clockSystem().now() + LAST_WAVE_MS);
}

/** From a raise to the first warden's message, and from an answer to the board's figures, over and over on one hub. */
async function storyRows(alarms: number, folder: string): Promise<readonly Row[]> {
  const store = storeIn(join(folder, 'story'));
  const clock = { ...clockSystem(), moveMinutes: () => {} };
  const hub = await alarmHub({ store, clock });
  for (let i = 0; i < WARDENS; i++) await hub.member(1 + (i % 5), 'warden', `c${i}`, { push: `w${i}@p` });
  const [handoffs, answers]: [number[], number[]] = [[], []];
  for (let n = 0; n < alarms; n++) {
    const raiser = await hub.member(1 + (n % 5), 'resident', 'c1');
    const before = hub.carriers.push.given.length;
    const began = performance.now();
    const id = await hub.says(raiser.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
    const first = new Promise<number>((resolve) => {
      hub.carriers.push.say(() => {
        resolve(performance.now());
        return { kind: 'accepted' };
      });
    });
    // The first numbers the incident, where it has none yet.
    await hub.engine.decide();
    await hub.engine.decide();
    handoffs.push((await first) - began);
    await hub.engine.alarms.delivery.settled();
    if (hub.carriers.push.given.length - before !== WARDENS) throw new Error('not all wardens were asked');
    const row = hub.engine.alarms.keeper.ledger.find({ alarm: id, phase: 'ask', channel: 'push', person: 1 });
    if (row === undefined) throw new Error('the first warden was not asked');
    const answered = await timed(async () => {
      await hub.engine.alarms.answered([row], { answer: 'coming', minutes: 20 });
      return hub.engine.situation(hub.incident).alarms.length;
    });
    answers.push(answered.ms);
  }
  store.close();
  return [
    row(
      'raise-to-handoff-p95-ms',
      p95(handoffs),
      `ms from the raise to the first of ${WARDENS} wardens, on the disk`,
      alarms,
    ),
    row(
      'answer-to-board-p95-ms',
      p95(answers),
      'ms from an answer to the figures of the board, on the disk',
      alarms,
    ),
  ];
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0;
}

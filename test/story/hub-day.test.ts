import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyFileOf } from '../making/vault.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { parseDay } from '../sim/parse-day.ts';
import type { Day } from '../../src/adapters/sim-day/day.ts';
import { minuteToInstant } from '../../src/adapters/sim-day/day-times.ts';
import { dayPeople } from '../../src/adapters/sim-day/day-people.ts';
import { playDay } from '../../src/adapters/sim-day/play.ts';
import type { Played, PlayNews } from '../../src/adapters/sim-day/play.ts';
import { MINUTE_MS } from '../../src/base/instant.ts';
import { startHubProcess } from '../../src/main/hub-process.ts';
import { cannotFindProcesses, processOf } from '../sim/process-of.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { TINY_DAY } from '../sim/tiny-day.ts';

const crypto = cryptoNode();
const SPEED = 240;
// The network inside is cut from 10:05 to 10:09; the hub is killed meanwhile, so that both come together.
const [CUT_AT, KILLED_AT, RESTORED_AT] = [605, 607, 609];

type Logged = { readonly e: string; readonly index: number; readonly loggedAt: number };
type CoreJson = {
  readonly a: string;
  readonly s: number;
  readonly p: string;
  readonly k: string;
  readonly at: { readonly edtf: string };
};
type SituationJson = {
  readonly entries: number;
  readonly alarms: readonly {
    readonly state: string;
    readonly steps: readonly { readonly step: string; readonly tier?: number }[];
  }[];
  readonly chains: { readonly missing: number; readonly forked: readonly string[] };
};
type Story = {
  readonly day: Day;
  readonly played: Played;
  readonly logged: readonly Logged[];
  readonly situation: SituationJson;
  readonly hubKey: string;
  readonly restarts: number;
  readonly news: readonly PlayNews[];
};

type PausingClock = { readonly minute: () => number; until: number };

/**
 * The scenario's minute. It follows real time, and stands still at a minute until what the story needs has come about: a
 * machine that is busy plays the day later, and not another day.
 */
function pausingClock(day: Day, since: number): PausingClock {
  let lostMs = 0;
  const clock = {
    until: Number.POSITIVE_INFINITY,
    minute: (): number => {
      const passedMs = Math.max(0, Date.now() - since - lostMs);
      const minute = day.from + (passedMs * SPEED) / MINUTE_MS;
      if (minute <= clock.until) return minute;
      lostMs += ((minute - clock.until) * MINUTE_MS) / SPEED;
      return clock.until;
    },
  };
  return clock;
}

type Killing = {
  readonly clock: PausingClock;
  readonly folder: string;
  readonly news: readonly PlayNews[];
  readonly stop: AbortSignal;
  readonly isBack: () => Promise<boolean>;
};

/** Holds the day back until the cells are called, kills the hub inside the cut, and holds it again until it is back. */
async function killOnce({ clock, folder, news, stop, isBack }: Killing): Promise<void> {
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!stop.aborted && !(await isSo())) await sleep(10);
  };
  clock.until = CUT_AT - 0.1;
  await until(() => news.some((n) => n.kind === 'alarm-step' && n.tier === 2));
  clock.until = RESTORED_AT - 0.1;
  await until(() => clock.minute() >= KILLED_AT);
  await until(() => {
    const pid = processOf(folder);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    return pid !== undefined;
  });
  await until(isBack);
  clock.until = Number.POSITIVE_INFINITY;
}

async function isUp(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/health`).catch(() => undefined);
  return answer?.status === 200;
}

/** Plays the tiny day in a few seconds; in the middle the network inside is cut and the hub is killed. */
async function play(): Promise<Story> {
  const parsed = parseDay(TINY_DAY, 'tiny.yaml');
  assert.ok(parsed.ok);
  const day = parsed.value;
  const [from, until] = [minuteToInstant(day.from, day.date, 0), minuteToInstant(day.until, day.date, 0)];
  const since = Date.now() + 1_500;
  const folder = newFolder();
  const people = dayPeople(day, crypto);
  const founding = `${folder}.founding`;
  writeFileSync(founding, JSON.stringify({ id: people.place, body: people.founding }));
  let restarts = 0;
  const hub = await startHubProcess({
    folder,
    keyFile: keyFileOf(folder),
    founding,
    scenario: [from, since, SPEED, until].join(','),
    restarted: () => restarts++,
  });
  const clock = pausingClock(day, since);
  const news: PlayNews[] = [];
  const stop = new AbortController();
  const killing = killOnce({
    clock,
    folder,
    news,
    stop: stop.signal,
    isBack: async () => restarts === 1 && (await isUp(hub.address)),
  });
  try {
    const played = await playDay({
      day,
      link: hub.writeLink,
      crypto,
      people,
      minuteNow: clock.minute,
      news: (n) => news.push(n),
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(80_000)]),
    });
    await killing;
    const ask = async (path: string): Promise<unknown> => (await fetch(`${hub.readLink}${path}`)).json();
    const { entries } = (await ask(`/entries?limit=1000&incident=${played.incident}`)) as {
      readonly entries: readonly Logged[];
    };
    const { hubKey } = (await ask('/incidents')) as { readonly hubKey: string };
    return {
      day,
      played,
      logged: entries,
      situation: (await ask('/situation')) as SituationJson,
      hubKey,
      restarts,
      news,
    };
  } finally {
    stop.abort();
    await hub.stop();
  }
}

describe(
  'a day on which the network inside is cut and the hub is killed',
  { skip: cannotFindProcesses },
  () => {
    let story: Story;
    let cores: readonly (CoreJson & Logged)[];
    before(
      async () => {
        story = await play();
        cores = story.logged.map((entry) => ({ ...(JSON.parse(entry.e) as CoreJson), ...entry }));
      },
      { timeout: 90_000 },
    );

    test('ends with nothing stuck on a phone, nothing refused and nothing lost', () => {
      const { played, restarts, hubKey } = story;
      assert.equal(restarts, 1);
      assert.deepEqual([played.stuck, played.refused], [0, []]);
      const byHub = cores.filter((c) => c.a === hubKey).length;
      assert.equal(cores.length, played.said + byHub);
      assert.equal(story.situation.entries, cores.length);
    });

    test('leaves chains without gaps and forks, each entry hanging on the one before', () => {
      assert.deepEqual([story.situation.chains.missing, story.situation.chains.forked], [0, []]);
      for (const author of new Set(cores.map((c) => c.a))) {
        const own = cores.filter((c) => c.a === author);
        assert.deepEqual(
          own.map((c) => c.s),
          own.map((_, n) => n),
          'logged in the order its author wrote',
        );
        assert.ok(own.every((c, n) => (n === 0 ? c.p === '' : c.p.length === 64)));
      }
    });

    test('brings what was written inside the cut after it, in its author’s order', () => {
      const { day, played } = story;
      const [refusal] = played.facts.get(2) ?? [];
      assert.ok(refusal);
      const restored = minuteToInstant(609, day.date, 0);
      const reporter = cores.find((c) => c.k === 'event' && c.e.includes('T10:07'))?.a;
      assert.ok(reporter);
      const minute = (c: CoreJson): string => /T(\d\d:\d\d)/.exec(c.at.edtf)?.[1] ?? '';
      const inside = cores.filter((c) => c.a === reporter && minute(c) >= '10:06' && minute(c) < '10:09');
      assert.ok(inside.length >= 2);
      for (const core of inside)
        assert.ok(core.loggedAt >= restored, `${minute(core)} was logged before the network was back`);
      assert.deepEqual(
        inside.map((c) => c.s),
        inside.map((c) => c.s).toSorted((a, b) => a - b),
      );
    });

    test('takes each decision about the alarm once, over the kill', () => {
      const { alarms } = story.situation;
      assert.equal(alarms.length, 1);
      assert.deepEqual(alarms[0]?.steps.map((s) => `${s.step} ${s.tier}`).sort(), ['tier 1', 'tier 2']);
      assert.equal(alarms[0]?.state, 'active');
    });

    test('is told as it went', () => {
      const networks = story.news.flatMap((n) => (n.kind === 'network' ? [n.state] : []));
      assert.deepEqual(networks, ['cut', 'up']);
      assert.ok(story.news.some((n) => n.kind === 'alarm-step' && n.tier === 2));
    });
  },
);

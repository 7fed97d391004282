import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { before, describe, test } from 'node:test';
import { hubHere, listenHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { TINY_DAY } from '../../../test/sim/tiny-day.ts';
import { clockScenario } from '../clock-scenario/clock-scenario.ts';
import { instant, MINUTE_MS } from '../../base/instant.ts';
import { parseDay } from '../../../test/sim/parse-day.ts';
import { dayPeople } from './day-people.ts';
import { minuteToInstant } from './day-times.ts';
import type { Day } from './day.ts';
import { playDay } from './play.ts';
import type { Played, PlayNews } from './play.ts';

const SPEED = 600;

function tinyDay(): Day {
  const day = parseDay(TINY_DAY, 'tiny.yaml');
  assert.ok(day.ok);
  return day.value;
}

type Play = { readonly played: Played; readonly hub: HubHere; readonly news: readonly PlayNews[] };

/** Plays the tiny day in about a second against a hub of this process; decisions are taken as `serve` does. */
async function play(signal = new AbortController().signal, day = tinyDay()): Promise<Play> {
  const since = Date.now() + 50;
  const [from, until] = [minuteToInstant(day.from, day.date, 0), minuteToInstant(day.until, day.date, 0)];
  const hub = await hubHere({ clock: clockScenario({ from, since: instant(since), speed: SPEED, until }) });
  const people = dayPeople(day, hub.crypto);
  assert.ok(await hub.engine.found({ id: people.place, body: people.founding }));
  const { address, close } = await listenHere(hub);
  const deciding = setInterval(() => void hub.engine.decide(), 20);
  const news: PlayNews[] = [];
  const minuteNow = (): number => day.from + (Math.max(0, Date.now() - since) * SPEED) / MINUTE_MS;
  try {
    const played = await playDay({
      day,
      link: address + hub.write,
      crypto: hub.crypto,
      people,
      minuteNow,
      news: (n) => news.push(n),
      signal,
    });
    return { played, hub, news };
  } finally {
    clearInterval(deciding);
    await close();
  }
}

type CoreJson = {
  readonly a: string;
  readonly s: number;
  readonly k: string;
  readonly at: { readonly anchor?: string };
  readonly re: readonly string[];
};

/** The tiny day with somebody nobody knows, and with the reporter's phone taken at 10:08. */
function dayWithStranger(): Day {
  const text = TINY_DAY.replace(
    '  - { handle: reporter-1, role: observer, inside: true }',
    '  - { handle: reporter-1, role: observer, inside: true, seized: "10:08" }\n' +
      '  - { handle: stranger-1, role: resident, vouched: false, inside: false }',
  ).replace(
    'entries:',
    'entries:\n  - { at: "10:00", author: stranger-1, act: cordon.lift, lane: authorities, source: report, text: go home }',
  );
  const parsed = parseDay(text, 'tiny.yaml');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
}

test('a played day with a committee counts whom it vouches for, hides strangers and drops a seized key', async () => {
  const { played, hub, news } = await play(undefined, dayWithStranger());
  assert.deepEqual(played.refused, []);
  const people = hub.engine.people();
  assert.equal(people.incidents.get(played.incident)?.number, 1);
  assert.deepEqual(people.refused, []);
  assert.equal(people.grants.size, 8);
  assert.equal(people.revoked.size, 1);
  assert.ok(news.some((n) => n.kind === 'seized' && n.handle === 'reporter-1'));
  const counted = [...(hub.engine.gathered(played.incident)?.byId.values() ?? [])].map(({ entry }) => entry);
  assert.ok(!counted.some(({ body }) => JSON.stringify(body ?? '').includes('go home')));
  const page = hub.engine.read({ after: -1, limit: 1_000, incident: played.incident });
  const weights = page.entries.map(({ weight }) => weight);
  assert.equal(weights.filter((w) => w === 'waits').length, 1);
  assert.equal(weights.filter((w) => w === 'counts').length, counted.length);
});

test('a person whose kinds no one role may write has a second key, and stays one voice', async () => {
  const text = TINY_DAY.replace(
    'facts:\n  - { n: 1',
    '  - { at: "10:11", author: warden-1, kind: checkin.done, who: warden-1 }\nfacts:\n  - { n: 1',
  );
  const parsed = parseDay(text, 'tiny.yaml');
  assert.ok(parsed.ok, JSON.stringify(parsed));
  const { hub, played } = await play(undefined, parsed.value);
  assert.deepEqual([played.refused, played.stuck], [[], 0]);
  const { grants, refused } = hub.engine.people();
  assert.deepEqual(refused, []);
  const own = [...grants.values()].filter(({ cell, role }) => cell === 'c1' && role !== 'resident');
  assert.deepEqual(own.map(({ role }) => role).toSorted(), ['observer', 'warden']);
  assert.equal(new Set(own.map(({ voucher }) => voucher)).size, 1);
  assert.equal(hub.engine.waiting(), 0);
});

describe('a played day', () => {
  let whole: Play;
  before(async () => {
    whole = await play();
  });

  test('brings everything that was said to the hub, in its author’s order, with nothing stuck or refused', () => {
    const { played, hub } = whole;
    assert.deepEqual([played.stuck, played.refused], [0, []]);
    const { entries } = hub.engine.read({ after: -1, limit: 10_000, incident: played.incident });
    const cores = entries.map((e) => JSON.parse(e.e) as CoreJson);
    const byHub = cores.filter((c) => c.a === hub.engine.hubKey);
    assert.equal(cores.length, played.said + byHub.length);
    for (const author of new Set(cores.map((c) => c.a))) {
      const numbers = cores.filter((c) => c.a === author).map((c) => c.s);
      assert.deepEqual(
        numbers,
        numbers.map((_, n) => n),
      );
    }
    const situation = hub.engine.situation(played.incident);
    assert.ok(situation.chains.every((c) => c.missing === 0 && c.forked.length === 0));
    assert.equal(situation.unread, 0);
  });

  test('calls the cells when the hub has decided to, and says so in the news', () => {
    const { hub, played, news } = whole;
    const tiers = news.flatMap((n) => (n.kind === 'alarm-step' ? [n.tier] : []));
    assert.deepEqual(
      tiers,
      [...new Set(tiers)].toSorted((a, b) => a - b),
    );
    assert.equal(tiers.at(-1), 2);
    const { reach, alarms } = hub.engine.situation(played.incident);
    assert.deepEqual([alarms.length, alarms[0]?.state], [1, 'active']);
    assert.ok(reach.told.lo > 0);
  });

  test('hangs entries on those they name, and gives the facts their entries', () => {
    const { hub, played } = whole;
    const [arrival] = played.facts.get(1) ?? [];
    const [refusal] = played.facts.get(2) ?? [];
    assert.ok(arrival && refusal);
    const cores = hub.engine
      .read({ after: -1, limit: 10_000 })
      .entries.map((e) => JSON.parse(e.e) as CoreJson);
    assert.ok(cores.some((c) => c.at.anchor === arrival));
    assert.ok(cores.some((c) => c.re.includes(arrival)));
  });

  test('tells its news in order: entries, networks, steps of the alarm', () => {
    const { news } = whole;
    const kinds = new Set(news.map((n) => n.kind));
    assert.deepEqual(kinds, new Set(['entry', 'network', 'alarm-step']));
    assert.deepEqual(
      news.flatMap((n) => (n.kind === 'network' ? [`${n.minute} ${n.where} ${n.state}`] : [])),
      ['605 inside cut', '609 inside up'],
    );
    const entries = news.flatMap((n) => (n.kind === 'entry' ? [n.minute] : []));
    assert.deepEqual(
      entries,
      entries.toSorted((a, b) => a - b),
    );
    assert.equal(entries.length, tinyDay().entries.length);
  });

  test('can be broken off', async () => {
    const stop = new AbortController();
    const playing = play(stop.signal);
    playing.catch(() => {});
    await sleep(200);
    stop.abort();
    await assert.rejects(playing, { name: 'AbortError' });
  });
});

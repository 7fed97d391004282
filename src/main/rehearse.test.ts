import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ANY_PLACE, placePlan } from '../../test/making/place-plans.ts';
import { drillAt, missionDay, rehearsedAt, samplePlace } from '../../test/making/rehearsed.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { soakCount } from '../../test/soak-count.ts';
import { ALARM_WORDS } from '../acts/words/alarm-words.ts';
import { LANGUAGES } from '../acts/words/words.ts';
import { DAY_MS, MINUTE_MS } from '../base/instant.ts';
import type { Day } from '../adapters/sim-day/day.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import { drillDay } from './drill-day.ts';
import type { Rehearsed } from './rehearse.ts';

const DRILL_WORDS: ReadonlySet<string> = new Set(LANGUAGES.map((language) => ALARM_WORDS[language].drill));
const firstWord = (text: string): string => /^[\p{L}]+/u.exec(text)?.[0] ?? '';

/** Nothing that could be taken for real, and nobody from outside. */
function holdToDrill({ report, sent, played, gathered }: Rehearsed): void {
  assert.ok(sent.length > 0);
  for (const { message } of sent)
    for (const text of [message.title, message.text]) assert.ok(DRILL_WORDS.has(firstWord(text)), text);
  assert.equal(report.mode, 'drill');
  assert.ok(report.tier <= 2);
  const raises = [...gathered.byId.values()].flatMap(({ entry }) =>
    entry.body?.type === 'alarm-raise' ? [entry.body.mode] : [],
  );
  assert.deepEqual(new Set(raises), new Set(['drill']));
  const steps = [...gathered.byId.values()].flatMap(({ entry }) =>
    entry.body?.type === 'alarm-step' ? [entry.body.tier ?? 0] : [],
  );
  assert.ok(steps.every((tier) => tier <= 2));
  assert.deepEqual(played.refused, []);
}

describe('a rehearsal', () => {
  test('at the sample place reaches everybody although text messages fail, and all hear that it is over', async () => {
    const root = newFolder();
    const plan = samplePlace();
    const held = await rehearsedAt(plan, drillAt(plan), { failing: ['sms'], root });
    holdToDrill(held);
    const { report } = held;
    assert.deepEqual([report.tier, report.endedAs], [2, 'ended']);
    assert.deepEqual(
      report.cells.map(({ cell, wardens }) => [cell, wardens.people, wardens.planned]),
      [
        ['c1', 2, 2],
        ['c2', 2, 2],
        ['c3', 2, 2],
      ],
    );
    assert.equal(report.all.told, report.all.people);
    assert.ok(
      report.cells.every(
        ({ ticks, people = 0 }) => ticks !== undefined && ticks.told > 0 && ticks.told <= people,
      ),
    );
    const sms = report.roads.find(({ channel }) => channel === 'sms');
    assert.equal(sms?.handed, 0);
    const over = report.phases.find(({ phase }) => phase === 'over');
    assert.ok(over && over.told === over.people && (over.toldIn.last ?? Infinity) <= 180);
    assert.deepEqual(readdirSync(root), [], 'nothing is left behind');
  });

  test('gives the same figures for the same seed, and others for another', async () => {
    const plan = placePlan();
    const figures = async (seed: number): Promise<unknown> => {
      const { report, sent } = await rehearsedAt(plan, drillAt(plan, shortDay(), seed));
      const { alarm: _, ...rest } = report;
      return { ...rest, sent: sent.length };
    };
    const first = await figures(7);
    assert.deepEqual(await figures(7), first);
    assert.notDeepEqual(await figures(8), first);
  });

  test('without mobile internet is carried by texts and calls, and says that notifications were not seen', async () => {
    const plan = placePlan();
    const held = await rehearsedAt(plan, drillAt(plan, shortDay()), { failing: ['internet'] });
    holdToDrill(held);
    const [push, sms] = (['push', 'sms'] as const).map((name) =>
      held.report.roads.find(({ channel }) => channel === name),
    );
    assert.equal(push?.seen, 0);
    assert.ok(sms !== undefined && sms.handed > 0 && held.report.all.answered > 0);
  });

  test('has as many telephones of neighbours as were asked for', async () => {
    const plan = placePlan();
    const { report } = await rehearsedAt(plan, drillAt(plan, shortDay()), { neighbours: 200 });
    const near = report.cells.reduce(
      (sum, { neighbours }) => sum + (neighbours?.people ?? 0),
      report.fewNeighbours.people,
    );
    // Two residents of the day live in a cell too.
    assert.ok(near >= 200 && near <= 204, String(near));
  });

  test('at a place of a hundred cells asks two wardens in each', async () => {
    const cells = Array.from({ length: 100 }, (_, i) => ({
      code: `c${i}`,
      zone: i % 2 === 0 ? 'north' : 'south',
      homes: `H${20 * i + 1}..H${20 * i + 20}`,
      people: 40,
      wardens: [`w${2 * i}`, `w${2 * i + 1}`],
    }));
    const plan = placePlan({ cells });
    const held = await rehearsedAt(plan, drillAt(plan, shortDay()), { neighbours: 300 });
    holdToDrill(held);
    assert.deepEqual(new Set(held.report.cells.map(({ wardens }) => wardens.people)), new Set([2]));
    assert.ok(held.report.all.told >= 500);
  });

  test('at any place at all says in every message that it is a drill, and calls nobody from outside', async () => {
    await fc.assert(
      fc.asyncProperty(ANY_PLACE, async (plan: PlacePlan) => {
        holdToDrill(await rehearsedAt(plan, drillAt(plan, shortDay()), { failing: ['sms'] }));
      }),
      { numRuns: soakCount(5, 200) },
    );
  });
});

/** The first hour of the day, so that many can be held. */
function shortDay(): Day {
  const day = missionDay();
  const until = 11 * 60;
  return {
    ...day,
    until,
    entries: day.entries.filter(({ at }) => at < until),
    network: day.network.filter(({ at }) => at < until),
  };
}

describe('a day as a drill at another place', () => {
  test('keeps its rows and their hours, with cells, wardens and people of the plan', () => {
    const plan = samplePlace();
    const { day, left, raisedAt, endsAt } = drillAt(plan);
    assert.equal(left, 0);
    assert.deepEqual([raisedAt, endsAt, day.until], [10 * 60 + 32, 14 * 60 + 40, 15 * 60]);
    assert.deepEqual(
      day.cells.map(({ code, people }) => `${code} ${people}`),
      ['c1 25', 'c2 28', 'c3 41'],
    );
    assert.equal(day.roles.filter(({ role }) => role === 'warden').length, 6);
    const places = day.entries.flatMap(({ body }) =>
      typeof body['place'] === 'object' ? [JSON.stringify(body['place'])] : [],
    );
    assert.ok(places.includes('{"approach":"bus-stop"}'));
    assert.ok(!places.some((text) => text.includes('north-road')));
    const raise = day.entries.find(({ kind }) => kind === 'alarm.raise');
    assert.deepEqual(raise?.body, { mode: 'drill', act: 'force.arrive', place: { cell: 'c3' } });
    assert.ok(day.until * MINUTE_MS < 2 * DAY_MS);
  });

  test('is refused where nobody can be called, or nothing is raised', () => {
    const day = missionDay();
    const noCells = drillDay(day, placePlan({ cells: [] }));
    assert.match(noCells.ok ? '' : noCells.error.why, /no cells/);
    const quiet = drillDay(
      { ...day, entries: day.entries.filter(({ kind }) => kind !== 'alarm.raise') },
      placePlan(),
    );
    assert.match(quiet.ok ? '' : quiet.error.why, /raises no alarm/);
    const byWarden = day.entries.map((entry) =>
      entry.kind === 'alarm.raise' ? { ...entry, by: 'warden-1' } : entry,
    );
    const noWardens = [{ code: 'c1', zone: 'north', homes: 'N1..N9', people: 20 }];
    const nobody = drillDay({ ...day, entries: byWarden }, placePlan({ cells: noWardens }));
    assert.match(nobody.ok ? '' : nobody.error.why, /no counterpart/);
  });

  test('leaves out rows whose author has no counterpart, and what hangs on them', () => {
    const day = missionDay();
    const asWarden: Day = {
      ...day,
      entries: day.entries.map((entry) => (entry.by === 'reporter-1' ? { ...entry, by: 'warden-1' } : entry)),
    };
    const cells = [{ code: 'c1', zone: 'north', homes: 'N1..N9', people: 20 }];
    const { day: held, left } = drillAt(placePlan({ cells, organisers: [] }), asWarden);
    assert.ok(left > 0);
    assert.ok(held.entries.some(({ kind }) => kind === 'alarm.raise'));
    assert.equal(held.outside?.code, 'school-yard');
    assert.equal(
      drillAt(placePlan({ outside: undefined })).day.outside,
      undefined,
      'that of the day is elsewhere',
    );
    const labels = new Set(held.entries.flatMap(({ label }) => label ?? []));
    for (const { re, after } of held.entries)
      assert.ok([...re, ...(after ? [after.anchor] : [])].every((label) => labels.has(label)));
  });
});

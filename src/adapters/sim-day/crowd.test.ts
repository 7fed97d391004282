import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TINY_DAY } from '../../../test/sim/tiny-day.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { parseBody } from '../../record/kinds/body.ts';
import { simCarriers } from './carriers.ts';
import { seededChance } from './chance.ts';
import { simCrowd } from './crowd.ts';
import type { CrowdSaying, CrowdWorld } from './crowd.ts';
import { parseDay } from '../../../test/sim/parse-day.ts';
import type { Day } from './day.ts';

const CALLED: CrowdWorld = { isCalled: () => true, isRingClosed: false };
const QUIET: CrowdWorld = { isCalled: () => false, isRingClosed: false };

function tiny(change: (text: string) => string = (text) => text): Day {
  const day = parseDay(change(TINY_DAY.replace('until: "10:12"', 'until: "12:00"')), 'tiny.yaml');
  assert.ok(day.ok);
  return day.value;
}

/** What the crowd says up to the end of the day, looked at every `step` minutes. */
function said(day: Day, worldAt: (minute: number) => CrowdWorld, step = 1): readonly CrowdSaying[] {
  const chance = seededChance(day.seed);
  const crowd = simCrowd(day, simCarriers(day, chance), chance);
  const out: CrowdSaying[] = [];
  for (let minute = day.from; minute <= day.until; minute += step)
    out.push(...crowd.passTo(minute, worldAt(minute)));
  return out;
}

type Tally = {
  readonly cell: string;
  readonly told: number;
  readonly acknowledged: number;
  readonly coming: number;
  readonly cannot: number;
  readonly unreached: number;
};

function talliesOf(sayings: readonly CrowdSaying[], handle: string): readonly Tally[] {
  return sayings.filter((s) => s.kind === 'alarm.told' && s.handle === handle).map((s) => s.body as Tally);
}

describe('the simulated neighbours', () => {
  test('say nothing before their cells are called', () => {
    assert.deepEqual(
      said(tiny(), () => QUIET),
      [],
    );
  });

  test('are told once each, at most those who can be reached, and answer at most once', () => {
    const sayings = said(tiny(), () => CALLED);
    for (const [handle, people] of [
      ['warden-1', 20],
      ['warden-2', 10],
    ] as const) {
      const tallies = talliesOf(sayings, handle);
      assert.ok(tallies.length > 0);
      let before = 0;
      for (const { told, acknowledged, coming, cannot, unreached } of tallies) {
        assert.ok(told > before && told <= people * 0.9);
        assert.ok(coming + cannot <= acknowledged && acknowledged <= told);
        assert.ok(unreached === 0 || unreached === people - told);
        before = told;
      }
      assert.deepEqual([tallies.at(-1)?.told, tallies.at(-1)?.unreached], [people * 0.9, people * 0.1]);
    }
  });

  test('are told more slowly from door to door where the network is cut', () => {
    const cut = tiny((text) =>
      text.replace('at: "10:09"', 'at: "11:59"').replace('at: "10:05", where', 'at: "10:00", where'),
    );
    const minutesToAll = (day: Day): number => {
      const chance = seededChance(1);
      const crowd = simCrowd(day, simCarriers(day, chance), chance);
      for (let minute = day.from; ; minute++)
        if (
          crowd.passTo(minute, CALLED).some((s) => s.handle === 'warden-1' && (s.body as Tally).told === 18)
        )
          return minute - day.from;
    };
    assert.ok(minutesToAll(cut) > minutesToAll(tiny()) + 3);
  });

  test('who come are checked in, inside while the ring is open and outside once it is closed', () => {
    const pointsOf = (world: CrowdWorld): readonly string[] => {
      const counts = said(tiny(), () => world).filter((s) => s.kind === 'checked.in');
      assert.ok(counts.length > 0);
      return [...new Set(counts.map((s) => JSON.stringify(s.body['point'])))];
    };
    assert.deepEqual(pointsOf(CALLED), ['"mosque"']);
    assert.deepEqual(pointsOf({ ...CALLED, isRingClosed: true }), ['"yard"']);
  });

  test('are counted as a range about the true number, that never sinks', () => {
    let last = 0;
    for (const { body } of said(tiny(), () => CALLED).filter((s) => s.kind === 'checked.in')) {
      const { lo, hi } = body['number'] as { readonly lo: number; readonly hi: number };
      assert.ok(lo <= hi && hi >= last);
      last = lo;
    }
  });

  test('say only what the record takes, through people of the day file', () => {
    const day = tiny();
    for (const { handle, kind, body } of said(day, () => CALLED)) {
      assert.ok(day.roles.some((r) => r.handle === handle));
      assert.equal(parseBody(kind, canonicalJson(body)).ok, true, JSON.stringify(body));
    }
  });

  test('do the same for the same seed, however often they are looked at', () => {
    const once = said(tiny(), () => CALLED);
    assert.deepEqual(
      said(tiny(), () => CALLED),
      once,
    );
    assert.deepEqual(
      said(tiny(), () => CALLED, 5),
      once,
    );
    assert.notDeepEqual(
      said({ ...tiny(), seed: 4 }, () => CALLED),
      once,
    );
  });
});

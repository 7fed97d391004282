import assert from 'node:assert/strict';
import { join } from 'node:path';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { readDay } from '../../src/adapters/sim-day/day-file.ts';
import type { Day } from '../../src/adapters/sim-day/day.ts';
import type { PlacePlan } from '../../src/acts/alarm/place-plan.ts';
import { readPlaceFile } from '../../src/faces/cli/place-file.ts';
import { readYamlFile } from '../../src/faces/cli/yaml-text.ts';
import { drillDay } from '../../src/main/drill-day.ts';
import type { DrillDay } from '../../src/main/drill-day.ts';
import { rehearse } from '../../src/main/rehearse.ts';
import type { Failing, Rehearsed } from '../../src/main/rehearse.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The day whose rows are rehearsed where nobody names another. */
export function missionDay(): Day {
  const day = readYamlFile(join(ROOT, 'days/5-april.yaml'), 'day file', readDay);
  assert.ok(day.ok);
  return day.value;
}

/** The place of docs/place.yaml. */
export function samplePlace(): PlacePlan {
  const place = readPlaceFile(join(ROOT, 'docs/place.yaml'));
  assert.ok(place.ok);
  return place.value.plan;
}

/** A day as a drill at a place; a day that cannot be one fails the test. */
export function drillAt(plan: PlacePlan, day: Day = missionDay(), seed?: number): DrillDay {
  const drill = drillDay(day, plan, seed);
  assert.ok(drill.ok, drill.ok ? '' : drill.error.why);
  return drill.value;
}

type Wishes = {
  readonly failing?: readonly Failing[];
  readonly neighbours?: number;
  readonly root?: string;
};

export function rehearsedAt(
  plan: PlacePlan,
  drill: DrillDay,
  { failing = [], neighbours, root }: Wishes = {},
): Promise<Rehearsed> {
  return rehearse({
    drill,
    plan,
    failing,
    ...(neighbours !== undefined && { neighbours }),
    ...(root !== undefined && { root }),
    crypto: cryptoNode(),
    news: () => {},
    signal: new AbortController().signal,
  });
}

import { readFileSync } from 'node:fs';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { parseDay } from '../sim/parse-day.ts';
import type { Day } from '../../src/adapters/sim-day/day.ts';
import { minuteToInstant } from '../../src/adapters/sim-day/day-times.ts';
import { writeDay } from '../../src/adapters/sim-day/write-day.ts';
import type { WrittenDay } from '../../src/adapters/sim-day/write-day.ts';
import { assert } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import { parseOffset } from '../../src/record/signed.ts';
import { accept, toVerify } from '../../src/record/verify.ts';
import type { EntryId } from '../../src/record/names.ts';
import type { Logged } from '../../src/situation/buckets.ts';
import { gather, newGathered } from '../../src/situation/gather.ts';
import { situationOf } from '../../src/situation/situation.ts';
import type { Situation } from '../../src/situation/situation.ts';

const crypto = cryptoNode();

/** A day file of this repository, parsed; a broken one fails the test with its fault. */
export function dayOf(name: string): Day {
  const file = `days/${name}.yaml`;
  const day = parseDay(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'), file);
  assert(day.ok, day.ok ? '' : `${file}:${day.error.line} ${day.error.field} ${day.error.why}`);
  return day.value;
}

/** The entries a day file holds, signed by its roles, without the crowd and without a hub. */
export function recordOf(day: Day): Promise<WrittenDay> {
  return writeDay(day, crypto);
}

/** The situation at the end of the day from these entries, less those in `without`. */
export function situationAfter(
  day: Day,
  written: WrittenDay,
  without: ReadonlySet<EntryId> = new Set(),
): Situation {
  const gathered = newGathered({ hubKeys: new Set() });
  for (const logged of loggedOf(written)) if (!without.has(logged.entry.id)) gather(gathered, logged);
  return situationOf(gathered, endOf(day));
}

function loggedOf(written: WrittenDay): readonly Logged[] {
  return written.wires.map((wire, index) => {
    const plan = toVerify(wire, crypto);
    assert(plan.ok, 'a written day holds entries');
    const entry = accept(plan.value, true, crypto);
    assert(entry.ok, 'a written day holds genuine entries');
    return { entry: entry.value, index };
  });
}

function endOf(day: Day): Instant {
  return minuteToInstant(day.until, day.date, day.offset === undefined ? 0 : (parseOffset(day.offset) ?? 0));
}

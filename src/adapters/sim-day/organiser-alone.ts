import { addRanges, rangeWords } from '../../base/number-range.ts';
import type { NumberRange } from '../../base/number-range.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { PlainObject } from '../../record/subset.ts';
import { simCarriers } from './carriers.ts';
import { seededChance } from './chance.ts';
import { simCrowd } from './crowd.ts';
import type { Day, DayMinute } from './day.ts';

/** How far one telephone would have come by this minute. */
export type AloneAt = {
  readonly minute: DayMinute;
  readonly told: number;
  readonly acknowledged: number;
  /** People counted at the points, as stewards count. */
  readonly checkedIn: NumberRange;
};

const ALONE = 'the-organiser';

/**
 * The same day without hub and wardens: one telephone outside texts everybody by itself, as fast as a warden's does, from the
 * minute the alarm is raised. Its owner is besieged at home and goes to no door; nobody who is told tells anybody else. An
 * assumption to look at beside the played day, not a finding: nobody knows how the day would have gone.
 */
export function organiserAlone(day: Day, raisedAt: DayMinute): readonly AloneAt[] {
  const chance = seededChance(day.seed);
  const crowd = simCrowd(aloneDay(day), simCarriers(day, chance), chance);
  const points = new Map<string, NumberRange>();
  const curve: AloneAt[] = [];
  let [told, acknowledged] = [0, 0];
  for (let minute = day.from; minute <= day.until; minute++) {
    const isRingClosed = day.entries.some(
      ({ at, body }) => at <= minute && body['act'] === 'cordon.complete',
    );
    for (const { kind, body } of crowd.passTo(minute, { isCalled: () => minute > raisedAt, isRingClosed })) {
      const { number, point } = body;
      if (kind === 'alarm.told') [told, acknowledged] = [Number(body['told']), Number(body['acknowledged'])];
      if (typeof point === 'string' && isPlainObject(number)) points.set(point, rangeIn(number));
    }
    curve.push({ minute, told, acknowledged, checkedIn: addRanges([...points.values()]) });
  }
  return curve;
}

/** One cell of all people, with one caller who has no feet. */
function aloneDay(day: Day): Day {
  const people = day.cells.reduce((sum, cell) => sum + cell.people, 0);
  return {
    ...day,
    cells: [{ code: 'all', homes: [], people }],
    roles: [
      ...day.roles.filter(({ role }) => role !== 'warden'),
      { handle: ALONE, role: 'warden', cell: 'all', inside: false, isVouched: true },
    ],
    crowd: { ...day.crowd, doorsPerMinute: 0, homesEveryMin: 0, tallyEveryMin: 1 },
  };
}

function rangeIn(number: PlainObject): NumberRange {
  const [lo, hi] = [Number(number['lo']), Number(number['hi'])];
  return { lo, hi, words: rangeWords(lo, hi) };
}

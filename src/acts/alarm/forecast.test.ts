import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MINUTE_MS } from '../../base/instant.ts';
import { wall } from '../../base/wall.ts';
import { forecastTurnout } from './forecast.ts';
import type { CallSoFar } from './forecast.ts';

const AT = wall(Date.UTC(2031, 4, 17, 10, 30));
const NOTHING: CallSoFar = {
  asOf: AT,
  told: [],
  queued: 0,
  onTheWay: [],
  cannot: 0,
  checkedIn: { lo: 0, hi: 0 },
};
const minutes = (n: number) => wall(AT + Math.round(n * MINUTE_MS));

/** Chance that is the same in every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type World = {
  readonly people: number;
  readonly come: number;
  readonly cannot: number;
  readonly isCounted: number;
  readonly unannounced: number;
  readonly answerMin: number;
  readonly walkMin: number;
  /** Wardens tick who is coming, and nobody asks in how many minutes. */
  readonly isTicked?: boolean;
};

/** A call in a world whose rates nobody knows: what is seen at `look`, and who is there in the end. */
function play(
  world: World,
  look: number,
  until: number,
  random: () => number,
): { readonly seen: CallSoFar; readonly there: number } {
  const after = (mean: number): number => -mean * Math.log(1 - random());
  const told: CallSoFar['told'][number][] = [];
  const onTheWay: CallSoFar['onTheWay'][number][] = [];
  let [queued, cannot, counted, there] = [0, 0, 0, 0];
  const arrives = (at: number): void => {
    if (at <= look) counted++;
    if (at <= until) there++;
  };
  for (let i = 0; i < world.people; i++) {
    const toldAt = random() * 15;
    if (toldAt <= look) told.push({ at: minutes(toldAt), people: 1 });
    else queued++;
    const answerAt = toldAt + after(world.answerMin);
    const walk = 5 + random() * world.walkMin;
    const says = random();
    if (says < world.come) {
      const since = minutes(answerAt);
      if (answerAt <= look)
        onTheWay.push(world.isTicked === true ? { since } : { since, minutes: Math.round(walk) });
      if (random() < world.isCounted) arrives(answerAt + walk * (0.7 + random() * 0.8));
    } else if (says < world.come + world.cannot) {
      if (answerAt <= look) cannot++;
    } else if (random() < world.unannounced) arrives(answerAt + walk);
  }
  return {
    seen: { asOf: minutes(look), told, queued, onTheWay, cannot, checkedIn: { lo: counted, hi: counted } },
    there,
  };
}

describe('how many will be there', () => {
  test('nobody, while nobody was told', () => {
    const { expected, band } = forecastTurnout(NOTHING, 60);
    assert.equal(expected, 0);
    assert.ok(band.lo === 0 && (band.hi ?? Number.POSITIVE_INFINITY) < 10);
  });

  test('some of those just told, within wide limits', () => {
    const { expected, band } = forecastTurnout({ ...NOTHING, told: [{ at: AT, people: 600 }] }, 60);
    assert.ok(expected > 40 && expected < 120, `${expected}`);
    assert.ok(band.lo < expected / 2 && (band.hi ?? 0) > expected * 1.5, band.words);
  });

  test('never fewer than are counted on the spot', () => {
    const { band } = forecastTurnout({ ...NOTHING, checkedIn: { lo: 80, hi: 100 } }, 60);
    assert.ok(band.lo >= 80);
  });

  test('more with each who says they come, fewer with each who cannot', () => {
    const told = [{ at: AT, people: 200 }];
    const seen = { ...NOTHING, asOf: minutes(5), told };
    const some = Array.from({ length: 40 }, () => ({ since: minutes(4), minutes: 30 }));
    const plain = forecastTurnout(seen, 60).expected;
    assert.ok(forecastTurnout({ ...seen, onTheWay: some }, 60).expected > plain + 20);
    assert.ok(forecastTurnout({ ...seen, cannot: 190 }, 60).expected < plain);
  });

  test('not many times more because the first of those who said no hour are there early', () => {
    const onTheWay = Array.from({ length: 300 }, () => ({ since: AT }));
    const told = [{ at: AT, people: 600 }];
    const seen = { ...NOTHING, asOf: minutes(8), told, onTheWay, checkedIn: { lo: 40, hi: 50 } };
    const { expected, band } = forecastTurnout(seen, 60);
    assert.ok(expected > 150 && expected < 450, band.words);
  });

  for (const isTicked of [false, true])
    test(`holds the true number in at least eight of ten calls whose rates nobody knew${isTicked ? ', ticked by wardens' : ''}`, (t) => {
      const random = chance(5);
      const runs = 1_000;
      let [held, width] = [0, 0];
      for (let run = 0; run < runs; run++) {
        const world: World = {
          people: 100 + Math.floor(random() * 900),
          come: 0.05 + random() * 0.5,
          cannot: random() * 0.3,
          isCounted: 0.5 + random() * 0.5,
          unannounced: random() * 0.1,
          answerMin: 3 + random() * 17,
          walkMin: 10 + random() * 30,
          isTicked,
        };
        const look = 3 + random() * 37;
        const { seen, there } = play(world, look, 60, random);
        const { band, expected } = forecastTurnout(seen, 60 - look);
        const hi = band.hi ?? Number.POSITIVE_INFINITY;
        if (band.lo <= there && there <= hi) held++;
        width += (hi - band.lo) / Math.max(1, expected);
      }
      t.diagnostic(
        `held in ${held} of ${runs}; the band is ${(width / runs).toFixed(2)} times the number wide`,
      );
      assert.ok(held >= 0.8 * runs, `${held} of ${runs}`);
      assert.ok(width / runs < 2.5, 'a band that holds everything says nothing');
    });
});

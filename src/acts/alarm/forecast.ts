import { MINUTE_MS } from '../../base/instant.ts';
import { rangeWords } from '../../base/number-range.ts';
import type { NumberRange } from '../../base/number-range.ts';
import type { Wall } from '../../base/wall.ts';
import type { Alarm } from '../../situation/alarms.ts';

/** What is known of a call while it runs. */
export type CallSoFar = {
  readonly asOf: Wall;
  /** Who was told when, in any order. */
  readonly told: readonly { readonly at: Wall; readonly people: number }[];
  /** People whose messages are still waiting to go out. */
  readonly queued: number;
  readonly onTheWay: Alarm['onTheWay'];
  readonly cannot: number;
  /** People counted on the spot so far. */
  readonly checkedIn: { readonly lo: number; readonly hi?: number };
};

/** How many will be there: what to reckon with, and between which numbers it lies nine times out of ten. */
export type Forecast = { readonly expected: number; readonly band: NumberRange };

// What is reckoned with before anybody has answered; each answer counts as one more case beside these.
/** Of ten told two come (turnout of volunteer call-outs lies between one and five). */
const COMING_PRIOR = { yes: 2, no: 8 };
/** Of those who said they come and should be there, seven of ten are counted. */
const THERE_PRIOR = { counted: 2.8, due: 4 };
const ANSWER_AFTER_MIN = 10;
const ARRIVAL_AFTER_MIN = 20;
/** How much slower, or faster, than reckoned people may answer, and walk where they did not say how long they need. */
const SLOW = 2;
/** Of a normal distribution nine tenths lie so many deviations around the middle. */
const NINE_TENTHS = 1.645;

/**
 * How many people will be on the spot `withinMin` from `asOf`. Those who were told and have not answered are taken by how
 * those told as long ago answered; those who said they come, by how many of the ones due are counted. The band is widened
 * by how little is known of both rates.
 */
export function forecastTurnout(call: CallSoFar, withinMin: number): Forecast {
  const coming = comingRate(call);
  const there = thereRate(call);
  const arriving = arrivingIn(call, withinMin);
  // Whoever answers too late to walk here in time is not there in time.
  const inTime = answeredAfter(withinMin - ARRIVAL_AFTER_MIN);
  const silent = silentLeft(call, ANSWER_AFTER_MIN) * inTime;
  const silentVar =
    ((silentLeft(call, SLOW * ANSWER_AFTER_MIN) - silentLeft(call, ANSWER_AFTER_MIN / SLOW)) / 2) ** 2;
  const announced = arriving + silent * coming.mean;
  const announcedVar =
    silentVar * (coming.mean ** 2 + coming.variance) +
    silent ** 2 * coming.variance +
    silent * coming.mean * (1 - coming.mean);
  const more = there.mean * announced;
  // Where people walk more slowly than reckoned, fewer were due and more are yet to come.
  const moreIf = (slow: number): number =>
    thereRate(call, slow).mean * (arrivingIn(call, withinMin, slow) + silent * coming.mean);
  const walkVar = ((moreIf(SLOW) - moreIf(1 / SLOW)) / 2) ** 2;
  const spread =
    (there.variance + there.mean ** 2) * (announcedVar + announced ** 2) -
    more ** 2 +
    Math.max(more, 1) +
    walkVar;
  const half = NINE_TENTHS * Math.sqrt(spread);
  const { lo, hi = lo } = call.checkedIn;
  const least = Math.max(lo, Math.floor(lo + more - half));
  const most = Math.ceil(hi + more + half);
  return {
    expected: Math.round((lo + hi) / 2 + more),
    band: { lo: least, hi: most, words: rangeWords(least, most) },
  };
}

type Rate = { readonly mean: number; readonly variance: number };

/** Of those who had time to answer, how many come: a Beta distribution. */
function comingRate({ asOf, told, onTheWay, cannot }: CallSoFar): Rate {
  const heard = told.reduce(
    (sum, { at, people }) => sum + people * answeredAfter((asOf - at) / MINUTE_MS),
    0,
  );
  const yes = COMING_PRIOR.yes + onTheWay.length;
  const no = COMING_PRIOR.no + Math.max(cannot, heard - onTheWay.length);
  const all = yes + no;
  return { mean: yes / all, variance: (yes * no) / (all ** 2 * (all + 1)) };
}

/** How many are counted for each who said they come and is due: a Gamma distribution, since some come unannounced. */
function thereRate({ asOf, onTheWay, checkedIn }: CallSoFar, slow: number = 1): Rate {
  const due = dueBy(onTheWay, asOf, slow);
  const counted = (checkedIn.lo + (checkedIn.hi ?? checkedIn.lo)) / 2;
  const shape = THERE_PRIOR.counted + counted;
  const rate = THERE_PRIOR.due + due;
  return { mean: shape / rate, variance: shape / rate ** 2 };
}

/** How many of those on their way should come within so many minutes. */
function arrivingIn({ asOf, onTheWay }: CallSoFar, withinMin: number, slow: number = 1): number {
  return dueBy(onTheWay, asOf + withinMin * MINUTE_MS, slow) - dueBy(onTheWay, asOf, slow);
}

/** People told who have neither answered nor had the time to. */
function silentLeft({ asOf, told, queued, onTheWay, cannot }: CallSoFar, answerMin: number): number {
  const notYet = told.reduce(
    (sum, { at, people }) => sum + people * (1 - answeredAfter((asOf - at) / MINUTE_MS, answerMin)),
    queued,
  );
  const all = told.reduce((sum, { people }) => sum + people, queued);
  return Math.max(0, Math.min(notYet, all - onTheWay.length - cannot));
}

/** The part of all answers that has come so long after the call. */
function answeredAfter(minutes: number, answerMin: number = ANSWER_AFTER_MIN): number {
  return minutes <= 0 ? 0 : 1 - Math.exp(-minutes / answerMin);
}

/**
 * How many of those on their way should be there by a moment. Who said in how many minutes is due then; the others come one by
 * one over twice the usual time: some have the shortest way, and the first who are counted must not look like a crowd.
 */
function dueBy(onTheWay: CallSoFar['onTheWay'], at: number, slow: number): number {
  return onTheWay.reduce((sum, { since, minutes }) => {
    const age = (at - since) / MINUTE_MS;
    if (minutes !== undefined) return sum + (age >= minutes ? 1 : 0);
    return sum + Math.min(1, Math.max(0, age / (2 * slow * ARRIVAL_AFTER_MIN)));
  }, 0);
}

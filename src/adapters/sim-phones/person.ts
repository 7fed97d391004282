import { SECOND_MS } from '../../base/instant.ts';

/** How people are with their telephones. All of it is invented, and whoever shows what came of it says so. */
export type Habits = {
  /** Of a thousand people, this many look at a message at all. */
  readonly seenPerMille: number;
  readonly seenAfterSeconds: Spread;
  /** Of a thousand people, this many hear it ring, whether they look at messages or not. */
  readonly heardPerMille: number;
  /** Of a thousand who have seen it, this many say that they come, and that they cannot. */
  readonly comingPerMille: number;
  readonly cannotPerMille: number;
  readonly answerAfterSeconds: Spread;
  /** In how many minutes who comes says to be there. */
  readonly minutes: Spread;
};

export type Spread = { readonly lo: number; readonly hi: number };

/** What one person says when asked to come. */
export type Choice = { readonly answer: 'coming'; readonly minutes: number } | { readonly answer: 'cannot' };

/** One person, drawn once: how long they take to look, and what they answer. Without a number they never look. */
export type Person = {
  readonly seenAfterMs?: number;
  readonly isHearing: boolean;
  readonly choice?: Choice;
  readonly answerAfterMs: number;
};

/** `chance`: numbers in 0..1. It is asked equally often for everybody, so that one person's luck moves nobody else's. */
export function drawPerson(habits: Habits, chance: () => number): Person {
  const within = ({ lo, hi }: Spread): number => lo + chance() * (hi - lo);
  const isLooking = chance() * 1_000 < habits.seenPerMille;
  const seenAfterMs = Math.round(within(habits.seenAfterSeconds) * SECOND_MS);
  const answerAfterMs = Math.round(within(habits.answerAfterSeconds) * SECOND_MS);
  const minutes = Math.round(within(habits.minutes));
  const roll = chance() * 1_000;
  const isHearing = chance() * 1_000 < habits.heardPerMille;
  const { comingPerMille, cannotPerMille } = habits;
  const choice: Choice | undefined =
    roll < comingPerMille
      ? { answer: 'coming', minutes }
      : roll < comingPerMille + cannotPerMille
        ? { answer: 'cannot' }
        : undefined;
  return { isHearing, answerAfterMs, ...(isLooking && { seenAfterMs }), ...(choice && { choice }) };
}

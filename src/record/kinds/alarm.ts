import { readPlace } from './event.ts';
import type { PlaceRef } from './event.ts';
import type { Fields } from './fields.ts';
import { ACTS, REPLIES } from './vocabulary.ts';
import type { Act, Reply } from './vocabulary.ts';

/** Fixed at birth: a drill can never become real. */
export type AlarmMode = 'real' | 'drill';

export type AlarmRaiseBody = {
  readonly type: 'alarm-raise';
  readonly mode: AlarmMode;
  readonly act: Act;
  readonly place?: PlaceRef;
};

/** "I see it too", or "it is not so". The alarm meant stands in the core's `re`. */
export type AlarmVoteBody = { readonly type: 'alarm-vote'; readonly vote: 'confirm' | 'refute' };

/** One person's answer, for themselves. `minutes` until there, with `coming`. */
export type AlarmReplyBody = {
  readonly type: 'alarm-reply';
  readonly reply: Reply;
  readonly minutes?: number;
};

/** A warden's running tally of their cell: counts only; whom they told stays on the warden's phone. */
export type AlarmToldBody = {
  readonly type: 'alarm-told';
  readonly cell: string;
  readonly told: number;
  readonly acknowledged: number;
  readonly coming: number;
  readonly cannot: number;
  readonly unreached: number;
};

export const ALARM_STEPS = ['tier', 'lapsed', 'ended', 'false', 'duplicate'] as const;
export type AlarmStep = (typeof ALARM_STEPS)[number];

/** A decision of the hub about an alarm, signed by the hub's role key: the fold reads it and needs no clock. */
export type AlarmStepBody = { readonly type: 'alarm-step'; readonly step: AlarmStep; readonly tier?: number };

const TIERS = 4;
/** Until somebody is there: at most a day. */
export const MINUTES_MAX: number = 24 * 60;
const CELL_PEOPLE_MAX = 100_000;

export function readAlarmRaise(f: Fields): AlarmRaiseBody {
  return {
    type: 'alarm-raise',
    mode: f.oneOf('mode', ['real', 'drill']),
    act: f.oneOf('act', ACTS),
    ...readPlace(f),
  };
}

export function readAlarmReply(f: Fields): AlarmReplyBody {
  const reply = f.oneOf('reply', REPLIES);
  return {
    type: 'alarm-reply',
    reply,
    ...(f.has('minutes') && { minutes: f.count('minutes', MINUTES_MAX) }),
  };
}

export function readAlarmTold(f: Fields): AlarmToldBody {
  const count = (name: string): number => f.count(name, CELL_PEOPLE_MAX);
  return {
    type: 'alarm-told',
    cell: f.code('cell'),
    told: count('told'),
    acknowledged: count('acknowledged'),
    coming: count('coming'),
    cannot: count('cannot'),
    unreached: count('unreached'),
  };
}

export function readAlarmStep(f: Fields): AlarmStepBody {
  const step = f.oneOf('step', ALARM_STEPS);
  if (step === 'tier' && !f.has('tier')) f.refuse('tier', 'is missing');
  const tier = f.has('tier') ? f.count('tier', TIERS) : undefined;
  return { type: 'alarm-step', step, ...(tier !== undefined && { tier }) };
}

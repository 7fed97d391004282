import { readPlace } from './event.ts';
import type { PlaceRef } from './event.ts';
import type { Fields } from './fields.ts';
import { ENTRY, HASH, INCIDENT, KEY } from './forms.ts';
import { ACTS, REPLIES } from './vocabulary.ts';
import type { Act, Reply } from './vocabulary.ts';
import type { AuthorKey, EntryId, IncidentId } from '../names.ts';

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

/** Why a decision was taken: enough voices, voices and the time, an order of two, or too many raises of one key. */
export const STEP_REASONS = ['voices', 'time', 'order', 'too-many'] as const;
export type StepReason = (typeof STEP_REASONS)[number];

/** By what an alarm goes further, as it was when the alarm was raised: what comes later changes no alarm that runs. */
export type AlarmPolicy = {
  /** Voices beside the raise before neighbours are called. */
  readonly confirmationsMin: number;
  /** Voices, the raise's among them, before press, lawyers, observers and near supporters are called. */
  readonly voicesForPressMin: number;
  readonly lapseAfterMin: number;
  /** After this long the next tier opens although enough seem to be coming. */
  readonly widenAfterMin: number;
  /** People without whom the next tier opens as soon as it may. */
  readonly peopleWanted: number;
  readonly raisesPerHourMax: number;
};

/** A decision of the hub about an alarm, signed by the hub's role key: the fold reads it and needs no clock. */
export type AlarmStepBody = {
  readonly type: 'alarm-step';
  readonly step: AlarmStep;
  readonly tier?: number;
  readonly why?: StepReason;
  /** With the first decision: what all that follow are taken by. */
  readonly policy?: AlarmPolicy;
};

/** What keyholders order of an alarm, on the place log. Two of them must say the same; to end a drill one is enough. */
export const ALARM_ORDERS = ['abroad', 'ended', 'false', 'duplicate'] as const;
export type AlarmOrder = (typeof ALARM_ORDERS)[number];
export type AlarmOrderBody = {
  readonly type: 'alarm-order';
  readonly order: AlarmOrder;
  /** The entry that raised it, and the incident it stands in. */
  readonly alarm: EntryId;
  readonly incident: IncidentId;
};

export const RELAYED = ['acknowledged', 'coming', 'cannot', 'confirm', 'refute'] as const;
export type Relayed = (typeof RELAYED)[number];

/** Whether it says something of the alarm; all else somebody says of themselves. */
export function isVote(answer: Relayed): answer is AlarmVoteBody['vote'] {
  return answer === 'confirm' || answer === 'refute';
}

/**
 * An answer its author could not sign, by text message or on a plain page, said on by the hub. `who` is a number for this
 * one alarm that ties to nobody; `voucher` vouches for whoever was asked, so that two answers of one person's people are
 * one voice.
 */
export type AlarmRelayBody = {
  readonly type: 'alarm-relay';
  readonly answer: Relayed;
  readonly minutes?: number;
  readonly who: string;
  readonly voucher?: AuthorKey;
};

const TIERS = 4;
/** Until somebody is there: at most a day. */
export const MINUTES_MAX: number = 24 * 60;
const CELL_PEOPLE_MAX = 100_000;
const VOICES_MAX = 100;

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
  const policy = f.has('policy') ? f.object('policy', readPolicy) : undefined;
  return {
    type: 'alarm-step',
    step,
    ...(tier !== undefined && { tier }),
    ...(f.has('why') && { why: f.oneOf('why', STEP_REASONS) }),
    ...(policy && { policy }),
  };
}

function readPolicy(f: Fields): AlarmPolicy {
  return {
    confirmationsMin: f.count('confirmationsMin', VOICES_MAX),
    voicesForPressMin: f.count('voicesForPressMin', VOICES_MAX),
    lapseAfterMin: f.count('lapseAfterMin', MINUTES_MAX),
    widenAfterMin: f.count('widenAfterMin', MINUTES_MAX),
    peopleWanted: f.count('peopleWanted', CELL_PEOPLE_MAX),
    raisesPerHourMax: f.count('raisesPerHourMax', VOICES_MAX),
  };
}

export function readAlarmOrder(f: Fields): AlarmOrderBody {
  return {
    type: 'alarm-order',
    order: f.oneOf('order', ALARM_ORDERS),
    alarm: f.inForm('alarm', ENTRY),
    incident: f.inForm('incident', INCIDENT),
  };
}

export function readAlarmRelay(f: Fields): AlarmRelayBody {
  return {
    type: 'alarm-relay',
    answer: f.oneOf('answer', RELAYED),
    ...(f.has('minutes') && { minutes: f.count('minutes', MINUTES_MAX) }),
    who: f.inForm('who', HASH),
    ...(f.has('voucher') && { voucher: f.inForm('voucher', KEY) }),
  };
}

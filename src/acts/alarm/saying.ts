import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Called } from '../words/alarm-words.ts';
import type { AnswerCode } from './answer-code.ts';
import type { Phase } from './ledger.ts';
import type { Meeting } from './meeting.ts';
import type { AlarmSaying } from './message.ts';
import type { Meaning } from './sms-answer.ts';

/** To whom a message goes, as far as it matters for what it says. */
export type Reader = {
  readonly role: Role;
  readonly cell?: string;
  /** Near enough to come; asked of supporters only. */
  readonly isNear: boolean;
  readonly code?: AnswerCode;
};

const CALLED_AS: Readonly<Partial<Record<Role, Called>>> = {
  press: 'press',
  lawyer: 'lawyers',
  observer: 'observers',
  medic: 'medics',
  supporter: 'supporters',
};

/** What one message says, as things are now; nothing while the alarm itself has not come. */
export function sayingOf(
  phase: Phase,
  { mode, act, endedAs }: Pick<Alarm, 'mode' | 'act' | 'endedAs'>,
  { role, cell, isNear, code }: Reader,
  meeting: Meeting,
): AlarmSaying | undefined {
  if (mode === undefined) return undefined;
  const point = meeting.point?.code;
  const about = { mode, ...(act !== undefined && { act }) };
  const answered = { ...about, ...(code !== undefined && { code }) };
  const there = point === undefined ? {} : { point };
  const isFar = role === 'supporter' && !isNear;
  switch (phase) {
    case 'ask':
      return { kind: 'ask', ...answered };
    case 'call':
      if (role === 'warden' && cell !== undefined) return { kind: 'task', ...about, cell };
      if (isFar) return { kind: 'abroad', ...about };
      return { kind: 'call', whom: CALLED_AS[role] ?? 'neighbours', ...answered, ...there };
    case 'redirect':
      // Nobody sends on their way those who were never asked to come.
      return isFar ? { kind: 'abroad', ...about } : { kind: 'redirect', mode, ...there };
    case 'over':
      if (endedAs === undefined || endedAs === 'tier') return undefined;
      return role === 'warden' && cell !== undefined
        ? { kind: 'task-over', mode, as: endedAs, cell }
        : { kind: 'over', mode, as: endedAs };
    case 'ready':
    case 'remind':
      // No message of an alarm.
      return undefined;
  }
}

/** For what somebody who was told before would be told now: it is over, go elsewhere, or still what they were told. */
export function phaseNow(told: Phase, { endedAs }: Pick<Alarm, 'endedAs'>, { isOutside }: Meeting): Phase {
  if (endedAs !== undefined) return 'over';
  return told === 'call' && isOutside ? 'redirect' : told;
}

const VOTES: readonly Meaning['answer'][] = ['confirm', 'refute'];
const ALL: readonly Meaning['answer'][] = ['coming', 'cannot', ...VOTES];

/**
 * With what a message may be answered. Who is asked for a voice from afar has not seen it and is not on the way; where there
 * is nowhere to go, nobody is asked to set out.
 */
export function answersTo(saying: AlarmSaying): readonly Meaning['answer'][] {
  switch (saying.kind) {
    case 'ask':
      return VOTES;
    case 'redirect':
      return saying.point === undefined ? ['cannot', ...VOTES] : ALL;
    case 'call':
    case 'task':
      return ALL;
    case 'abroad':
    case 'over':
    case 'task-over':
      return [];
  }
}

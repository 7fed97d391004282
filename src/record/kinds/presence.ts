import type { NumberRange } from '../../base/number-range.ts';
import type { Fields } from './fields.ts';

/** Running total of people a steward has checked in at one point. A later entry of the same steward and point replaces it. */
export type CheckedInBody = {
  readonly type: 'checked-in';
  readonly point: string;
  readonly number: NumberRange;
};

/** Somebody is due to check in at the entry's time; missed after `graceMin` minutes. `who` is a role handle, never a name. */
export type CheckInDueBody = {
  readonly type: 'check-in-due';
  readonly who: string;
  readonly graceMin: number;
};

export type CheckInDoneBody = { readonly type: 'check-in-done'; readonly who: string };

const GRACE_MIN_MAX = 24 * 60;

export function readCheckedIn(f: Fields): CheckedInBody {
  const point = f.code('point');
  const number = f.object('number', (n) => n.range()) ?? { lo: 0, words: '' };
  return { type: 'checked-in', point, number };
}

export function readCheckInDue(f: Fields): CheckInDueBody {
  return { type: 'check-in-due', who: f.code('who'), graceMin: f.count('graceMin', GRACE_MIN_MAX) };
}

export function readCheckInDone(f: Fields): CheckInDoneBody {
  return { type: 'check-in-done', who: f.code('who') };
}

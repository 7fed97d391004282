import { parseEdtf } from '../../base/edtf.ts';
import { parseOffset } from '../signed.ts';
import type { Fields } from './fields.ts';

/** The place as prepared before the day: what may be said about homes, cells and approaches. */
export type PlanBody = {
  readonly type: 'plan';
  readonly settlement: string;
  /** The day as an EDTF date; `XXXX-04-05` where no year is stated. */
  readonly date: string;
  /** Minutes east of UTC on that date; absent while the year, and so the offset, is unknown. */
  readonly offsetMinutes?: number;
  readonly cells: readonly {
    readonly code: string;
    readonly zone?: string;
    readonly homes: readonly string[];
  }[];
  readonly approaches: readonly string[];
  readonly outside?: { readonly code: string; readonly name: string };
};

export function readPlan(f: Fields): PlanBody {
  const date = f.words('date');
  const parsed = parseEdtf(date);
  if (!parsed.ok || parsed.value.kind !== 'moment' || parsed.value.at.time)
    f.refuse('date', 'is not a date such as XXXX-04-05');
  const offset = f.has('offset') ? parseOffset(f.words('offset')) : undefined;
  if (f.has('offset') && offset === undefined) f.refuse('offset', 'is not +hh:mm or -hh:mm');
  const outside = f.has('outside')
    ? f.object('outside', (o) => ({ code: o.code('code'), name: o.words('name') }))
    : undefined;
  return {
    type: 'plan',
    settlement: f.words('settlement'),
    date,
    ...(offset !== undefined && { offsetMinutes: offset }),
    cells: f.list('cells', (c) => ({
      code: c.code('code'),
      ...(c.has('zone') && { zone: c.code('zone') }),
      homes: c.codes('homes'),
    })),
    approaches: f.codes('approaches'),
    ...(outside && { outside }),
  };
}

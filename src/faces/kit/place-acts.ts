import type { Instant } from '../../base/instant.ts';
import { instantToWall, wallToCivil } from '../../base/wall.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { Draft } from '../../record/write.ts';

/** What is said on the place log, before it is signed. */
export type Act = { readonly kind: string; readonly body: PlainObject };

/** The minute it is, by UTC, as an act of the place log states it. */
export function happenedNow(now: Instant): Draft['at'] {
  const c = wallToCivil(instantToWall(now, 0));
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = { hour: c.hour, minute: c.minute };
  const at = { year: String(c.year).padStart(4, '0'), month: two(c.month), day: two(c.day), time };
  return { edtf: { kind: 'moment', at }, offsetMinutes: 0 };
}

/** Acts ready to be signed, as said in this minute. */
export function draftsOf(acts: readonly Act[], now: Instant): readonly Draft[] {
  const at = happenedNow(now);
  return acts.map(({ kind, body }) => ({ kind, at, parts: { body } }));
}

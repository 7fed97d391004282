import { bytesToBase64Url } from '../../base/bytes.ts';
import { authorKeyOf, newIncidentId } from '../../record/names.ts';
import type { IncidentId } from '../../record/names.ts';
import type { Primitives, Signer } from '../../record/primitives.ts';
import type { PlainObject } from '../../record/subset.ts';
import { castOf } from './cast.ts';
import type { CastKey } from './cast.ts';
import type { Day } from './day.ts';

/** The people of a played day: simulated keyholders, their place log, and the keys of all others. */
export type DayPeople = {
  readonly place: IncidentId;
  /** What the hub founds the place with. */
  readonly founding: PlainObject;
  readonly keyholders: readonly [Signer, Signer, ...Signer[]];
  readonly cast: readonly (CastKey & { readonly signer: Signer })[];
};

const KEYHOLDERS = 5;

export function dayPeople(day: Day, crypto: Primitives): DayPeople {
  const [first, second] = [crypto.newSigner(), crypto.newSigner()];
  const keyholders = [
    first,
    second,
    ...Array.from({ length: KEYHOLDERS - 2 }, () => crypto.newSigner()),
  ] as const;
  const founding = {
    settlement: day.settlement,
    languages: ['kk', 'ru', 'en'],
    keyholders: keyholders.map(({ key }, i) => ({
      n: i + 1,
      key: authorKeyOf(key),
      next: bytesToBase64Url(crypto.sha256(crypto.newSigner().key)),
    })),
  };
  const cast = castOf(day).map((key) => ({ ...key, signer: crypto.newSigner() }));
  return { place: newIncidentId(crypto.randomBytes), founding, keyholders, cast };
}

import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { parseAuthorKey } from '../../record/names.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Act } from './place-acts.ts';

/** Somebody who asks to be let in, as a hub lists them for those who vouch. */
export type Asking = {
  readonly number: number;
  readonly role: Role;
  readonly cell?: string;
  readonly askedAt: number;
  readonly keys: readonly { readonly slot: number; readonly key: AuthorKey }[];
  /** Keys for further incidents, of a device that is in. */
  readonly isMore: boolean;
};

/** Reads what a hub answers under `/requests`; what is not whole is passed over. */
export function askingIn(value: Json): readonly Asking[] {
  const items = isJsonObject(value) && isJsonArray(value['requests']) ? value['requests'] : [];
  return items.flatMap((item): readonly Asking[] => {
    if (!isJsonObject(item)) return [];
    const { number, cell, askedAt, keys } = item;
    const role = ROLES.find((known) => known === item['role']);
    if (typeof number !== 'number' || role === undefined || typeof askedAt !== 'number') return [];
    const read = (isJsonArray(keys) ? keys : []).flatMap((each) => {
      const slot = isJsonObject(each) ? each['slot'] : undefined;
      const key = isJsonObject(each) ? parseAuthorKey(each['key']) : undefined;
      return typeof slot === 'number' && key !== undefined ? [{ slot, key }] : [];
    });
    return [
      {
        number,
        role,
        ...(typeof cell === 'string' && { cell }),
        askedAt,
        keys: read,
        isMore: item['isMore'] === true,
      },
    ];
  });
}

/** The number a hub gives a request it takes; `undefined` in any other answer. */
export function numberTold(value: Json | undefined): number | undefined {
  const number = isJsonObject(value) ? value['number'] : undefined;
  return typeof number === 'number' ? number : undefined;
}

/** One grant a key: the record does not say which keys are one device's. */
export function grantsFor({ role, cell, keys }: Asking): readonly Act[] {
  return keys.map(({ key, slot }) => ({
    kind: 'key.grant',
    body: { key, slot, role, ...(cell !== undefined && { cell }) },
  }));
}

/** In an order that tells nothing (Fisher and Yates), by secure chance. */
export function shuffled<T>(
  items: readonly T[],
  { randomBytes }: Pick<Primitives, 'randomBytes'>,
): readonly T[] {
  const left = [...items];
  const mixed: T[] = [];
  while (left.length > 0) {
    // 48 bits over a few hundred items: the bias is far below one in a thousand million.
    const at = randomBytes(6).reduce((sum, byte) => sum * 256 + byte, 0) % left.length;
    mixed.push(...left.splice(at, 1));
  }
  return mixed;
}

import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import type { DrawerChange, Store } from '../ports/store.ts';

/**
 * What is kept of contacts beside themselves: the next number to give, and the numbers of those who are off the list, so that
 * they go from backups too. Nothing else is known of them any more.
 */
export type ContactRegister = { readonly next: number; readonly removed: readonly number[] };

/** Under this number of the drawer it lies; nobody has it. */
export const REGISTER = 0;
const FIRST = 1;

type Rows = ReturnType<Store['inDrawer']>;

/** The register of a drawer's rows; one in which nobody ever was has none. */
export function registerIn(rows: Rows): ContactRegister {
  const row = rows.find(({ n }) => n === REGISTER);
  const value = row && parseJson(utf8Decode(row.content) ?? '');
  // It was the next number alone before removals were kept.
  if (isNumber(value)) return { next: value, removed: [] };
  if (!isJsonObject(value)) return { next: FIRST, removed: [] };
  const { next, removed } = value;
  return {
    next: isNumber(next) ? next : FIRST,
    removed: (isJsonArray(removed) ? removed : []).filter(isNumber),
  };
}

export function registerRow(register: ContactRegister): DrawerChange {
  return { drawer: 'contacts', n: REGISTER, content: utf8Encode(JSON.stringify(register)) };
}

/** Whose numbers a store's hub took off the list. */
export function removedContacts(store: Pick<Store, 'inDrawer'>): readonly number[] {
  return registerIn(store.inDrawer('contacts')).removed;
}

/** Those of the removed who are still in a copy of the store. */
export function stillThere(copy: Pick<Store, 'inDrawer'>, removed: readonly number[]): readonly number[] {
  if (removed.length === 0) return [];
  const gone = new Set(removed);
  return copy.inDrawer('contacts').flatMap(({ n }) => (n !== REGISTER && gone.has(n) ? [n] : []));
}

/** Takes them out of a copy; how many they were. */
export async function dropContacts(copy: Store, removed: readonly number[]): Promise<number> {
  const left = stillThere(copy, removed);
  if (left.length > 0)
    await copy.append(
      [],
      left.map((n) => ({ drawer: 'contacts', n })),
    );
  return left.length;
}

/** More than have come and gone since any backup that anybody still takes out. */
const NUMBERS_LEFT_OUT = 100_000;

/**
 * Makes a restored copy the hub's list: without those who have left, and with numbers that nobody was given since the backup.
 * By a number somebody finds their own page, and by it they are left out of backups: it must never come to stand for another.
 */
export async function renewContacts(copy: Store, removed: readonly number[]): Promise<number> {
  const left = await dropContacts(copy, removed);
  const { next, removed: before } = registerIn(copy.inDrawer('contacts'));
  const all = [...new Set([...before, ...removed])].sort((a, b) => a - b);
  const highest = Math.max(next, ...all);
  await copy.append([], [registerRow({ next: highest + NUMBERS_LEFT_OUT, removed: all })]);
  return left;
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= FIRST;
}

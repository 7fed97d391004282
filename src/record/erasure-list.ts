import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { parseEntryId } from './names.ts';
import type { EntryId } from './names.ts';

/**
 * One line of the list that goes with backups: which entry, by which erase entry, and what of it. A part is told by its
 * place among the names in the core, so that the list lies open and names nothing.
 */
export type ErasureLine = {
  readonly id: EntryId;
  readonly by: EntryId;
  readonly what: 'entry' | { readonly part: number };
};

/** All that goes with backups: what was erased, and the numbers of people who were taken off the hub's list of contacts. */
export type ErasureList = { readonly entries: readonly ErasureLine[]; readonly contacts: readonly number[] };

export const NOTHING_ERASED: ErasureList = { entries: [], contacts: [] };

const HEAD = '# shanyrak erasures v1: entry, erase entry, what';
const PARTS_MAX = 8;

/** The list as text: one line an erased entry or part, and one a contact, in the order given. */
export function printErasureList({ entries, contacts }: ErasureList): string {
  const printed = entries.map(
    ({ id, by, what }) => `${id} ${by} ${what === 'entry' ? 'entry' : `part ${what.part}`}`,
  );
  return `${[HEAD, ...printed, ...contacts.map((n) => `contact ${n}`)].join('\n')}\n`;
}

/** Reads a list strictly: half a list would leave half the erasures undone. The error is the line's number. */
export function parseErasureList(text: string): Result<ErasureList, number> {
  const [head, ...rest] = text.split('\n');
  if (head !== HEAD) return err(1);
  // Cut off in the middle of a line, or of the file, it does not end with a line break.
  if (rest.at(-1) !== '') return err(rest.length + 1);
  const [entries, contacts]: [ErasureLine[], number[]] = [[], []];
  for (const [i, line] of rest.slice(0, -1).entries()) {
    const contact = parseContact(line);
    const parsed = contact === undefined ? parseLine(line) : undefined;
    if (contact !== undefined) contacts.push(contact);
    else if (parsed !== undefined) entries.push(parsed);
    else return err(i + 2);
  }
  return ok({ entries, contacts });
}

function parseContact(line: string): number | undefined {
  const [, digits] = /^contact ([1-9]\d{0,9})$/.exec(line) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function parseLine(line: string): ErasureLine | undefined {
  const [idText, byText, word, number = '', ...more] = line.split(' ');
  const [id, by] = [parseEntryId(idText), parseEntryId(byText)];
  if (id === undefined || by === undefined || more.length > 0) return undefined;
  if (word === 'entry') return number === '' ? { id, by, what: 'entry' } : undefined;
  const isPart = word === 'part' && /^\d$/.test(number) && Number(number) < PARTS_MAX;
  return isPart ? { id, by, what: { part: Number(number) } } : undefined;
}

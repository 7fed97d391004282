import { parseNote, printNote } from '../record/log/note.ts';
import type { SignatureLine } from '../record/log/note.ts';

/** A note with lines of witnesses under it; a new line of a key takes the place of its older one. What is no note stays as it is. */
export function withWitnessLines(note: string, lines: readonly SignatureLine[]): string {
  const read = parseNote(note);
  if (!read.ok) return note;
  const isRenewed = (old: SignatureLine): boolean =>
    lines.some(({ name, keyId }) => name === old.name && keyId === old.keyId);
  return printNote({
    ...read.value,
    lines: [...read.value.lines.filter((old) => !isRenewed(old)), ...lines],
  });
}

/** A note signed anew, with the lines of others that stand under the old one. */
export function withLinesOf(old: string, signed: string): string {
  const [before, now] = [parseNote(old), parseNote(signed)];
  if (!before.ok || !now.ok || before.value.text !== now.value.text) return signed;
  const own = new Set(now.value.lines.map(({ name }) => name));
  return withWitnessLines(
    signed,
    before.value.lines.filter(({ name }) => !own.has(name)),
  );
}

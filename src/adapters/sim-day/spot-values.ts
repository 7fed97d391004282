import type { FileSpot } from '../../base/file-spot.ts';
import { codesIn } from '../../record/kinds/code-range.ts';
import { isCode } from '../../record/kinds/fields.ts';

// What one list of the record may hold.
const CODES_MAX = 2_000;
const QUOTED_CHARS_MAX = 60;

export function textOf(spot: FileSpot): string {
  const { value } = spot;
  if (typeof value === 'number' || typeof value === 'boolean')
    return spot.fail(`is not a text: put it in quotes ("${String(value)}")`);
  return typeof value === 'string' && value !== '' ? value : spot.fail('is not a text');
}

export function wholeOf(spot: FileSpot, lo: number, hi: number): number {
  const { value } = spot;
  return typeof value === 'number' && Number.isInteger(value) && value >= lo && value <= hi
    ? value
    : spot.fail(`is not a whole number from ${lo} to ${hi}`);
}

export function oneOf<T extends string>(spot: FileSpot, allowed: readonly T[]): T {
  return (
    allowed.find((item) => item === spot.value) ??
    spot.fail(`${quoted(spot.value)} is none of ${allowed.join(', ')}`)
  );
}

export function yesNo(spot: FileSpot): boolean {
  return typeof spot.value === 'boolean' ? spot.value : spot.fail('is neither true nor false');
}

/** A value of the file as a reason repeats it: enough to find it by. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > QUOTED_CHARS_MAX ? `"${text.slice(0, QUOTED_CHARS_MAX)}…"` : `"${text}"`;
}

/** Refuses fields nobody reads: a misspelt field would silently change the day. */
export function onlyFields(spot: FileSpot, allowed: readonly string[]): void {
  const extra = spot.names().find((name) => !allowed.includes(name));
  if (extra !== undefined) spot.at(extra).fail(`is not a field here; known are ${allowed.join(', ')}`);
}

/** Codes that stand for one thing each: said twice, one of them is a slip of the pen. */
export function onceEach(spots: readonly FileSpot[], codeIn: (spot: FileSpot) => string): readonly string[] {
  const seen = new Set<string>();
  return spots.map((spot) => {
    const code = codeIn(spot);
    if (seen.has(code)) spot.fail(`${quoted(code)} is there twice`);
    seen.add(code);
    return code;
  });
}

/** `A1..A30` to its thirty codes, any other code to itself, a list to those of all its items. Each once. */
export function expandCodes(spot: FileSpot): readonly string[] {
  const codes = new Set<string>();
  for (const part of spot.isList ? spot.items() : [spot]) {
    const named = codesIn(textOf(part), CODES_MAX);
    for (const code of named.ok ? named.value : part.fail(named.error)) {
      if (codes.has(code)) part.fail(`${quoted(code)} is there twice`);
      codes.add(code);
      if (codes.size > CODES_MAX) spot.fail(`names more than ${CODES_MAX}`);
    }
  }
  return [...codes];
}

export function codeOf(spot: FileSpot): string {
  const text = textOf(spot);
  return isCode(text) ? text : spot.fail('is not a code of letters, digits and hyphens (at most 32)');
}

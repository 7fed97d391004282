/**
 * UTF-16 code units of one SMS part as Kazakh and Russian need it (3GPP TS 23.040, 9.2.3.16: 140 octets of UCS-2). A message
 * of two parts can arrive in half.
 */
export const TEXT_MAX = 70;

/** So much of a settlement's name is left at least, ellipsis counted: enough for those who live there. */
const NAME_MIN = 6;
// Longer than the longest name that can fit, marks that go not counted.
const RAW_NAME_MAX = 1_000;

/**
 * A name as it may stand in a message: one line of characters of the Basic Multilingual Plane (a pair of surrogates is not
 * UCS-2), composed, without control, formatting or unassigned characters. Empty where nothing is left.
 */
export function cleanName(text: string): string {
  return text
    .slice(0, RAW_NAME_MAX)
    .normalize('NFC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(/[\p{C}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/^[ \p{M}]+/u, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/**
 * `before`, the name and the first ending that leaves room for all of the name; where none does, the last one, with the name
 * cut and an ellipsis to show it. `undefined` where even that leaves too little of the name.
 */
export function fitText(before: string, name: string, endings: readonly string[]): string | undefined {
  const roomFor = (ending: string): number => TEXT_MAX - before.length - ending.length;
  const ending = endings.find((each) => name.length <= roomFor(each));
  if (ending !== undefined) return `${before}${name}${ending}`;
  const last = endings.at(-1);
  if (last === undefined || roomFor(last) < NAME_MIN) return undefined;
  return `${before}${shortened(name, roomFor(last))}${last}`;
}

/** Cut to `length` with the ellipsis, between letters: no accent is parted from what it stands on. */
function shortened(name: string, length: number): string {
  let end = length - 1;
  while (end > 1 && /^\p{M}/u.test(name.slice(end))) end--;
  return `${name.slice(0, end).trimEnd()}…`;
}

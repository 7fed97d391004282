import type { FileFault } from '../../base/file-spot.ts';

const WHY_CHARS_MAX = 400;
const PATH_CHARS_MAX = 120;

/** What a file says is shown on a terminal: cut to a length, and without what a terminal would obey. */
export function faultShown(fault: FileFault): FileFault {
  return {
    ...fault,
    field: shown(fault.field, PATH_CHARS_MAX),
    why: shown(fault.why, WHY_CHARS_MAX),
  };
}

function shown(text: string, charsMax: number): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, '\u{FFFD}');
  return plain.length > charsMax ? `${plain.slice(0, charsMax)}…` : plain;
}

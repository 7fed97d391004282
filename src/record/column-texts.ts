/** A text taken apart: `frame` holds a NUL where each leaf stood. */
export type Framed = { readonly frame: string; readonly leaves: readonly string[] };

const HOLE = '\u0000';

/**
 * Takes the values of JSON text out of it: what is between the quotes of a string that is no key, and numbers. Works on the
 * text alone, so that putting them back gives the same text whatever it was; one that is not JSON is a single leaf.
 * `undefined`: it holds a NUL or a line feed, which stand for something else here.
 */
export function frameOf(text: string): Framed | undefined {
  if (text.includes(HOLE) || text.includes('\n')) return undefined;
  const leaves: string[] = [];
  let frame = '';
  let from = 0;
  const leaf = (start: number, end: number): void => {
    leaves.push(text.slice(start, end));
    frame += text.slice(from, start) + HOLE;
    from = end;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = closingQuote(text, at + 1);
      if (end < 0) return { frame: HOLE, leaves: [text] };
      if (text.charCodeAt(end + 1) !== COLON) leaf(at + 1, end);
      at = end;
    } else if (isNumeric(code)) {
      const start = at;
      while (isNumeric(text.charCodeAt(at + 1))) at++;
      leaf(start, at + 1);
    }
  }
  return { frame: frame + text.slice(from), leaves };
}

const [QUOTE, COLON, BACKSLASH, MINUS, ZERO, NINE] = [34, 58, 92, 45, 48, 57];

function isNumeric(code: number): boolean {
  return (code >= ZERO && code <= NINE) || code === MINUS;
}

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return -1;
}

/** A frame cut at its holes: what stands between them, and the column of each. */
export type Frame = { readonly between: readonly string[]; readonly columns: readonly string[] };

/** Leaves are sorted into columns by the key that stands last before them, so that like stands by like. */
export function cutFrame(frame: string): Frame {
  const between = frame.split(HOLE);
  let column = '';
  const columns = between.slice(0, -1).map((before) => (column = lastKeyIn(before) ?? column));
  return { between, columns };
}

function lastKeyIn(text: string): string | undefined {
  const end = text.lastIndexOf('":');
  return end < 0 ? undefined : text.slice(text.lastIndexOf('"', end - 1) + 1, end);
}

/** Puts lines back into the holes of a frame; `undefined` when a column has none left. */
export function fillFrame(
  { between, columns }: Frame,
  next: (column: string) => string | undefined,
): string | undefined {
  let text = between[0] ?? '';
  for (const [i, column] of columns.entries()) {
    const line = next(column);
    if (line === undefined) return undefined;
    text += line + (between[i + 1] ?? '');
  }
  return text;
}

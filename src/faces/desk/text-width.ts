// Advance widths of Noto Sans Regular in twentieths of an em, rounded up; bold and wider system fonts are
// met by WIDER. Letters that are not here count as the widest of their script.
const TWENTIETHS: readonly (readonly [number, string])[] = [
  [4, '’'],
  [5, "'"],
  [6, ' \u00a0!(),.:;J`ijlІіїј·'],
  [7, '-I[]fЇ'],
  [8, '/\\t{}'],
  [9, '"?_rг'],
  [10, 'cszзстэєѕ–'],
  [11, '*FLSkvxy|Гкухқўүұ«»'],
  [12, '$+0123456789<=>EPTVXYZ^aeo~ЁЕЗРТХабвделоьяёәөҮҰ×'],
  [13, '#ABCKRbdghnpquАБВКСУЬЭЯийнпрцчһ'],
  [14, 'ДЧЪъңҚҺғ'],
  [15, '&DGHUЛНПЦжмфӘҢҒ'],
  [16, 'NOQwИЙОФыӨ…'],
  [17, '%Жюљ'],
  [18, '@Ышњ'],
  [19, 'MWmМщ'],
  [21, 'ШЩЮ№—'],
];
const WIDTHS: ReadonlyMap<string, number> = new Map(
  TWENTIETHS.flatMap(([n, letters]) => [...letters].map((c) => [c, n / 20] as const)),
);
const UNKNOWN_EM = 1.05;
// DejaVu Sans and Verdana, the widest fonts a reader may fall back to, run about a tenth wider than Noto Sans.
const WIDER = 1.1;

/** About how wide the text is at most, in pixels: an estimate made without a screen, a little too wide on purpose. */
export function textWidth(text: string, fontPx: number): number {
  let em = 0;
  for (const c of text) em += WIDTHS.get(c) ?? UNKNOWN_EM;
  return Math.ceil(em * fontPx * WIDER);
}

/** The text, or as much of it as fits with an ellipsis; nothing when not even a few letters fit. */
export function fitText(text: string, fontPx: number, roomPx: number): string {
  if (textWidth(text, fontPx) <= roomPx) return text;
  let cut = text;
  while (cut !== '' && textWidth(`${cut}…`, fontPx) > roomPx) cut = cut.slice(0, -1);
  const clean = cut.toWellFormed().replace(/[\s,:·(\uFFFD]+$/u, '');
  return clean.length < LETTERS_MIN ? '' : `${clean}…`;
}

const LETTERS_MIN = 3;

const WRITTEN_CHARS_MAX = 32;
// E.164: a country code and at most 15 digits in all. Fewer than 8 is a short code, which costs what its owner likes.
const E164 = /^\+[1-9]\d{7,14}$/;

/**
 * A telephone number as E.164 writes it, from one with spaces, dashes and brackets in it; `undefined` for everything else,
 * numbers without their country among it: nobody here knows whose country is meant.
 */
export function parsePhoneNumber(text: string): string | undefined {
  if (text.length > WRITTEN_CHARS_MAX) return undefined;
  const number = text.replaceAll(/[ \u00a0()\u2010-\u2013-]/g, '');
  return E164.test(number) ? number : undefined;
}

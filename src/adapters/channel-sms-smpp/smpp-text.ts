import { isOneSmsPart } from '../../base/sms-part.ts';

/** A text as `submit_sm` carries it. */
export type SmppText = { readonly coding: number; readonly octets: Buffer };

// SMPP 3.4, 5.2.19: the default alphabet of the carrier, and UCS-2.
const DEFAULT_ALPHABET = 0x00;
const UCS2 = 0x08;
const UCS2_UNITS_MAX = 70;
// What has the same code in ASCII and in the GSM alphabet. Which of the two a carrier takes for its default it does not say,
// and in the other an @ is a zero and a $ a sign of currency.
const SAME_IN_BOTH = /^[A-Za-z0-9 !"#%&'()*+,\-./:;<=>?\n\r]+$/;

/**
 * A text of one part, in the alphabet that it certainly arrives in; `undefined` for a longer one, which would arrive in
 * pieces, and for one of more than 70 characters with a character that carriers read differently.
 */
export function encodeText(text: string): SmppText | undefined {
  if (!isOneSmsPart(text)) return undefined;
  if (SAME_IN_BOTH.test(text)) return { coding: DEFAULT_ALPHABET, octets: Buffer.from(text, 'latin1') };
  if (text.length > UCS2_UNITS_MAX) return undefined;
  return { coding: UCS2, octets: Buffer.from(text, 'utf16le').swap16() };
}

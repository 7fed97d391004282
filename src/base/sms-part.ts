// 3GPP TS 23.038, 6.2.1: the default alphabet, and the characters that take two places in it.
const GSM_CHARACTERS = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const GSM_PAIRS = new Set('\f^{}\\[~]|€');
// TS 23.040, 9.2.3.24: 140 octets, as 7-bit or as 16-bit characters.
const GSM_PLACES_MAX = 160;
const UCS2_UNITS_MAX = 70;

/** Whether a text fits one SMS: what is split costs more, and arrives late, in the wrong order or in part. */
export function isOneSmsPart(text: string): boolean {
  if (text === '' || text.length > GSM_PLACES_MAX || !text.isWellFormed()) return false;
  if (text.length <= UCS2_UNITS_MAX) return true;
  let places = 0;
  for (const character of text) {
    if (GSM_CHARACTERS.has(character)) places += 1;
    else if (GSM_PAIRS.has(character)) places += 2;
    else return false;
  }
  return places <= GSM_PLACES_MAX;
}

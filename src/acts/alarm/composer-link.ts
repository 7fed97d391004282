/** Whose composer opens: that of iOS and iPadOS, or any other. */
export type Composer = 'apple' | 'other';

/**
 * So many numbers in one text. Android asks the person anew for every message after thirty within half an hour
 * (`SmsUsageMonitor` of AOSP: 30 in 1,800,000 ms), some makers' composers refuse longer lists, and a number that is wrong
 * holds up no more than ten. Three go into the thirty.
 */
export const BATCH_MAX = 10;

/** Characters of a body that composers of Android lose: see `composerLink`. */
const LOST = /[%&+?#]/g;

/**
 * The link that opens a telephone's own composer with numbers and text filled in. Nothing is sent until a person presses.
 *
 * - RFC 5724, 2.2: `sms:` recipients, commas between, then `?body=` with UTF-8 percent-encoded except for the unreserved
 *   characters of RFC 3986.
 * - Android's own composer takes that: `UriUtil.parseRecipientsFromSmsMmsUri` of AOSP Messaging splits recipients at `,` or
 *   `;`. It finds the body (`LaunchConversationActivity.getBody`) in what is decoded already: an `&` or a second `?` would cut
 *   it, and it is decoded a second time as a form, so that `+` becomes a space and a lone `%` throws. Signal's
 *   `Rfc5724Uri` splits at `?` and `&` alike. So these stay out of the text.
 * - iOS takes one number and no body by its own page ("SMS Links", Apple URL Scheme Reference). Widely used and not in that
 *   page: `sms://open?addresses=` with commas, and `&body=`. The list of the RFC it does not take.
 *
 * A telephone that knows neither opens its composer empty: the text stands on the page, to be copied.
 */
export function composerLink(numbers: readonly string[], text: string, composer: Composer): string {
  const [to, body] = [numbers.join(','), encoded(composable(text))];
  return composer === 'apple' ? `sms://open?addresses=${to}&body=${body}` : `sms:${to}?body=${body}`;
}

/** A text that arrives in every composer as it stands here. */
export function composable(text: string): string {
  return text.replaceAll(LOST, ' ');
}

/** RFC 3986, 2.3: `encodeURIComponent` leaves five more as they are. */
function encoded(text: string): string {
  const hex = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed()).replaceAll(/[!'()*]/g, hex);
}

/** Parts of a list, each short enough for one text. */
export function batchesOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / BATCH_MAX) }, (_, i) =>
    all.slice(i * BATCH_MAX, (i + 1) * BATCH_MAX),
  );
}

/** By what a browser says of itself; an iPad says that it is a Mac, and has fingers on it. */
export function composerOf(userAgent: string, touchPoints: number): Composer {
  const isIpad = userAgent.includes('Macintosh') && touchPoints > 1;
  return isIpad || /iPhone|iPad|iPod/.test(userAgent) ? 'apple' : 'other';
}

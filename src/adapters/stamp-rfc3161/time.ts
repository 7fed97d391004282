import { TAG } from './der.ts';
import type { Der } from './der.ts';

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{1,9}))?Z$/;
/** Two digits of a year from here on are of the last century (RFC 5280, 4.1.2.5.1). */
const OLD_FROM = 50;

/** Milliseconds since 1970 of a UTCTime or GeneralizedTime in UTC, with seconds; `undefined` for every other. */
export function timeIn({ tag, content }: Der): number | undefined {
  const text = String.fromCharCode(...content.subarray(0, LENGTH_MAX + 1));
  const match =
    tag === TAG.utcTime ? UTC_TIME.exec(text) : tag === TAG.generalizedTime ? GENERALIZED.exec(text) : null;
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const century = tag === TAG.generalizedTime ? 0 : year >= OLD_FROM ? 1_900 : 2_000;
  const wholeMs = Date.UTC(century + year, month - 1, day, hour, minute, second);
  const back = new Date(wholeMs);
  // 31 February would be 3 March, and years below 100 are taken for the last century.
  const isOne = back.getUTCFullYear() === century + year && back.getUTCMonth() === month - 1;
  const isHour = back.getUTCDate() === day && back.getUTCHours() === hour && back.getUTCSeconds() === second;
  const fraction = (match[7] ?? '').slice(0, 3).padEnd(3, '0');
  return isOne && isHour && back.getUTCMinutes() === minute ? wholeMs + Number(fraction) : undefined;
}

const LENGTH_MAX = 25;

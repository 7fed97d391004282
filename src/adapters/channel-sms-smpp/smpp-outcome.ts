import type { Outcome } from '../../ports/channel.ts';

const ACCEPTED: Outcome = { kind: 'accepted' };
const OF_PROVIDER: Outcome = { kind: 'deferred', scope: 'provider' };
const OF_ADDRESS: Outcome = { kind: 'deferred', scope: 'address' };
const NOT_THIS_ADDRESS: Outcome = { kind: 'refused', why: 'address' };
const NOT_THIS_MESSAGE: Outcome = { kind: 'refused', why: 'message' };

/** SMPP 3.4, 5.1.3. What is not named here is about us and the carrier, and about no message: it may be mended. */
const MEANINGS: ReadonlyMap<number, Outcome> = new Map<number, Outcome>([
  [0x00, ACCEPTED],
  // Length, its fields, data coding, expiry: the same bytes will never do.
  [0x01, NOT_THIS_MESSAGE],
  [0x43, NOT_THIS_MESSAGE],
  [0x61, NOT_THIS_MESSAGE],
  [0x62, NOT_THIS_MESSAGE],
  [0x66, NOT_THIS_MESSAGE],
  [0x01_04, NOT_THIS_MESSAGE],
  // Destination: address, kind and plan of its number.
  [0x0b, NOT_THIS_ADDRESS],
  [0x50, NOT_THIS_ADDRESS],
  [0x51, NOT_THIS_ADDRESS],
  // Submitting or delivering failed.
  [0x45, OF_ADDRESS],
  [0xfe, OF_ADDRESS],
  // Queue full, throttled.
  [0x14, OF_PROVIDER],
  [0x58, OF_PROVIDER],
]);

/** What a carrier said to one message. No status says that a number is no more. */
export function outcomeOfStatus(status: number): Outcome {
  return MEANINGS.get(status) ?? OF_PROVIDER;
}

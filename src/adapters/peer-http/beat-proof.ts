import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Beat } from '../../ports/peer.ts';

/** A beat as it comes in: read from text, and not yet known to be of whoever holds the key. */
export type ProvenBeat = Beat & { readonly proof: string };

/** The bytes of an HMAC-SHA256 in base64url. */
const PROOF = /^[\w-]{43}$/;
/** 16 bytes in base64url, or nothing yet. */
const WORD = /^(?:[\w-]{22})?$/;
/** Nobody is waited for a day: a peer that says so would never be missed. */
const EVERY_SECONDS_MAX = 900;
const EVERY_SECONDS_MIN = 10;

/** The HMAC-SHA256 of the address, the word and the interval: worth nothing for another hub, another beat, another promise. */
export function proofOf({ word, everySeconds }: Beat, { id, key }: BeatKey): string {
  return createHmac('sha256', key)
    .update(`shanyrak-beat\n${id}\n${word}\n${everySeconds}`)
    .digest('base64url');
}

/** `id`: the last part of the address; `key`: what both hubs alone know. */
export type BeatKey = { readonly id: string; readonly key: Uint8Array };

export function isProven(beat: ProvenBeat, of: BeatKey): boolean {
  return PROOF.test(beat.proof) && timingSafeEqual(Buffer.from(beat.proof), Buffer.from(proofOf(beat, of)));
}

export function isWord(value: unknown): value is string {
  return typeof value === 'string' && WORD.test(value);
}

/** Reads a beat; `undefined` for whatever else came. */
export function readBeat(value: unknown): ProvenBeat | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { word, every, proof }: Readonly<Record<string, unknown>> = { ...value };
  if (!isWord(word) || typeof proof !== 'string' || typeof every !== 'number') return undefined;
  const isInterval = Number.isSafeInteger(every) && every >= EVERY_SECONDS_MIN && every <= EVERY_SECONDS_MAX;
  return isInterval ? { word, everySeconds: every, proof } : undefined;
}

import { createHash } from 'node:crypto';
import type { Pdu } from 'smpp';
import { parsePhoneNumber } from '../../base/phone-number.ts';

/** What came: somebody's SMS, word of what became of one of ours, or what nobody here reads. */
export type Inbound =
  | { readonly kind: 'sms'; readonly from: string; readonly text: string }
  | { readonly kind: 'receipt' }
  | { readonly kind: 'unread' };

const UNREAD: Inbound = { kind: 'unread' };
const SENDER_CHARS_MAX = 32;
// One part in the GSM alphabet; nobody answers an alarm with more.
const TEXT_CHARS_MAX = 160;
// SMPP 3.4, 5.2.12: bits 2 to 5 say that it is no message of a person.
const NOT_OF_A_PERSON = 0b0011_1100;
// 5.2.5: the number is written with its country.
const INTERNATIONAL = 1;

export function parseDeliver(pdu: Pdu): Inbound {
  const { esm_class: kind, source_addr: sender, source_addr_ton: ton } = pdu;
  if (typeof kind !== 'number' || typeof sender !== 'string') return UNREAD;
  // Some carriers set no bit and name the message it is about.
  if ((kind & NOT_OF_A_PERSON) !== 0 || pdu['receipted_message_id'] !== undefined) return { kind: 'receipt' };
  const text = textOf(pdu['short_message']) ?? textOf(pdu['message_payload']);
  if (text === undefined || text.length > TEXT_CHARS_MAX || !text.isWellFormed()) return UNREAD;
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(sender) || sender.length > SENDER_CHARS_MAX)
    return UNREAD;
  const number = ton === INTERNATIONAL && !sender.startsWith('+') ? `+${sender}` : sender;
  return { kind: 'sms', from: parsePhoneNumber(number) ?? sender, text };
}

/** Of a message in one part; the library has decoded it if it knows the alphabet. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return undefined;
  const message: unknown = Reflect.get(value, 'message');
  const headers: unknown = Reflect.get(value, 'udh');
  if (Array.isArray(headers) && headers.some(isPartOfMany)) return undefined;
  return typeof message === 'string' && message !== '' ? message : undefined;
}

/** 3GPP TS 23.040, 9.2.3.24.1 and .8: element 0 or 8, whose count stands before its last octet. */
function isPartOfMany(header: unknown): boolean {
  if (!Buffer.isBuffer(header) || (header[0] !== 0x00 && header[0] !== 0x08)) return false;
  return (header.at(-2) ?? 0) > 1;
}

const REPEAT_WITHIN_MS = 2 * 60_000;
const REMEMBERED_MAX = 1_000;

/**
 * Gives each SMS an id, and the same to a repeat within two minutes, as carriers send when our receipt was lost; knows hashes
 * only.
 */
export class InboundIds {
  readonly #first = new Map<string, number>();

  idOf(from: string, text: string): string {
    const now = Date.now();
    const words = hash(JSON.stringify([from, text]));
    const known = this.#first.get(words);
    const first = known !== undefined && now - known < REPEAT_WITHIN_MS ? known : now;
    this.#first.delete(words);
    this.#first.set(words, first);
    for (const oldest of this.#first.keys()) {
      if (this.#first.size <= REMEMBERED_MAX) break;
      this.#first.delete(oldest);
    }
    return hash(`${words} ${first}`).slice(0, 32);
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

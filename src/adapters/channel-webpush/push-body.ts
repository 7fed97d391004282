import type { Message } from '../../ports/channel.ts';
import { PLAIN_BYTES } from './seal-body.ts';

// RFC 8188 section 2: it ends the last record; zeros may follow.
const LAST_RECORD = 2;

/**
 * What the browser's worker reads, as JSON: `t` title, `b` the whole text, `l` the personal link where there is one, `g`
 * the topic, by which a later notification takes the place of an earlier one. Filled up to the one size of all messages;
 * `undefined` when it does not fit.
 */
export function pushBody({ title, text, link }: Message, topic: string): Uint8Array | undefined {
  const json = JSON.stringify({ t: title, b: text, ...(link !== undefined && { l: link }), g: topic });
  if (Buffer.byteLength(json) >= PLAIN_BYTES) return undefined;
  const out = Buffer.alloc(PLAIN_BYTES);
  out[out.write(json)] = LAST_RECORD;
  return out;
}

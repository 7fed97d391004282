// A ready-made feed of classic messages, signed by ssb-keys, for the two ssb peers.

import { createHash } from 'node:crypto';
import { ITEM_BYTES, requireFrom } from './common.js';

const ssbKeys = requireFrom('ssb-classic', 'ssb-keys');

const SIGNATURE_LENGTH = 100;
const START = Date.UTC(2026, 0, 1);

/** An unsigned message; the order of the fields is part of the format. */
const draft = (author, previous, sequence, text) => ({
  previous,
  sequence,
  author,
  timestamp: START + sequence,
  hash: 'sha256',
  content: { type: 'post', text },
});

/**
 * The feed as texts, one compact JSON per message. The id is hashed here and not by
 * ssb-classic, which remembers the ids it has made: the timed part must not find them ready.
 */
export function makeFeed(n) {
  const keys = ssbKeys.generate();
  const texts = [];
  let previous = null;
  for (let sequence = 1; sequence <= n; sequence += 1) {
    const empty = { ...draft(keys.id, previous, sequence, ''), signature: '' };
    const room = ITEM_BYTES - Buffer.byteLength(JSON.stringify(empty)) - SIGNATURE_LENGTH;
    const message = ssbKeys.signObj(keys, null, draft(keys.id, previous, sequence, 'x'.repeat(room)));
    texts.push(JSON.stringify(message));
    const hash = createHash('sha256').update(JSON.stringify(message, null, 2), 'latin1');
    previous = `%${hash.digest('base64')}.sha256`;
  }
  return texts;
}

/** Fresh objects, never seen by ssb-classic. */
export const parseFeed = (texts) => texts.map((text) => JSON.parse(text));

/** The feed with one byte of its last signature, or of its last content, changed. */
export function spoil(texts, part) {
  const messages = parseFeed(texts);
  const last = messages.at(-1);
  if (part === 'signature') {
    const raw = Buffer.from(last.signature.slice(0, -'.sig.ed25519'.length), 'base64');
    raw[0] ^= 1;
    last.signature = `${raw.toString('base64')}.sig.ed25519`;
  } else {
    last.content.text = `y${last.content.text.slice(1)}`;
  }
  return messages;
}

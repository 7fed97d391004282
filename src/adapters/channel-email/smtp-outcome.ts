import type { Outcome } from '../../ports/channel.ts';

// RFC 3463, 3.2, and RFC 7505: no such mailbox, moved without a new address, a domain that takes no mail. A full or closed
// mailbox (5.2.x) or an unknown host (5.1.2) may be mended tomorrow.
const GONE_CODES = ['5.1.1', '5.1.6', '5.1.10'];
// Of the address or its mailbox (RFC 3463, 3.2 and 3.3), whenever in the conversation it is said.
const OF_ADDRESS = /^[45]\.[12]\./;
const REPLY = /^([45]\d\d)(?:[ -]([45]\.\d{1,3}\.\d{1,3})(?!\S))?/;
// Service closing, bad sequence, log in first: the conversation went wrong, not this mail.
const OF_CONVERSATION = ['421', '503', '530'];

const OF_PROVIDER: Outcome = { kind: 'deferred', scope: 'provider' };

/**
 * What became of a mail that was not taken. `hasLeft`: its text was on the wire, after which silence means nothing.
 * What goes wrong before the recipient is named is between us and the server: it says nothing of this mail.
 */
export function outcomeOfFailure(failure: unknown, hasLeft: boolean): Outcome {
  const [, code, enhanced = ''] = REPLY.exec(stringIn(failure, 'response')) ?? [];
  if (code === undefined) return hasLeft ? { kind: 'unknown' } : OF_PROVIDER;
  const step = stringIn(failure, 'command');
  const isOfRecipient = step === 'RCPT TO';
  if ((!isOfRecipient && step !== 'DATA') || OF_CONVERSATION.includes(code)) return OF_PROVIDER;
  const isOfAddress = isOfRecipient || OF_ADDRESS.test(enhanced);
  if (code.startsWith('4')) return { kind: 'deferred', scope: isOfAddress ? 'address' : 'provider' };
  if (GONE_CODES.includes(enhanced)) return { kind: 'gone' };
  return { kind: 'refused', why: isOfAddress ? 'address' : 'message' };
}

function stringIn(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : '';
}

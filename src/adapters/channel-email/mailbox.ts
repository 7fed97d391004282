import { domainToASCII } from 'node:url';

// RFC 5321, 4.5.3.1, and the path of 256 octets with its two brackets.
const MAILBOX_CHARS_MAX = 254;
const LOCAL_CHARS_MAX = 64;
// A dot-atom (RFC 5322, 3.2.3). Quoted local parts are legal and nobody has one; they only open doors.
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN_AS_WRITTEN = /^[\p{L}\p{M}\p{N}.-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One mailbox as SMTP takes it, its domain in lower case and in ASCII; `undefined` for names, lists, quotes, brackets,
 * comments, address literals and machines without a domain. A local part beyond ASCII is refused: many servers on the way
 * still cannot carry it, and it would come back as a failure during an alarm.
 */
export function parseMailbox(text: string): string | undefined {
  if (text.length > MAILBOX_CHARS_MAX) return undefined;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const written = text.slice(at + 1);
  if (at < 1 || local.length > LOCAL_CHARS_MAX || !LOCAL.test(local)) return undefined;
  if (!DOMAIN_AS_WRITTEN.test(written)) return undefined;
  const domain = domainToASCII(written);
  const labels = domain.split('.');
  const isDomain = labels.length > 1 && labels.every((label) => LABEL.test(label));
  // A last label of digits would be read as an IP address.
  if (!isDomain || /^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  const mailbox = `${local}@${domain}`;
  return mailbox.length > MAILBOX_CHARS_MAX ? undefined : mailbox;
}

/** What stands behind the @ of a parsed mailbox. */
export function domainOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1);
}

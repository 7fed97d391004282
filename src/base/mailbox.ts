// RFC 5321, 4.5.3.1, and the path of 256 octets with its two brackets.
export const MAILBOX_CHARS_MAX = 254;
const LOCAL_CHARS_MAX = 64;
// A dot-atom (RFC 5322, 3.2.3). Quoted local parts are legal and nobody has one; they only open doors.
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN_AS_WRITTEN = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;

/** The two sides of one mailbox, its domain as it was written. */
export type MailboxForm = { readonly local: string; readonly domain: string };

/**
 * One mailbox by its form; `undefined` for names, lists, quotes, brackets, comments, address literals and machines without a
 * domain. A local part beyond ASCII is refused: many servers on the way still cannot carry it, and it would come back as a
 * failure during an alarm. Whether the domain can be written in ASCII is left to whoever sends.
 */
export function parseMailboxForm(text: string): MailboxForm | undefined {
  if (text.length > MAILBOX_CHARS_MAX) return undefined;
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || local.length > LOCAL_CHARS_MAX || !LOCAL.test(local)) return undefined;
  return DOMAIN_AS_WRITTEN.test(domain) ? { local, domain } : undefined;
}

import { domainToASCII } from 'node:url';
import { MAILBOX_CHARS_MAX, parseMailboxForm } from '../../base/mailbox.ts';

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** One mailbox as SMTP takes it, its domain in lower case and in ASCII; `undefined` for what is none. */
export function parseMailbox(text: string): string | undefined {
  const form = parseMailboxForm(text);
  if (form === undefined) return undefined;
  const domain = domainToASCII(form.domain);
  const labels = domain.split('.');
  const isDomain = labels.length > 1 && labels.every((label) => LABEL.test(label));
  // A last label of digits would be read as an IP address.
  if (!isDomain || /^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  const mailbox = `${form.local}@${domain}`;
  return mailbox.length > MAILBOX_CHARS_MAX ? undefined : mailbox;
}

/** What stands behind the @ of a parsed mailbox. */
export function domainOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1);
}

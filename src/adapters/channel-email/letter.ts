import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Parcel } from '../../ports/channel.ts';
import { domainOf } from './mailbox.ts';

/** The parcel as a mail in plain text, ready for the wire. Both mailboxes have been parsed. */
export async function writeLetter(from: string, to: string, parcel: Parcel): Promise<Buffer> {
  const { title, text, link } = parcel.message;
  const url = webAddress(link);
  const letter = new MailComposer({
    from,
    to,
    subject: onOneLine(title),
    text: `${text}\n${url === undefined ? '' : `\n${url}\n`}`,
    messageId: `<${mailIdOf(parcel.key)}@${domainOf(from)}>`,
    // RFC 3834: no absence notes in answer, and no loops.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return await letter.compile().build();
}

function webAddress(link: string | undefined): string | undefined {
  const url = link === undefined ? null : URL.parse(link);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** The same mail at each try, so that a mailbox that had it already can tell; it gives nothing of the key away. */
function mailIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

// A line break in a title would begin a header of its own.
function onOneLine(title: string): string {
  return title.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

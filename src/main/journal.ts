import { fstatSync } from 'node:fs';

/**
 * Whether what is printed goes to systemd's journal (systemd.exec(5), JOURNAL_STREAM). Others read it, and it is kept: no
 * link belongs there.
 */
export function isJournal(): boolean {
  const { dev, ino } = fstatSync(process.stdout.fd);
  return process.env['JOURNAL_STREAM'] === `${dev}:${ino}`;
}

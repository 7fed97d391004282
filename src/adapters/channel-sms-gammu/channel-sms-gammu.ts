import { statSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../base/assert.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import { isOneSmsPart } from '../../base/sms-part.ts';
import type { Channel, Outcome, Parcel, TakeSms } from '../../ports/channel.ts';
import { Inbox } from './inbox.ts';
import { Outbox } from './outbox.ts';

/** Where gammu-smsd and we hand files to each other. */
export type GammuConfig = {
  /** With the folders `inbox`, `outbox`, `sent` and `error` in it, for nobody else to look into; best on a tmpfs. */
  readonly folder: string;
};

const FOR_OTHERS = 0o007;

/**
 * SMS through a modem that gammu-smsd drives, which takes files and moves them. Whatever is wrong with the folder is said
 * here, not at the first alarm.
 */
export function channelSmsGammu({ folder }: GammuConfig, take?: TakeSms): Channel {
  checkFolder(folder);
  const outbox = new Outbox(folder);
  const inbox = take === undefined ? undefined : new Inbox(join(folder, 'inbox'), take);
  return {
    name: 'sms',
    providerOf: () => 'gammu-smsd',
    send: async (parcel: Parcel, withinMs: number): Promise<Outcome> => {
      const to = parsePhoneNumber(parcel.address);
      if (to === undefined) return { kind: 'refused', why: 'address' };
      const { text } = parcel.message;
      if (!isOneSmsPart(text)) return { kind: 'refused', why: 'message' };
      return outbox.send(to, text, withinMs);
    },
    close: async () => {
      await inbox?.close();
      await outbox.close();
    },
  };
}

// The path may tell where a hub is, so that the message names none.
function checkFolder(folder: string): void {
  for (const name of ['', 'inbox', 'outbox', 'sent', 'error']) {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    assert(stat?.isDirectory() === true, `a modem has a folder with inbox, outbox, sent and error in it`);
    const isOpenToOthers = name === '' && process.platform !== 'win32' && (stat.mode & FOR_OTHERS) !== 0;
    assert(!isOpenToOthers, 'nobody else may look into the folder of a modem');
  }
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from '../sim/temp-folder.ts';
import { freePort, isListening, startServer, until } from './carriers.ts';
import type { Server } from './carriers.ts';

export type KannelLine = {
  /** Where the carrier is that Kannel is a customer of. */
  readonly carrierPort: number;
  readonly login: { readonly user: string; readonly password: string };
  /** Asked with each SMS that comes in; what it answers goes back. */
  readonly serviceUrl: string;
};

export type Kannel = {
  /** Lines of both its programs that tell of something wrong. */
  readonly complaints: () => readonly string[];
  readonly end: () => Promise<void>;
};

// Its one half waits for the other.
const AS_IT_STARTS = /smsbox_list empty!/;

/** Kannel's bearerbox and smsbox as the customer of a carrier, on free ports of this machine and with nothing on the disk but their settings. */
export async function startKannel(line: KannelLine): Promise<Kannel> {
  const file = join(newFolder(), 'kannel.conf');
  const boxPort = await freePort();
  writeFileSync(file, await settingsFor(line, boxPort), { mode: 0o600 });
  const bearerbox = startServer('usr/sbin/bearerbox', ['-v', '1', file]);
  // The other gives up when nobody is there yet.
  await until('bearerbox listens', () => isListening(boxPort));
  const smsbox = startServer('usr/sbin/smsbox', ['-v', '1', file]);
  const boxes: readonly Server[] = [smsbox, bearerbox];
  return {
    complaints: () =>
      boxes
        .flatMap(({ wrote }) => wrote().split('\n'))
        .filter((text) => /WARNING|ERROR|PANIC/.test(text) && !AS_IT_STARTS.test(text)),
    end: async () => {
      for (const box of boxes) await box.end();
    },
  };
}

async function settingsFor({ carrierPort, login, serviceUrl }: KannelLine, boxPort: number): Promise<string> {
  const groups = [
    {
      group: 'core',
      'admin-port': await freePort(),
      'admin-interface': '127.0.0.1',
      'admin-password': 'only here',
      'smsbox-port': boxPort,
      'smsbox-interface': '127.0.0.1',
      'box-allow-ip': '127.0.0.1',
      'box-deny-ip': '*.*.*.*',
      'dlr-storage': 'internal',
    },
    {
      group: 'smsc',
      smsc: 'smpp',
      'smsc-id': 'carrier',
      host: '127.0.0.1',
      port: carrierPort,
      'transceiver-mode': 'yes',
      'smsc-username': login.user,
      'smsc-password': login.password,
      'system-type': '""',
      'address-range': '""',
      'source-addr-autodetect': 'yes',
      'dest-addr-ton': 1,
      'dest-addr-npi': 1,
      // Ids of messages are numbers in our stand-in's answers and in its receipts.
      'msg-id-type': '0x00',
    },
    {
      group: 'smsbox',
      'bearerbox-host': '127.0.0.1',
      'bearerbox-port': boxPort,
      'sendsms-port': await freePort(),
      'sendsms-interface': '127.0.0.1',
    },
    {
      group: 'sms-service',
      keyword: 'default',
      'catch-all': 'yes',
      'get-url': `"${serviceUrl}?text=%b&coding=%c&charset=%C&from=%p&to=%P"`,
      'max-messages': 1,
      'assume-plain-text': 'yes',
      'accept-x-kannel-headers': 'yes',
    },
  ];
  return groups
    .map((group) =>
      Object.entries(group)
        .map(([name, value]) => `${name} = ${value}\n`)
        .join(''),
    )
    .join('\n');
}

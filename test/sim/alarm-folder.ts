import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf } from '../making/vault.ts';
import type { Cli, CliRun } from './cli.ts';
import { hubOnDisk } from './hub-on-disk.ts';
import { newFolder } from './temp-folder.ts';

/** What no file and no output may show. */
export const PLANTED_PASSWORD = 'planted-password-7f3a';
export const WARDEN_NUMBER = '+77010000001';

/** A hub's folder in which somebody who is warden of c1 can be told by SMS, with nothing running on it. */
export type AlarmFolder = {
  readonly folder: string;
  /** A command of the program on this folder. */
  readonly run: (...argv: readonly string[]) => Promise<CliRun>;
  /** The gateway on this port of the machine, by commands. */
  readonly addGateway: (port: number) => Promise<CliRun>;
  /** A file that is not in the folder. */
  readonly passwordFile: string;
};

export async function alarmFolder(cli: Cli): Promise<AlarmFolder> {
  const folder = newFolder();
  const disk = await hubOnDisk(folder);
  await disk.hub.engine.alarms.contacts.put({
    role: 'warden',
    cell: 'c1',
    language: 'ru',
    addresses: [{ channel: 'sms', address: WARDEN_NUMBER, isVerified: true }],
  });
  await disk.close();
  const passwordFile = join(newFolder(), 'password');
  writeFileSync(passwordFile, `${PLANTED_PASSWORD}\n`);
  const run: AlarmFolder['run'] = (...argv) => cli.run(...argv, '--data', folder, ...keyOf(folder));
  return {
    folder,
    run,
    passwordFile,
    addGateway: (port) => {
      const fields = ['--to-field', 'to', '--text-field', 'text', '--id-field', 'id'];
      const login = ['--user', 'hub', '--password-file', passwordFile];
      const url = `http://127.0.0.1:${port}/send`;
      return run('channel', 'add', 'sms-json', '--url', url, ...fields, ...login);
    },
  };
}

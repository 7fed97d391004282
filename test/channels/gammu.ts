import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolderInMemory } from '../sim/temp-folder.ts';
import { startServer, until } from './carriers.ts';
import type { Server } from './carriers.ts';

export type Gammu = {
  /** Where it and our adapter hand files to each other. */
  readonly spool: string;
  /** What it sent, as it read our files: number and text. */
  readonly sent: () => readonly string[];
  /** Somebody's SMS, as it lies in the telephone. */
  readonly receive: (from: string, text: string) => void;
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** gammu-smsd with Gammu's dummy telephone, all in a folder of its own. */
export async function startGammu(): Promise<Gammu> {
  const folder = newFolderInMemory();
  const spool = join(folder, 'spool');
  mkdirSync(spool, { mode: 0o700 });
  for (const name of ['inbox', 'outbox', 'sent', 'error']) mkdirSync(join(spool, name));
  mkdirSync(join(folder, 'phone/sms/1'), { recursive: true });
  const file = join(folder, 'smsdrc');
  writeFileSync(file, settingsFor(folder, spool));
  const logs: string[] = [];
  let server = await start(file);
  let received = 0;
  return {
    spool,
    sent: () => [...logs, server.wrote()].flatMap(sentIn),
    receive: (from, text) => {
      received += 1;
      writeFileSync(join(folder, 'phone/sms/1', String(received)), asStored(from, text, received));
    },
    restart: async () => {
      logs.push(server.wrote());
      server = await start(file);
    },
    end: () => server.end(),
  };
}

async function start(file: string): Promise<Server> {
  const server = startServer('usr/bin/gammu-smsd', ['-c', file]);
  const hasStarted = (): boolean => server.wrote().includes('Starting phone communication');
  await until('gammu-smsd speaks with its telephone', hasStarted);
  return server;
}

// Now and then gammu-smsd waits a whole `commtimeout` for its telephone after it was started, 30 s where nothing else is said.
function settingsFor(folder: string, spool: string): string {
  return `[gammu]
model = dummy
connection = none
device = ${folder}/phone
[smsd]
service = files
logfile = stderr
debuglevel = 1
inboxpath = ${spool}/inbox/
outboxpath = ${spool}/outbox/
sentsmspath = ${spool}/sent/
errorsmspath = ${spool}/error/
inboxformat = unicode
transmitformat = auto
loopsleep = 1
commtimeout = 2
sendtimeout = 2
receivefrequency = 1
checksecurity = 0
checkbattery = 0
checksignal = 0
checknetwork = 0
`;
}

/** Of what it found it tells number and text, of what it sent the name of the file. */
function sentIn(log: string): readonly string[] {
  const found = [...log.matchAll(/Found 1 sms to "([^"]*)" with text "(.*)" cod/g)].map(
    (match) => `${match[1]} ${match[2]}`,
  );
  const transmitted = [...log.matchAll(/Transmitted \S+ \(total: 1\)/g)];
  if (found.length !== transmitted.length) return [...found, 'found, but not sent'];
  return found;
}

/** gammu-smsbackup(5); texts in hexadecimal UCS-2. */
function asStored(from: string, text: string, second: number): string {
  const hex = (value: string): string => Buffer.from(value, 'utf16le').swap16().toString('hex').toUpperCase();
  return `[SMSBackup000]
Sent = 20261128T0830${String(second).padStart(2, '0')}
State = UnRead
Number = "${from}"
NumberUnicode = ${hex(from)}
Text00 = ${hex(text)}
Coding = Unicode_No_Compression
Folder = 1
Length = ${text.length}
Class = -1
ReplySMSC = False
RejectDuplicates = False
ReplaceMessage = 0
MessageReference = 0

`;
}

import { chmodSync, chownSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from '../sim/temp-folder.ts';
import { DEBIAN, freePort, isListening, LIBRARIES, startServer, until } from './carriers.ts';
import type { Server } from './carriers.ts';

/** Mailboxes of `mail.example`; of `busy` it says that it is not to be reached now. */
const MAILBOXES = ['person', 'other'] as const;
export const LETTER_BYTES_MAX = 20_000;

export type Postfix = {
  readonly port: number;
  /** What lies in the mailboxes, as it came. */
  readonly letters: () => readonly string[];
  /** What it logged, one line an event. */
  readonly log: () => readonly string[];
  /** Ends it and starts it again on the same folders and port. */
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
};

// Debian's own users: Postfix wants one that owns its queue, and a group that nobody else is in.
const DAEMON_ID = 1;
const GAMES_ID = 60;
const QUEUES = 'active bounce corrupt defer deferred flush hold incoming private saved trace'.split(' ');

/** Postfix with everything it has in one folder, on a free port of this machine; it delivers nowhere but there. */
export async function startPostfix(identity: {
  readonly certFile: string;
  readonly keyFile: string;
}): Promise<Postfix> {
  const folder = newFolder();
  const port = await freePort();
  makeFolders(folder);
  writeFileSync(join(folder, 'etc/main.cf'), mainCf(folder, identity));
  writeFileSync(join(folder, 'etc/master.cf'), masterCf(port));
  let server = await start(folder, port);
  return {
    port,
    letters: () => globSync(join(folder, 'mail/*/new/*')).map((file) => readFileSync(file, 'utf8')),
    log: () => readFileSync(join(folder, 'mail.log'), 'utf8').split('\n'),
    restart: async () => {
      await server.end();
      server = await start(folder, port);
    },
    end: () => server.end(),
  };
}

async function start(folder: string, port: number): Promise<Server> {
  const server = startServer('usr/lib/postfix/sbin/master', ['-d', '-c', join(folder, 'etc')]);
  await until(`Postfix listens: ${server.wrote()}`, () => isListening(port));
  return server;
}

function makeFolders(folder: string): void {
  // Its own users have to get through to what is theirs.
  chmodSync(folder, 0o711);
  for (const name of ['etc', 'queue']) mkdirSync(join(folder, name), { mode: 0o755 });
  mkdirSync(join(folder, 'queue/pid'), { mode: 0o755 });
  const own = (name: string, mode: number, group: number): void => {
    mkdirSync(join(folder, name));
    chownSync(join(folder, name), DAEMON_ID, group);
    chmodSync(join(folder, name), mode);
  };
  for (const name of ['data', 'mail']) own(name, 0o700, DAEMON_ID);
  for (const name of QUEUES) own(`queue/${name}`, 0o700, DAEMON_ID);
  own('queue/public', 0o710, GAMES_ID);
  own('queue/maildrop', 0o730, GAMES_ID);
}

function mainCf(
  folder: string,
  { certFile, keyFile }: { readonly certFile: string; readonly keyFile: string },
): string {
  const settings = {
    compatibility_level: '3.6',
    config_directory: `${folder}/etc`,
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    command_directory: `${DEBIAN}/usr/sbin`,
    daemon_directory: `${DEBIAN}/usr/lib/postfix/sbin`,
    meta_directory: `${DEBIAN}/etc/postfix`,
    shlib_directory: `${DEBIAN}/usr/lib/postfix`,
    import_environment: `MAIL_CONFIG LD_LIBRARY_PATH=${LIBRARIES}`,
    mail_owner: 'daemon',
    setgid_group: 'games',
    maillog_file: `${folder}/mail.log`,
    maillog_file_prefixes: folder,
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    myhostname: 'carrier.example',
    mydestination: '',
    alias_maps: '',
    alias_database: '',
    smtpd_relay_restrictions: 'reject_unauth_destination',
    smtpd_recipient_restrictions: 'check_recipient_access inline:{{busy@mail.example = 451 4.2.1 later}}',
    smtpd_tls_security_level: 'encrypt',
    smtpd_tls_cert_file: certFile,
    smtpd_tls_key_file: keyFile,
    message_size_limit: String(LETTER_BYTES_MAX),
    virtual_mailbox_limit: '0',
    virtual_mailbox_domains: 'mail.example',
    virtual_mailbox_base: `${folder}/mail`,
    virtual_mailbox_maps: `inline:{${MAILBOXES.map((name) => `{${name}@mail.example = ${name}/}`).join(', ')}}`,
    virtual_uid_maps: `static:${DAEMON_ID}`,
    virtual_gid_maps: `static:${DAEMON_ID}`,
    virtual_minimum_uid: '1',
    // Whatever else there were to deliver stays here.
    default_transport: 'error:nothing leaves here',
    bounce_queue_lifetime: '0',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

/** The parts that take, keep and deliver mail (master(5)); none that sends any to another machine. */
function masterCf(port: number): string {
  const parts = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    ...['bounce', 'defer', 'trace'].map((name) => `${name} unix - - n - 0 bounce`),
    ...['error', 'retry'].map((name) => `${name} unix - - n - - error`),
    'virtual unix - n n - - virtual',
    'anvil unix - - n - 1 anvil',
    'proxymap unix - - n - - proxymap',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  return `${parts.join('\n')}\n`;
}

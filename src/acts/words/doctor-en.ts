import type { DoctorWords } from './doctor-words.ts';

export const DOCTOR_EN: DoctorWords = {
  unsafe: 'UNSAFE',
  note: 'note',
  nothingUnsafe: 'Nothing unsafe was found. That is what was looked at, not a promise.',
  findings: {
    'clock-year': ({ year }) => ({
      says: `The clock of this machine says the year ${year}.`,
      todo: 'Set the clock before anything is kept: every entry gets its time from it. See "When the clock is off" in docs/run-a-hub.md.',
    }),
    'clock-off': ({ seconds }) => ({
      says: `The clock differs by ${seconds} seconds from that of the other machine.`,
      todo: 'Set the clock (timedatectl set-ntp true), or find out which of the two is wrong.',
    }),
    'clock-behind-record': ({ seconds }) => ({
      says: `The newest entry was kept ${seconds} seconds after what the clock says now: the clock went back.`,
      todo: 'Set the clock forward to the true time. Entries already kept stay as they are.',
    }),
    'clock-not-compared': () => ({
      says: 'The address given answers from this very machine, so its clock says nothing about ours.',
      todo: 'Compare the clock with a watch or a phone.',
    }),
    'zone-outdated': ({ zone }) => ({
      says: `The time zone files of this machine are old: for ${zone} they still say UTC+6.`,
      todo: 'apt-get install tzdata, so that this machine shows the same hours as everybody: UTC+5 since 1 March 2024.',
    }),
    'no-hub': () => ({
      says: 'There is no hub in this folder yet.',
      todo: 'It is made at the first start: shanyrak serve --data DIR --key-file FILE.',
    }),
    'not-encrypted': () => ({
      says: 'What lies in this folder is not encrypted: whoever takes the disk reads all of it.',
      todo: 'Start the hub once with this version and a key: it seals the record at its start.',
    }),
    'folder-open': ({ mode }) => ({
      says: `Others on this machine may look into the data folder (mode ${mode}).`,
      todo: 'chmod 700 on the folder.',
    }),
    'folder-foreign': () => ({
      says: 'The data folder belongs to another user than the one who asks.',
      todo: 'Run the doctor as the user of the hub, or give the folder to that user: chown.',
    }),
    'files-open': ({ names }) => ({
      says: `Others on this machine may read or write files of the hub: ${names}.`,
      todo: 'chmod 600 on these files.',
    }),
    'files-foreign': ({ names }) => ({
      says: `Files of the hub belong to another user than their folder: ${names}. The hub may fail on them at any time.`,
      todo: 'chown them to the owner of the folder. Never start the hub as root beside its own user.',
    }),
    'open-copy': ({ names }) => ({
      says: `The copy of before the upgrade still lies there and may be read by whoever takes the disk: ${names}.`,
      todo: 'When the hub runs well: shanyrak upgrade-done --data DIR. If it does not: shanyrak rollback --data DIR.',
    }),
    'disk-read-only': () => ({
      says: 'The data folder cannot be written: the hub can keep nothing.',
      todo: 'Check the disk (dmesg), how it is mounted, and the owner of the folder.',
    }),
    'disk-full': ({ freeMiB }) => ({
      says: `The disk is almost full: ${freeMiB} MiB are left.`,
      todo: 'Make room now. A full disk loses nothing that was acknowledged, and keeps nothing new.',
    }),
    'disk-low': ({ freeMiB }) => ({
      says: `The disk has ${freeMiB} MiB left.`,
      todo: 'Make room before the day comes.',
    }),
    'key-beside-hub': () => ({
      says: 'The key file lies on the same disk as the hub: whoever takes one takes both, and the encryption protects nothing.',
      todo: 'Move the key file to a stick that is kept apart, and overwrite it here (shred -u).',
    }),
    'passphrase-beside-hub': () => ({
      says: 'The file with the passphrase lies on the same disk as the hub: it protects nothing.',
      todo: 'Type the passphrase at each start, or keep the file on a stick, and overwrite it here (shred -u).',
    }),
    'secret-open': () => ({
      says: 'Others on this machine may read the key or passphrase file.',
      todo: 'chmod 600 on it; on a stick with FAT mount it with umask=077.',
    }),
    'backup-none': () => ({
      says: 'There is no backup of this hub that could be found.',
      todo: 'shanyrak backup, and carry it to another place. See "Backup" in docs/run-a-hub.md.',
    }),
    'backup-old': ({ days }) => ({
      says: `The newest backup is ${days} days old.`,
      todo: 'shanyrak backup, and carry it to another place.',
    }),
    'backup-same-disk': () => ({
      says: 'The newest backup lies on the same disk as the hub, and goes where the disk goes.',
      todo: 'Carry a copy to another place.',
    }),
    'node-old': ({ major }) => ({
      says: `This is Node ${major}; the program is made for 24 and later.`,
      todo: 'Use the Node that npm ci brings: node_modules/.bin/node.',
    }),
    'memory-low': ({ freeMiB }) => ({
      says: `Only ${freeMiB} MiB of memory are free: opening the hub alone takes 64.`,
      todo: 'Stop what is not needed on this machine.',
    }),
    swap: ({ names }) => ({
      says: `Memory may be written to a disk that is not encrypted, and the key with it: ${names}.`,
      todo: 'swapoff -a, and take the swap out of /etc/fstab; the unit of the hub forbids it for the hub alone (MemorySwapMax=0).',
    }),
    hibernation: () => ({
      says: 'This machine can hibernate: then all its memory, with the key, goes to the disk.',
      todo: 'systemctl mask hibernate.target hybrid-sleep.target suspend-then-hibernate.target',
    }),
    'core-dumps': () => ({
      says: 'A program that crashes may leave its memory in a file, with the key in it.',
      todo: 'ulimit -c 0 before the start, or use the unit of the hub (LimitCORE=0).',
    }),
    'hub-exposed': ({ port }) => ({
      says: `Port ${port} answers to other machines without encryption on the way: links, which open everything, cross the network in the open.`,
      todo: 'Start the hub without --host and put TLS in front: deploy/nginx.conf or deploy/Caddyfile.',
    }),
    'ports-open': ({ ports }) => ({
      says: `Other ports that answer to other machines: ${ports}.`,
      todo: 'Each is a door: close what you do not need. 443 is that of TLS, 22 that of ssh.',
    }),
    'machine-not-seen': () => ({
      says: 'Swap, hibernation, core dumps or open ports could not be looked at on this system.',
      todo: 'Look at them by hand.',
    }),
    'web-not-asked': () => ({
      says: 'How the outside sees the hub was not looked at.',
      todo: 'Give its address: --url https://…',
    }),
    'web-unreachable': () => ({
      says: 'Nothing answers at the address given.',
      todo: 'Check the name, the firewall, the TLS proxy, and whether the hub runs.',
    }),
    'certificate-bad': ({ code }) => ({
      says: `The certificate is not valid (${code}): readers are warned, or taught to click warnings away.`,
      todo: 'Get a certificate for this very name, and set the clock.',
    }),
    'certificate-ends': ({ days }) => ({
      says: `The certificate ends in ${days} days.`,
      todo: 'Renew it now, and find out why that did not happen by itself.',
    }),
    'no-tls': () => ({
      says: 'The address is plain http: whoever is on the way reads everything, the links first.',
      todo: 'Put TLS in front: deploy/nginx.conf or deploy/Caddyfile.',
    }),
    'no-hsts': () => ({
      says: 'Browsers are not told to come by https only (no Strict-Transport-Security).',
      todo: 'Add the header as in deploy/nginx.conf.',
    }),
    'plain-open': () => ({
      says: 'The same name gives pages over plain http too.',
      todo: 'Let port 80 only send on to https, as in deploy/nginx.conf, or close it.',
    }),
    'health-wrong': () => ({
      says: 'What answers there is not a hub that runs: /health does not say so.',
      todo: 'Check that the proxy points to the port of the hub.',
    }),
    'hub-locked': () => ({
      says: 'The hub is locked: it shows nothing and keeps nothing.',
      todo: 'Open it at its machine, with the passphrase or the key file.',
    }),
    'paths-open': ({ paths }) => ({
      says: `Without a link something else than 404 is answered at: ${paths}.`,
      todo: 'Let the proxy hand everything to the hub, and serve nothing by itself.',
    }),
    'no-channel': () => ({
      says: 'No channel is set up: an alarm is shown on the board, and no message of it leaves this hub.',
      todo: 'shanyrak channel add; docs/channels.md says what each one needs and who sees what.',
    }),
    'no-address': () => ({
      says: 'The hub does not know where it is reached from outside: messages have no link to answer by.',
      todo: 'shanyrak channel address https://…',
    }),
    'channel-failed': ({ channels }) => ({
      says: `Nothing of the newest alarm was taken on these roads: ${channels}.`,
      todo: 'shanyrak channel test says what is wrong with one of them.',
    }),
    'no-stamper': () => ({
      says: 'No authority stamps the log: only this hub, and its witnesses if it has any, say when something was in it.',
      todo: 'shanyrak stamp add; "Authorities that stamp the log" in docs/run-a-hub.md says what they learn.',
    }),
    'stamp-none': () => ({
      says: 'No authority has stamped the log yet, and there is something to stamp.',
      todo: 'Let the hub run, and read what it says of it. shanyrak stamp list shows who is asked.',
    }),
    'stamp-old': ({ days }) => ({
      says: `The newest stamp of the log is ${days} days old, and there is something newer.`,
      todo: 'Read what the hub says of its authorities; shanyrak stamp list shows the last stamp of each.',
    }),
  },
};

import type { Instant } from '../../base/instant.ts';
import type { ChannelName } from '../alarm/channels.ts';

/** What is so on a hub's machine. `undefined`: it could not be looked at here. */
export type MachineFacts = {
  readonly now: Instant;
  readonly clock: {
    /** How far the `Date` of another machine is ahead of ours, in ms; absent where none was asked. */
    readonly otherAheadMs?: number | undefined;
    readonly newestEntryAt?: Instant | undefined;
    /** IANA name and minutes east of UTC as this machine counts them now. */
    readonly zone: string;
    readonly zoneOffsetMinutes: number;
  };
  readonly folder: FolderFacts;
  readonly secret?: SecretFacts | undefined;
  readonly backup: { readonly newestAt?: Instant | undefined; readonly isSameDisk?: boolean | undefined };
  readonly machine: {
    readonly nodeMajor: number;
    readonly memoryFreeBytes: number;
    readonly swaps?: readonly Swap[] | undefined;
    readonly canHibernate?: boolean | undefined;
    readonly hasCoreDumps?: boolean | undefined;
    /** Ports that listen on other addresses than this machine's own. */
    readonly openPorts?: readonly number[] | undefined;
    readonly hubPort: number;
  };
  readonly web?: WebFacts | undefined;
  /** Absent where the record was not opened. */
  readonly alarms?: AlarmFacts | undefined;
  /** The same. */
  readonly stamps?: StampFacts | undefined;
};

export type FolderFacts = {
  readonly hasHub: boolean;
  readonly isEncrypted: boolean;
  /** Permission bits; absent where the system has none. */
  readonly mode?: number | undefined;
  readonly isOurs: boolean;
  /** Files that others may read or write. */
  readonly looseFiles: readonly string[];
  /** Files of another owner than the folder's: the hub may fail on them at any time. */
  readonly foreignFiles: readonly string[];
  readonly isWritable: boolean;
  readonly freeBytes: number;
  /** Copies of before an upgrade, which may lie in the open. */
  readonly openCopies: readonly string[];
};

export type SecretFacts = {
  readonly what: 'key-file' | 'passphrase-file';
  readonly isSameDisk: boolean;
  readonly isLoose: boolean;
};

export type Swap = { readonly name: string; readonly kind: 'plain' | 'encrypted' | 'memory' };

/** How alarms leave the hub. */
export type AlarmFacts = {
  readonly roads: readonly ChannelName[];
  /** By which the newest alarm got nothing through. */
  readonly failed: readonly ChannelName[];
  readonly hasAddress: boolean;
};

/** Who else says when something was in the log. */
export type StampFacts = {
  /** How many are asked to stamp it. */
  readonly authorities: number;
  readonly newestAt?: Instant | undefined;
  /** Entries that no stamp covers. */
  readonly unstamped: number;
};

/** What the outside sees of the hub at its address. */
export type WebFacts =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'bad-certificate'; readonly code: string }
  | {
      readonly kind: 'answered';
      readonly isHttps: boolean;
      readonly certificateEndsAt?: Instant | undefined;
      readonly hasHsts: boolean;
      readonly health: 'ok' | 'locked' | 'wrong';
      /** Paths that answered otherwise than 404 although no link was given. */
      readonly openPaths: readonly string[];
      /** Whether plain HTTP gives content instead of sending on to https or refusing. */
      readonly isPlainOpen: boolean;
    };

/** Something a person who runs a hub should know, with the figures to say it. */
export type Finding =
  | { readonly kind: 'clock-year'; readonly year: number }
  | { readonly kind: 'clock-off'; readonly seconds: number }
  | { readonly kind: 'clock-behind-record'; readonly seconds: number }
  | { readonly kind: 'clock-not-compared' }
  | { readonly kind: 'zone-outdated'; readonly zone: string }
  | { readonly kind: 'no-hub' }
  | { readonly kind: 'not-encrypted' }
  | { readonly kind: 'folder-open'; readonly mode: string }
  | { readonly kind: 'folder-foreign' }
  | { readonly kind: 'files-open'; readonly names: string }
  | { readonly kind: 'files-foreign'; readonly names: string }
  | { readonly kind: 'open-copy'; readonly names: string }
  | { readonly kind: 'disk-read-only' }
  | { readonly kind: 'disk-full'; readonly freeMiB: number }
  | { readonly kind: 'disk-low'; readonly freeMiB: number }
  | { readonly kind: 'key-beside-hub' }
  | { readonly kind: 'passphrase-beside-hub' }
  | { readonly kind: 'secret-open' }
  | { readonly kind: 'backup-none' }
  | { readonly kind: 'backup-old'; readonly days: number }
  | { readonly kind: 'backup-same-disk' }
  | { readonly kind: 'node-old'; readonly major: number }
  | { readonly kind: 'memory-low'; readonly freeMiB: number }
  | { readonly kind: 'swap'; readonly names: string }
  | { readonly kind: 'hibernation' }
  | { readonly kind: 'core-dumps' }
  | { readonly kind: 'hub-exposed'; readonly port: number }
  | { readonly kind: 'ports-open'; readonly ports: string }
  | { readonly kind: 'machine-not-seen' }
  | { readonly kind: 'web-not-asked' }
  | { readonly kind: 'web-unreachable' }
  | { readonly kind: 'certificate-bad'; readonly code: string }
  | { readonly kind: 'certificate-ends'; readonly days: number }
  | { readonly kind: 'no-tls' }
  | { readonly kind: 'no-hsts' }
  | { readonly kind: 'plain-open' }
  | { readonly kind: 'health-wrong' }
  | { readonly kind: 'hub-locked' }
  | { readonly kind: 'paths-open'; readonly paths: string }
  | { readonly kind: 'no-channel' }
  | { readonly kind: 'no-address' }
  | { readonly kind: 'channel-failed'; readonly channels: string }
  | { readonly kind: 'no-stamper' }
  | { readonly kind: 'stamp-none' }
  | { readonly kind: 'stamp-old'; readonly days: number };

/** Worth knowing; by itself it endangers nobody. Every other finding is unsafe. */
const NOTES: ReadonlySet<Finding['kind']> = new Set([
  'clock-not-compared',
  'no-hub',
  'disk-low',
  'backup-same-disk',
  'ports-open',
  'machine-not-seen',
  'web-not-asked',
  'hub-locked',
  'no-address',
  'no-stamper',
  'stamp-none',
  'stamp-old',
]);

export function isUnsafe({ kind }: Finding): boolean {
  return !NOTES.has(kind);
}

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
const MIB: number = 1024 * 1024;
// The first release; a clock before it has lost its battery.
const YEAR_MIN = 2026;
// A clock so far on was set by hand, and wrongly.
const YEAR_MAX = 2100;
const YEAR_MEAN_MS: number = 365.2425 * DAY_MS;
// Decisions are due by the minute, and who was told before whom is read from these times.
const CLOCK_OFF_MS: number = 60 * SECOND_MS;
// One busy day with its write-ahead log fits many times over.
const DISK_FULL_BYTES: number = 200 * MIB;
const DISK_LOW_BYTES: number = 1024 * MIB;
// Opening the hub takes 64 MiB by itself (RFC 9106's second recommended option), the record of a day its part.
const MEMORY_LOW_BYTES: number = 256 * MIB;
// What a hub kept may be all there is: the phones of a taken day are taken too.
const BACKUP_DAYS_MAX = 7;
// Free certificates last 90 days and are renewed at 30: two weeks before the end something has failed.
const CERTIFICATE_DAYS_MIN = 14;
// What is new is stamped once a day: twice it has failed.
const STAMP_DAYS_MAX = 2;
const NODE_MAJOR_MIN = 24;
// Kazakhstan keeps UTC+5 everywhere since 1 March 2024 (tz database 2024a); older zone files say UTC+6 for these.
const MOVED_ZONES: ReadonlySet<string> = new Set(['Asia/Almaty', 'Asia/Qostanay', 'Asia/Kostanay']);
const MOVED_AT_MS = 1_709_229_600_000;
const OLD_OFFSET_MINUTES = 360;
const OTHERS_BITS = 0o077;

/** What is missing or unsafe, the gravest kinds of a subject first. Looks at nothing itself. */
export function findingsOf(facts: MachineFacts): readonly Finding[] {
  return [
    ...clockFindings(facts),
    ...folderFindings(facts.folder),
    ...diskFindings(facts.folder),
    ...secretFindings(facts.secret),
    ...backupFindings(facts),
    ...machineFindings(facts.machine),
    ...webFindings(facts.web, facts.now),
    ...alarmFindings(facts.alarms),
    ...stampFindings(facts.stamps, facts.now),
  ];
}

function clockFindings({ now, clock, web }: MachineFacts): readonly Finding[] {
  const year = 1970 + Math.floor(now / YEAR_MEAN_MS);
  const found: Finding[] = [];
  if (year < YEAR_MIN || year > YEAR_MAX) found.push({ kind: 'clock-year', year });
  const { otherAheadMs, newestEntryAt, zone, zoneOffsetMinutes } = clock;
  if (otherAheadMs !== undefined && Math.abs(otherAheadMs) > CLOCK_OFF_MS)
    found.push({ kind: 'clock-off', seconds: Math.round(otherAheadMs / SECOND_MS) });
  if (otherAheadMs === undefined && web?.kind === 'answered') found.push({ kind: 'clock-not-compared' });
  if (newestEntryAt !== undefined && newestEntryAt - now > CLOCK_OFF_MS)
    found.push({
      kind: 'clock-behind-record',
      seconds: Math.round((newestEntryAt - now) / SECOND_MS),
    });
  if (MOVED_ZONES.has(zone) && now >= MOVED_AT_MS && zoneOffsetMinutes === OLD_OFFSET_MINUTES)
    found.push({ kind: 'zone-outdated', zone });
  return found;
}

function folderFindings(folder: FolderFacts): readonly Finding[] {
  if (!folder.hasHub) return [{ kind: 'no-hub' }];
  const found: Finding[] = [];
  if (!folder.isEncrypted) found.push({ kind: 'not-encrypted' });
  if (folder.openCopies.length > 0) found.push({ kind: 'open-copy', names: folder.openCopies.join(', ') });
  if (folder.mode !== undefined && (folder.mode & OTHERS_BITS) !== 0)
    found.push({ kind: 'folder-open', mode: (folder.mode & 0o777).toString(8) });
  if (!folder.isOurs) found.push({ kind: 'folder-foreign' });
  if (folder.looseFiles.length > 0) found.push({ kind: 'files-open', names: folder.looseFiles.join(', ') });
  if (folder.foreignFiles.length > 0)
    found.push({ kind: 'files-foreign', names: folder.foreignFiles.join(', ') });
  return found;
}

function diskFindings({ hasHub, isWritable, freeBytes }: FolderFacts): readonly Finding[] {
  if (hasHub && !isWritable) return [{ kind: 'disk-read-only' }];
  const freeMiB = Math.floor(freeBytes / MIB);
  if (freeBytes < DISK_FULL_BYTES) return [{ kind: 'disk-full', freeMiB }];
  return freeBytes < DISK_LOW_BYTES ? [{ kind: 'disk-low', freeMiB }] : [];
}

function secretFindings(secret: SecretFacts | undefined): readonly Finding[] {
  if (secret === undefined) return [];
  const kind = secret.what === 'key-file' ? 'key-beside-hub' : 'passphrase-beside-hub';
  const beside: readonly Finding[] = secret.isSameDisk ? [{ kind }] : [];
  return secret.isLoose ? [...beside, { kind: 'secret-open' }] : beside;
}

function backupFindings({ now, folder, backup }: MachineFacts): readonly Finding[] {
  if (!folder.hasHub) return [];
  if (backup.newestAt === undefined) return [{ kind: 'backup-none' }];
  const days = Math.floor((now - backup.newestAt) / DAY_MS);
  const found: Finding[] = days > BACKUP_DAYS_MAX ? [{ kind: 'backup-old', days }] : [];
  if (backup.isSameDisk === true) found.push({ kind: 'backup-same-disk' });
  return found;
}

function machineFindings(machine: MachineFacts['machine']): readonly Finding[] {
  const { nodeMajor, memoryFreeBytes, swaps, canHibernate, hasCoreDumps, openPorts, hubPort } = machine;
  const found: Finding[] = [];
  if (nodeMajor < NODE_MAJOR_MIN) found.push({ kind: 'node-old', major: nodeMajor });
  if (memoryFreeBytes < MEMORY_LOW_BYTES)
    found.push({ kind: 'memory-low', freeMiB: Math.floor(memoryFreeBytes / MIB) });
  const plain = swaps?.filter(({ kind }) => kind === 'plain') ?? [];
  if (plain.length > 0) found.push({ kind: 'swap', names: plain.map(({ name }) => name).join(', ') });
  // Without a place to write memory to, a machine that could hibernate does not.
  if (canHibernate === true && swaps?.some(({ kind }) => kind !== 'memory') === true)
    found.push({ kind: 'hibernation' });
  if (hasCoreDumps === true) found.push({ kind: 'core-dumps' });
  if (openPorts?.includes(hubPort) === true) found.push({ kind: 'hub-exposed', port: hubPort });
  const others = openPorts?.filter((port) => port !== hubPort) ?? [];
  if (others.length > 0) found.push({ kind: 'ports-open', ports: others.join(', ') });
  if ([swaps, canHibernate, hasCoreDumps, openPorts].includes(undefined))
    found.push({ kind: 'machine-not-seen' });
  return found;
}

function webFindings(web: WebFacts | undefined, now: Instant): readonly Finding[] {
  if (web === undefined) return [{ kind: 'web-not-asked' }];
  if (web.kind === 'unreachable') return [{ kind: 'web-unreachable' }];
  if (web.kind === 'bad-certificate') return [{ kind: 'certificate-bad', code: web.code }];
  const found: Finding[] = [];
  if (!web.isHttps) found.push({ kind: 'no-tls' });
  const daysLeft =
    web.certificateEndsAt === undefined ? undefined : Math.floor((web.certificateEndsAt - now) / DAY_MS);
  if (daysLeft !== undefined && daysLeft < CERTIFICATE_DAYS_MIN)
    found.push({ kind: 'certificate-ends', days: daysLeft });
  if (web.isHttps && !web.hasHsts) found.push({ kind: 'no-hsts' });
  if (web.isHttps && web.isPlainOpen) found.push({ kind: 'plain-open' });
  if (web.health === 'wrong') found.push({ kind: 'health-wrong' });
  if (web.health === 'locked') found.push({ kind: 'hub-locked' });
  if (web.openPaths.length > 0) found.push({ kind: 'paths-open', paths: web.openPaths.join(', ') });
  return found;
}

function alarmFindings(alarms: AlarmFacts | undefined): readonly Finding[] {
  if (alarms === undefined) return [];
  const { roads, failed, hasAddress } = alarms;
  if (roads.length === 0) return [{ kind: 'no-channel' }];
  return [
    ...(failed.length > 0 ? [{ kind: 'channel-failed' as const, channels: failed.join(', ') }] : []),
    ...(hasAddress ? [] : [{ kind: 'no-address' as const }]),
  ];
}

function stampFindings(stamps: StampFacts | undefined, now: Instant): readonly Finding[] {
  if (stamps === undefined) return [];
  const { authorities, newestAt, unstamped } = stamps;
  if (authorities === 0) return [{ kind: 'no-stamper' }];
  if (unstamped === 0) return [];
  if (newestAt === undefined) return [{ kind: 'stamp-none' }];
  const days = Math.floor((now - newestAt) / DAY_MS);
  return days >= STAMP_DAYS_MAX ? [{ kind: 'stamp-old', days }] : [];
}

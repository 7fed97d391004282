import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '../../base/instant.ts';
import { adviceOn, DOCTOR_WORDS } from '../words/doctor-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { findingsOf, isUnsafe } from './doctor.ts';
import type { Finding, MachineFacts, WebFacts } from './doctor.ts';

const NOW = Date.parse('2027-03-10T10:00Z');
const DAY_MS = 86_400_000;
const MIB = 1024 * 1024;

const WEB: Extract<WebFacts, { readonly kind: 'answered' }> = {
  kind: 'answered',
  isHttps: true,
  certificateEndsAt: instant(NOW + 60 * DAY_MS),
  hasHsts: true,
  health: 'ok',
  openPaths: [],
  isPlainOpen: false,
};

const SOUND: MachineFacts = {
  now: instant(NOW),
  clock: {
    otherAheadMs: 500,
    newestEntryAt: instant(NOW - 1_000),
    zone: 'Asia/Almaty',
    zoneOffsetMinutes: 300,
  },
  folder: {
    hasHub: true,
    isEncrypted: true,
    mode: 0o700,
    isOurs: true,
    looseFiles: [],
    foreignFiles: [],
    isWritable: true,
    freeBytes: 20_000 * MIB,
    openCopies: [],
  },
  secret: { what: 'key-file', isSameDisk: false, isLoose: false },
  backup: { newestAt: instant(NOW - DAY_MS), isSameDisk: false },
  machine: {
    nodeMajor: 24,
    memoryFreeBytes: 1_000 * MIB,
    swaps: [],
    canHibernate: false,
    hasCoreDumps: false,
    openPorts: [],
    hubPort: 8420,
  },
  web: WEB,
  alarms: { roads: ['sms'], failed: [], hasAddress: true },
  stamps: { authorities: 1, newestAt: instant(NOW - DAY_MS), unstamped: 3 },
};

type Part = 'clock' | 'folder' | 'secret' | 'backup' | 'machine' | 'web' | 'alarms' | 'stamps';
type Change = { readonly [P in Part]?: object } & { readonly now?: number };

/** The sound machine with something changed. */
function machineWith({ now, ...change }: Change): MachineFacts {
  const parts = Object.entries(change).map(([name, part]) => [
    name,
    { ...Reflect.get(SOUND, name), ...part },
  ]);
  return { ...SOUND, ...Object.fromEntries(parts), ...(now !== undefined && { now: instant(now) }) };
}

const found = (change: Change): readonly Finding[] => findingsOf(machineWith(change));
const swap = (kind: string): object => ({ name: `/dev/${kind}`, kind });
const year = (n: number): Change => ({
  now: Date.parse(`${n}-06-01T00:00Z`),
  clock: { newestEntryAt: undefined },
  backup: { newestAt: instant(Date.parse(`${n}-05-31T00:00Z`)) },
  web: { certificateEndsAt: instant(Date.parse(`${n}-09-01T00:00Z`)) },
  stamps: { newestAt: instant(Date.parse(`${n}-05-31T00:00Z`)) },
});

/** What is found, the change that brings it out, and a neighbour of that change that does not. */
const RULES: readonly (readonly [Finding, Change, Change])[] = [
  [{ kind: 'clock-year', year: 2025 }, year(2025), year(2026)],
  [{ kind: 'clock-year', year: 2101 }, year(2101), year(2100)],
  [
    { kind: 'clock-off', seconds: -61 },
    { clock: { otherAheadMs: -61_000 } },
    { clock: { otherAheadMs: -60_000 } },
  ],
  [
    { kind: 'clock-off', seconds: 61 },
    { clock: { otherAheadMs: 61_000 } },
    { clock: { otherAheadMs: 60_000 } },
  ],
  [
    { kind: 'clock-behind-record', seconds: 90 },
    { clock: { newestEntryAt: instant(NOW + 90_000) } },
    { clock: { newestEntryAt: instant(NOW + 60_000) } },
  ],
  [{ kind: 'clock-not-compared' }, { clock: { otherAheadMs: undefined } }, { clock: { otherAheadMs: 0 } }],
  [
    { kind: 'zone-outdated', zone: 'Asia/Almaty' },
    { clock: { zoneOffsetMinutes: 360 } },
    { clock: { zoneOffsetMinutes: 360, zone: 'Asia/Bishkek' } },
  ],
  [{ kind: 'no-hub' }, { folder: { hasHub: false } }, { folder: { hasHub: true } }],
  [{ kind: 'not-encrypted' }, { folder: { isEncrypted: false } }, { folder: { isEncrypted: true } }],
  [{ kind: 'folder-open', mode: '750' }, { folder: { mode: 0o750 } }, { folder: { mode: undefined } }],
  [{ kind: 'folder-open', mode: '701' }, { folder: { mode: 0o701 } }, { folder: { mode: 0o500 } }],
  [{ kind: 'folder-foreign' }, { folder: { isOurs: false } }, { folder: { isOurs: true } }],
  [
    { kind: 'files-open', names: 'a, b' },
    { folder: { looseFiles: ['a', 'b'] } },
    { folder: { looseFiles: [] } },
  ],
  [
    { kind: 'files-foreign', names: 'a' },
    { folder: { foreignFiles: ['a'] } },
    { folder: { foreignFiles: [] } },
  ],
  [
    { kind: 'open-copy', names: 'hub-before-2.sqlite' },
    { folder: { openCopies: ['hub-before-2.sqlite'] } },
    { folder: { openCopies: [] } },
  ],
  [{ kind: 'disk-read-only' }, { folder: { isWritable: false } }, { folder: { isWritable: true } }],
  [
    { kind: 'disk-full', freeMiB: 199 },
    { folder: { freeBytes: 200 * MIB - 1 } },
    { folder: { freeBytes: 1024 * MIB } },
  ],
  [
    { kind: 'disk-low', freeMiB: 200 },
    { folder: { freeBytes: 200 * MIB } },
    { folder: { freeBytes: 1024 * MIB } },
  ],
  [{ kind: 'key-beside-hub' }, { secret: { isSameDisk: true } }, { secret: { isSameDisk: false } }],
  [
    { kind: 'passphrase-beside-hub' },
    { secret: { what: 'passphrase-file', isSameDisk: true } },
    { secret: { what: 'passphrase-file' } },
  ],
  [{ kind: 'secret-open' }, { secret: { isLoose: true } }, { secret: { isLoose: false } }],
  [{ kind: 'backup-none' }, { backup: { newestAt: undefined } }, { backup: {} }],
  [
    { kind: 'backup-old', days: 8 },
    { backup: { newestAt: instant(NOW - 8 * DAY_MS) } },
    { backup: { newestAt: instant(NOW - 8 * DAY_MS + 1) } },
  ],
  [{ kind: 'backup-same-disk' }, { backup: { isSameDisk: true } }, { backup: { isSameDisk: false } }],
  [{ kind: 'node-old', major: 22 }, { machine: { nodeMajor: 22 } }, { machine: { nodeMajor: 26 } }],
  [
    { kind: 'memory-low', freeMiB: 255 },
    { machine: { memoryFreeBytes: 256 * MIB - 1 } },
    { machine: { memoryFreeBytes: 256 * MIB } },
  ],
  [
    { kind: 'swap', names: '/dev/plain' },
    { machine: { swaps: [swap('plain'), swap('memory')] } },
    { machine: { swaps: [swap('encrypted'), swap('memory')] } },
  ],
  [
    { kind: 'hibernation' },
    { machine: { canHibernate: true, swaps: [swap('encrypted')] } },
    { machine: { canHibernate: true, swaps: [swap('memory')] } },
  ],
  [{ kind: 'core-dumps' }, { machine: { hasCoreDumps: true } }, { machine: { hasCoreDumps: false } }],
  [
    { kind: 'hub-exposed', port: 8420 },
    { machine: { openPorts: [8420] } },
    { machine: { openPorts: [], hubPort: 8420 } },
  ],
  [
    { kind: 'ports-open', ports: '22, 443' },
    { machine: { openPorts: [22, 443] } },
    { machine: { openPorts: [] } },
  ],
  [{ kind: 'machine-not-seen' }, { machine: { swaps: undefined } }, { machine: { swaps: [] } }],
  [
    { kind: 'certificate-ends', days: 13 },
    { web: { certificateEndsAt: instant(NOW + 14 * DAY_MS - 1) } },
    { web: { certificateEndsAt: instant(NOW + 14 * DAY_MS) } },
  ],
  [{ kind: 'no-tls' }, { web: { isHttps: false } }, { web: { isHttps: true } }],
  [{ kind: 'no-hsts' }, { web: { hasHsts: false } }, { web: { hasHsts: true } }],
  [{ kind: 'plain-open' }, { web: { isPlainOpen: true } }, { web: { isPlainOpen: false } }],
  [{ kind: 'health-wrong' }, { web: { health: 'wrong' } }, { web: { health: 'ok' } }],
  [{ kind: 'hub-locked' }, { web: { health: 'locked' } }, { web: { health: 'ok' } }],
  [
    { kind: 'paths-open', paths: '/, /admin' },
    { web: { openPaths: ['/', '/admin'] } },
    { web: { openPaths: [] } },
  ],
  [{ kind: 'no-channel' }, { alarms: { roads: [], hasAddress: false } }, { alarms: { roads: ['email'] } }],
  [{ kind: 'no-address' }, { alarms: { hasAddress: false } }, { alarms: { hasAddress: true } }],
  [{ kind: 'channel-failed', channels: 'sms' }, { alarms: { failed: ['sms'] } }, { alarms: { failed: [] } }],
  [{ kind: 'no-stamper' }, { stamps: { authorities: 0 } }, { stamps: { authorities: 1 } }],
  [
    { kind: 'stamp-none' },
    { stamps: { newestAt: undefined } },
    { stamps: { newestAt: undefined, unstamped: 0 } },
  ],
  [
    { kind: 'stamp-old', days: 2 },
    { stamps: { newestAt: instant(NOW - 2 * DAY_MS) } },
    { stamps: { newestAt: instant(NOW - 2 * DAY_MS), unstamped: 0 } },
  ],
];

const ASKED: readonly (readonly [Finding, MachineFacts])[] = [
  [{ kind: 'web-not-asked' }, { ...SOUND, web: undefined }],
  [{ kind: 'web-unreachable' }, { ...SOUND, web: { kind: 'unreachable' } }],
  [
    { kind: 'certificate-bad', code: 'CERT_X' },
    { ...SOUND, web: { kind: 'bad-certificate', code: 'CERT_X' } },
  ],
];

describe('the doctor', () => {
  test('finds nothing on a sound machine', () => {
    assert.deepEqual(findingsOf(SOUND), []);
    assert.deepEqual(findingsOf({ ...SOUND, secret: undefined }), []);
  });

  for (const [finding, change, neighbour] of RULES) {
    test(`finds ${JSON.stringify(finding)}, and not in its neighbour`, () => {
      assert.deepEqual(found(change), [finding]);
      assert.deepEqual(
        found(neighbour).filter(({ kind }) => kind === finding.kind),
        [],
      );
    });
  }

  for (const [finding, facts] of ASKED)
    test(`finds ${JSON.stringify(finding)}`, () => assert.deepEqual(findingsOf(facts), [finding]));

  test('says each finding in each language, with its figures and what to do', () => {
    const all = [...RULES.map(([finding]) => finding), ...ASKED.map(([finding]) => finding)];
    for (const language of LANGUAGES) {
      const kinds = new Set(all.map(({ kind }) => kind));
      assert.deepEqual([...kinds].sort(), Object.keys(DOCTOR_WORDS[language].findings).sort());
      for (const finding of all) {
        const { says, todo } = adviceOn(finding, language);
        assert.ok(says.length > 10 && todo.length > 10, finding.kind);
        const { kind: _, ...figures } = finding;
        for (const figure of Object.values(figures)) assert.ok(says.includes(String(figure)), says);
      }
    }
  });

  test('calls unsafe what endangers, and only that', () => {
    assert.equal(isUnsafe({ kind: 'key-beside-hub' }), true);
    assert.equal(isUnsafe({ kind: 'open-copy', names: 'x' }), true);
    assert.equal(isUnsafe({ kind: 'web-not-asked' }), false);
  });
});

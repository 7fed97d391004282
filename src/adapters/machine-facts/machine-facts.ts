import { existsSync, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { instant } from '../../base/instant.ts';
import type { Machine, MachineFacts, Swap } from '../../ports/machine.ts';
import { underDevice, underName } from './block-devices.ts';
import { backupFacts, folderFacts, secretFacts } from './folder-facts.ts';
import { leavesCore, offersHibernation, reachablePorts, swapLines } from './proc-text.ts';
import type { SwapLine } from './proc-text.ts';
import { seeWeb } from './web-facts.ts';

const HIBERNATE_TARGET = '/etc/systemd/system/hibernate.target';
const PLAIN_PORT = 80;

/** This machine, as it shows itself to a program that runs on it. */
export function machineFacts(): Machine {
  return {
    look: async ({ folder, secret, hubPort, url, newestEntryAt }) => {
      const seen = url === undefined ? undefined : await seeWeb(url, plainPortOf(url));
      const now = Date.now();
      return {
        now: instant(now),
        clock: {
          otherAheadMs: seen?.otherAheadMs,
          newestEntryAt,
          zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          zoneOffsetMinutes: -new Date(now).getTimezoneOffset(),
        },
        folder: folderFacts(folder),
        secret: secret && secretFacts(folder, secret),
        backup: backupFacts(folder),
        machine: { ...ofMachine(), hubPort },
        web: seen?.web,
      };
    },
  };
}

/** Where a browser would try without https; an address with a port of its own has none. */
function plainPortOf(url: string): number | undefined {
  const { protocol, port } = new URL(url);
  return protocol === 'https:' && port === '' ? PLAIN_PORT : undefined;
}

function ofMachine(): Omit<MachineFacts['machine'], 'hubPort'> {
  const [limits, pattern] = [textOf('/proc/self/limits'), textOf('/proc/sys/kernel/core_pattern')];
  const [tcp, tcp6] = [textOf('/proc/net/tcp'), textOf('/proc/net/tcp6') ?? ''];
  return {
    nodeMajor: Number(process.versions.node.split('.')[0]),
    memoryFreeBytes: process.availableMemory(),
    swaps: swapsHere(),
    canHibernate: canHibernate(),
    hasCoreDumps: limits === undefined || pattern === undefined ? undefined : leavesCore(limits, pattern),
    openPorts:
      tcp === undefined
        ? undefined
        : [...new Set([...reachablePorts(tcp), ...reachablePorts(tcp6)])].sort((a, b) => a - b),
  };
}

/** Where this machine may write its memory; `undefined` where the system does not say. */
export function swapsHere(): readonly Swap[] | undefined {
  const text = textOf('/proc/swaps');
  return text === undefined
    ? undefined
    : swapLines(text).map((line) => ({ name: line.file, kind: kindOf(line) }));
}

function kindOf({ file, type }: SwapLine): Swap['kind'] {
  const name = basename(file);
  if (/^zram\d/.test(name)) return 'memory';
  const dev = type === 'file' ? statSync(file, { throwIfNoEntry: false })?.dev : undefined;
  const under = dev === undefined ? underName(name) : underDevice(dev);
  return under.isEncrypted ? 'encrypted' : 'plain';
}

function canHibernate(): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  const isMasked =
    lstatSync(HIBERNATE_TARGET, { throwIfNoEntry: false })?.isSymbolicLink() === true &&
    readlinkSync(HIBERNATE_TARGET) === '/dev/null';
  const [state, disk] = [textOf('/sys/power/state') ?? '', textOf('/sys/power/disk') ?? ''];
  return !isMasked && offersHibernation(state, disk);
}

function textOf(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

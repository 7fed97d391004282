import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What a device lies on in the end: its disks, and whether an encrypted layer is between. */
export type Under = { readonly disks: ReadonlySet<string>; readonly isEncrypted: boolean };

/** Looks a device number up, as `stat` gives it. Where the system does not say, the number stands for the disk. */
export function underDevice(dev: number, sys = '/sys'): Under {
  // glibc's gnu_dev_major and gnu_dev_minor; above 32 bits there is nothing on machines we know.
  const major = (dev >>> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >>> 12) & 0xfff00);
  const link = join(sys, 'dev/block', `${major}:${minor}`);
  return existsSync(link)
    ? underBlock(realpathSync(link))
    : { disks: new Set([`device ${dev}`]), isEncrypted: false };
}

/** The same for a block device by its name, such as `dm-0` or `sda2`. */
export function underName(name: string, sys = '/sys'): Under {
  const link = join(sys, 'class/block', name);
  return existsSync(link) ? underBlock(realpathSync(link)) : { disks: new Set([name]), isEncrypted: false };
}

function underBlock(folder: string): Under {
  const slaves = join(folder, 'slaves');
  const below = existsSync(slaves)
    ? readdirSync(slaves).map((name) => underBlock(realpathSync(join(slaves, name))))
    : [];
  const own = isCrypt(folder);
  if (below.length > 0)
    return {
      disks: new Set(below.flatMap(({ disks }) => [...disks])),
      isEncrypted: own || below.every(({ isEncrypted }) => isEncrypted),
    };
  // A partition lies in the folder of its disk.
  const disk = existsSync(join(folder, 'partition')) ? dirname(folder) : folder;
  return { disks: new Set([basename(disk)]), isEncrypted: own };
}

function isCrypt(folder: string): boolean {
  const uuid = join(folder, 'dm/uuid');
  return existsSync(uuid) && readFileSync(uuid, 'utf8').startsWith('CRYPT-');
}

import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { underDevice, underName } from './block-devices.ts';

/** A machine with a disk of two partitions, one encrypted with a volume on it, and a stick. */
function sysfs(): string {
  const sys = newFolder();
  const block = (path: string, number: string, files: Readonly<Record<string, string>> = {}): string => {
    const folder = join(sys, 'devices', path);
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    for (const [kind, name] of [
      ['dev/block', number],
      ['class/block', path.split('/').at(-1) ?? ''],
    ] as const) {
      mkdirSync(join(sys, kind), { recursive: true });
      symlinkSync(folder, join(sys, kind, name));
    }
    return folder;
  };
  const on = (upper: string, lower: string): void => {
    mkdirSync(join(upper, 'slaves'), { recursive: true });
    symlinkSync(lower, join(upper, 'slaves', lower.split('/').at(-1) ?? ''));
  };
  block('sda', '8:0');
  block('sda/sda1', '8:1', { partition: '1\n' });
  const second = block('sda/sda2', '8:2', { partition: '2\n' });
  const crypt = block('virtual/dm-0', '254:0', { 'dm/uuid': 'CRYPT-LUKS2-0123\n' });
  const volume = block('virtual/dm-1', '254:1', { 'dm/uuid': 'LVM-0123\n' });
  on(crypt, second);
  on(volume, crypt);
  block('sdb', '8:16');
  block('sdb/sdb1', '8:17', { partition: '1\n' });
  return sys;
}

const numberOf = (major: number, minor: number): number => major * 256 + minor;

describe('what a device lies on', () => {
  const sys = sysfs();
  const show = ({ disks, isEncrypted }: ReturnType<typeof underName>): unknown => [[...disks], isEncrypted];

  test('two partitions lie on one disk, a stick on another', () => {
    assert.deepEqual(show(underDevice(numberOf(8, 1), sys)), [['sda'], false]);
    assert.deepEqual(show(underDevice(numberOf(8, 2), sys)), [['sda'], false]);
    assert.deepEqual(show(underDevice(numberOf(8, 17), sys)), [['sdb'], false]);
  });

  test('a volume on an encrypted partition is encrypted, and lies on its disk all the same', () => {
    assert.deepEqual(show(underDevice(numberOf(254, 1), sys)), [['sda'], true]);
    assert.deepEqual(show(underName('dm-0', sys)), [['sda'], true]);
    assert.deepEqual(show(underName('sda2', sys)), [['sda'], false]);
  });

  test('a device the system does not know stands for itself', () => {
    assert.deepEqual(show(underDevice(42, sys)), [['device 42'], false]);
    assert.deepEqual(show(underName('nvme9', sys)), [['nvme9'], false]);
  });
});

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** The files of a ZIP archive that is not compressed, read by its central directory as a stranger's program would. */
export function unzipped(bytes: Uint8Array): ReadonlyMap<string, Buffer> {
  const zip = Buffer.from(bytes);
  const end = zip.length - 22;
  assert.equal(zip.readUInt32LE(end), 0x06_05_4b_50, 'an archive ends with its end record');
  const count = zip.readUInt16LE(end + 10);
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    assert.equal(zip.readUInt32LE(at), 0x02_01_4b_50);
    assert.equal(zip.readUInt16LE(at + 10), 0, 'stored, not compressed');
    const [size, nameSize, local] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt32LE(at + 42),
    ];
    const name = zip.subarray(at + 46, at + 46 + nameSize).toString();
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const file = zip.subarray(start, start + size);
    assert.equal(crc32(file), zip.readUInt32LE(at + 16), name);
    files.set(name, file);
    at += 46 + nameSize + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

/** Unpacks it into a folder, as a person does who opens it. */
export function unzipInto(folder: string, bytes: Uint8Array): void {
  for (const [name, file] of unzipped(bytes)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), file, { mode: 0o600 });
  }
}

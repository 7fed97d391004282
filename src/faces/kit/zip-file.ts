import { crc32 } from 'node:zlib';

/** A file in an archive; `path` with slashes, in ASCII letters. */
export type ZipEntry = { readonly path: string; readonly bytes: Uint8Array };

// PKWARE APPNOTE.TXT 6.3.10: 4.3.7 local header, 4.3.12 central directory header, 4.3.16 end of central directory.
const LOCAL = 0x04_03_4b_50;
const CENTRAL = 0x02_01_4b_50;
const END = 0x06_05_4b_50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;
const MADE_BY_UNIX: number = (3 << 8) | VERSION;
// A plain file, for its owner only.
const MODE = 0o100_600;
// 1 January 1980: when a device was made is nobody's business.
const NO_DATE = 0x00_21;

/**
 * A ZIP archive with its files as they are, not compressed: every system opens one with a double click. For a few small
 * files; sizes are of 32 bits.
 */
export function zipFile(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const { path, bytes } of entries) {
    const name = Buffer.from(path, 'ascii');
    const about = Buffer.alloc(22);
    about.writeUInt16LE(NO_DATE, 6);
    about.writeUInt32LE(crc32(bytes), 8);
    about.writeUInt32LE(bytes.length, 12);
    about.writeUInt32LE(bytes.length, 16);
    about.writeUInt16LE(name.length, 20);
    const local = Buffer.alloc(LOCAL_BYTES);
    local.writeUInt32LE(LOCAL, 0);
    local.writeUInt16LE(VERSION, 4);
    about.copy(local, 6);
    const central = Buffer.alloc(CENTRAL_BYTES);
    central.writeUInt32LE(CENTRAL, 0);
    central.writeUInt16LE(MADE_BY_UNIX, 4);
    central.writeUInt16LE(VERSION, 6);
    about.copy(central, 8);
    central.writeUInt32LE(MODE * 0x1_00_00, 38);
    central.writeUInt32LE(at, 42);
    locals.push(local, name, Buffer.from(bytes));
    centrals.push(central, name);
    at += LOCAL_BYTES + name.length + bytes.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

import { utf8Decode } from '../../base/bytes.ts';

// PKWARE APPNOTE.TXT 6.3.10, 4.3.7: the header before each file. Its bit 3 means that sizes follow the file.
const LOCAL = 0x04_03_4b_50;
// What comes after the last file.
const CENTRAL = 0x02_01_4b_50;
const LOCAL_BYTES = 30;
const SIZES_FOLLOW = 0x0008;
const STORED = 0;

/**
 * The texts in a ZIP archive as `zipFile` writes it, nothing compressed, by their names without folders; `undefined` for
 * other archives and for what is cut short. So a device that was handed over as one file is brought in as it is.
 */
export function filesInZip(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = new Map<string, string>();
  let at = 0;
  while (at + LOCAL_BYTES <= bytes.length && view.getUint32(at, true) === LOCAL) {
    const isPlain =
      view.getUint16(at + 8, true) === STORED && (view.getUint16(at + 6, true) & SIZES_FOLLOW) === 0;
    const nameAt = at + LOCAL_BYTES;
    const dataAt = nameAt + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    const end = dataAt + view.getUint32(at + 18, true);
    if (!isPlain || end > bytes.length) return undefined;
    const path = utf8Decode(bytes.subarray(nameAt, nameAt + view.getUint16(at + 26, true)));
    const text = utf8Decode(bytes.subarray(dataAt, end));
    if (path === undefined || text === undefined) return undefined;
    files.set(path.split('/').at(-1) ?? '', text);
    at = end;
  }
  const isWhole = at + 4 <= bytes.length && view.getUint32(at, true) === CENTRAL;
  return isWhole && files.size > 0 ? files : undefined;
}

import { assert } from '../../base/assert.ts';
import type { BagFile } from '../../record/bag-layout.ts';

const BLOCK = 512;
const NAME_MAX = 100;

/**
 * Files as a tar archive below one folder (POSIX.1-2017, pax, "ustar Interchange Format"), which every `tar` unpacks: owned by
 * nobody, private, and as of no hour, since who packed it when is nobody's business.
 */
export function tarOf(folder: string, files: readonly BagFile[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { path, bytes } of files) {
    blocks.push(header(folder, path, bytes.length), bytes);
    blocks.push(new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK));
  }
  // Two empty blocks end an archive.
  return Buffer.concat([...blocks, new Uint8Array(2 * BLOCK)]);
}

function header(folder: string, path: string, length: number): Uint8Array {
  assert(Buffer.byteLength(path) <= NAME_MAX, 'the names in a bag fit the header of a tar archive');
  const block = Buffer.alloc(BLOCK);
  const octal = (n: number, width: number): string => `${n.toString(8).padStart(width - 1, '0')}\0`;
  block.write(path, 0);
  block.write(octal(0o600, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(length, 12), 124);
  block.write(octal(0, 12), 136);
  // The sum is taken over the header with spaces where the sum will stand.
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\0' + '00', 257);
  block.write(folder, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

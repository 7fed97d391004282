import { closeSync, openSync, readSync } from 'node:fs';
import { readYaml, TOO_LARGE, YAML_BYTES_MAX } from '../../adapters/yaml-file/read-yaml.ts';
import { utf8Decode } from '../../base/bytes.ts';
import type { FileFault, FileSpot } from '../../base/file-spot.ts';
import { err } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { UsageError, WorldError } from './command.ts';

/**
 * Reads a YAML file from the disk, whatever stands under that name: no more of it than such a file may have. `what` is the
 * file's kind in words: "day file".
 */
export function readYamlFile<T>(
  file: string,
  what: string,
  read: (root: FileSpot) => T,
): Result<T, FileFault> {
  const bytes = readUpTo(file, what);
  const fault = (line: number, why: string): Result<T, FileFault> =>
    err({ file, line, column: 1, field: '', why });
  if (bytes.length > YAML_BYTES_MAX) return fault(1, TOO_LARGE);
  const text = utf8Decode(bytes);
  if (text !== undefined) return readYaml(text, file, read);
  return fault(firstBrokenLine(bytes), 'is not UTF-8 text: save the file as UTF-8');
}

/** `place.yaml:12:5: cells[2].zone: there is no zone "north"`, as editors find it again. */
export function faultLine({ file, line, column, field, why }: FileFault): string {
  return `${file}:${line}:${column}: ${field === '' ? '' : `${field}: `}${why}`;
}

/** In UTF-8 a line feed is never a part of another character. */
function firstBrokenLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; ; line++) {
    const end = bytes.indexOf(0x0a, from);
    if (end < 0 || utf8Decode(bytes.subarray(from, end)) === undefined) return line;
    from = end + 1;
  }
}

/** In pieces, because a pipe gives what it has and a device has no size. One byte more than a file may have tells it apart. */
function readUpTo(file: string, what: string): Buffer {
  let open: number | undefined;
  try {
    open = openSync(file, 'r');
    const bytes = Buffer.alloc(YAML_BYTES_MAX + 1);
    let size = 0;
    while (size < bytes.length) {
      const got = readSync(open, bytes, size, bytes.length - size, null);
      if (got === 0) break;
      size += got;
    }
    return bytes.subarray(0, size);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`there is no ${what} ${file}`);
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder: give a ${what} that lies in it`);
    throw new WorldError(
      `${file} cannot be read. Check that it is a file, its owner and leave to read it. Nothing was done`,
      { cause },
    );
  } finally {
    if (open !== undefined) closeSync(open);
  }
}

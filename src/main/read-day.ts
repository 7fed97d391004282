import { closeSync, openSync, readSync } from 'node:fs';
import { parseDay } from '../adapters/sim-day/day-file.ts';
import type { Day, DayFault } from '../adapters/sim-day/day.ts';
import { DAY_FILE_BYTES_MAX } from '../adapters/sim-day/yaml-reader.ts';
import { utf8Decode } from '../base/bytes.ts';
import { err } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { UsageError, WorldError } from '../faces/cli/command.ts';

/** Reads a day file from the disk, whatever stands under that name: no more of it than a day file may have. */
export function readDay(file: string): Result<Day, DayFault> {
  const bytes = readUpTo(file, DAY_FILE_BYTES_MAX + 1);
  const fault = (line: number, why: string): Result<Day, DayFault> => err({ file, line, field: '', why });
  if (bytes.length > DAY_FILE_BYTES_MAX)
    return fault(1, `is larger than a day file may be (${DAY_FILE_BYTES_MAX} bytes)`);
  const text = utf8Decode(bytes);
  if (text !== undefined) return parseDay(text, file);
  return fault(firstBrokenLine(bytes), 'is not UTF-8 text: save the file as UTF-8');
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

/** In pieces, because a pipe gives what it has and a device has no size. */
function readUpTo(file: string, bytesMax: number): Buffer {
  let open: number | undefined;
  try {
    open = openSync(file, 'r');
    const bytes = Buffer.alloc(bytesMax);
    let size = 0;
    while (size < bytesMax) {
      const got = readSync(open, bytes, size, bytesMax - size, null);
      if (got === 0) break;
      size += got;
    }
    return bytes.subarray(0, size);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`there is no day file ${file}`);
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder: give a day file that lies in it`);
    throw new WorldError(
      `${file} cannot be read. Check that it is a file, its owner and leave to read it. Nothing was played`,
      {
        cause,
      },
    );
  } finally {
    if (open !== undefined) closeSync(open);
  }
}

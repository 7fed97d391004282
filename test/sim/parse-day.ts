import { readDay } from '../../src/adapters/sim-day/day-file.ts';
import type { Day } from '../../src/adapters/sim-day/day.ts';
import { readYaml, YAML_BYTES_MAX } from '../../src/adapters/yaml-file/read-yaml.ts';
import type { FileFault } from '../../src/base/file-spot.ts';
import type { Result } from '../../src/base/result.ts';

export const DAY_FILE_BYTES_MAX: number = YAML_BYTES_MAX;

/** A day file's text as the program reads it. */
export function parseDay(text: string, file: string): Result<Day, FileFault> {
  return readYaml(text, file, readDay);
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { readYaml, YAML_BYTES_MAX } from '../../adapters/yaml-file/read-yaml.ts';
import type { PlanFile, PlanWritten } from '../kit/plan-on-disk.ts';
import { EXIT_OK, UsageError, WorldError, writePrivate } from './command.ts';
import { refusePlace } from './place-file.ts';
import { readYamlFile } from './yaml-text.ts';

/** Serves the page of a plan on this machine until the person says that they are done. Made in main: it joins two faces. */
export type PlaceEditor = (file: PlanFile) => Promise<void>;

// What is not there yet has no bytes.
const NOT_THERE = 'not-there';

/** Lets somebody fill in the plan in a file on a page. A file that cannot be read at all is refused before anything is served. */
export async function editPlace(file: string, edit: PlaceEditor): Promise<number> {
  const real = existsSync(file) ? realpathSync(file) : file;
  if (existsSync(real)) {
    if (!statSync(real).isFile())
      throw new UsageError(`${file} is no file: give a place plan, or a name for one`);
    const read = readYamlFile(real, 'place plan', () => undefined);
    if (!read.ok) return refusePlace({ faults: [read.error], more: 0 }, 'opened', false);
  }
  await edit(planFile(real));
  return EXIT_OK;
}

/** The file on the disk. What stood there before stays beside it, as FILE.bak. */
export function planFile(file: string): PlanFile {
  const bytes = (): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined);
  return {
    name: basename(file),
    read: () => {
      const found = bytes();
      return { mark: markOf(found), ...(found && { text: found.toString('utf8') }) };
    },
    write: (text, mark): PlanWritten => {
      if (!isYaml(text)) return { kind: 'not-yaml' };
      try {
        const old = bytes();
        if (markOf(old) !== mark) return { kind: 'changed' };
        if (old !== undefined) writePrivate(`${file}.bak`, old);
        writePrivate(file, text);
        return { kind: 'written', mark: markOf(Buffer.from(text)) };
      } catch (cause) {
        if (cause instanceof WorldError || isOfDisk(cause)) return { kind: 'not-written' };
        throw cause;
      }
    },
  };
}

function markOf(bytes: Buffer | undefined): string {
  return bytes === undefined ? NOT_THERE : createHash('sha256').update(bytes).digest('hex');
}

function isYaml(text: string): boolean {
  return Buffer.byteLength(text) <= YAML_BYTES_MAX && readYaml(text, '', () => true).ok;
}

function isOfDisk(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && 'syscall' in cause;
}

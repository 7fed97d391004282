import { existsSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { parseVerifierKey, printVerifierKey } from '../../record/log/note.ts';
import type { VerifierKey } from '../../record/log/note.ts';
import type { Sha256 } from '../../record/log/merkle.ts';
import { UsageError, WorldError, writePrivate } from './command.ts';

/** What an audit remembers of a log from one time to the next: whose it is, and the last checkpoint it believed. */
export type AuditState = { readonly key: VerifierKey; readonly noteText: string };

const FORMAT = 'shanyrak audit v1';

export function readAuditState(file: string, sha256: Sha256): AuditState | undefined {
  if (!existsSync(file)) return undefined;
  const value = parseJson(textIn(file));
  const { format, key, checkpoint } = isJsonObject(value) ? value : {};
  const parsed = typeof key === 'string' ? parseVerifierKey(key, sha256) : undefined;
  if (format !== FORMAT || parsed?.ok !== true || typeof checkpoint !== 'string')
    throw new UsageError(
      `${file} is not the state of an audit. Nothing was changed: give another file with --state`,
    );
  return { key: parsed.value, noteText: checkpoint };
}

export function saveAuditState(file: string, { key, noteText }: AuditState): void {
  const value = { format: FORMAT, key: printVerifierKey(key), checkpoint: noteText };
  writePrivate(file, `${JSON.stringify(value)}\n`);
}

/** Two signed states of one log that cannot both be true, as they came. */
export type Pair = { readonly known: string; readonly shown: string };

const PAIRS_MAX = 1_000;

/**
 * Keeps both notes as files beside the state, under the first number that is free: what lies there is never overwritten. The
 * same pair is kept once. The names of the two files.
 */
export function keepPair(state: string, { known, shown }: Pair): readonly [string, string] {
  for (let n = 1; n <= PAIRS_MAX; n++) {
    const names = [`${state}.contradiction-${n}.known`, `${state}.contradiction-${n}.shown`] as const;
    const isThere = names.map((name) => existsSync(name));
    if (isThere[0] === true && isThere[1] === true) {
      if (textIn(names[0]) === known && textIn(names[1]) === shown) return names;
    } else if (!isThere.includes(true)) {
      writeNew(names[0], known);
      writeNew(names[1], shown);
      return names;
    }
  }
  throw new WorldError(
    `${state} has ${PAIRS_MAX} contradictions beside it already: move them to a safe place`,
  );
}

/** Whole, on the disk, and never in place of another file. */
function writeNew(file: string, text: string): void {
  const part = `${file}.part`;
  try {
    writeFileSync(part, text, { mode: 0o600, flush: true });
    linkSync(part, file);
    unlinkSync(part);
  } catch (cause) {
    throw new WorldError(`${file} cannot be written. Check the folder, its owner and the room on the disk`, {
      cause,
    });
  }
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { cause });
  }
}

import { assert } from '../../base/assert.ts';
import { base64ToBytes, bytesToBase64 } from '../../base/base64.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { HASH_BYTES } from './merkle.ts';
import { parseNote } from './note.ts';

/** What a log says of itself: its first `size` leaves have this root. C2SP tlog-checkpoint. */
export type Checkpoint = {
  /** Which log it is. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Lines of the log's own that nobody else checks; our logs have none. */
  readonly extensions: readonly string[];
};

export type CheckpointError = {
  readonly kind: 'checkpoint';
  readonly field: 'shape' | 'size' | 'root' | 'extension';
};

const EXTENSIONS_MAX = 100;

/** Reads the text of a note (not its signatures) as a checkpoint. Sizes run to 2^53 - 1, which no log of ours will reach. */
export function parseCheckpoint(text: string): Result<Checkpoint, CheckpointError> {
  const fail = (field: CheckpointError['field']): Result<Checkpoint, CheckpointError> =>
    err({ kind: 'checkpoint', field });
  if (!text.endsWith('\n')) return fail('shape');
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split('\n', EXTENSIONS_MAX + 4);
  if (origin === undefined || origin === '' || sizeText === undefined || rootText === undefined)
    return fail('shape');
  const size = parseSize(sizeText);
  if (size === undefined) return fail('size');
  const root = base64ToBytes(rootText);
  if (root?.length !== HASH_BYTES) return fail('root');
  if (extensions.length > EXTENSIONS_MAX || extensions.includes('')) return fail('extension');
  return ok({ origin, size, root, extensions });
}

/** A count in ASCII decimal without leading zeros; `undefined` beyond 2^53 - 1. */
export function parseSize(text: string): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const size = Number(text);
  return Number.isSafeInteger(size) ? size : undefined;
}

/** The text of the note of a checkpoint. */
export function printCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  assert(![origin, ...extensions].some((line) => line === '' || line.includes('\n')), 'a line is one line');
  return `${[origin, size, bytesToBase64(root), ...extensions].join('\n')}\n`;
}

/** The checkpoint that a note says; its signatures are not looked at. `undefined` for what is no note of a checkpoint. */
export function checkpointIn(noteText: string): Checkpoint | undefined {
  const note = parseNote(noteText);
  const read = note.ok ? parseCheckpoint(note.value.text) : undefined;
  return read?.ok ? read.value : undefined;
}

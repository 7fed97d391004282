import { bytesToBase64Url, bytesToHex } from '../base/bytes.ts';
import { parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { blockReader, ENTRY_COLUMNS, fromZigzag, recordOf, splitBlocks } from './column-bytes.ts';
import type { BlockName, BlockReader, Blocks, Fault } from './column-bytes.ts';
import { cutFrame, fillFrame } from './column-texts.ts';
import type { Frame } from './column-texts.ts';
import {
  CLOCK_HOLE,
  COLUMN_ENTRIES_MAX,
  COLUMN_IDS_MAX,
  COLUMN_PARTS_MAX,
  COLUMNS_HEAD,
  DAY_MINUTES,
  PART_FORMS,
  printCheckpoint,
  printClock,
  printCore,
  UNPACKED_CHARS_MAX,
} from './columns.ts';
import type { ColumnHashing, Columns } from './columns.ts';
import { commitmentOf, PART_BYTES_MAX, SALT_BYTES, SEALED_BYTES_MAX } from './commit.ts';
import { entryIdFor, HASH_BYTES, KEY_BYTES, SIGNATURE_BYTES } from './names.ts';
import { signedBytes } from './signing.ts';
import { CORE_BYTES_MAX, ROOT_BYTES } from './signed.ts';
import { parseWireEntry } from './wire.ts';
import type { WireEntry, WirePart } from './wire.ts';

export type ColumnsError = { readonly kind: 'columns'; readonly why: string };

/**
 * Reads a batch from untrusted bytes; their length is the caller's to bound. Work and memory are bounded by that length and
 * `UNPACKED_CHARS_MAX`. Whether an entry is genuine is not asked: a batch that was tampered with gives cores that nobody signed.
 */
export function unpackColumns(bytes: Uint8Array, hashing: ColumnHashing): Result<Columns, ColumnsError> {
  const fail = (why: string): Result<Columns, ColumnsError> => err({ kind: 'columns', why });
  const split = splitBlocks(bytes, COLUMNS_HEAD);
  if (split === undefined) return fail('is no batch in the column form, or not all of one');
  const { count, blocks } = split;
  if (count > COLUMN_ENTRIES_MAX) return fail(`holds more than ${COLUMN_ENTRIES_MAX} entries`);
  const fault: Fault = {};
  const beside = parseJson(textOf(blocks.beside, { name: 'beside', fault, hashing }));
  const u = newUnpacking(blocks, hashing, fault);
  const entries: WireEntry[] = [];
  while (entries.length < count && fault.why === undefined) {
    const entry = parseWireEntry(u.columns.voice.isAtEnd() ? undefined : nextEntry(u));
    if (entry.ok) entries.push(entry.value);
    else fault.why ??= `entry ${entries.length}: ${entry.error.why}`;
    u.count++;
  }
  if (fault.why === undefined && isAnyLeft(u)) fault.why = 'holds more than its entries take';
  if (beside === undefined) fault.why ??= 'beside: is not JSON';
  return fault.why === undefined && beside !== undefined ? ok({ entries, beside }) : fail(fault.why ?? '');
}

const COLUMNS = [
  ...ENTRY_COLUMNS,
  'sealedLengths',
  'commitments',
  'sealed',
  'salts',
  'signatures',
] as const satisfies readonly BlockName[];

type Voice = { readonly author: string; readonly incident: string };
type Shape = readonly { readonly name: string; readonly form: string }[];
/** The last entry of a voice; its id is made when it is asked for. */
type Last = { readonly sequence: number; readonly place: number };

type Unpacking = {
  readonly fault: Fault;
  readonly hashing: ColumnHashing;
  readonly columns: Readonly<Record<(typeof COLUMNS)[number], BlockReader>>;
  readonly voices: readonly Voice[];
  readonly kinds: readonly string[];
  readonly times: readonly string[];
  readonly checkpoints: readonly string[];
  readonly shapes: readonly Shape[];
  readonly frames: readonly Frame[];
  readonly ids: readonly string[];
  readonly escapes: Iterator<string>;
  readonly leaves: Leaves;
  readonly last: Map<number, Last>;
  /** By its place in the batch, what an entry's id is the hash of; the id once it was asked for. */
  readonly signed: Map<number, Uint8Array | string>;
  count: number;
  minute: number;
  chars: number;
};

type Reading = { readonly name: BlockName; readonly fault: Fault; readonly hashing: ColumnHashing };

function textOf(block: Uint8Array, { name, fault, hashing }: Reading): string {
  const text = hashing.utf8Decode(block);
  if (text === undefined) fault.why ??= `${name}: is not UTF-8`;
  return text ?? '';
}

/** Lines, each with its line feed. */
function linesOf(block: Uint8Array, reading: Reading): readonly string[] {
  const text = textOf(block, reading);
  if (text !== '' && !text.endsWith('\n')) reading.fault.why ??= `${reading.name}: its last line is cut off`;
  return text.split('\n').slice(0, -1);
}

function newUnpacking(blocks: Blocks, hashing: ColumnHashing, fault: Fault): Unpacking {
  const reader = (name: BlockName): BlockReader => blockReader(blocks[name], name, fault);
  const lines = (name: BlockName): readonly string[] => linesOf(blocks[name], { name, fault, hashing });
  const rows = (name: BlockName, length: number): readonly Uint8Array[] => {
    const read = reader(name);
    return Array.from({ length: Math.ceil(blocks[name].length / length) }, () => read.bytes(length));
  };
  const columns = recordOf(COLUMNS, reader);
  const frames = lines('frames').map(cutFrame);
  return {
    fault,
    hashing,
    columns,
    voices: readVoices(reader('voices'), {
      keys: rows('keys', KEY_BYTES).map(bytesToBase64Url),
      incidents: rows('incidents', INCIDENT_BYTES).map(bytesToBase64Url),
    }),
    kinds: lines('kinds'),
    times: lines('times'),
    checkpoints: readCheckpoints(reader('checkpoints'), lines('origins'), rows('roots', ROOT_BYTES)),
    shapes: lines('shapes').map(readShape),
    frames,
    ids: rows('ids', HASH_BYTES).map(bytesToHex),
    escapes: lines('escapes').values(),
    leaves: leavesOf(lines('texts'), frames, blockReader(blocks.frame, 'frame', fault)),
    last: new Map(),
    signed: new Map(),
    count: 0,
    minute: 0,
    chars: 0,
  };
}

const INCIDENT_BYTES = 12;

function readVoices(
  reader: BlockReader,
  { keys, incidents }: { readonly keys: readonly string[]; readonly incidents: readonly string[] },
): readonly Voice[] {
  const voices: Voice[] = [];
  while (!reader.isAtEnd())
    voices.push({
      author: keys[reader.below(keys.length)] ?? '',
      incident: incidents[reader.below(incidents.length)] ?? '',
    });
  return voices;
}

function readCheckpoints(
  reader: BlockReader,
  origins: readonly string[],
  roots: readonly Uint8Array[],
): readonly string[] {
  let size = 0;
  return roots.map((root) => {
    const origin = origins[reader.below(origins.length)] ?? '';
    size += fromZigzag(reader.varint());
    return printCheckpoint({ origin, size, root: bytesToBase64Url(root) });
  });
}

/** Each part of a shape is its name and one letter for how it comes. */
function readShape(line: string): Shape {
  return line === ''
    ? []
    : line.split(' ').map((part) => ({ name: part.slice(0, -1), form: part.slice(-1) }));
}

const NOTHING: Shape = [];

type Leaves = { readonly next: (column: string) => string | undefined; readonly left: () => number };

/** Where each column of leaves begins follows from how often each frame is used. */
function leavesOf(lines: readonly string[], frames: readonly Frame[], frame: BlockReader): Leaves {
  const uses = frames.map(() => 0);
  while (!frame.isAtEnd()) {
    const row = frame.below(frames.length);
    if (row < uses.length) uses[row] = (uses[row] ?? 0) + 1;
  }
  const lengths = new Map<string, number>();
  for (const [row, { columns }] of frames.entries())
    for (const name of columns) lengths.set(name, (lengths.get(name) ?? 0) + (uses[row] ?? 0));
  let start = 0;
  const cursors = new Map<string, number>();
  for (const [name, length] of lengths) {
    cursors.set(name, start);
    start += length;
  }
  let taken = 0;
  return {
    next: (column) => {
      const at = cursors.get(column) ?? lines.length;
      cursors.set(column, at + 1);
      taken++;
      return lines[at];
    },
    left: () => lines.length - taken,
  };
}

function nextEntry(u: Unpacking): Json | undefined {
  const voice = u.columns.voice.below(u.voices.length + 1);
  return voice === 0 ? nextEscape(u) : nextTold(u, voice - 1);
}

function nextEscape(u: Unpacking): Json | undefined {
  const text: unknown = u.escapes.next().value;
  return typeof text === 'string' && isWithin(u, text.length) ? parseJson(text) : undefined;
}

/** Counts what was unpacked so far: a few bytes must not grow without end. */
function isWithin(u: Unpacking, chars: number): boolean {
  u.chars += chars;
  if (u.chars > UNPACKED_CHARS_MAX) u.fault.why ??= `unpacks to more than ${UNPACKED_CHARS_MAX} characters`;
  return u.fault.why === undefined;
}

function nextTold(u: Unpacking, row: number): Json | undefined {
  const { columns, hashing } = u;
  const voice = u.voices[row];
  const last = u.last.get(row);
  const sequence = fromZigzag(columns.number.varint()) + (last === undefined ? 0 : last.sequence + 1);
  const previousCode = columns.previous.below(COLUMN_IDS_MAX + 2);
  const expected = (): readonly string[] => (last === undefined ? [] : [idAt(u, last.place)]);
  const previous = previousCode === 0 ? expected() : nextRefs(u, columns.previous, previousCode - 1);
  const kind = nextIn(u, 'kind', u.kinds);
  const at = nextTime(u);
  const seen = columns.checkpoint.below(u.checkpoints.length + 1);
  const before = seen === 0 ? '""' : (u.checkpoints[seen - 1] ?? '');
  const about = nextRefs(u, columns.about, columns.about.below(COLUMN_IDS_MAX + 1));
  const shape = nextIn(u, 'shape', u.shapes) ?? NOTHING;
  if (shape.length > COLUMN_PARTS_MAX) u.fault.why ??= 'shapes: an entry has too many parts';
  const parts = shape.slice(0, COLUMN_PARTS_MAX).map((part) => nextPart(u, part));
  const signature = columns.signatures.bytes(SIGNATURE_BYTES);
  if (voice === undefined || kind === undefined || u.fault.why !== undefined) return undefined;
  const core = { ...voice, sequence, previous, kind, at, before, about };
  const e = printCore({ ...core, parts: parts.map(({ name, commitment }) => [name, commitment]) });
  if (e.length > CORE_BYTES_MAX || !isWithin(u, e.length)) return undefined;
  u.last.set(row, { sequence, place: u.count });
  u.signed.set(u.count, signedBytes(hashing.utf8Encode(e), signature));
  const own = parts.flatMap(({ name, wire }) => (wire === undefined ? [] : [[name, wire] as const]));
  return { e, g: bytesToBase64Url(signature), parts: Object.fromEntries(own) };
}

function nextIn<T>(
  { columns }: Unpacking,
  column: 'kind' | 'shape' | 'time',
  rows: readonly T[],
): T | undefined {
  return rows[columns[column].below(rows.length)];
}

function nextTime(u: Unpacking): string {
  const text = nextIn(u, 'time', u.times) ?? '';
  if (!text.includes(CLOCK_HOLE)) return text;
  u.minute += fromZigzag(u.columns.minute.varint());
  if (u.minute < 0 || u.minute >= DAY_MINUTES) u.fault.why ??= 'minute: is no time of a day';
  return text.replace(CLOCK_HOLE, printClock(u.minute));
}

function nextRefs(u: Unpacking, column: BlockReader, count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const code = column.varint();
    return code % 2 === 0 ? idAt(u, u.count - code / 2) : (u.ids[(code - 1) / 2] ?? noId(u));
  });
}

/** The id of an earlier entry of the batch: hashed when it is first asked for. */
function idAt(u: Unpacking, place: number): string {
  const signed = u.signed.get(place);
  if (typeof signed === 'string') return signed;
  if (signed === undefined) return noId(u);
  const id = entryIdFor(signed, u.hashing.sha256Text);
  u.signed.set(place, id);
  return id;
}

function noId(u: Unpacking): string {
  u.fault.why ??= 'an id names an entry that is not there';
  return '';
}

type UnpackedPart = { readonly name: string; readonly commitment: string; readonly wire?: WirePart };

function nextPart(u: Unpacking, { name, form }: Shape[number]): UnpackedPart {
  const { columns } = u;
  if (form === PART_FORMS.open) return nextOpenPart(u, name);
  const commitment = bytesToBase64Url(columns.commitments.bytes(HASH_BYTES));
  if (form === PART_FORMS.absent) return { name, commitment };
  if (form !== PART_FORMS.sealed) u.fault.why ??= 'shapes: a part comes in no known form';
  const length = columns.sealedLengths.below(SEALED_BYTES_MAX + 1);
  return isWithin(u, 2 * length)
    ? { name, commitment, wire: { x: bytesToBase64Url(columns.sealed.bytes(length)) } }
    : { name, commitment };
}

function nextOpenPart(u: Unpacking, name: string): UnpackedPart {
  const { columns, hashing, leaves } = u;
  const frame = u.frames[columns.frame.below(u.frames.length)];
  const salt = columns.salts.bytes(SALT_BYTES);
  const text = frame && fillFrame(frame, leaves.next);
  if (text === undefined || text.length > PART_BYTES_MAX) {
    u.fault.why ??= 'texts: a part has too few lines or too much text';
    return { name, commitment: '' };
  }
  if (!isWithin(u, text.length)) return { name, commitment: '' };
  const commitment = commitmentOf(salt, hashing.utf8Encode(text), hashing.sha256Text);
  return { name, commitment, wire: { s: bytesToBase64Url(salt), t: text } };
}

function isAnyLeft({ columns, leaves, escapes }: Unpacking): boolean {
  return (
    COLUMNS.some((name) => !columns[name].isAtEnd()) || leaves.left() > 0 || escapes.next().done !== true
  );
}

import { assert } from '../base/assert.ts';
import { base64UrlToBytes, concatBytes, hexToBytes } from '../base/bytes.ts';
import { canonicalJson, isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { ENTRY_COLUMNS, joinBlocks, recordOf, toZigzag, varints } from './column-bytes.ts';
import type { Blocks } from './column-bytes.ts';
import { cutFrame, frameOf } from './column-texts.ts';
import type { Framed } from './column-texts.ts';
import {
  CLOCK,
  CLOCK_HOLE,
  COLUMN_ENTRIES_MAX,
  COLUMN_IDS_MAX,
  COLUMN_PARTS_MAX,
  COLUMNS_HEAD,
  PART_FORMS,
  printCheckpoint,
  printCore,
} from './columns.ts';
import type { CheckpointTexts, ColumnHashing, Columns, CoreTexts } from './columns.ts';
import { commitmentOf, PART_BYTES_MAX, SALT_BYTES } from './commit.ts';
import {
  entryIdFor,
  HASH_BYTES,
  parseAuthorKey,
  parseEntryId,
  parseIncidentId,
  SIGNATURE_BYTES,
} from './names.ts';
import { CORE_BYTES_MAX, ROOT_BYTES } from './signed.ts';
import { signedBytes } from './signing.ts';
import type { WireEntry, WirePart } from './wire.ts';

/**
 * Packs at most `COLUMN_ENTRIES_MAX` entries. An entry that the columns would not give back as it is goes as it is.
 * `padding`: bytes that mean nothing, so that the length says less.
 */
export function packColumns(
  { entries, beside }: Columns,
  hashing: ColumnHashing,
  padding: Uint8Array = new Uint8Array(),
): Uint8Array {
  assert(entries.length <= COLUMN_ENTRIES_MAX, 'a batch of columns has at most so many entries');
  const p = newPacking();
  for (const wire of entries) {
    const told = tellApart(wire, hashing);
    if (told === undefined) packEscape(p, wire);
    else packEntry(p, told, hashing);
  }
  return joinBlocks(COLUMNS_HEAD, entries.length, blocksOf(p, beside, { hashing, padding }));
}

/** An entry of which the columns know every part. */
type Told = {
  readonly wire: WireEntry;
  readonly core: CoreTexts;
  readonly checkpoint: CheckpointTexts | undefined;
  readonly signature: Uint8Array;
  readonly parts: readonly TellPart[];
};

type TellPart = { readonly name: string } & (
  | { readonly form: 'o'; readonly salt: Uint8Array; readonly framed: Framed }
  | { readonly form: 'x'; readonly commitment: Uint8Array; readonly file: Uint8Array }
  | { readonly form: '-'; readonly commitment: Uint8Array }
);

/** `undefined`: something of the entry would not come back as it is. */
function tellApart(wire: WireEntry, hashing: ColumnHashing): Told | undefined {
  const value = wire.e.length > CORE_BYTES_MAX ? undefined : parseJson(wire.e);
  if (!isJsonObject(value)) return undefined;
  const checkpoint = value['b'] === '' ? undefined : readCheckpoint(value['b']);
  const core = readCore(value, checkpoint);
  const signature = bytesIn(wire.g, SIGNATURE_BYTES);
  if (core === undefined || signature === undefined || printCore(core) !== wire.e) return undefined;
  const parts: TellPart[] = [];
  let found = 0;
  for (const [name, commitment] of core.parts) {
    const own = Object.hasOwn(wire.parts, name) ? wire.parts[name] : undefined;
    const told =
      own === undefined ? absentPart(name, commitment) : tellPart({ name, commitment, own }, hashing);
    if (told === undefined) return undefined;
    if (own !== undefined) found++;
    parts.push(told);
  }
  return found === Object.keys(wire.parts).length ? { wire, core, checkpoint, signature, parts } : undefined;
}

function readCore(
  { a, at, b, i, k, p, parts, re, s }: { readonly [key: string]: Json },
  checkpoint: CheckpointTexts | undefined,
): CoreTexts | undefined {
  const [author, incident] = [parseAuthorKey(a), parseIncidentId(i)];
  const previous = p === '' ? [] : readIds(typeof p === 'string' ? [p] : p);
  const about = readIds(re);
  if (author === undefined || incident === undefined || previous === undefined || about === undefined)
    return undefined;
  if (typeof s !== 'number' || s < 0 || s > SEQUENCE_MAX || !Number.isInteger(s)) return undefined;
  if (typeof k !== 'string' || !isJsonObject(at) || !isJsonObject(parts)) return undefined;
  if (b !== '' && checkpoint === undefined) return undefined;
  const commitments = Object.entries(parts).map(
    ([name, hash]) => [name, typeof hash === 'string' ? hash : ''] as const,
  );
  if (commitments.length > COLUMN_PARTS_MAX || !commitments.every(([name]) => PART_NAME.test(name)))
    return undefined;
  const before = checkpoint === undefined ? '""' : printCheckpoint(checkpoint);
  const atText = canonicalJson(at);
  return { author, incident, sequence: s, previous, kind: k, at: atText, before, about, parts: commitments };
}

// Twice as much still is a safe integer.
const SEQUENCE_MAX = 2 ** 50;
const PART_NAME = /^[a-z][a-z0-9]{0,15}$/;

function readIds(value: Json | undefined): readonly string[] | undefined {
  return isJsonArray(value) &&
    value.length <= COLUMN_IDS_MAX &&
    value.every((id) => parseEntryId(id) !== undefined)
    ? value.map(String)
    : undefined;
}

function readCheckpoint(value: Json | undefined): CheckpointTexts | undefined {
  if (!isJsonObject(value)) return undefined;
  const { origin, size, root } = value;
  if (typeof origin !== 'string' || typeof root !== 'string' || bytesIn(root, ROOT_BYTES) === undefined)
    return undefined;
  if (typeof size !== 'number' || size < 0 || size > SEQUENCE_MAX || !Number.isInteger(size))
    return undefined;
  return { origin: JSON.stringify(origin).slice(1, -1), size, root };
}

function bytesIn(text: string, length: number): Uint8Array | undefined {
  const bytes = base64UrlToBytes(text);
  return bytes?.length === length ? bytes : undefined;
}

function absentPart(name: string, text: string): TellPart | undefined {
  const commitment = bytesIn(text, HASH_BYTES);
  return commitment && { name, form: PART_FORMS.absent, commitment };
}

function tellPart(
  {
    name,
    commitment: text,
    own,
  }: { readonly name: string; readonly commitment: string; readonly own: WirePart },
  { sha256Text, utf8Encode }: ColumnHashing,
): TellPart | undefined {
  if ('x' in own) {
    const [commitment, file] = [bytesIn(text, HASH_BYTES), base64UrlToBytes(own.x)];
    return commitment && file && { name, form: PART_FORMS.sealed, commitment, file };
  }
  const salt = bytesIn(own.s, SALT_BYTES);
  const framed = own.t.length > PART_BYTES_MAX ? undefined : frameOf(own.t);
  if (salt === undefined || framed === undefined) return undefined;
  const isRebuilt = commitmentOf(salt, utf8Encode(own.t), sha256Text) === text;
  return isRebuilt ? { name, form: PART_FORMS.open, salt, framed } : undefined;
}

/** What a table holds, each once, and where. */
type Table = { readonly at: Map<string, number>; readonly rows: string[] };

const TABLES = [
  'keys',
  'incidents',
  'voices',
  'kinds',
  'times',
  'origins',
  'checkpoints',
  'shapes',
  'frames',
  'ids',
] as const;
const COLUMNS = ['voices', 'checkpoints', ...ENTRY_COLUMNS, 'sealedLengths'] as const;
const RAW = ['keys', 'incidents', 'ids', 'roots', 'commitments', 'sealed', 'salts', 'signatures'] as const;

type Packing = {
  readonly tables: Readonly<Record<(typeof TABLES)[number], Table>>;
  readonly columns: Readonly<Record<(typeof COLUMNS)[number], number[]>>;
  readonly raw: Readonly<Record<(typeof RAW)[number], Uint8Array[]>>;
  readonly escapes: string[];
  /** Of each voice the last entry in the batch. */
  readonly last: Map<number, { readonly sequence: number; readonly id: string }>;
  /** The entries of the batch by their ids. */
  readonly placeOf: Map<string, number>;
  readonly uses: { readonly frame: string; readonly leaves: readonly string[] }[];
  count: number;
  minute: number;
  size: number;
};

function newPacking(): Packing {
  return {
    tables: recordOf(TABLES, (): Table => ({ at: new Map(), rows: [] })),
    columns: recordOf(COLUMNS, (): number[] => []),
    raw: recordOf(RAW, (): Uint8Array[] => []),
    escapes: [],
    last: new Map(),
    placeOf: new Map(),
    uses: [],
    count: 0,
    minute: 0,
    size: 0,
  };
}

/** Where a row stands in its table; `added` is done for one that is new. */
function rowIn(table: Table, row: string, added: () => void = () => {}): number {
  const known = table.at.get(row);
  if (known !== undefined) return known;
  table.at.set(row, table.rows.length);
  table.rows.push(row);
  added();
  return table.rows.length - 1;
}

function packEscape(p: Packing, wire: WireEntry): void {
  p.columns.voice.push(0);
  p.escapes.push(JSON.stringify({ e: wire.e, g: wire.g, parts: wire.parts }));
  p.count++;
}

function packEntry(p: Packing, told: Told, hashing: ColumnHashing): void {
  const { core, signature } = told;
  const { tables, columns, raw } = p;
  const voice = voiceOf(p, core);
  columns.voice.push(voice + 1);
  const last = p.last.get(voice);
  columns.number.push(toZigzag(core.sequence - (last === undefined ? 0 : last.sequence + 1)));
  const expected = last === undefined ? [] : [last.id];
  if (core.previous.join() === expected.join()) columns.previous.push(0);
  else pushRefs(p, columns.previous, core.previous, 1);
  columns.kind.push(rowIn(tables.kinds, core.kind));
  packTime(p, core.at);
  columns.checkpoint.push(told.checkpoint === undefined ? 0 : 1 + checkpointRow(p, told.checkpoint));
  pushRefs(p, columns.about, core.about, 0);
  columns.shape.push(rowIn(tables.shapes, told.parts.map(({ name, form }) => name + form).join(' ')));
  for (const part of told.parts) packPart(p, part);
  raw.signatures.push(signature);
  const id = entryIdFor(signedBytes(hashing.utf8Encode(told.wire.e), signature), hashing.sha256Text);
  p.last.set(voice, { sequence: core.sequence, id });
  p.placeOf.set(id, p.count++);
}

function voiceOf({ tables, columns, raw }: Packing, { author, incident }: CoreTexts): number {
  return rowIn(tables.voices, `${author} ${incident}`, () => {
    const key = rowIn(tables.keys, author, () => raw.keys.push(bytesOf(author)));
    const place = rowIn(tables.incidents, incident, () => raw.incidents.push(bytesOf(incident)));
    columns.voices.push(key, place);
  });
}

/** How many, and each as the way back to it in the batch (even) or its row in the table of other ids (odd). */
function pushRefs(p: Packing, column: number[], ids: readonly string[], from: 0 | 1): void {
  column.push(ids.length + from);
  for (const id of ids) {
    const place = p.placeOf.get(id);
    const outside = (): number => rowIn(p.tables.ids, id, () => p.raw.ids.push(hexToBytes(id) ?? NO_BYTES));
    column.push(place === undefined ? 2 * outside() + 1 : 2 * (p.count - place));
  }
}

function packTime(p: Packing, at: string): void {
  const clock = CLOCK.exec(at);
  p.columns.time.push(rowIn(p.tables.times, clock === null ? at : at.replace(CLOCK, CLOCK_HOLE)));
  if (clock === null) return;
  const minute = Number(clock[1]) * 60 + Number(clock[2]);
  p.columns.minute.push(toZigzag(minute - p.minute));
  p.minute = minute;
}

function checkpointRow(p: Packing, checkpoint: CheckpointTexts): number {
  const { origin, size, root } = checkpoint;
  return rowIn(p.tables.checkpoints, printCheckpoint(checkpoint), () => {
    p.columns.checkpoints.push(rowIn(p.tables.origins, origin), toZigzag(size - p.size));
    p.raw.roots.push(bytesOf(root));
    p.size = size;
  });
}

function packPart({ tables, columns, raw, uses }: Packing, part: TellPart): void {
  if (part.form === PART_FORMS.open) {
    columns.frame.push(rowIn(tables.frames, part.framed.frame));
    uses.push(part.framed);
    raw.salts.push(part.salt);
    return;
  }
  raw.commitments.push(part.commitment);
  if (part.form === PART_FORMS.absent) return;
  columns.sealedLengths.push(part.file.length);
  raw.sealed.push(part.file);
}

const NO_BYTES: Uint8Array = new Uint8Array();

function bytesOf(text: string): Uint8Array {
  return base64UrlToBytes(text) ?? NO_BYTES;
}

type Around = { readonly hashing: ColumnHashing; readonly padding: Uint8Array };

function blocksOf(p: Packing, beside: Json, { hashing: { utf8Encode }, padding }: Around): Blocks {
  const { tables, columns, raw } = p;
  const lines = (rows: readonly string[]): Uint8Array => utf8Encode(rows.map((row) => `${row}\n`).join(''));
  const numbers = recordOf(COLUMNS, (name) => varints(columns[name]));
  const bytes = recordOf(RAW, (name) => concatBytes(...raw[name]));
  return {
    ...numbers,
    ...bytes,
    beside: utf8Encode(canonicalJson(beside)),
    kinds: lines(tables.kinds.rows),
    times: lines(tables.times.rows),
    origins: lines(tables.origins.rows),
    shapes: lines(tables.shapes.rows),
    frames: lines(tables.frames.rows),
    escapes: lines(p.escapes),
    texts: lines(leavesByColumn(p)),
    padding,
  };
}

/** Columns in the order in which the frames name them; in each the leaves in the order of the entries. */
function leavesByColumn({ tables, uses }: Packing): readonly string[] {
  const columns = new Map<string, string[]>();
  const cut = new Map(tables.frames.rows.map((frame) => [frame, cutFrame(frame)]));
  for (const { columns: named } of cut.values())
    for (const name of named) if (!columns.has(name)) columns.set(name, []);
  for (const { frame, leaves } of uses)
    for (const [i, name] of (cut.get(frame)?.columns ?? []).entries())
      columns.get(name)?.push(leaves[i] ?? '');
  return [...columns.values()].flat();
}

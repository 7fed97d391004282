import { utf8Encode } from '../base/bytes.ts';
import type { Json } from '../base/canonical-json.ts';
import type { Primitives } from './primitives.ts';
import type { WireEntry } from './wire.ts';

/**
 * The column form: a batch of wire entries without what the receiver can rebuild, like beside like, to be compressed
 * (docs/record-format.md, "Columns"). It carries bytes and vouches for none: what comes out is checked like any entry.
 */
export type Columns = {
  readonly entries: readonly WireEntry[];
  /** What the sender says about the entries besides: of the hub's pages, all but their bytes. */
  readonly beside: Json;
};

export const COLUMNS_TYPE = 'application/vnd.shanyrak.columns';
export const COLUMNS_HEAD: Uint8Array = utf8Encode('shanyrak-columns v1\n');

export const COLUMN_ENTRIES_MAX = 1_000;
/** Ids and parts of one entry that go into columns: as many as a core may name. */
export const COLUMN_IDS_MAX = 16;
export const COLUMN_PARTS_MAX = 8;
/** Characters of texts, cores and sealed files that one batch may unpack to: twice a page of a hub. */
export const UNPACKED_CHARS_MAX: number = 8 * 1024 * 1024;

/** What packing and unpacking compute with: a commitment and an id are hashes. */
export type ColumnHashing = Pick<Primitives, 'sha256Text' | 'utf8Decode' | 'utf8Encode'>;

/** The fields of a core as they are printed in it; `at` and `before` are JSON text. */
export type CoreTexts = {
  readonly author: string;
  readonly incident: string;
  readonly sequence: number;
  readonly previous: readonly string[];
  readonly kind: string;
  readonly at: string;
  readonly before: string;
  readonly about: readonly string[];
  /** Names and commitments, in the order of the names. */
  readonly parts: readonly (readonly [name: string, commitment: string])[];
};

/** The one spelling of a core of these fields (RFC 8785), where no text in it needs an escape. */
export function printCore(core: CoreTexts): string {
  const { author, at, before, incident, kind, previous, parts, about, sequence } = core;
  const p = previous.length < 2 ? `"${previous[0] ?? ''}"` : idList(previous);
  const named = parts.map(([name, commitment]) => `"${name}":"${commitment}"`).join(',');
  return (
    `{"a":"${author}","at":${at},"b":${before},"i":"${incident}","k":"${kind}","p":${p},` +
    `"parts":{${named}},"re":${idList(about)},"s":${sequence},"v":1}`
  );
}

function idList(ids: readonly string[]): string {
  return ids.length === 0 ? '[]' : `["${ids.join('","')}"]`;
}

/** A checkpoint as a core names it; `origin` as it is written between quotes. */
export type CheckpointTexts = { readonly origin: string; readonly size: number; readonly root: string };

export function printCheckpoint({ origin, size, root }: CheckpointTexts): string {
  return `{"origin":"${origin}","root":"${root}","size":${size}}`;
}

/** How a part of a core comes: open, so that its commitment follows; sealed; or not at all. */
export const PART_FORMS = { open: 'o', sealed: 'x', absent: '-' } as const;

/** A clock time in a time's text, which is told apart as minutes of the day. */
export const CLOCK: RegExp = /T([01]\d|2[0-3]):([0-5]\d)/;
export const CLOCK_HOLE = 'T\u0000';
export const DAY_MINUTES: number = 24 * 60;

export function printClock(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

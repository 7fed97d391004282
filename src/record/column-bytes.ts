import { bytesEqual, concatBytes } from '../base/bytes.ts';

/** What an entry in columns has a number of, or several. */
export const ENTRY_COLUMNS = [
  'voice',
  'number',
  'previous',
  'kind',
  'time',
  'minute',
  'checkpoint',
  'about',
  'shape',
  'frame',
] as const;
const BEFORE_ENTRIES = [
  'beside',
  'kinds',
  'times',
  'origins',
  'shapes',
  'frames',
  'escapes',
  'voices',
] as const;
const AFTER_ENTRIES = [
  'checkpoints',
  'sealedLengths',
  'texts',
  'keys',
  'incidents',
  'ids',
  'roots',
  'commitments',
  'sealed',
  'salts',
  'signatures',
  'padding',
] as const;
export type BlockName = (typeof BEFORE_ENTRIES | typeof ENTRY_COLUMNS | typeof AFTER_ENTRIES)[number];
/** The blocks of the column form, in their order; docs/record-format.md, "Columns". What cannot be compressed comes last. */
export const BLOCKS: readonly BlockName[] = [...BEFORE_ENTRIES, ...ENTRY_COLUMNS, ...AFTER_ENTRIES];
export type Blocks = Readonly<Record<BlockName, Uint8Array>>;

// Seven bits a byte: eight bytes hold 2^56, above the largest safe integer.
const VARINT_BYTES_MAX = 8;

/** Whole numbers from 0 to 2^53-1, seven bits a byte, lowest first; the high bit says that more follow (LEB128). */
function pushVarint(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
}

/** A whole number of either sign as one without: 0, -1, 1, -2 to 0, 1, 2, 3. */
export function toZigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function fromZigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

/** The first thing found wrong. Who reads on after that gets zeros and nothings, and asks in the end. */
export type Fault = { why?: string };

export type BlockReader = {
  readonly varint: () => number;
  /** A whole number below `limit`. */
  readonly below: (limit: number) => number;
  readonly bytes: (length: number) => Uint8Array;
  readonly isAtEnd: () => boolean;
};

export function blockReader(block: Uint8Array, name: string, fault: Fault): BlockReader {
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (let i = 0; i < VARINT_BYTES_MAX && at < block.length; i++) {
      const byte = block[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (byte < 0x80 && Number.isSafeInteger(value)) return value;
    }
    fault.why ??= `${name}: a number is cut off or too large`;
    return 0;
  };
  return {
    varint,
    below: (limit) => {
      const value = varint();
      if (value < limit) return value;
      fault.why ??= `${name}: ${value} is out of range`;
      return 0;
    },
    bytes: (length) => {
      if (length > block.length - at) {
        fault.why ??= `${name}: is too short`;
        return NO_BYTES;
      }
      at += length;
      return block.subarray(at - length, at);
    },
    isAtEnd: () => at === block.length,
  };
}

const NO_BYTES: Uint8Array = new Uint8Array();

/** All blocks, each behind its length. */
export function joinBlocks(head: Uint8Array, count: number, blocks: Blocks): Uint8Array {
  const parts: Uint8Array[] = [head, varints([count])];
  for (const name of BLOCKS) parts.push(varints([blocks[name].length]), blocks[name]);
  return concatBytes(...parts);
}

export function varints(values: readonly number[]): Uint8Array {
  const out: number[] = [];
  for (const value of values) pushVarint(out, value);
  return Uint8Array.from(out);
}

/** The blocks as views of the bytes; `undefined` where one is cut off or something follows the last. */
export function splitBlocks(
  bytes: Uint8Array,
  head: Uint8Array,
): { readonly count: number; readonly blocks: Blocks } | undefined {
  const fault: Fault = {};
  const reader = blockReader(bytes, 'batch', fault);
  if (!bytesEqual(reader.bytes(head.length), head)) return undefined;
  const count = reader.varint();
  const blocks = recordOf(BLOCKS, () => reader.bytes(reader.varint()));
  return fault.why === undefined && reader.isAtEnd() ? { count, blocks } : undefined;
}

export function recordOf<const K extends string, V>(
  names: readonly K[],
  valueOf: (name: K) => V,
): Record<K, V>;
export function recordOf(
  names: readonly string[],
  valueOf: (name: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}

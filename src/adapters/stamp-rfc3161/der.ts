/** One value: its identifier octet, what is in it, and all its bytes. */
export type Der = { readonly tag: number; readonly content: Uint8Array; readonly whole: Uint8Array };

/** Identifier octets (X.690, 8.1.2) of the types that are read here. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The octet of `[n]` around other values. */
export function wrapped(n: number): number {
  return 0xa0 + n;
}

/** The octet of `[n] IMPLICIT` of a type without values inside. */
export function replaced(n: number): number {
  return 0x80 + n;
}

/**
 * Reads values one after the other. The first that is not there, or not in DER, breaks the reader and all that were opened
 * from it: then placeholders are given and `isBroken` says so, which has to be asked before anything read is believed.
 * How deep it goes is up to the code that reads, never to what is read.
 */
export type DerReader = {
  readonly take: (tag: number) => Der;
  readonly any: () => Der;
  /** `undefined`, and nothing is passed over, where the next value is another or none. */
  readonly maybe: (tag: number) => Der | undefined;
  readonly open: (tag: number) => DerReader;
  readonly maybeOpen: (tag: number) => DerReader | undefined;
  /** Opens what was read before. */
  readonly inside: (bytes: Uint8Array) => DerReader;
  readonly hasMore: () => boolean;
  /** Nothing may follow. */
  readonly end: () => void;
  readonly break: () => void;
  readonly isBroken: () => boolean;
};

const NOTHING = new Uint8Array();
const PLACEHOLDER: Der = { tag: 0, content: NOTHING, whole: NOTHING };

export function derReader(bytes: Uint8Array, state: { isBroken: boolean } = { isBroken: false }): DerReader {
  let at = 0;
  const isNext = (tag: number): boolean => !state.isBroken && bytes[at] === tag;
  const fail = (): Der => {
    state.isBroken = true;
    return PLACEHOLDER;
  };
  const any = (): Der => {
    const value = state.isBroken ? undefined : valueAt(bytes, at);
    at += value?.whole.length ?? 0;
    return value ?? fail();
  };
  const take = (tag: number): Der => (isNext(tag) ? any() : fail());
  const open = (tag: number): DerReader => derReader(take(tag).content, state);
  return {
    take,
    any,
    maybe: (tag) => (isNext(tag) ? any() : undefined),
    open,
    maybeOpen: (tag) => (isNext(tag) ? open(tag) : undefined),
    inside: (more) => derReader(more, state),
    hasMore: () => !state.isBroken && at < bytes.length,
    end: () => {
      if (at !== bytes.length) fail();
    },
    break: () => void fail(),
    isBroken: () => state.isBroken,
  };
}

const LONG_TAG = 0x1f;
const LONG_LENGTH = 0x80;
/** Four octets of length are more than any reply may have. */
const LENGTH_OCTETS_MAX = 4;

/** X.690, 8.1.3 and 10.1: a definite length in the fewest octets. */
function valueAt(bytes: Uint8Array, at: number): Der | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & LONG_TAG) === LONG_TAG) return undefined;
  const octets = first < LONG_LENGTH ? 0 : first - LONG_LENGTH;
  if (first === LONG_LENGTH || octets > LENGTH_OCTETS_MAX || at + 2 + octets > bytes.length) return undefined;
  let length = octets === 0 ? first : 0;
  for (let i = 0; i < octets; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  const isShortest = octets === 0 || (length >= LONG_LENGTH && length >= 256 ** (octets - 1));
  const start = at + 2 + octets;
  if (!isShortest || length > bytes.length - start) return undefined;
  return {
    tag,
    content: bytes.subarray(start, start + length),
    whole: bytes.subarray(at, start + length),
  };
}

/** The octets of an INTEGER, in the fewest (X.690, 8.3.2). */
export function takeInteger(reader: DerReader): Uint8Array {
  return integerIn(reader, reader.take(TAG.integer));
}

export function integerIn(reader: DerReader, { content }: Der): Uint8Array {
  const [first, second] = content;
  const isPadded =
    second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (first === undefined || isPadded) reader.break();
  return content;
}

/** A whole number from 0 that a `number` holds; else the reader breaks. */
export function takeSmall(reader: DerReader): number {
  return smallIn(reader, reader.take(TAG.integer));
}

export function smallIn(reader: DerReader, value: Der): number {
  const octets = integerIn(reader, value);
  if (octets.length > 6 || (octets[0] ?? 0) >= 0x80) reader.break();
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** The value of an INTEGER in hex, without leading zeros, and with a minus sign below zero. */
export function integerToHex(octets: Uint8Array): string {
  const isNegative = (octets[0] ?? 0) >= 0x80;
  const unsigned = BigInt(`0x0${Buffer.from(octets).toString('hex')}`);
  return isNegative
    ? `-${((1n << BigInt(8 * octets.length)) - unsigned).toString(16)}`
    : unsigned.toString(16);
}

/** BOOLEAN (X.690, 11.1): all bits or none. One that stands where its default would do is taken: many write it. */
export function maybeBoolean(reader: DerReader): boolean {
  const value = reader.maybe(TAG.boolean);
  if (value === undefined) return false;
  const [octet] = value.content;
  if (value.content.length !== 1 || (octet !== 0 && octet !== 0xff)) reader.break();
  return octet === 0xff;
}

export function takeOid(reader: DerReader): string {
  return oidIn(reader, reader.take(TAG.oid));
}

const OID_OCTETS_MAX = 64;

/** An object identifier in dots (X.690, 8.19). */
export function oidIn(reader: DerReader, { content }: Der): string {
  const arcs: bigint[] = [];
  if (content.length > OID_OCTETS_MAX) reader.break();
  let [arc, isBegun] = [0n, false];
  for (const octet of content.subarray(0, OID_OCTETS_MAX)) {
    if (!isBegun && octet === 0x80) reader.break();
    isBegun = octet >= 0x80;
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (isBegun) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first] = arcs;
  if (first === undefined || isBegun) {
    reader.break();
    return '';
  }
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...arcs.slice(1)].join('.');
}

/** The whole octets of a BIT STRING (X.690, 8.6); one that ends within an octet breaks the reader. */
export function takeBits(reader: DerReader): Uint8Array {
  const { content } = reader.take(TAG.bitString);
  if (content[0] !== 0) reader.break();
  return content.subarray(1);
}

/** The numbers of the bits that are set in a BIT STRING with named bits. */
export function namedBits(reader: DerReader, { content }: Der): ReadonlySet<number> {
  const [unused = 8, ...octets] = content;
  if (unused > 7 || (octets.length === 0 && unused > 0) || octets.length > 4) reader.break();
  const set = new Set<number>();
  for (const [i, octet] of octets.entries())
    for (let bit = 0; bit < 8; bit++) if ((octet & (0x80 >> bit)) !== 0) set.add(8 * i + bit);
  return set;
}

import { base64UrlToBytes, bytesToBase64Url, concatBytes, utf8Encode } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { printEdtf } from '../base/edtf.ts';
import { assert } from '../base/assert.ts';
import { commitmentOf, PART_BYTES_MAX, SALT_BYTES } from './commit.ts';
import { parseCore } from './signed.ts';
import type { HappenedAt, SeenCheckpoint } from './signed.ts';
import { authorKeyOf, entryIdFor } from './names.ts';
import type { EntryId, IncidentId } from './names.ts';
import type { Primitives, Signer } from './primitives.ts';
import { signingInput } from './signing.ts';
import type { Plain, PlainObject } from './subset.ts';
import { isAlwaysSealed, OPEN_PART } from './parts.ts';
import type { SealedDraft } from './seal.ts';
import type { OpenPart, WireEntry, WirePart } from './wire.ts';

/** What an author wants to say; the writer adds key, number and link to the entry before. */
export type Draft = {
  readonly kind: string;
  readonly at: HappenedAt;
  readonly about?: readonly EntryId[];
  readonly before?: SeenCheckpoint;
  readonly parts: Readonly<Record<string, PlainObject>>;
  /** Parts sealed beforehand (`sealPart`, `resealPart`). The body is never among them. */
  readonly sealed?: Readonly<Record<string, SealedDraft>>;
};

/** Where an author stands in an incident: the number of the next entry and the id of the last; of several, to heal a fork. */
export type Place = {
  readonly incident: IncidentId;
  readonly sequence: number;
  readonly previous: EntryId | '' | readonly [EntryId, EntryId, ...EntryId[]];
};

export type Written = { readonly id: EntryId; readonly wire: WireEntry; readonly next: Place };

/** Signs one entry. Strings are normalised to NFC here, by the writer; verifiers never do. */
export async function writeEntry(
  draft: Draft,
  place: Place,
  signer: Signer,
  primitives: Primitives,
): Promise<Written> {
  const { parts, commitments } = partsOf(draft, primitives);
  const text = canonicalJson({
    v: 1,
    a: authorKeyOf(signer.key),
    i: place.incident,
    s: place.sequence,
    p: typeof place.previous === 'string' ? place.previous : [...place.previous],
    k: draft.kind,
    at: printAt(draft.at),
    b: draft.before ? { ...draft.before } : '',
    re: [...(draft.about ?? [])],
    parts: commitments,
  });
  const core = utf8Encode(text);
  const readBack = parseCore(core);
  assert(
    readBack.ok,
    `we wrote a core that we would refuse: ${readBack.ok ? '' : JSON.stringify(readBack.error)}`,
  );
  const message = signingInput(core);
  const signature = await signer.sign(message);
  const id = entryIdFor(concatBytes(message, signature), primitives.sha256Text);
  const wire = { e: text, g: bytesToBase64Url(signature), parts };
  return { id, wire, next: { incident: place.incident, sequence: place.sequence + 1, previous: id } };
}

type Parts = {
  readonly parts: { body?: OpenPart; [name: string]: WirePart };
  readonly commitments: Record<string, string>;
};

function partsOf(draft: Draft, primitives: Primitives): Parts {
  const made: Parts = { parts: {}, commitments: {} };
  for (const [name, plain] of Object.entries(draft.parts)) {
    assert(!isAlwaysSealed(name), 'we wrote in the open a part that is for sealing only');
    const { part, commitment } = saltedPart(plain, primitives);
    made.parts[name] = part;
    made.commitments[name] = commitment;
  }
  for (const [name, { part, commitment }] of Object.entries(draft.sealed ?? {})) {
    assert(name !== OPEN_PART, 'we sealed a body: no reader of the incident could fold it');
    assert(made.commitments[name] === undefined, 'a part is either open or sealed');
    made.parts[name] = part;
    made.commitments[name] = commitment;
  }
  return made;
}

/** A part with its fresh salt, and the commitment to both. Strings are normalised to NFC here. */
export function saltedPart(
  plain: PlainObject,
  { randomBytes, sha256Text }: Pick<Primitives, 'randomBytes' | 'sha256Text'>,
): { readonly part: OpenPart; readonly commitment: string } {
  const salt = randomBytes(SALT_BYTES);
  const text = canonicalJson(composed(plain));
  const bytes = utf8Encode(text);
  assert(bytes.length <= PART_BYTES_MAX, 'we wrote a part that every reader would drop: it is over size');
  return { part: { s: bytesToBase64Url(salt), t: text }, commitment: commitmentOf(salt, bytes, sha256Text) };
}

/** Text by text, never the JSON: there a combining mark after `\n` would join the n of the escape. */
function composed(value: Plain): Plain {
  if (typeof value === 'string') return value.normalize('NFC');
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map(composed);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, composed(item)]));
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function printAt(at: HappenedAt): PlainObject {
  return {
    edtf: printEdtf(at.edtf),
    ...(at.offsetMinutes !== undefined && { offset: printOffset(at.offsetMinutes) }),
    ...(at.anchor && { anchor: at.anchor.id, loMin: at.anchor.loMin }),
    ...(at.anchor?.hiMin !== undefined && { hiMin: at.anchor.hiMin }),
  };
}

/** 300 to `+05:00`. */
export function printOffset(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The raw key behind a key text, for adapters that want bytes. */
export function keyBytes(key: string): Uint8Array {
  const bytes = base64UrlToBytes(key);
  assert(bytes !== undefined, 'a key text is base64url');
  return bytes;
}

import { createHash } from 'node:crypto';
import { bytesToBase64Url, utf8Encode } from '../../src/base/bytes.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import type { Json } from '../../src/base/canonical-json.ts';
import { parseEdtf } from '../../src/base/edtf.ts';
import { newIncidentId } from '../../src/record/names.ts';
import type { IncidentId } from '../../src/record/names.ts';
import type { HappenedAt } from '../../src/record/signed.ts';
import type { Primitives, Signer } from '../../src/record/primitives.ts';
import { signingInput } from '../../src/record/signing.ts';
import type { OpenPart, WireEntry } from '../../src/record/wire.ts';
import { writeEntry } from '../../src/record/write.ts';
import type { Draft, Place, Written } from '../../src/record/write.ts';

/** Bytes that look random and are the same for the same label: SHA-256 of label and counter. */
export function bytesFor(label: string, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`shanyrak vectors ${label} ${i}`).digest(),
  );
  return Uint8Array.from(Buffer.concat(blocks).subarray(0, length));
}

/** One author with a label: key, incident and salts are the same whenever the label is. */
export type Scribe = {
  readonly author: Signer;
  readonly primitives: Primitives;
  readonly place: Place;
  readonly write: (draft: Partial<Draft>, place?: Place) => Promise<Written>;
};

export function scribeFor(label: string, real: Primitives): Scribe {
  let drawn = 0;
  const primitives: Primitives = { ...real, randomBytes: (length) => bytesFor(`${label} draw ${drawn++}`, length) };
  const author = real.signerFromSeed(bytesFor(`${label} author`, 32));
  const start: Place = { incident: incidentFor(label), sequence: 0, previous: '' };
  const write: Scribe['write'] = (draft, place = start) => {
    const whole = { kind: 'alarm.confirm', at: happenedAt('2031-05-17T10:30'), parts: {}, ...draft };
    return writeEntry(whole, place, author, primitives);
  };
  return { author, primitives, place: start, write };
}

function incidentFor(label: string): IncidentId {
  return newIncidentId((length) => bytesFor(`incident ${label}`, length));
}

export function happenedAt(edtf: string, rest: Omit<HappenedAt, 'edtf'> = {}): HappenedAt {
  const parsed = parseEdtf(edtf);
  if (!parsed.ok) throw new Error(parsed.error.why);
  return { edtf: parsed.value, ...rest };
}

/** A core as plain JSON that can be taken apart, with the key of this author. */
export function plainCore({ author, place }: Scribe): Record<string, Json> {
  return {
    v: 1,
    a: bytesToBase64Url(author.key),
    i: place.incident,
    s: 0,
    p: '',
    k: 'event',
    at: { edtf: '2031-05-17T10:30' },
    b: '',
    re: [],
    parts: {},
  };
}

/** Signs any text as if it were a core: for entries that are well signed and still refused. */
export async function signText(text: string, author: Signer): Promise<WireEntry> {
  const signature = await author.sign(signingInput(utf8Encode(text)));
  return { e: text, g: bytesToBase64Url(signature), parts: {} };
}

export async function signCore(core: Json, author: Signer): Promise<WireEntry> {
  return signText(canonicalJson(core), author);
}

/** A part that travels in the open; the test is wrong when there is none. */
export function openPartOf({ parts }: WireEntry, name: string): OpenPart {
  const part = parts[name];
  if (part === undefined || 'x' in part) throw new Error(`there is no open part ${name}`);
  return part;
}

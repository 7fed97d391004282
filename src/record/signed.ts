import { isBase64UrlOf, utf8Decode } from '../base/bytes.ts';
import { parseEdtf } from '../base/edtf.ts';
import type { Edtf } from '../base/edtf.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { parseAuthorKey, parseEntryId, parseIncidentId } from './names.ts';
import type { AuthorKey, EntryId, IncidentId } from './names.ts';
import { isObject, parsePlain } from './subset.ts';
import type { Plain, PlainFault, PlainObject } from './subset.ts';

/** When it happened, as its author knows it. The device clock is a claim like any other. */
export type HappenedAt = {
  readonly edtf: Edtf;
  /** Minutes east of UTC at that place and date, where the author states it. */
  readonly offsetMinutes?: number;
  /** The moment lies `loMin` to `hiMin` minutes (absent: open) after the start of what `anchor` tells. */
  readonly anchor?: { readonly id: EntryId; readonly loMin: number; readonly hiMin?: number };
};

/** The newest checkpoint its author had seen: proves the entry is not older. `root` is the first 16 bytes. */
export type SeenCheckpoint = { readonly origin: string; readonly size: number; readonly root: string };

/** The signed part of an entry: format v1, docs/record-format.md. */
export type Core = {
  readonly author: AuthorKey;
  readonly incident: IncidentId;
  /** Counts this author's entries in this incident from 0. */
  readonly sequence: number;
  /** The author's entry before this one; several when the author heals a fork; none at 0. */
  readonly previous: readonly EntryId[];
  readonly kind: string;
  readonly at: HappenedAt;
  readonly before?: SeenCheckpoint;
  readonly about: readonly EntryId[];
  /** Part name to commitment (base64url of 32 bytes). */
  readonly parts: ReadonlyMap<string, string>;
};

export type CoreError =
  | { readonly kind: 'core-too-large'; readonly bytes: number }
  | { readonly kind: 'core-not-utf8' }
  | { readonly kind: 'core-not-json' }
  | { readonly kind: 'core-not-canonical' }
  | { readonly kind: 'core-outside-subset'; readonly why: string }
  | { readonly kind: 'core-field'; readonly field: string; readonly why: string };

export const CORE_BYTES_MAX: number = 16 * 1024;
const PARTS_MAX = 8;
const ABOUT_MAX = 16;
const HEALED_MAX = 8;
const COMMITMENT_BYTES = 32;
export const ROOT_BYTES = 16;
const FIELDS = ['a', 'at', 'b', 'i', 'k', 'p', 'parts', 're', 's', 'v'];
const KIND = /^[a-z]{1,16}(\.[a-z-]{1,16}){0,2}$/;
const PART_NAME = /^[a-z][a-z0-9]{0,15}$/;
const MINUTES_MAX = 10 * 366 * 24 * 60;

/** Reads a core from its exact bytes. Nothing is repaired: one meaning has one spelling. */
export function parseCore(bytes: Uint8Array): Result<Core, CoreError> {
  if (bytes.length > CORE_BYTES_MAX) return err({ kind: 'core-too-large', bytes: bytes.length });
  const text = utf8Decode(bytes);
  return text === undefined ? err({ kind: 'core-not-utf8' }) : parseCoreText(text);
}

/** Reads a core from well-formed text of a size already checked, where the bytes would only be decoded again. */
export function parseCoreText(text: string): Result<Core, CoreError> {
  const value = parsePlain(text);
  if (!value.ok) return err(coreError(value.error));
  if (!isObject(value.value)) return err({ kind: 'core-outside-subset', why: '$: not an object' });
  return readFields(value.value);
}

function coreError(fault: PlainFault): CoreError {
  if (fault.kind === 'not-json') return { kind: 'core-not-json' };
  if (fault.kind === 'not-canonical') return { kind: 'core-not-canonical' };
  return { kind: 'core-outside-subset', why: fault.why };
}

type Read<T> = Result<T, CoreError>;

function fault<T>(field: string, why: string): Read<T> {
  return err({ kind: 'core-field', field, why });
}

function readFields(o: PlainObject): Read<Core> {
  const extra = Object.keys(o).find((key) => !FIELDS.includes(key));
  if (extra !== undefined) return fault(extra, 'is not a field of this version');
  const missing = FIELDS.find((key) => o[key] === undefined);
  if (missing !== undefined) return fault(missing, 'is missing');
  if (o['v'] !== 1) return fault('v', 'only version 1 is read');
  const author = parseAuthorKey(o['a']);
  const incident = parseIncidentId(o['i']);
  const [sequence, kind] = [o['s'], o['k']];
  if (author === undefined) return fault('a', 'is not 32 bytes in base64url');
  if (incident === undefined) return fault('i', 'is not 12 bytes in base64url');
  if (typeof sequence !== 'number' || sequence < 0) return fault('s', 'is not a count from 0');
  if (typeof kind !== 'string' || !KIND.test(kind))
    return fault('k', 'is not a kind such as "event" or "alarm.raise"');
  const previous = readPrevious(o['p'], sequence);
  if (!previous.ok) return previous;
  const at = readAt(o['at']);
  if (!at.ok) return at;
  const before = readCheckpoint(o['b']);
  if (!before.ok) return before;
  const about = readIds(o['re'], 're', ABOUT_MAX);
  if (!about.ok) return about;
  const parts = readParts(o['parts']);
  if (!parts.ok) return parts;
  return ok({
    author,
    incident,
    sequence,
    previous: previous.value,
    kind,
    at: at.value,
    ...(before.value && { before: before.value }),
    about: about.value,
    parts: parts.value,
  });
}

function readPrevious(value: Plain | undefined, sequence: number): Read<readonly EntryId[]> {
  if (sequence === 0) return value === '' ? ok([]) : fault('p', 'must be "" on an author\'s first entry');
  if (Array.isArray(value)) {
    const ids = readIds(value, 'p', HEALED_MAX);
    return !ids.ok || ids.value.length > 1
      ? ids
      : fault('p', 'a list is only for healing a fork of two or more');
  }
  const id = parseEntryId(value);
  return id === undefined ? fault('p', 'is not the id of the entry before') : ok([id]);
}

function readIds(value: Plain | undefined, field: string, most: number): Read<readonly EntryId[]> {
  if (!Array.isArray(value)) return fault(field, 'is not a list of ids');
  if (value.length > most) return fault(field, `names more than ${most} entries`);
  const ids: EntryId[] = [];
  for (const item of value) {
    const id = parseEntryId(item);
    if (id === undefined || ids.includes(id))
      return fault(field, 'holds something that is not an id, or one twice');
    ids.push(id);
  }
  return ok(ids);
}

function readAt(value: Plain | undefined): Read<HappenedAt> {
  if (!isObject(value)) return fault('at', 'is not an object');
  const extra = Object.keys(value).find(
    (key) => !['anchor', 'edtf', 'hiMin', 'loMin', 'offset'].includes(key),
  );
  if (extra !== undefined) return fault(`at.${extra}`, 'is not a field of this version');
  if (typeof value['edtf'] !== 'string') return fault('at.edtf', 'is missing');
  const edtf = readEdtf(value['edtf']);
  if (!edtf.ok) return fault('at.edtf', edtf.error.why);
  const offsetMinutes = value['offset'] === undefined ? undefined : parseOffset(value['offset']);
  if (value['offset'] !== undefined && offsetMinutes === undefined)
    return fault('at.offset', 'is not +hh:mm or -hh:mm');
  const anchor = readAnchor(value);
  if (!anchor.ok) return anchor;
  return ok({
    edtf: edtf.value,
    ...(offsetMinutes !== undefined && { offsetMinutes }),
    ...(anchor.value && { anchor: anchor.value }),
  });
}

let lastEdtf: { readonly text: string; readonly read: ReturnType<typeof parseEdtf> } | undefined;

/** Many people write within one minute: what they wrote the same is read once and held once. */
function readEdtf(text: string): ReturnType<typeof parseEdtf> {
  if (lastEdtf?.text !== text) lastEdtf = { text, read: parseEdtf(text) };
  return lastEdtf.read;
}

function readAnchor(at: PlainObject): Read<HappenedAt['anchor']> {
  const { anchor, loMin, hiMin } = at;
  if (anchor === undefined) {
    return loMin === undefined && hiMin === undefined
      ? ok(undefined)
      : fault('at', 'loMin and hiMin need an anchor');
  }
  const id = parseEntryId(anchor);
  if (id === undefined) return fault('at.anchor', 'is not an id');
  if (!isMinutes(loMin)) return fault('at.loMin', 'is not a count of minutes');
  if (hiMin === undefined) return ok({ id, loMin });
  if (!isMinutes(hiMin) || hiMin < loMin) return fault('at.hiMin', 'is not a count of minutes from loMin up');
  return ok({ id, loMin, hiMin });
}

function isMinutes(value: Plain | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) <= MINUTES_MAX;
}

/** `+05:00` to 300. The sign is needed, zero is `+00:00`; hours run to 14 (Kiribati), as in ISO 8601-1 section 4.3.13. */
export function parseOffset(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^([+-])(\d{2}):([0-5]\d)$/.exec(value) : null;
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (minutes > 14 * 60 || value === '-00:00') return undefined;
  return match[1] === '-' ? -minutes : minutes;
}

/** The field `b`: the newest checkpoint its author knew; `undefined` for none. */
export function readCheckpoint(value: Plain | undefined): Read<SeenCheckpoint | undefined> {
  if (value === '') return ok(undefined);
  if (!isObject(value) || Object.keys(value).length !== 3)
    return fault('b', 'is neither "" nor origin, size and root');
  const { origin, size, root } = value;
  if (typeof origin !== 'string' || origin === '' || origin.length > 200)
    return fault('b.origin', 'is not a log origin');
  if (typeof size !== 'number' || size < 1) return fault('b.size', 'is not a tree size');
  if (typeof root !== 'string' || !isBase64UrlOf(root, ROOT_BYTES))
    return fault('b.root', 'is not 16 bytes in base64url');
  return ok({ origin, size, root });
}

function readParts(value: Plain | undefined): Read<ReadonlyMap<string, string>> {
  if (!isObject(value)) return fault('parts', 'is not an object');
  const names = Object.keys(value);
  if (names.length > PARTS_MAX) return fault('parts', `are more than ${PARTS_MAX}`);
  const parts = new Map<string, string>();
  for (const name of names) {
    const commitment = value[name];
    if (!PART_NAME.test(name)) return fault('parts', 'have a name outside a-z and 0-9');
    if (typeof commitment !== 'string' || !isBase64UrlOf(commitment, COMMITMENT_BYTES)) {
      return fault(`parts.${name}`, 'is not a commitment of 32 bytes in base64url');
    }
    parts.set(name, commitment);
  }
  return ok(parts);
}

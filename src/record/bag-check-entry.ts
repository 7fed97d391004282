import { base64UrlToBytes, bytesEqual, isBase64UrlOf } from '../base/bytes.ts';
import type { BagInspection } from './bag-check.ts';
import { entryPaths } from './bag-layout.ts';
import type { ListedEntry } from './bag-list.ts';
import { commitmentOf, PART_BYTES_MAX, SALT_BYTES, SEALED_BYTES_MAX } from './commit.ts';
import type { IncidentId } from './names.ts';
import type { Primitives } from './primitives.ts';
import { isAlwaysSealed, OPEN_PART } from './parts.ts';
import { CORE_BYTES_MAX, readCheckpoint } from './signed.ts';
import type { SeenCheckpoint } from './signed.ts';
import { pointFault, signatureFault, signedBytes } from './signing.ts';
import { isObject, parsePlain } from './subset.ts';
import type { PlainObject } from './subset.ts';

type EntryInBag = ListedEntry & {
  readonly incident: IncidentId | undefined;
  readonly partsHere: ReadonlySet<string>;
};

/** Checks one entry with its parts; gives the ids its author says to have written before. */
export function checkBagEntry(inspection: BagInspection, entry: EntryInBag): readonly string[] {
  const { read, wrong, needs, later, notes, named } = inspection;
  const { id, parts, incident, partsHere } = entry;
  const at = entryPaths.core(id);
  const [coreBytes, signature] = [read(at), read(entryPaths.signature(id))];
  const signed = signedBytes(coreBytes, signature);
  if (needs.crypto.sha256Text(signed, 'hex') !== id) wrong('id-differs', at);
  const isSignatureSafe = signatureFault(signature) === undefined;
  if (!isSignatureSafe) wrong('signature-refused', at);
  if ([...partsHere].some((name) => !parts.includes(name))) wrong('not-listed', at);
  const core = coreIn(coreBytes, needs.crypto.utf8Decode);
  if (core === undefined) {
    wrong('core-refused', at);
    return [];
  }
  const isKeySafe = isSafe(core.key, inspection);
  if (!isKeySafe) wrong('key-refused', at);
  const message = signed.subarray(0, signed.length - signature.length);
  if (isKeySafe && isSignatureSafe) later.push({ at, check: { key: core.key, signature, message } });
  if (core.before) named.set(id, core.before);
  if (core.incident !== incident) wrong('other-incident', at);
  const good = parts.map((name) => isPartGood(inspection, { id, name, commitment: core.parts[name] }));
  if (good.includes(false)) wrong('part-refused', at);
  notes.withheld += Object.keys(core.parts).filter((name) => !parts.includes(name)).length;
  return core.previous;
}

const safe = new WeakMap<BagInspection, Map<string, boolean>>();

/** Not of an unsafe form, and without a torsion part; the dear half of it once a key. */
function isSafe(key: Uint8Array, inspection: BagInspection): boolean {
  const known = safe.get(inspection) ?? new Map<string, boolean>();
  safe.set(inspection, known);
  const name = key.join(' ');
  const isKnown = known.get(name);
  if (isKnown !== undefined) return isKnown;
  const isGood = pointFault(key) === undefined && inspection.needs.crypto.isTorsionFree(key);
  known.set(name, isGood);
  return isGood;
}

type CoreInBag = {
  readonly key: Uint8Array;
  readonly incident: string;
  readonly previous: readonly string[];
  /** Absent too where it is of a form this version does not read. */
  readonly before?: SeenCheckpoint;
  readonly parts: Readonly<Record<string, string>>;
};

const FIELDS = ['a', 'at', 'b', 'i', 'k', 'p', 'parts', 're', 's', 'v'];
const KEY_BYTES = 32;
const INCIDENT_BYTES = 12;
const COMMITMENT_BYTES = 32;
const PARTS_MAX = 8;

/**
 * The core as far as it ties an entry to its author, incident and parts: canonical, of the ten fields. What the other fields say
 * is for whoever reads them; that they can be read is asked when a hub accepts an entry (`parseCore`), not here.
 */
function coreIn(bytes: Uint8Array, decode: Primitives['utf8Decode']): CoreInBag | undefined {
  const text = bytes.length > CORE_BYTES_MAX ? undefined : decode(bytes);
  const plain = text === undefined ? undefined : parsePlain(text);
  if (!plain?.ok || !isObject(plain.value)) return undefined;
  const core: PlainObject = plain.value;
  const { v, a, i, p, parts } = core;
  const hasFields = Object.keys(core).length === FIELDS.length && FIELDS.every((name) => name in core);
  const key = typeof a === 'string' ? base64UrlToBytes(a) : undefined;
  if (!hasFields || v !== 1 || key?.length !== KEY_BYTES) return undefined;
  if (typeof i !== 'string' || !isBase64UrlOf(i, INCIDENT_BYTES)) return undefined;
  if (!isObject(parts) || Object.keys(parts).length > PARTS_MAX) return undefined;
  const commitments: [string, string][] = [];
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value !== 'string' || !isBase64UrlOf(value, COMMITMENT_BYTES)) return undefined;
    commitments.push([name, value]);
  }
  const previous = (Array.isArray(p) ? p : [p]).map(String);
  const before = readCheckpoint(core['b']);
  return {
    key,
    incident: i,
    previous,
    ...(before.ok && before.value && { before: before.value }),
    parts: Object.fromEntries(commitments),
  };
}

type PartInBag = {
  readonly id: ListedEntry['id'];
  readonly name: string;
  readonly commitment: string | undefined;
};

// C2SP age, "Header".
const AGE_BEGINS = Uint8Array.from('age-encryption.org/v1', (char) => char.charCodeAt(0));

/** An open part fits its commitment; a sealed one only its readers can hold against it, so its form is looked at. */
function isPartGood(
  { paths, read, notes, needs }: BagInspection,
  { id, name, commitment }: PartInBag,
): boolean {
  const path = entryPaths.part(id, name);
  if (paths.has(`${path}.age`)) {
    notes.sealed++;
    const sealed = read(`${path}.age`);
    const isAlone = !paths.has(path) && !paths.has(`${path}.salt`);
    const isAge =
      bytesEqual(sealed.subarray(0, AGE_BEGINS.length), AGE_BEGINS) && sealed.length <= SEALED_BYTES_MAX;
    return isAlone && isAge && name !== OPEN_PART && commitment !== undefined;
  }
  const [text, salt] = [read(path), read(`${path}.salt`)];
  const isShort = salt.length === SALT_BYTES && text.length <= PART_BYTES_MAX;
  if (!isShort || isAlwaysSealed(name) || needs.crypto.utf8Decode(text) === undefined) return false;
  return commitmentOf(salt, text, needs.crypto.sha256Text) === commitment;
}

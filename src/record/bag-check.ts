import { utf8Decode } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { checkBagEntry } from './bag-check-entry.ts';
import { checkBagLog } from './bag-check-log.ts';
import {
  BAG_FILE_BYTES_MAX,
  culpritOf,
  entryOfPath,
  isBagPath,
  isPayload,
  LIST,
  PAYLOAD_MANIFEST,
  TAG_MANIFEST,
} from './bag-layout.ts';
import { parseBagList } from './bag-list.ts';
import type { BagList } from './bag-list.ts';
import type { SeenBy } from './log/bracket.ts';
import { hubLogKey } from './log/hub-log.ts';
import { printVerifierKey } from './log/note.ts';
import type { Primitives, SignatureCheck } from './primitives.ts';
import type { SeenCheckpoint } from './signed.ts';

/** What can be wrong with a file of a bag, or with an entry; `verify.py` has the same. */
export const BAG_FAULTS = [
  'path-refused',
  'file-missing',
  'file-extra',
  'file-changed',
  'form',
  'not-listed',
  'listed-differs',
  'not-signed',
  'key-not-of-origin',
  'key-not-yours',
  'core-refused',
  'other-incident',
  'key-refused',
  'signature-refused',
  'signature-wrong',
  'id-differs',
  'part-refused',
  'proof-wrong',
  'not-consistent',
  'checkpoint-differs',
  'stamp-wrong',
  'cosignature-wrong',
] as const;
export type BagFault = (typeof BAG_FAULTS)[number];

/** What is wrong, and where: the id of an entry, or the name of a file that is of none. */
export type BagFinding = { readonly at: string; readonly code: BagFault };

/** What is to be known beside the verdict, counted. None of it makes a bag wrong. */
export const BAG_NOTES = [
  'unproven',
  'unstamped',
  'gaps',
  'withheld',
  'sealed',
  'unwitnessed',
  'unsigned',
] as const;
export type BagNote = (typeof BAG_NOTES)[number];

/** A folder as it lies there. `refused`: links, and what is neither a file nor a folder. */
export type BagFolder = {
  readonly files: ReadonlyMap<string, { readonly bytes: number }>;
  readonly refused: readonly string[];
  readonly read: (path: string) => Uint8Array;
};

/** Whether an authority stamped these bytes, and when (RFC 3161). Given from outside: it needs certificates. */
export type CheckBagStamp = (stamp: {
  readonly data: Uint8Array;
  readonly reply: Uint8Array;
  readonly certificates: Uint8Array;
}) => Result<Instant, unknown>;

export type BagCheckNeeds = {
  readonly crypto: Primitives;
  readonly checkStamp: CheckBagStamp;
  /** The key the log must have, as a verifier key, where the reader knows it from elsewhere. */
  readonly logKey?: string;
};

export type BagChecked = {
  /** By place and code. Empty: all that is here is genuine. */
  readonly findings: readonly BagFinding[];
  readonly notes: Readonly<Record<BagNote, number>>;
  /** Absent when it cannot be read. */
  readonly list?: BagList;
  /** By when somebody else than the hub had seen the log, and up to which size, by rising hour. */
  readonly seen: readonly BagSeen[];
  /** The checkpoint that an entry names: it was signed after that. By id. */
  readonly named: ReadonlyMap<string, SeenCheckpoint>;
};

/** The word of a witness or of an authority that was found genuine. Theirs is the hour. */
export type BagSeen = SeenBy & { readonly by: 'authority' | 'witness' };

/** What the parts of the check share. */
export type BagInspection = {
  readonly paths: ReadonlySet<string>;
  readonly needs: BagCheckNeeds;
  readonly wrong: (code: BagFault, path: string) => void;
  /** The bytes; none, and that is said, when the file is missing. */
  readonly read: (path: string) => Uint8Array;
  /** The SHA-256 of a file, in hex; a file that was read before is not read again for it. */
  readonly hashOf: (path: string) => string;
  /** Files that are not those the list names. */
  readonly otherThanListed: Set<string>;
  readonly notes: Record<BagNote, number>;
  /** Signatures of entries, to be verified all at once. */
  readonly later: { readonly at: string; readonly check: SignatureCheck }[];
  readonly seen: BagSeen[];
  readonly named: Map<string, SeenCheckpoint>;
};

/** Checks a bag from its bytes up: files, entries, parts, proofs, the log's signatures, stamps. Says all that is wrong. */
export async function checkBag(folder: BagFolder, needs: BagCheckNeeds): Promise<BagChecked> {
  const found = new Map<string, BagFinding>();
  const inspection = inspect(folder, needs, ({ at, code }) => found.set(`${at} ${code}`, { at, code }));
  const { notes, later, wrong, seen, named } = inspection;
  const read = parseBagList(inspection.read(LIST));
  if (read === undefined) wrong('form', LIST);
  else {
    const { list, note } = read;
    checkListed(inspection, list);
    const logKey = list.origin === undefined ? undefined : hubLogKey(list.origin, needs.crypto.sha256);
    if (needs.logKey !== undefined && needs.logKey !== (logKey && printVerifierKey(logKey)))
      wrong('key-not-yours', LIST);
    if (list.origin !== undefined) await checkBagLog(inspection, { list, origin: list.origin, note });
    notes.unsigned = note === undefined ? 1 : 0;
    notes.unproven = list.entries.filter(({ index }) => index === undefined).length;
    if (list.audience !== 'public') checkEntries(inspection, list);
  }
  checkManifests(inspection);
  const verdicts = await needs.crypto.verifyBatch(later.map(({ check }) => check));
  for (const [i, { at }] of later.entries()) if (verdicts[i] !== true) wrong('signature-wrong', at);
  const findings = [...found.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const rising = seen.toSorted((a, b) => a.at - b.at || a.size - b.size);
  return { findings, notes, seen: rising, named, ...(read && { list: read.list }) };
}

function key({ at, code }: BagFinding): string {
  return `${at} ${code}`;
}

function inspect(
  folder: BagFolder,
  needs: BagCheckNeeds,
  report: (finding: BagFinding) => void,
): BagInspection {
  const wrong = (code: BagFault, path: string): void => report({ at: culpritOf(path), code });
  const paths = new Set<string>();
  for (const [path, { bytes }] of folder.files) {
    if (isBagPath(path) && bytes <= BAG_FILE_BYTES_MAX) paths.add(path);
    else wrong('path-refused', path);
  }
  for (const path of folder.refused) wrong('path-refused', path);
  const hashes = new Map<string, string>();
  const read = (path: string): Uint8Array => {
    if (!paths.has(path)) {
      wrong('file-missing', path);
      return new Uint8Array();
    }
    const bytes = folder.read(path);
    if (!hashes.has(path)) hashes.set(path, needs.crypto.sha256Text(bytes, 'hex'));
    return bytes;
  };
  return {
    paths,
    needs,
    wrong,
    read,
    hashOf: (path) => {
      if (!hashes.has(path)) read(path);
      return hashes.get(path) ?? '';
    },
    otherThanListed: new Set(),
    notes: { unproven: 0, unstamped: 0, gaps: 0, withheld: 0, sealed: 0, unwitnessed: 0, unsigned: 0 },
    later: [],
    seen: [],
    named: new Map(),
  };
}

// What the list cannot name without naming itself; ids, commitments, signatures and proofs tie the files of entries.
const TIED: ReadonlySet<string> = new Set([PAYLOAD_MANIFEST, TAG_MANIFEST, LIST]);

/** What nothing else ties to its content the list names with its hash; and nothing is here beside that. */
function checkListed(inspection: BagInspection, { audience, entries, files }: BagList): void {
  const { paths, hashOf, otherThanListed, wrong } = inspection;
  for (const { path, sha256 } of files) {
    if (hashOf(path) === sha256 || !paths.has(path)) continue;
    otherThanListed.add(path);
    wrong('listed-differs', path);
  }
  const listed = new Set(files.map(({ path }) => path));
  const ids = new Set<string>(entries.map(({ id }) => id));
  for (const path of paths) {
    if (listed.has(path)) continue;
    const entry = entryOfPath(path);
    const mayBe = entry?.folder === 'proofs' || audience !== 'public';
    const isTied = entry === undefined ? TIED.has(path) : ids.has(entry.id) && mayBe;
    if (!isTied || path.endsWith('.age')) wrong('not-listed', path);
  }
}

function checkEntries(inspection: BagInspection, { entries, incident }: BagList): void {
  const partsHere = new Map<string, Set<string>>();
  for (const path of inspection.paths) {
    const entry = entryOfPath(path);
    if (entry?.folder !== 'parts') continue;
    const [, name = ''] = path.slice('data/parts/'.length).split('.');
    partsHere.set(entry.id, (partsHere.get(entry.id) ?? new Set()).add(name));
  }
  const ids = new Set<string>(entries.map(({ id }) => id));
  for (const entry of entries) {
    const partsOf = partsHere.get(entry.id) ?? new Set<string>();
    const before = checkBagEntry(inspection, { ...entry, incident, partsHere: partsOf });
    if (before.some((id) => id !== '' && !ids.has(id))) inspection.notes.gaps++;
  }
}

/** BagIt 1.0 (RFC 8493): every file stands in its manifest as it is, and every file of a manifest is here. */
function checkManifests({ paths, read, hashOf, wrong }: BagInspection): void {
  for (const manifest of [PAYLOAD_MANIFEST, TAG_MANIFEST]) {
    const isOwn = (path: string): boolean => isPayload(path) === (manifest === PAYLOAD_MANIFEST);
    const lines = textOf(read(manifest)).split('\n');
    const end = lines.pop();
    const listed = new Map<string, string>();
    for (const line of lines) {
      const [, sha256, path] = /^([0-9a-f]{64})[ \t]+(\S.*)$/s.exec(line) ?? [];
      if (sha256 !== undefined && path !== undefined) listed.set(path, sha256);
    }
    if (end !== '' || listed.size < lines.length) wrong('form', manifest);
    for (const [path, sha256] of listed) {
      if (!isBagPath(path) || !isOwn(path)) wrong('path-refused', path);
      else if (hashOf(path) !== sha256 && paths.has(path)) wrong('file-changed', path);
    }
    for (const path of paths)
      if (isOwn(path) && path !== TAG_MANIFEST && !listed.has(path)) wrong('file-extra', path);
  }
}

/** Text of whatever bytes: what is no UTF-8 fits no name and no hash. */
function textOf(bytes: Uint8Array): string {
  const isPlain = (byte: number): boolean => byte < 0x80;
  return (
    utf8Decode(bytes) ??
    Array.from(bytes, (byte) => (isPlain(byte) ? String.fromCharCode(byte) : '\ufffd')).join('')
  );
}

import { base64UrlToBytes, utf8Encode } from '../base/bytes.ts';
import { assert } from '../base/assert.ts';
import {
  CHECKER,
  CHECKPOINT,
  DECLARATION,
  entryPaths,
  INFO,
  isAuthorityName,
  isBagPath,
  isPayload,
  LIST,
  LOG_KEY,
  PAYLOAD_MANIFEST,
  POLICY,
  TAG_MANIFEST,
} from './bag-layout.ts';
import type { BagFile } from './bag-layout.ts';
import { printBagList } from './bag-list.ts';
import type { BagList } from './bag-list.ts';
import type { Audience } from './bundle.ts';
import { bytesToBase64 } from '../base/base64.ts';
import { hubLogKey } from './log/hub-log.ts';
import { consistencyProof, inclusionProof } from './log/merkle.ts';
import type { HashReader } from './log/merkle.ts';
import { ED25519, printSignatureLine, printVerifierKey, verifierKey } from './log/note.ts';
import type { VerifierKey } from './log/note.ts';
import { printTlogProof } from './log/proof-file.ts';
import type { EntryId, IncidentId } from './names.ts';
import type { Primitives, Signer } from './primitives.ts';
import type { WireEntry } from './wire.ts';

/** An entry for a bag. Without `index` no log has it yet; without `wire` only its place in the log goes into the bag. */
export type EntryForBag = { readonly id: EntryId; readonly index?: number; readonly wire?: WireEntry };

/** A stamp on an earlier or the same state of the log. */
export type StampForBag = {
  readonly authority: string;
  /** The exact bytes of the checkpoint file it is over, and the size in it. */
  readonly checkpoint: Uint8Array;
  readonly size: number;
  readonly query: Uint8Array;
  readonly reply: Uint8Array;
  /** The certificates by which the authority is known, in PEM. */
  readonly certificates: string;
};

/** The state of a log that a bag's proofs end in. Each entry with an index below `size` gets its proof. */
export type LogForBag = {
  readonly origin: string;
  readonly size: number;
  /** The exact text of the checkpoint. */
  readonly checkpoint: string;
  readonly hashes: HashReader;
  /** Further keys of the log beside the Ed25519 key that its name holds. */
  readonly keys: readonly VerifierKey[];
  readonly stamps: readonly StampForBag[];
  readonly policy?: string;
};

export type ContentsOfBag = {
  readonly audience: Audience;
  readonly incident?: IncidentId;
  readonly entries: readonly EntryForBag[];
  readonly log?: LogForBag;
  /** The public account, by the names of its files. */
  readonly account: readonly { readonly name: string; readonly text: string }[];
  /** `verify.py`, byte for byte. */
  readonly checker: Uint8Array;
  /** Label and value of each further line of `bag-info.txt`. */
  readonly info: readonly (readonly [label: string, value: string])[];
  /** The hub's own key: whoever has it can say what is in the bag. */
  readonly signer?: Signer;
};

type Hashing = Pick<Primitives, 'sha256' | 'sha256Text'>;

/** The files of an evidence bag: BagIt 1.0 (RFC 8493), laid out as docs/record-format.md says. Who may have it the caller decides. */
export async function bagOf(contents: ContentsOfBag, hashing: Hashing): Promise<readonly BagFile[]> {
  const { audience, incident, entries, log } = contents;
  const isProven = ({ index }: EntryForBag): boolean =>
    log !== undefined && index !== undefined && index < log.size;
  const tied = entries.flatMap((entry) => [
    ...(entry.wire ? filesOfEntry(entry.id, entry.wire) : []),
    ...(log && isProven(entry) ? [proofOf(entry, log, hashing)] : []),
  ]);
  const untied = [
    ...(log ? filesOfLog(log, stampsThatTell(log, entries), hashing) : []),
    ...contents.account.map(({ name, text }) => file(`data/account/${name}`, text)),
  ];
  const sealed = tied.filter(({ path }) => path.endsWith('.age'));
  const tags = [
    file(DECLARATION, 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
    { path: CHECKER, bytes: contents.checker },
  ];
  const listed = (info: BagFile): BagList => ({
    ...(log && { origin: log.origin }),
    ...(incident && { incident }),
    audience,
    entries: entries.map((entry) => ({
      id: entry.id,
      ...(isProven(entry) && entry.index !== undefined && { index: entry.index }),
      parts: Object.keys(entry.wire?.parts ?? {}).toSorted(),
    })),
    files: [...tags, info, ...untied, ...sealed].map(({ path, bytes }) => ({
      path,
      sha256: hashing.sha256Text(bytes, 'hex'),
    })),
  });
  // The list names the hash of bag-info.txt, which gives the size of the list: the length of a hash is known beforehand.
  const draft = await listFile(listed(file(INFO, '')), contents, hashing);
  const payload = [...tied, ...untied];
  const octets = [...payload, draft].reduce((sum, { bytes }) => sum + bytes.length, 0);
  const oxum = [['Payload-Oxum', `${octets}.${payload.length + 1}`]] as const;
  const info = file(INFO, [...contents.info, ...oxum].map((row) => `${row.join(': ')}\n`).join(''));
  const list = await listFile(listed(info), contents, hashing);
  assert(list.bytes.length === draft.bytes.length, 'a list is as long whatever the hashes in it');
  return withManifests([...tags, info, list, ...payload], hashing);
}

/** The same files with manifests over all of them; earlier manifests among them are left out. */
export function withManifests(
  files: readonly BagFile[],
  { sha256Text }: Pick<Primitives, 'sha256Text'>,
): readonly BagFile[] {
  const rowsOf = (of: readonly BagFile[]): string =>
    of
      .map(({ path, bytes }) => `${sha256Text(bytes, 'hex')}  ${path}\n`)
      .toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
      .join('');
  const others = files.filter(({ path }) => path !== PAYLOAD_MANIFEST && path !== TAG_MANIFEST);
  const payload = file(PAYLOAD_MANIFEST, rowsOf(others.filter(({ path }) => isPayload(path))));
  const tags = [...others.filter(({ path }) => !isPayload(path)), payload];
  return [...others, payload, file(TAG_MANIFEST, rowsOf(tags))];
}

async function listFile(
  list: BagList,
  { log, signer }: ContentsOfBag,
  { sha256 }: Hashing,
): Promise<BagFile> {
  const text = printBagList(list);
  if (log === undefined || signer === undefined) return file(LIST, text);
  const key = verifierKey({ name: log.origin, type: ED25519, key: signer.key }, sha256);
  assert(key.ok, 'a hub signs under the name of its log');
  const signature = await signer.sign(utf8Encode(text));
  return file(LIST, `${text}\n${printSignatureLine({ ...key.value, signature })}`);
}

function filesOfEntry(id: EntryId, { e, g, parts }: WireEntry): readonly BagFile[] {
  const open = Object.entries(parts).flatMap(([name, part]) => {
    const path = entryPaths.part(id, name);
    return 'x' in part
      ? [{ path: `${path}.age`, bytes: bytesOf(part.x) }]
      : [file(path, part.t), { path: `${path}.salt`, bytes: bytesOf(part.s) }];
  });
  return [file(entryPaths.core(id), e), { path: entryPaths.signature(id), bytes: bytesOf(g) }, ...open];
}

function proofOf({ id, index = 0 }: EntryForBag, log: LogForBag, { sha256 }: Hashing): BagFile {
  const hashes = inclusionProof({ index, size: log.size }, log.hashes, sha256);
  return file(entryPaths.proof(id), printTlogProof({ index, hashes, checkpoint: log.checkpoint }));
}

/** Of each authority the first stamp that covers an entry, for each entry: the others tell nothing about what is in the bag. */
function stampsThatTell(log: LogForBag, entries: readonly EntryForBag[]): readonly StampForBag[] {
  const sound = log.stamps.filter(({ size, authority }) => size <= log.size && isAuthorityName(authority));
  return [...Map.groupBy(sound, ({ authority }) => authority).values()].flatMap((given) => {
    const rising = given.toSorted((a, b) => a.size - b.size);
    const first = new Set(entries.map(({ index = log.size }) => rising.find(({ size }) => size > index)));
    return rising.filter((stamp) => first.has(stamp));
  });
}

function filesOfLog(
  log: LogForBag,
  stamps: readonly StampForBag[],
  { sha256, sha256Text }: Hashing,
): readonly BagFile[] {
  const own = verifierKeyOf(log, sha256);
  const newest = sha256Text(utf8Encode(log.checkpoint), 'hex');
  const byFile = Map.groupBy(stamps, ({ checkpoint }) => sha256Text(checkpoint, 'hex'));
  const earlier = [...byFile.keys()].filter((digest) => digest !== newest);
  const authorities = new Map(stamps.map(({ authority, certificates }) => [authority, certificates]));
  const baseOf = (digest: string): string =>
    digest === newest ? CHECKPOINT : `${CHECKPOINT}-${earlier.indexOf(digest) + 1}`;
  return [
    file(CHECKPOINT, log.checkpoint),
    file(LOG_KEY, `${[own, ...log.keys].map(printVerifierKey).join('\n')}\n`),
    ...(log.policy === undefined ? [] : [file(POLICY, log.policy)]),
    ...[...byFile].flatMap(([digest, on]) => [
      ...(digest === newest ? [] : earlierState(baseOf(digest), on[0], log, sha256)),
      ...on.flatMap(({ authority, query, reply }) => [
        { path: `${baseOf(digest)}.${authority}.tsq`, bytes: query },
        { path: `${baseOf(digest)}.${authority}.tsr`, bytes: reply },
      ]),
    ]),
    ...[...authorities].map(([name, certificates]) => file(`data/trust/${name}.pem`, certificates)),
  ];
}

function verifierKeyOf({ origin }: LogForBag, sha256: Primitives['sha256']): VerifierKey {
  const key = hubLogKey(origin, sha256);
  assert(key !== undefined, 'the origin of a log of ours holds its key');
  return key;
}

/** A checkpoint that was stamped before, and the proof that the log only grew since. */
function earlierState(
  path: string,
  stamp: StampForBag | undefined,
  log: LogForBag,
  sha256: Primitives['sha256'],
): readonly BagFile[] {
  if (stamp === undefined) return [];
  const isGrown = stamp.size < log.size;
  const proof = isGrown ? consistencyProof({ from: stamp.size, to: log.size }, log.hashes, sha256) : [];
  return [
    { path, bytes: stamp.checkpoint },
    file(`${path}.consistency`, proof.map((hash) => `${bytesToBase64(hash)}\n`).join('')),
  ];
}

function file(path: string, text: string): BagFile {
  assert(isBagPath(path), 'a bag holds files of known names only');
  return { path, bytes: utf8Encode(text) };
}

function bytesOf(base64Url: string): Uint8Array {
  const bytes = base64UrlToBytes(base64Url);
  assert(bytes !== undefined, 'what was read from the wire is base64url');
  return bytes;
}

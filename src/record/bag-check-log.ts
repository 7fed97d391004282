import { bytesEqual, hexToBytes, utf8Decode } from '../base/bytes.ts';
import { instant, INSTANT_MS_MAX, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { BagInspection } from './bag-check.ts';
import { CHECKPOINT, entryPaths, LIST, LOG_KEY, POLICY } from './bag-layout.ts';
import type { BagList } from './bag-list.ts';
import { parseCheckpoint } from './log/checkpoint.ts';
import type { Checkpoint } from './log/checkpoint.ts';
import { hubLogKey } from './log/hub-log.ts';
import { leafHash } from './log/merkle.ts';
import { isConsistent, isIncluded } from './log/merkle-check.ts';
import { COSIGNATURE_ED25519, parseNote, parseVerifierKey, printVerifierKey } from './log/note.ts';
import type { SignedNote, VerifierKey } from './log/note.ts';
import { parseHashes } from './log/proof-file.ts';
import { openNote } from './log/sign-note.ts';
import type { EntryId } from './names.ts';

type LogInBag = { readonly list: BagList; readonly origin: string; readonly note: SignedNote | undefined };

/** Checks that the log signed the list and the checkpoints, that stamps are genuine, and that each proof leads to the newest. */
export async function checkBagLog(
  inspection: BagInspection,
  { list, origin, note }: LogInBag,
): Promise<void> {
  const { read, wrong, paths, needs, notes, seen } = inspection;
  const key = hubLogKey(origin, needs.crypto.sha256);
  const [vkey] = asciiOf(read(LOG_KEY)).split('\n');
  if (key === undefined || vkey !== printVerifierKey(key)) wrong('key-not-of-origin', LOG_KEY);
  if (note && !(await isSignedBy(note, key, inspection))) wrong('not-signed', LIST);
  const state = await checkCheckpoint(inspection, CHECKPOINT, { origin, key });
  for (const path of earlierIn(paths)) {
    const earlier = await checkCheckpoint(inspection, path, { origin, key });
    if (earlier && state) checkGrowth(inspection, path, earlier, state);
    else if (earlier) read(`${path}.consistency`);
  }
  const stamped = seen.filter(({ by }) => by === 'authority');
  const covered = stamped.reduce((most, { size }) => Math.max(most, size), 0);
  notes.unstamped = list.entries.filter(({ index }) => index !== undefined && index >= covered).length;
  checkProofs(inspection, list, state);
}

/** Checkpoints beside the newest; also one that only its stamps or its proof still tell of. */
function earlierIn(paths: ReadonlySet<string>): readonly string[] {
  const found = [...paths].flatMap((path) => /^data\/log\/checkpoint-\d+/.exec(path)?.[0] ?? []);
  return [...new Set(found)];
}

type OfLog = { readonly origin: string; readonly key: VerifierKey | undefined };

async function isSignedBy(
  note: SignedNote,
  key: VerifierKey | undefined,
  { needs }: BagInspection,
): Promise<boolean> {
  return key !== undefined && (await openNote(note, [key], needs.crypto)).ok;
}

async function checkCheckpoint(
  inspection: BagInspection,
  path: string,
  { origin, key }: OfLog,
): Promise<Checkpoint | undefined> {
  const { read, wrong, notes, needs, seen } = inspection;

  const bytes = read(path);
  const text = utf8Decode(bytes);
  const note = text === undefined ? undefined : parseNote(text);
  const checkpoint = note?.ok ? parseCheckpoint(note.value.text) : undefined;
  if (!note?.ok || !checkpoint?.ok || checkpoint.value.origin !== origin) {
    wrong('form', path);
    return undefined;
  }
  if (!(await isSignedBy(note.value, key, inspection))) wrong('not-signed', path);
  let cosigned = 0;
  for (const witness of witnessesIn(inspection)) {
    const opened = await openNote(note.value, [witness], needs.crypto);
    if (opened.ok || opened.error.kind === 'signature-wrong') cosigned++;
    if (!opened.ok && opened.error.kind === 'signature-wrong') wrong('cosignature-wrong', path);
    for (const {
      key: { name },
      at = 0,
    } of opened.ok ? opened.value : [])
      seen.push({ by: 'witness', name, size: checkpoint.value.size, at: hourOf(at) });
  }
  if (cosigned === 0) notes.unwitnessed++;
  checkStamps(inspection, path, { bytes, size: checkpoint.value.size });
  return checkpoint.value;
}

/** Lines of keys are ASCII. What is not stands as a mark, so that a broken byte spoils its own line and no other. */
function asciiOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\u{fffd}')).join('');
}

/** Seconds since 1970 as an instant; what is beyond all calendars is put at their end. */
function hourOf(seconds: number): Instant {
  return instant(Math.min(seconds * SECOND_MS, INSTANT_MS_MAX));
}

/** The witnesses a policy names. Only lines of Ed25519 are looked at: the other checker cannot read the others. */
function witnessesIn({ paths, read, needs }: BagInspection): readonly VerifierKey[] {
  const policy = paths.has(POLICY) ? asciiOf(read(POLICY)) : '';
  return [...policy.matchAll(/^[ \t]*witness[ \t]+\S+[ \t]+(\S+)/gm)].flatMap(([, text = '']) => {
    const key = parseVerifierKey(text, needs.crypto.sha256);
    return key.ok && key.value.type === COSIGNATURE_ED25519 ? [key.value] : [];
  });
}

function checkStamps(
  { paths, read, otherThanListed, wrong, needs, seen }: BagInspection,
  path: string,
  { bytes, size }: { readonly bytes: Uint8Array; readonly size: number },
): void {
  const names = [...paths].flatMap((file) => {
    const name = file.startsWith(`${path}.`) ? file.slice(path.length + 1) : '';
    return /^([a-z0-9-]+)\.ts[qr]$/.exec(name)?.[1] ?? [];
  });
  for (const authority of new Set(names)) {
    // The question, kept for completeness: the answer holds without it.
    read(`${path}.${authority}.tsq`);
    const pem = `data/trust/${authority}.pem`;
    const at = needs.checkStamp({
      data: bytes,
      reply: read(`${path}.${authority}.tsr`),
      certificates: read(pem),
    });
    // By other certificates than the list names nothing is judged: how much of a broken one still serves is each reader's own.
    if (otherThanListed.has(pem)) continue;
    if (at.ok) seen.push({ by: 'authority', name: authority, size, at: at.value });
    else wrong('stamp-wrong', `${path}.${authority}.tsr`);
  }
}

/** An earlier state is one only if the newest grew out of it; then what stood in it is where it stood. */
function checkGrowth(
  { read, wrong, needs }: BagInspection,
  path: string,
  earlier: Checkpoint,
  state: Checkpoint,
): void {
  const rows = (utf8Decode(read(`${path}.consistency`)) ?? 'none').split('\n');
  const proof = rows.pop() === '' ? parseHashes(rows) : undefined;
  const claim = { from: earlier.size, to: state.size, fromRoot: earlier.root, toRoot: state.root };
  if (proof === undefined || !isConsistent({ ...claim, proof }, needs.crypto.sha256))
    wrong('not-consistent', path);
}

type Placed = { readonly id: EntryId; readonly index: number };
type ReadProof = Placed & {
  readonly hashes: readonly Uint8Array[] | undefined;
  readonly endsElsewhere: boolean;
};

function checkProofs(inspection: BagInspection, { entries }: BagList, state: Checkpoint | undefined): void {
  const { read, wrong, needs } = inspection;
  const { sha256 } = needs.crypto;
  const newest = entries.some(({ index }) => index !== undefined) ? read(CHECKPOINT) : new Uint8Array();
  const proofs = entries.flatMap(({ id, index }) =>
    index === undefined ? [] : [readProof({ id, index }, read(entryPaths.proof(id)), newest)],
  );
  const others = proofs.filter(({ endsElsewhere }) => endsElsewhere).length;
  if (others > 0 && others === proofs.length) wrong('checkpoint-differs', CHECKPOINT);
  // One culprit and not all entries, where it is the checkpoint that was exchanged; of two files either may be.
  const isCheckpointAlone = others > 1 && others === proofs.length;
  for (const { id, index, hashes, endsElsewhere } of proofs) {
    const leads = (): boolean =>
      hashes !== undefined &&
      state !== undefined &&
      isIncluded(
        {
          index,
          size: state.size,
          leaf: leafHash(hexToBytes(id) ?? new Uint8Array(), sha256),
          proof: hashes,
          root: state.root,
        },
        sha256,
      );
    const isElsewhere = endsElsewhere && !isCheckpointAlone;
    if (hashes === undefined || isElsewhere || (!endsElsewhere && state && !leads()))
      wrong('proof-wrong', entryPaths.proof(id));
  }
}

const SEPARATOR = 0x0a;

/** A tlog-proof (C2SP) as ours are: without extra data, for the index in the list, ending in the checkpoint byte for byte. */
function readProof({ id, index }: Placed, bytes: Uint8Array, newest: Uint8Array): ReadProof {
  let end = 0;
  while (end < bytes.length && !(bytes[end] === SEPARATOR && bytes[end + 1] === SEPARATOR)) end++;
  const [header, place, ...rows] = (utf8Decode(bytes.subarray(0, end)) ?? '').split('\n');
  const isHeaded = header === 'c2sp.org/tlog-proof@v1' && place === `index ${index}`;
  return {
    id,
    index,
    hashes: isHeaded ? parseHashes(rows) : undefined,
    endsElsewhere: !bytesEqual(bytes.subarray(end + 2), newest),
  };
}

import { bytesToBase64Url, utf8Decode, utf8Encode } from '../../src/base/bytes.ts';
import { canonicalJson, isJsonObject, parseJson } from '../../src/base/canonical-json.ts';
import { withManifests } from '../../src/record/bag.ts';
import { CHECKPOINT, culpritOf, entryOfPath, entryPaths, LIST } from '../../src/record/bag-layout.ts';
import type { BagFile } from '../../src/record/bag-layout.ts';
import { ed25519NoteSigner, signCheckpoint } from '../../src/record/log/sign-note.ts';
import { parseCheckpoint } from '../../src/record/log/checkpoint.ts';
import { parseNote } from '../../src/record/log/note.ts';
import { signingInput } from '../../src/record/signing.ts';
import { parseEntryId } from '../../src/record/names.ts';
import { crypto } from '../making/bags.ts';
import type { MadeBag } from '../making/bags.ts';
import type { Dice } from './dice.ts';

/** A bag that was tampered with, and whom a checker has to name: one of these at least. */
export type Tampered = {
  readonly how: string;
  readonly files: readonly BagFile[];
  readonly culprits: readonly string[];
};

type Tamper = (bag: MadeBag, dice: Dice) => Promise<Tampered | undefined> | Tampered | undefined;

const MANIFESTS = ['manifest-sha256.txt', 'tagmanifest-sha256.txt'];

function replaced(files: readonly BagFile[], path: string, bytes: Uint8Array): readonly BagFile[] {
  return files.map((file) => (file.path === path ? { path, bytes } : file));
}

function without(files: readonly BagFile[], isGone: (path: string) => boolean): readonly BagFile[] {
  return files.filter(({ path }) => !isGone(path));
}

function bytesAt(files: readonly BagFile[], path: string): Uint8Array {
  return files.find((file) => file.path === path)?.bytes ?? new Uint8Array();
}

/** One bit of one file. */
const flip: Tamper = ({ files }, dice) => {
  const file = dice.pick(files.filter(({ bytes }) => bytes.length > 0));
  if (file === undefined) return undefined;
  const bytes = Uint8Array.from(file.bytes);
  const at = dice.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  // In a manifest or the list a bit leads to whatever it names.
  const isNaming = MANIFESTS.includes(file.path) || file.path === LIST;
  return {
    how: `flip ${file.path} ${at}`,
    files: replaced(files, file.path, bytes),
    culprits: isNaming ? [] : [culpritOf(file.path)],
  };
};

/** Two files of one kind, of two entries, change places. */
const swap: Tamper = ({ files, ids }, dice) => {
  const [one, other] = [dice.pick(ids), dice.pick(ids)];
  if (one === undefined || other === undefined || one === other) return undefined;
  const path = dice.pick([entryPaths.core, entryPaths.signature, entryPaths.proof]);
  const [first, second] = [path?.(one) ?? '', path?.(other) ?? ''];
  if (!files.some((file) => file.path === first) || !files.some((file) => file.path === second))
    return undefined;
  const [a, b] = [bytesAt(files, first), bytesAt(files, second)];
  return {
    how: `swap ${first} ${second}`,
    files: replaced(replaced(files, first, b), second, a),
    culprits: [one, other],
  };
};

/** An entry is taken out with all that is of it, or one file. */
const drop: Tamper = ({ files, ids }, dice) => {
  const id = dice.pick(ids);
  if (id !== undefined && dice.below(2) === 0)
    return {
      how: `drop ${id}`,
      files: without(files, (path) => entryOfPath(path)?.id === id),
      culprits: [id],
    };
  const file = dice.pick(files.filter(({ path }) => path !== 'tagmanifest-sha256.txt'));
  if (file === undefined || MANIFESTS.includes(file.path)) return undefined;
  return {
    how: `drop ${file.path}`,
    files: without(files, (path) => path === file.path),
    culprits: [culpritOf(file.path)],
  };
};

/** Another key signs what an author signed, or the author's key stays and another signs. */
const resign: Tamper = async ({ files, ids }, dice) => {
  const id = dice.pick(ids);
  const text = id && utf8Decode(bytesAt(files, entryPaths.core(id)));
  const core = text ? parseJson(text) : undefined;
  if (id === undefined || !isJsonObject(core)) return undefined;
  const other = crypto.newSigner();
  const isOwnName = dice.below(2) === 0;
  const bytes = utf8Encode(canonicalJson(isOwnName ? { ...core, a: bytesToBase64Url(other.key) } : core));
  const signature = await other.sign(signingInput(bytes));
  const changed = replaced(replaced(files, entryPaths.core(id), bytes), entryPaths.signature(id), signature);
  if (dice.below(2) === 0) return { how: `resign ${id}`, files: changed, culprits: [id] };
  // Under the name it then has.
  const name = parseEntryId(
    crypto.sha256Text(Uint8Array.from([...signingInput(bytes), ...signature]), 'hex'),
  );
  const renamed = changed.map((file) => ({ ...file, path: file.path.replace(id, name ?? '') }));
  return { how: `resign and rename ${id}`, files: renamed, culprits: [id, name ?? ''] };
};

/** The log as it was before. */
const oldCheckpoint: Tamper = ({ files, earlier, ids }, dice) => {
  if (earlier === undefined || ids.length === 0) return undefined;
  const bytes = utf8Encode(earlier);
  if (bytesAt(files, CHECKPOINT).length === 0) return undefined;
  const changed = replaced(files, CHECKPOINT, bytes);
  if (dice.below(2) === 0) return { how: 'old checkpoint', files: changed, culprits: [CHECKPOINT] };
  const proofs = changed.map((file) => {
    const text = file.path.endsWith('.tlog-proof') ? (utf8Decode(file.bytes) ?? '') : undefined;
    if (text === undefined) return file;
    return { path: file.path, bytes: utf8Encode(`${text.slice(0, text.indexOf('\n\n') + 2)}${earlier}`) };
  });
  return { how: 'old checkpoint, in the proofs too', files: proofs, culprits: [CHECKPOINT, ...ids] };
};

/** Another key signs the checkpoint, in all proofs too. */
const otherLog: Tamper = async ({ files, ids }, dice) => {
  const text = utf8Decode(bytesAt(files, CHECKPOINT)) ?? '';
  const note = parseNote(text);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : undefined;
  if (!checkpoint?.ok) return undefined;
  const { origin } = checkpoint.value;
  const signer = ed25519NoteSigner({ name: origin, signer: crypto.newSigner() }, crypto.sha256);
  const signed = await signCheckpoint(checkpoint.value, [signer]);
  const inAll = dice.below(2) === 0;
  const changed = files.map((file) => {
    const isProof = inAll && file.path.endsWith('.tlog-proof');
    if (file.path !== CHECKPOINT && !isProof) return file;
    const before = utf8Decode(file.bytes) ?? '';
    return { path: file.path, bytes: utf8Encode(before.replace(text, () => signed)) };
  });
  return {
    how: 'another key signs the checkpoint',
    files: changed,
    culprits: [CHECKPOINT, ...(inAll ? ids : [])],
  };
};

/** A stamp that is another's, or of something else. */
const stamps: Tamper = ({ files }, dice) => {
  const replies = files.filter(({ path }) => /\.ts[qr]$/.test(path));
  const [one, other] = [dice.pick(replies), dice.pick(files)];
  if (one === undefined || other === undefined || one.path === other.path) return undefined;
  return {
    how: `stamp ${one.path}`,
    files: replaced(files, one.path, other.bytes),
    culprits: [one.path, one.path.replace(/q$/, 'r')],
  };
};

const STRANGE = [
  'data/more.txt',
  'data/entries/../../x',
  'DATA/list.txt',
  'data/List.txt',
  'data/a%0Ab',
  'data/list.txt ',
  'notes.md',
  'fetch.txt',
  'data/log/checkpoint-0',
  `data/entries/${'ab'.repeat(32)}.json`,
  `data/proofs/${'cd'.repeat(32)}.tlog-proof`,
  `data/parts/${'ef'.repeat(32)}.body`,
  'data/log/checkpoint.other.tsr',
  'data/trust/other.pem',
  'data/account/public.json',
];

/** A file more. */
const add: Tamper = ({ files }, dice) => {
  const path = dice.pick(STRANGE.filter((name) => !files.some((file) => file.path === name)));
  if (path === undefined || path.includes('..')) return undefined;
  return {
    how: `add ${path}`,
    files: [...files, { path, bytes: utf8Encode('x') }],
    culprits: [culpritOf(path)],
  };
};

/** Cut off, emptied, or longer. */
const length: Tamper = ({ files }, dice) => {
  const file = dice.pick(files.filter(({ bytes }) => bytes.length > 0));
  if (file === undefined) return undefined;
  const kept = dice.below(2) === 0 ? file.bytes.subarray(0, dice.below(file.bytes.length)) : undefined;
  const bytes = kept ?? Uint8Array.from([...file.bytes, 10]);
  const isNaming = MANIFESTS.includes(file.path) || file.path === LIST;
  return {
    how: `length ${file.path} ${bytes.length}`,
    files: replaced(files, file.path, bytes),
    culprits: isNaming ? [] : [culpritOf(file.path)],
  };
};

/** Lines of a manifest or of the list come, go or change. */
const lines: Tamper = ({ files }, dice) => {
  const path = dice.pick([...MANIFESTS, LIST]) ?? LIST;
  const rows = (utf8Decode(bytesAt(files, path)) ?? '').split('\n');
  const at = dice.below(Math.max(1, rows.length - 1));
  const row = rows[at] ?? '';
  const trick = dice.pick([
    '../../etc/passwd',
    '/etc/passwd',
    'data/..',
    String.raw`data\x`,
    'data/%2e%2e',
    'data/ü',
  ]);
  const changes: readonly (() => void)[] = [
    () => rows.splice(at, 1),
    () => rows.splice(at, 0, row),
    () =>
      rows.splice(
        at,
        1,
        row.replace(/[0-9a-f]/, (digit) => (digit === '0' ? '1' : '0')),
      ),
    () => rows.splice(at, 0, `${'0'.repeat(64)}  ${trick}`),
    () => rows.splice(at, 1, `${row}\r`),
  ];
  dice.pick(changes)?.();
  const bytes = utf8Encode(rows.join('\n'));
  return { how: `lines of ${path}: ${at}`, files: replaced(files, path, bytes), culprits: [] };
};

const TAMPERS: readonly Tamper[] = [
  flip,
  flip,
  flip,
  swap,
  drop,
  resign,
  oldCheckpoint,
  otherLog,
  stamps,
  add,
  length,
  lines,
];

/** Tampers once, by chance; half of those who do mend the manifests afterwards. */
export async function tamper(bag: MadeBag, dice: Dice): Promise<Tampered> {
  for (;;) {
    const done = await dice.pick(TAMPERS)?.(bag, dice);
    if (done === undefined) continue;
    const mayMend = dice.below(2) === 0;
    const mended = mayMend
      ? { ...done, how: `${done.how}, mended`, files: withManifests(done.files, crypto) }
      : done;
    if (isChanged(mended.files, bag.files)) return mended;
  }
}

function isChanged(files: readonly BagFile[], before: readonly BagFile[]): boolean {
  const byPath = new Map(before.map(({ path, bytes }) => [path, bytes]));
  const isSame = ({ path, bytes }: BagFile): boolean =>
    Buffer.compare(bytes, byPath.get(path) ?? Buffer.from('-')) === 0;
  return files.length !== before.length || !files.every(isSame);
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { sealAge } from '../../src/adapters/seal-age/seal-age.ts';
import { writeQuery } from '../../src/adapters/stamp-rfc3161/query.ts';
import { hexToBytes, utf8Encode } from '../../src/base/bytes.ts';
import { sealTo } from '../../src/engine/sealed-parts.ts';
import { checkBagStamp } from '../../src/adapters/stamp-rfc3161/check-bag-stamp.ts';
import { bagOf } from '../../src/record/bag.ts';
import type { EntryForBag, LogForBag, StampForBag } from '../../src/record/bag.ts';
import { checkBag } from '../../src/record/bag-check.ts';
import type { BagChecked, BagFolder } from '../../src/record/bag-check.ts';
import type { BagFile } from '../../src/record/bag-layout.ts';
import type { Audience } from '../../src/record/bundle.ts';
import { newMerkleTree } from '../../src/record/log/merkle-tree.ts';
import type { MerkleTree } from '../../src/record/log/merkle-tree.ts';
import { printVerifierKey } from '../../src/record/log/note.ts';
import {
  ed25519Cosigner,
  ed25519NoteSigner,
  mlDsaCosigner,
  signCheckpoint,
} from '../../src/record/log/sign-note.ts';
import type { NoteSigner } from '../../src/record/log/sign-note.ts';
import { authorKeyOf } from '../../src/record/names.ts';
import type { EntryId, IncidentId } from '../../src/record/names.ts';
import type { Signer } from '../../src/record/primitives.ts';
import { sealPart } from '../../src/record/seal.ts';
import type { SealedDraft } from '../../src/record/seal.ts';
import { writeEntry } from '../../src/record/write.ts';
import type { Place } from '../../src/record/write.ts';
import { cannotMakeCertificates } from '../sim/certificates.ts';
import { EC_KEY, newOpensslAuthority } from '../sim/openssl-authority.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { eventBody, newIncident } from '../sim/witness.ts';
import { happenedAt } from '../vectors/writing.ts';

export const crypto = cryptoNode();
const sealer = sealAge();
export const CHECKER = join(import.meta.dirname, '../../src/faces/cli/verify.py');

/** What a bag of a test is made of. */
export type BagWish = {
  readonly entries: number;
  readonly audience?: Audience;
  /** Without it no log: nothing is proven. */
  readonly hasLog?: boolean;
  /** Entries in the log before and between those of the bag. */
  readonly others?: number;
  readonly isSigned?: boolean;
  readonly isWitnessed?: boolean;
  readonly hasMlDsa?: boolean;
  /** On the newest state, on an earlier one, or on both. */
  readonly stamps?: readonly ('newest' | 'earlier')[];
  /** How many of the last entries no checkpoint covers yet. */
  readonly unproven?: number;
  readonly hasSealed?: boolean;
};

/** A bag and the secrets behind it, which those who tamper may use. */
export type MadeBag = {
  readonly files: readonly BagFile[];
  readonly ids: readonly EntryId[];
  readonly hub: Signer;
  /** An earlier checkpoint of the same log, signed. */
  readonly earlier?: string;
};

type Written = EntryForBag & Required<Pick<EntryForBag, 'wire'>>;

async function entriesOf(wish: BagWish, incident: IncidentId): Promise<readonly Written[]> {
  const authors = Array.from({ length: 1 + Math.floor(wish.entries / 3) }, () => crypto.newSigner());
  const places = authors.map((): Place => ({ incident, sequence: 0, previous: '' }));
  const recipient = await sealer.recipientOf(await sealer.newIdentity());
  const written: Written[] = [];
  for (let n = 0; n < wish.entries; n++) {
    const who = n % authors.length;
    const [author, place] = [authors[who], places[who]];
    if (author === undefined || place === undefined) throw new Error('each entry has an author');
    const sealed: Record<string, SealedDraft> = {};
    if (wish.hasSealed && n % 3 === 1) {
      const part = await sealPart({ words: 'Оны көрдім' }, sealTo(sealer, [recipient]), crypto);
      if (part.ok) sealed['witness'] = part.value;
    }
    const parts = n % 4 === 3 ? {} : { body: eventBody(`Олар солтүстік жолмен келді ${n}`) };
    const draft = {
      kind: n % 4 === 3 ? 'alarm.confirm' : 'event',
      at: happenedAt('2031-05-17T10:30'),
      parts,
      sealed,
    };
    const { id, wire, next } = await writeEntry(draft, place, author, crypto);
    places[who] = next;
    written.push({ id, wire });
  }
  return written;
}

const folder = newFolder();
const authority = cannotMakeCertificates === false ? newOpensslAuthority(folder, EC_KEY) : undefined;
export const canStamp: boolean = authority !== undefined;

/** A stamp of an authority that openssl runs here. */
export function stampOn(checkpoint: string, size: number): StampForBag {
  if (authority === undefined) throw new Error('there is no openssl to make an authority with');
  const bytes = utf8Encode(checkpoint);
  const query = writeQuery({ sha256: crypto.sha256(bytes), nonce: crypto.randomBytes(16) });
  const certificates = readFileSync(authority.rootFile, 'utf8');
  return {
    authority: 'test-tsa',
    checkpoint: bytes,
    size,
    query,
    reply: authority.reply(query),
    certificates,
  };
}

/** Makes a bag as a hub would. */
export async function makeBag(wish: BagWish): Promise<MadeBag> {
  const incident = newIncident(crypto);
  const hub = crypto.newSigner();
  const entries = await entriesOf(wish, incident);
  const audience = wish.audience ?? 'readers';
  const log = wish.hasLog === false ? undefined : await logOf(wish, hub, entries);
  const placed = entries.map(({ id, wire }) => {
    const index = log?.indexes.get(id);
    return { id, ...(audience !== 'public' && { wire }), ...(index !== undefined && { index }) };
  });
  const contents = {
    audience,
    ...(audience !== 'public' && { incident }),
    entries: placed,
    ...(log && { log: log.forBag }),
    account: audience === 'public' ? [{ name: 'public.json', text: '{}\n' }] : [],
    checker: readFileSync(CHECKER),
    info: [['Bagging-Date', '2031-05-18']] as const,
    ...(wish.isSigned !== false && { signer: hub }),
  };
  const files = await bagOf(contents, crypto);
  return { files, ids: entries.map(({ id }) => id), hub, ...(log && { earlier: log.earlier }) };
}

type MadeLog = {
  readonly forBag: LogForBag;
  readonly indexes: ReadonlyMap<EntryId, number>;
  readonly earlier: string;
};

async function logOf(wish: BagWish, hub: Signer, entries: readonly Written[]): Promise<MadeLog> {
  const tree = newMerkleTree(crypto.sha256);
  const indexes = new Map<EntryId, number>();
  const fill = (): void => {
    for (let n = 0; n < (wish.others ?? 2); n++) tree.append(crypto.randomBytes(32));
  };
  fill();
  const proven = entries.slice(0, entries.length - (wish.unproven ?? 0));
  let halfway = tree.size();
  for (const [n, { id }] of proven.entries()) {
    indexes.set(id, tree.size());
    tree.append(hexToBytes(id) ?? new Uint8Array());
    if (n === Math.floor(proven.length / 2)) {
      halfway = tree.size();
      fill();
    }
  }
  tree.append(crypto.randomBytes(32));
  const origin = `shanyrak.hub/${authorKeyOf(hub.key)}`;
  const witness = crypto.newSigner();
  const cosigner = ed25519Cosigner(
    { name: 'witness.example', signer: witness, seconds: 1_936_000_000 },
    crypto.sha256,
  );
  const signers = signersOf(wish, hub, origin, cosigner);
  const checkpointAt = (size: number): Promise<string> =>
    signCheckpoint({ origin, size, root: rootOf(tree, size), extensions: [] }, signers);
  const [checkpoint, earlier] = [await checkpointAt(tree.size()), await checkpointAt(halfway)];
  const stamps = (wish.stamps ?? []).map((on) =>
    on === 'newest' ? stampOn(checkpoint, tree.size()) : stampOn(earlier, halfway),
  );
  const policy = `log ${printVerifierKey(signers[0]?.key ?? cosigner.key)}\nwitness w ${printVerifierKey(cosigner.key)}\nquorum w\n`;
  const forBag = {
    origin,
    size: tree.size(),
    checkpoint,
    hashes: tree.read,
    keys: signers
      .slice(1)
      .filter((signer) => signer !== cosigner)
      .map(({ key }) => key),
    stamps,
    ...(wish.isWitnessed && { policy }),
  };
  return { forBag, indexes, earlier };
}

function rootOf(tree: MerkleTree, size: number): Uint8Array {
  return tree.root(size);
}

function signersOf(wish: BagWish, hub: Signer, origin: string, cosigner: NoteSigner): readonly NoteSigner[] {
  const { mlDsa44 } = crypto;
  const second =
    wish.hasMlDsa && mlDsa44
      ? [
          mlDsaCosigner(
            { name: origin, signer: mlDsa44.signerFromSeed(crypto.randomBytes(32)), seconds: 0 },
            crypto.sha256,
          ),
        ]
      : [];
  return [
    ed25519NoteSigner({ name: origin, signer: hub }, crypto.sha256),
    ...second,
    ...(wish.isWitnessed ? [cosigner] : []),
  ];
}

/** A bag as a folder that lies in memory. */
function inMemory(files: readonly BagFile[], refused: readonly string[] = []): BagFolder {
  const byPath = new Map(files.map(({ path, bytes }) => [path, bytes]));
  return {
    files: new Map(files.map(({ path, bytes }) => [path, { bytes: bytes.length }])),
    refused,
    read: (path) => byPath.get(path) ?? new Uint8Array(),
  };
}

export function checkHere(files: readonly BagFile[]): Promise<BagChecked> {
  return checkBag(inMemory(files), { crypto, checkStamp: checkBagStamp });
}

/** Writes a bag under a folder. */
export function writeBag(files: readonly BagFile[], to: string): void {
  for (const { path, bytes } of files) {
    const file = join(to, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

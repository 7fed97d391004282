import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { sealAge } from '../../src/adapters/seal-age/seal-age.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { tileFolder } from '../../src/adapters/tile-folder/tile-folder.ts';
import { createVaultFile } from '../../src/adapters/vault-file/vault-file.ts';
import { bytesToBase64Url } from '../../src/base/bytes.ts';
import { startEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { sealTo } from '../../src/engine/sealed-parts.ts';
import { hubLinks } from '../../src/faces/hub/links.ts';
import type { Store } from '../../src/ports/store.ts';
import { newVault } from '../../src/record/at-rest.ts';
import type { DataKeys } from '../../src/record/at-rest.ts';
import type { Identity } from '../../src/record/age-key.ts';
import { authorKeyOf } from '../../src/record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../../src/record/names.ts';
import type { Signer } from '../../src/record/primitives.ts';
import { sealPart } from '../../src/record/seal.ts';
import type { SealedDraft } from '../../src/record/seal.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { WireEntry } from '../../src/record/wire.ts';
import { newVaultHeader } from '../../src/record/vault-header.ts';
import { keyBytes, writeEntry } from '../../src/record/write.ts';
import type { Place } from '../../src/record/write.ts';
import { handClock } from '../sim/hand-clock.ts';
import type { HandClock } from '../sim/hand-clock.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { newIncident } from '../sim/witness.ts';
import { happenedAt } from '../vectors/writing.ts';

const crypto = cryptoNode();
const sealer = sealAge();

/** One key in one log. */
export type Voice = {
  readonly signer: Signer;
  readonly key: AuthorKey;
  readonly say: (kind: string, body: PlainObject, more?: More) => Promise<Kept>;
  readonly sent: EntryId[];
};

export type More = {
  readonly at?: string;
  readonly about?: readonly EntryId[];
  /** Sealed parts by name. */
  readonly sealed?: Readonly<Record<string, PlainObject>>;
  /** Parts that are held back at first and sent again afterwards. */
  readonly late?: readonly string[];
};

export type Kept = { readonly id: EntryId; readonly index: number };

/** A hub with a passphrase, five keyholders, a place plan and one open incident. */
export type FoundedHub = {
  readonly folder: string;
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: HandClock;
  readonly place: IncidentId;
  readonly incident: IncidentId;
  readonly keyholders: readonly Voice[];
  readonly links: { readonly read: string; readonly write: string };
  readonly dataKeys: DataKeys;
  /** By group role: what its members' phones hold. */
  readonly identities: Readonly<Record<'lawyer' | 'medic' | 'committee', Identity>>;
  readonly newVoice: (incident?: IncidentId) => Voice;
  readonly grant: (by: Voice, whom: Voice, as: GrantAs) => Promise<Kept>;
  /** The folder as it would lie there if the power went now. */
  readonly copy: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

export type GrantAs = { readonly role: string; readonly slot: number; readonly cell?: string };

export const PASSPHRASE = 'five wooden ladles sing';
const GROUP_OF: Readonly<Record<string, 'lawyer' | 'medic' | 'committee'>> = {
  witness: 'lawyer',
  hurt: 'medic',
  home: 'committee',
};

export async function foundHub(settlement: string): Promise<FoundedHub> {
  const folder = newFolder();
  const { header, opened } = await newVaultHeader({ kind: 'passphrase', text: PASSPHRASE }, crypto);
  createVaultFile(folder, header);
  const store = storeSqlite({ folder, vault: newVault(opened.dataKeys, crypto) });
  const clock = handClock('2031-05-17T05:37:21Z');
  const log = { files: tileFolder(join(folder, 'log')) };
  const engine = await startEngine({ store, clock, crypto, log });
  const written = async (): Promise<void> => {
    await engine.log?.round();
    await engine.log?.settled();
  };
  const [place, incident] = [newIncident(crypto), newIncident(crypto)];
  const identities = {
    lawyer: await sealer.newIdentity(),
    medic: await sealer.newIdentity(),
    committee: await sealer.newIdentity(),
  };
  const newVoice = (log: IncidentId = incident): Voice => voiceOf(log, engine, identities);
  const keyholders = [1, 2, 3, 4, 5].map(() => newVoice(place));
  const next = (): string => bytesToBase64Url(crypto.sha256(keyBytes(newVoice(place).key)));
  const seats = keyholders.map(({ key }, i) => ({ n: i + 1, key, next: next() }));
  const body = { settlement, languages: ['kk', 'ru'], keyholders: seats };
  if (!(await engine.found({ id: place, body }))) throw new Error('the hub was not founded');
  return {
    folder,
    store,
    engine,
    clock,
    place,
    incident,
    keyholders,
    links: hubLinks(store, crypto).renew(),
    dataKeys: opened.dataKeys,
    identities,
    newVoice,
    grant: (by, whom, { role, slot, cell }) =>
      by.say('key.grant', { key: whom.key, slot, role, ...(cell !== undefined && { cell }) }),
    copy: async () => {
      await written();
      const to = newFolder();
      cpSync(folder, to, { recursive: true });
      return to;
    },
    stop: async () => {
      await written();
      store.close();
    },
  };
}

function voiceOf(incident: IncidentId, engine: Engine, identities: FoundedHub['identities']): Voice {
  const signer = crypto.newSigner();
  const sent: EntryId[] = [];
  let place: Place = { incident, sequence: 0, previous: '' };
  const say: Voice['say'] = async (
    kind,
    body,
    { at = '2031-05-17T10:30', about = [], sealed, late } = {},
  ) => {
    const drafts: Record<string, SealedDraft> = {};
    for (const [name, plain] of Object.entries(sealed ?? {})) {
      const to = await sealer.recipientOf(identities[GROUP_OF[name] ?? 'lawyer']);
      const part = await sealPart(plain, sealTo(sealer, [to]), crypto);
      if (!part.ok) throw new Error(part.error.kind);
      drafts[name] = part.value;
    }
    const draft = {
      kind,
      at: happenedAt(at, { offsetMinutes: 300 }),
      about,
      parts: { body },
      sealed: drafts,
    };
    const written = await writeEntry(draft, place, signer, crypto);
    place = written.next;
    sent.push(written.id);
    const first = late === undefined ? written.wire : without(written.wire, late);
    const kept = await keep(engine, first);
    if (late !== undefined) await keep(engine, written.wire);
    return kept;
  };
  return { signer, key: authorKeyOf(signer.key), say, sent };
}

function without(wire: WireEntry, names: readonly string[]): WireEntry {
  const parts = Object.fromEntries(Object.entries(wire.parts).filter(([name]) => !names.includes(name)));
  return { ...wire, parts };
}

async function keep(engine: Engine, wire: WireEntry): Promise<Kept> {
  const [receipt] = await engine.keep([wire]);
  if (receipt?.status !== 'accepted') throw new Error(JSON.stringify(receipt));
  return { id: receipt.id, index: receipt.index };
}

/** Writes what a warden's phone holds to a file: its keys, its cell's list, its link, and what it sent. */
export function writePhone(name: string, store: object): string {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(store));
  return file;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cryptoNode } from '../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../src/adapters/store-sqlite/store-sqlite.ts';
import { createVaultFile } from '../src/adapters/vault-file/vault-file.ts';
import { isJsonArray, isJsonObject, parseJson } from '../src/base/canonical-json.ts';
import { hubLinks } from '../src/faces/hub/links.ts';
import { newVault } from '../src/record/at-rest.ts';
import { newVaultHeader, STRETCH } from '../src/record/vault-header.ts';
import { keyFileOf, keyOf, vaultOf } from '../test/making/vault.ts';
import { acceptRates } from './accept-rates.ts';
import { fillStore } from './fill-store.ts';
import { foundPlaceIn } from './founded-place.ts';
import type { FoundedPlace } from './founded-place.ts';
import { startHubChild, startLockedHub } from './hub-child.ts';
import type { HubChild } from './hub-child.ts';
import { BATCH_ENTRIES, batchesOf, postBatches } from './hub-load.ts';
import { peerRates } from './peer-rates.ts';
import { tell } from './progress.ts';
import { sayEntries } from './said-entries.ts';
import type { SaidDay } from './said-entries.ts';
import { median, row } from './table.ts';
import type { Row } from './table.ts';

type Scale = { readonly runs: number; readonly backups: number };

const FULL: Scale = { runs: 5, backups: 3 };
const QUICK: Scale = { runs: 3, backups: 1 };
const ENTRIES = 10_000;
const AUTHORS = 50;
const BACKUP_ENTRIES = 100_000;
const BACKUP_AUTHORS = 500;
const PASSPHRASE = 'five wooden ladles sing at dawn';
// A text that every fifteenth event has, and one that must not come with it.
const SEARCHED = 'ОМОН келді';
const NOT_SEARCHED = 'Бьют щитами';
const PROGRAM = fileURLToPath(new URL('../src/main/shanyrak.ts', import.meta.url));
const crypto = cryptoNode();

/** What encryption and a committee cost: every folder is encrypted, and where keys are dropped the place is founded. */
export async function benchPeople(isQuick: boolean, folder: string): Promise<readonly Row[]> {
  const scale = isQuick ? QUICK : FULL;
  // As many again before the count of accepting begins.
  tell(`signing ${2 * ENTRIES} entries of ${AUTHORS} authors`);
  const day = await sayEntries({ count: 2 * ENTRIES, authors: AUTHORS, mix: 'texts' });
  const founded = join(folder, 'founded');
  const place = await foundPlaceIn(founded, await vaultOf(founded), day);
  return [
    ...(await acceptRows(scale, day, (run) => copyOf(founded, join(folder, `accept-${run}`)))),
    await unlockRow(scale, day, join(folder, 'locked')),
    await searchRow(scale, day, join(folder, 'search')),
    await revokeRow(scale, day, { place, folder: founded }),
    await backupRow(scale, join(folder, 'many')),
  ];
}

function copyOf(folder: string, to: string): string {
  cpSync(folder, to, { recursive: true });
  copyFileSync(keyFileOf(folder), keyFileOf(to));
  return to;
}

async function acceptRows(
  { runs }: Scale,
  { entries }: SaidDay,
  folderFor: (run: string) => string,
): Promise<readonly Row[]> {
  const warm = ENTRIES / BATCH_ENTRIES;
  const rates = await acceptRates({ runs, batches: batchesOf(entries), warm, folderFor });
  const peers = await peerRates(ENTRIES);
  const unit = 'entries per CPU second, founded hub';
  return [
    { ...row('accept-encrypted-per-core-s', rates.sodium, unit, ENTRIES), peers },
    { ...row('accept-encrypted-node-crypto-per-core-s', rates.node, unit, ENTRIES), peers },
  ];
}

/** From the passphrase given to the locked page until the board comes. */
async function unlockRow({ runs }: Scale, day: SaidDay, folder: string): Promise<Row> {
  const { header, opened } = await newVaultHeader({ kind: 'passphrase', text: PASSPHRASE }, crypto);
  createVaultFile(folder, header);
  const vault = newVault(opened.dataKeys, crypto);
  await foundPlaceIn(folder, vault, day);
  const store = storeSqlite({ folder, vault });
  const { read } = hubLinks(store, crypto).renew();
  store.close();
  const taken: number[] = [];
  for (let run = 0; run < runs; run++) {
    const hub = await startLockedHub({ folder });
    const started = performance.now();
    await fetch(`${hub.address}/unlock`, {
      method: 'POST',
      body: new URLSearchParams({ passphrase: PASSPHRASE }),
    });
    while (!(await fetch(`${hub.address}/b/${read}/`)).ok);
    taken.push(performance.now() - started);
    await hub.stop();
  }
  const cost = `Argon2id ${STRETCH.memoryKiB / 1024} MiB, ${STRETCH.passes} passes`;
  return row('unlock-ms', median(taken), `ms, ${cost}`, runs);
}

/** From starting the process of a hub until it finds what was written, and nothing else. */
async function searchRow({ runs }: Scale, day: SaidDay, folder: string): Promise<Row> {
  await fillStore(folder, { ...day, entries: day.entries.slice(0, ENTRIES) });
  const taken: number[] = [];
  let link = '';
  for (let run = 0; run <= runs; run++) {
    const started = performance.now();
    const hub = await startHubChild({ folder });
    // Links are told at the first start only, which is not counted.
    const { pathname } = new URL(link || hub.readLink);
    link ||= hub.readLink;
    const address = new URL(pathname, hub.address).href;
    const answer = await fetch(`${address}/search`, {
      method: 'POST',
      body: new URLSearchParams({ q: SEARCHED }),
    });
    const page = await answer.text();
    if (run > 0) taken.push(performance.now() - started);
    await hub.stop();
    if (hub.entries !== ENTRIES || !page.includes(SEARCHED) || page.includes(NOT_SEARCHED))
      throw new Error(`the search did not answer what it should: ${answer.status}`);
  }
  return row('search-ready-10k-ms', median(taken), `ms with ${ENTRIES} entries`, runs);
}

type Founded = { readonly place: FoundedPlace; readonly folder: string };

/** From the second keyholder's word until an entry of the dropped key is without weight, as the hub gives it out. */
async function revokeRow({ runs }: Scale, day: SaidDay, { place, folder }: Founded): Promise<Row> {
  const hub = await startHubChild({ folder });
  try {
    const first = hub.entries;
    await postBatches(hub, batchesOf(day.entries.slice(0, ENTRIES)));
    const taken: number[] = [];
    for (const key of day.authors.slice(0, runs)) {
      const index = first + day.entries.findIndex(({ author }) => author === key);
      const body = { keys: [key], origin: place.origin, index };
      const [one, two] = [await place.says(1, 'key.revoke', body), await place.says(2, 'key.revoke', body)];
      await post(hub, one);
      if ((await weightAt(hub, index)) !== 'counts') throw new Error('one keyholder alone dropped a key');
      const started = performance.now();
      await post(hub, two);
      while ((await weightAt(hub, index)) !== 'none');
      taken.push(performance.now() - started);
    }
    return row('revoke-effective-ms', median(taken), `ms with ${ENTRIES} entries, founded hub`, runs);
  } finally {
    await hub.stop();
  }
}

async function post(hub: HubChild, entry: object): Promise<void> {
  const body = JSON.stringify({ entries: [entry] });
  const answer = await fetch(`${hub.writeLink}/entries`, { method: 'POST', body });
  const text = await answer.text();
  if (!text.includes('"accepted"')) throw new Error(text);
}

async function weightAt(hub: HubChild, index: number): Promise<unknown> {
  const answer = await fetch(`${hub.peopleLink}/entries?since=${index - 1}&limit=1`);
  const page = parseJson(await answer.text());
  const entries = isJsonObject(page) ? page['entries'] : undefined;
  const [entry] = entries !== undefined && isJsonArray(entries) ? entries : [];
  return isJsonObject(entry) && entry['index'] === index ? entry['weight'] : undefined;
}

/** The command `backup`: it copies, restores the copy on trial and checks every signature in it. */
async function backupRow({ backups }: Scale, folder: string): Promise<Row> {
  tell(`signing ${BACKUP_ENTRIES} entries of ${BACKUP_AUTHORS} authors`);
  await fillStore(folder, await sayEntries({ count: BACKUP_ENTRIES, authors: BACKUP_AUTHORS, mix: 'texts' }));
  const taken: number[] = [];
  for (let run = 0; run < backups; run++) {
    const started = performance.now();
    const said = await runProgram('backup', '--data', folder, ...keyOf(folder), '--to', `${folder}-${run}`);
    taken.push((performance.now() - started) / 1_000);
    if (!said.startsWith(`OK: ${BACKUP_ENTRIES} entries`)) throw new Error(said);
    tell(`backup ${run + 1}: ${taken.at(-1)!.toFixed(1)} s`);
  }
  return row('backup-100k-s', median(taken), `s with ${BACKUP_ENTRIES} entries`, backups);
}

async function runProgram(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'close');
  return said;
}

import { request } from 'node:http';
import { cryptoSodium } from '../src/adapters/crypto-sodium/crypto-sodium.ts';
import { bytesToBase64Url } from '../src/base/bytes.ts';
import { COLUMNS_TYPE } from '../src/record/columns.ts';
import type { SeenCheckpoint } from '../src/record/signed.ts';
import { startHubChild } from './hub-child.ts';
import { batchesOf, postBatches } from './hub-load.ts';
import { realSentences } from './real-sentences.ts';
import { sayEntries } from './said-entries.ts';
import type { SaidNeeds } from './said-entries.ts';
import { median } from './table.ts';

/** Bytes of body that a hub answers with for one page of a thousand entries, by how it was asked. */
export type WireSize = Readonly<Record<'br' | 'gzip' | 'json', number>> & {
  /** The hub's CPU for one answer in columns, with brotli. */
  readonly packMs: number;
};

export const PAGE = 1_000;
const AUTHORS = 50;
// Each answer has another padding.
const ASKED = 9;
const crypto = cryptoSodium();

/** `checkpoints`: every entry names the newest one that its author had heard of, each another. */
export async function wireSize(
  folder: string,
  { mix, checkpoints }: Pick<SaidNeeds, 'mix'> & { readonly checkpoints: boolean },
): Promise<WireSize> {
  const needs = { count: PAGE, authors: AUTHORS, mix, sentences: realSentences() };
  const { entries } = await sayEntries({ ...needs, ...(checkpoints && { seen: newCheckpoints() }) });
  const hub = await startHubChild({ folder });
  try {
    await postBatches(hub, batchesOf(entries));
    const url = `${hub.readLink}/entries?limit=${PAGE}`;
    const sizes = async (headers: Readonly<Record<string, string>>): Promise<number> => {
      const taken: number[] = [];
      for (let i = 0; i < ASKED; i++) taken.push(await bodyBytes(url, headers));
      return median(taken);
    };
    const json = await sizes({});
    const gzip = await sizes({ accept: COLUMNS_TYPE, 'accept-encoding': 'gzip' });
    const before = hub.cpuSeconds();
    const br = await sizes({ accept: COLUMNS_TYPE, 'accept-encoding': 'br' });
    return { br, gzip, json, packMs: ((hub.cpuSeconds() - before) * 1_000) / ASKED };
  } finally {
    await hub.stop();
  }
}

/** As its author would have heard it with the receipts of the entry before. */
function newCheckpoints(): (author: number, number: number) => SeenCheckpoint {
  const origin = `shanyrak.hub/${bytesToBase64Url(crypto.randomBytes(32))}`;
  const at = (size: number): SeenCheckpoint => ({
    origin,
    size,
    root: bytesToBase64Url(crypto.randomBytes(16)),
  });
  const last = new Map<number, SeenCheckpoint>();
  return (author, number) => {
    const seen = last.get(author) ?? at(1);
    last.set(author, at(number + 1));
    return seen;
  };
}

/** As they come over the line; `fetch` would give them unpacked. */
function bodyBytes(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve(bytes)
          : reject(new Error(`the hub answers ${answer.statusCode}`)),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

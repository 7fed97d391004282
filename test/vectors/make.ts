// Writes the vectors anew: `node test/vectors/make.ts`. Everything in them comes from fixed labels, so what it
// writes changes only when the format does; test/vectors.test.ts compares.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { parseWireEntry } from '../../src/record/wire.ts';
import { toVerify } from '../../src/record/verify.ts';
import type { Primitives } from '../../src/record/primitives.ts';
import { edgeCases } from './edge-cases.ts';
import { invalidCases } from './invalid-cases.ts';
import { testVault } from '../making/vault.ts';
import { rowOf } from './rows.ts';
import { validCases } from './valid-cases.ts';
import type { ValidCase } from './valid-cases.ts';

/** Path below test/vectors to text, for every vector file. */
export async function vectorFiles(primitives: Primitives): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const made of await validCases(primitives)) {
    const { name, description, entry, flags, opens } = made;
    files.set(`valid/${name}.json`, print({ description, entry, id: idOf(made, primitives), flags, opens }));
  }
  for (const { name, ...rest } of await invalidCases(primitives)) files.set(`invalid/${name}.json`, print(rest));
  files.set('ed25519-edge.json', print(edgeCases()));
  return files;
}

function idOf({ name, entry }: ValidCase, primitives: Primitives): string {
  const wire = parseWireEntry(JSON.parse(JSON.stringify(entry)));
  const plan = wire.ok ? toVerify(wire.value, primitives) : wire;
  if (!plan.ok) throw new Error(`${name}: ${JSON.stringify(plan.error)}`);
  return plan.value.id;
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/**
 * A hub's folder as a release leaves it: rows 0 to 29 in three incidents, one setting, one row in a drawer. Not written
 * over when it is there: what it is for is to be older than the program.
 */
async function makeStore(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const store = storeSqlite({ vault: testVault(), folder });
  await store.append(Array.from({ length: 30 }, (_, n) => rowOf(n, n % 3)));
  await store.append([], [{ drawer: 'contacts', n: 1, content: Buffer.from('somebody') }]);
  store.saveSetting('name', Buffer.from('the third format'));
  store.close();
  rmSync(join(folder, 'hub.lock.sqlite'));
}

if (import.meta.main) {
  const here = import.meta.dirname;
  const files = await vectorFiles(cryptoNode());
  for (const folder of ['valid', 'invalid']) {
    rmSync(join(here, folder), { recursive: true, force: true });
    mkdirSync(join(here, folder));
  }
  for (const [path, text] of files) writeFileSync(join(here, path), text);
  await makeStore(join(here, 'store-sqlite-3'));
  process.stdout.write(`${files.size} files written\n`);
}

import { join } from 'node:path';
import { bagFolder, writeNewFolder } from '../src/faces/cli/bag-folder.ts';
import { checkBagStamp } from '../src/adapters/stamp-rfc3161/check-bag-stamp.ts';
import { chooseCrypto } from '../src/main/crypto.ts';
import { checkBag } from '../src/record/bag-check.ts';
import { makeBag } from '../test/making/bags.ts';
import { tell } from './progress.ts';
import { row } from './table.ts';
import type { Row } from './table.ts';

const ENTRIES = 10_000;
const ENTRIES_QUICK = 500;

/** How long it takes to check a bag from its folder: every file, entry, part and proof, and the checkpoint. */
export async function bagVerify(isQuick: boolean, folder: string): Promise<Row> {
  const entries = isQuick ? ENTRIES_QUICK : ENTRIES;
  tell(`a bag of ${entries} entries is made …`);
  const { files } = await makeBag({ entries, others: 1_000, hasMlDsa: true, isWitnessed: true });
  const at = join(folder, 'bag');
  writeNewFolder(at, files);
  const crypto = await chooseCrypto();
  const started = performance.now();
  const { findings } = await checkBag(bagFolder(at), { crypto, checkStamp: checkBagStamp });
  const tookMs = performance.now() - started;
  if (findings.length > 0) throw new Error(`the bag is not good: ${JSON.stringify(findings.slice(0, 3))}`);
  return row(isQuick ? 'bag-verify-ms' : 'bag-10k-verify-ms', tookMs, 'ms', entries);
}

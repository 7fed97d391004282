// A hub's engine as a process of its own that keeps its log under load and tells its parent each answer as it is handed out.
// It never ends by itself. Arguments: folder of store and log.
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { tileFolder } from '../../src/adapters/tile-folder/tile-folder.ts';
import { startEngine } from '../../src/engine/engine.ts';
import { answerOfLog } from '../../src/engine/log-answer.ts';
import { testVault } from '../making/vault.ts';
import type { FromLogChild } from './log-life.ts';
import { newIncident, witness } from './witness.ts';

const [folder = ''] = process.argv.slice(2);
const WRITERS = 4;
const BATCH_MAX = 40;

const tell = (message: FromLogChild): void => void process.send?.(message);
const crypto = cryptoNode();
const store = storeSqlite({ folder, vault: testVault(), groupWaitMs: 1 });
const log = { files: tileFolder(join(folder, 'log')) };
const engine = await startEngine({ store, clock: clockSystem(), crypto, log });
// It is killed before it could keep what it has compiled: a thousand starts are to be quick.
flushCompileCache();
const keeper = engine.log;
if (keeper === undefined) throw new Error('this hub keeps a log');
const { started, origin } = keeper;
tell({ kind: 'started', origin, repaired: started.repaired(), isLost: started.lost !== undefined });

async function write(): Promise<never> {
  const author = witness(crypto, newIncident(crypto));
  let known: number | undefined;
  for (;;) {
    const said = await author.sayMany(1 + Math.floor(Math.random() * BATCH_MAX));
    const receipts = await engine.keep(said.map(({ wire }) => wire));
    if (keeper === undefined) throw new Error('this hub keeps a log');
    const answer = await answerOfLog(keeper, receipts, known);
    if ('kind' in answer) throw new Error(`the log cannot be written: ${answer.kind}`);
    const kept = receipts.map((r): readonly [string, number] =>
      r.status === 'accepted' ? [r.id, r.index] : ['refused', -1],
    );
    tell({ kind: 'answered', kept, answer });
    known = keeper.head()?.size;
  }
}

await Promise.all(Array.from({ length: WRITERS }, write));

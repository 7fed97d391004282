import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { vaultOf } from '../../test/making/vault.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { startEngine } from '../engine/engine.ts';
import { nameOf } from '../faces/kit/first-run.ts';
import type { FirstRunStage, Typed } from '../faces/kit/first-run.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import { PAPERS } from './commands.ts';
import { firstRun } from './first-run.ts';
import type { FirstRun } from './first-run.ts';

const crypto = cryptoNode();
const clock = clockSystem();
const NO_PASSPHRASE = { first: '', second: '' };
const typed: Typed = {
  settlement: 'East field',
  languages: ['ru'],
  keyholders: '2',
  cells: '',
  wardensPerCell: '2',
  way: 'passphrase',
  keyFile: '',
};

/** A hub that has its key, with a disk that fails when it is told to, and as many starts of it as are wanted. */
function faultyHub(): {
  readonly papers: string;
  readonly fails: { disk: boolean; wiping: boolean };
  readonly start: () => Promise<FirstRun>;
} {
  const root = newFolder();
  const [data, papers] = [join(root, 'hub'), join(root, 'papers')];
  const fails = { disk: false, wiping: false };
  const memory = storeMemory();
  const store: Store = {
    ...memory,
    append: async (rows) => {
      if (fails.disk) throw new StoreFailure('full', true);
      return memory.append(rows);
    },
  };
  const faultyCrypto = {
    ...crypto,
    randomBytes: (size: number) => {
      if (fails.wiping) throw new Error('EIO');
      return crypto.randomBytes(size);
    },
  };
  const making = { crypto: faultyCrypto, now: clock.now, papers: PAPERS, onStep: () => {} };
  return {
    papers,
    fails,
    start: async () => {
      await vaultOf(data);
      const run = firstRun({ data, papers, needsKey: false, making });
      await run.attach(await startEngine({ store, clock, crypto }));
      return run;
    },
  };
}

async function founded({ acts }: FirstRun): Promise<FirstRunStage> {
  acts.check(typed, NO_PASSPHRASE);
  assert.equal(acts.found(), true);
  for (let n = 0; n < 500 && acts.stage().kind === 'founding'; n++) await sleep(10);
  return acts.stage();
}

function markAll({ acts }: FirstRun): void {
  const stage = acts.stage();
  assert.ok(stage.kind === 'handing-over');
  for (const item of stage.items) acts.mark(nameOf(item), true);
}

describe('a first run', () => {
  test('whose hub’s disk is full keeps its papers, and the next start founds with them', async () => {
    const hub = faultyHub();
    hub.fails.disk = true;
    const stage = await founded(await hub.start());
    assert.partialDeepStrictEqual(stage, { kind: 'stopped', by: 'store-failed' });
    assert.ok(stage.kind === 'stopped');
    const still = await hub.start();
    assert.partialDeepStrictEqual(still.acts.stage(), { kind: 'stopped', by: 'store-failed' });
    hub.fails.disk = false;
    const again = await hub.start();
    assert.partialDeepStrictEqual(again.acts.stage(), {
      kind: 'handing-over',
      asked: { settlement: 'East field', keyholders: 2 },
      place: { folder: stage.folder },
    });
  });

  test('that cannot destroy what was handed over says so, and the next start tries again', async () => {
    const hub = faultyHub();
    const run = await hub.start();
    const { acts } = run;
    await founded(run);
    await acts.forget();
    assert.equal(acts.stage().kind, 'handing-over', 'nothing is marked');
    markAll(run);
    hub.fails.wiping = true;
    await acts.forget();
    const stage = acts.stage();
    assert.partialDeepStrictEqual(stage, { kind: 'stopped', by: 'papers-not-gone' });
    assert.ok(stage.kind === 'stopped' && existsSync(stage.folder));
    hub.fails.wiping = false;
    assert.equal((await hub.start()).acts.stage().kind, 'over');
    assert.equal(existsSync(stage.folder), false);
  });

  test('forgets once, however often it is told to, and founds once', async () => {
    const run = await faultyHub().start();
    await founded(run);
    assert.equal(run.acts.found(), false);
    markAll(run);
    await Promise.all([run.acts.forget(), run.acts.forget()]);
    assert.equal(run.acts.stage().kind, 'over');
    assert.equal(run.acts.file('paper-1'), undefined);
  });

  test('gives nothing away before it has founded, and keeps marks over a restart', async () => {
    const hub = faultyHub();
    mkdirSync(hub.papers);
    const run = await hub.start();
    assert.equal(run.acts.file('device-1'), undefined);
    run.acts.mark('device-1', true);
    await founded(run);
    run.acts.mark('paper-2', true);
    run.acts.mark('paper-1', true);
    run.acts.mark('paper-1', false);
    run.acts.mark('paper-9', true);
    const stage = (await hub.start()).acts.stage();
    assert.ok(stage.kind === 'handing-over');
    assert.deepEqual(
      stage.items.filter(({ isHanded }) => isHanded).map((item) => nameOf(item)),
      ['paper-2'],
    );
  });
});

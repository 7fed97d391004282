import { cpSync } from 'node:fs';
import { basename } from 'node:path';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import type { Road } from '../../src/engine/deliver.ts';
import type { AlarmNeeds } from '../../src/engine/alarm-desk.ts';
import { startEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Outcome } from '../../src/ports/channel.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Vault } from '../../src/record/at-rest.ts';
import { hubHere } from './hub-here.ts';
import type { HubHere } from './hub-here.ts';
import { newFolder } from './temp-folder.ts';

/** A hub on a disk that can be killed within this process. */
export type MortalHub = {
  readonly engine: Engine;
  readonly ask: HubHere['ask'];
  /** Ends it as a kill -9 would: nothing is closed, and what was under way is never heard of. Gives the disk as it was then. */
  readonly kill: () => string;
  readonly close: () => void;
};

export type MortalNeeds = {
  readonly folder: string;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly alarms: AlarmNeeds;
};

/** The hub's lock and all that lies beside the database are left behind with the dead. */
const LEFT_BEHIND: ReadonlySet<string> = new Set(['hub.lock.sqlite', 'hub.care.sqlite']);

/** A copy of a folder as its hub would leave it if it were killed now. */
export function diskOf(folder: string): string {
  const disk = newFolder();
  cpSync(folder, disk, { recursive: true, filter: (path) => !LEFT_BEHIND.has(basename(path)) });
  return disk;
}

export async function startMortalHub({ folder, vault, clock, alarms }: MortalNeeds): Promise<MortalHub> {
  const store = storeSqlite({ folder, vault });
  let isDead = false;
  const silence = new Promise<Outcome>(() => {});
  const roads = (alarms.roads?.() ?? []).map(({ channel, pace }): Road => ({
    pace,
    channel: {
      ...channel,
      // What came of a message the dead do not learn, and they send no other.
      send: async (parcel, withinMs) => {
        if (isDead) return silence;
        const outcome = await channel.send(parcel, withinMs);
        return isDead ? silence : outcome;
      },
    },
  }));
  const engine = await startEngine({
    store,
    clock,
    crypto: cryptoNode(),
    alarms: { ...alarms, roads: () => roads },
  });
  const { ask } = await hubHere({ store, clock, engine });
  return {
    engine,
    ask,
    kill: () => {
      isDead = true;
      return diskOf(folder);
    },
    close: () => store.close(),
  };
}

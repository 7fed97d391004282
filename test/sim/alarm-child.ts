// A hub's engine as a process of its own, which brings the messages of an alarm to a carrier in its parent and can be told
// to die at a given step. Arguments: folder of the store, number of the step (none: never).
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import type { ChannelName } from '../../src/acts/alarm/channels.ts';
import { startEngine } from '../../src/engine/engine.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { Store } from '../../src/ports/store.ts';
import { testVault } from '../making/vault.ts';

const [folder = '', dieAt = ''] = process.argv.slice(2);
const DIE_AT = dieAt === '' ? Number.POSITIVE_INFINITY : Number(dieAt);
const FAST = { perSecond: 100_000, burst: 100_000 };
let steps = 0;

/** One more place at which the process may be killed. */
function step(): void {
  if (steps++ === DIE_AT) process.kill(process.pid, 'SIGKILL');
}

const real = storeSqlite({ folder, vault: testVault() });
const store: Store = {
  ...real,
  append: async (...args) => {
    step();
    const kept = await real.append(...args);
    step();
    return kept;
  },
};

/** The parent takes a parcel over by its key, and answers with the same key. */
function roadTo(name: ChannelName): Channel {
  const waiting = new Map<string, () => void>();
  process.on('message', (key: string) => {
    waiting.get(key)?.();
    waiting.delete(key);
  });
  return {
    name,
    providerOf: () => name,
    send: async ({ key, message }) => {
      step();
      await new Promise<void>((resolve) => {
        waiting.set(key, resolve);
        process.send?.({ key, text: message.text });
      });
      step();
      return { kind: 'accepted' };
    },
    close: async () => {},
  };
}

const roads = (['push', 'sms'] as const).map((name) => ({ channel: roadTo(name), pace: FAST }));
const crypto = cryptoNode();
const engine = await startEngine({ store, clock: clockSystem(), crypto, alarms: { roads: () => roads } });
const { delivery, keeper } = engine.alarms;
for (let round = 0; round < 4; round++) {
  await engine.decide();
  await delivery.settled();
}
const waits = (['push', 'sms'] as const).reduce((sum, name) => sum + keeper.ledger.backlog(name), 0);
process.send?.({ done: { steps, waits, size: keeper.ledger.size, epoch: keeper.ledger.epoch } });
real.close();
process.disconnect();

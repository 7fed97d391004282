// Our own sender in a process of its own, told what to do by its parent: every message goes through the ledger of a hub on
// the disk, as an alarm's does.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelWebPush } from '../src/adapters/channel-webpush/channel-webpush.ts';
import { newVapidKey } from '../src/adapters/channel-webpush/vapid.ts';
import { clockSystem } from '../src/adapters/clock-system/clock-system.ts';
import { storeSqlite } from '../src/adapters/store-sqlite/store-sqlite.ts';
import { newDelivery } from '../src/engine/deliver.ts';
import { openLedger } from '../src/engine/ledger-keeper.ts';
import { strangeId } from '../test/making/entries.ts';
import { testVault } from '../test/making/vault.ts';
import type { PushOrder, PushReady, PushRound, PushTask } from './push-work.ts';

const FAST = { perSecond: 1e9, burst: 1e9 };

const [task] = (await once(process, 'message')) as [PushTask];
const folder = mkdtempSync(join(tmpdir(), 'shanyrak-bench-push-'));
const store = storeSqlite({ folder, vault: testVault() });
const keeper = openLedger(store);
const clock = clockSystem();
const vapid = { privateKey: newVapidKey(), subject: 'mailto:hub@shanyrak.example' };
const channel = channelWebPush({ vapid, ca: task.ca, allowInside: true });
const delivery = newDelivery({
  keeper,
  clock,
  roads: () => [{ channel, pace: FAST }],
  parcelFor: ({ person, alarm }) => ({
    key: `${alarm} ${person}`,
    address: task.addresses[person] ?? '',
    topic: alarm,
    message: { title: 'Shanyrak', text: task.text, link: `https://hub.example/a/${person}` },
    ttlSeconds: 900,
  }),
  failed: (cause) => {
    throw cause;
  },
});
let rounds = 0;
process.on('message', (order: PushOrder) => void round(order));
process.on('disconnect', () => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
const ready: PushReady = { version: 'as it lies here' };
process.send?.(ready);

async function round({ isPrederived }: PushOrder): Promise<void> {
  for (let isReady = !isPrederived; !isReady;) isReady = channel.prepare(task.addresses);
  const alarm = strangeId(`round ${rounds++}`);
  const before = process.cpuUsage();
  const people = task.addresses.map((_, person) => person);
  await keeper.commit([{ kind: 'plan', alarm, phase: 'call', channel: 'push', due: clock.now(), people }]);
  await delivery.round();
  await delivery.settled();
  const { user, system } = process.cpuUsage(before);
  const accepted = keeper.ledger.count(alarm, { state: 'accepted' });
  const done: PushRound = { cpuSeconds: (user + system) / 1e6, accepted };
  process.send?.(done);
}

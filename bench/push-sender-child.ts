// Our own sender in a process of its own, told what to do by its parent.
import { once } from 'node:events';
import { channelWebPush } from '../src/adapters/channel-webpush/channel-webpush.ts';
import { newVapidKey } from '../src/adapters/channel-webpush/vapid.ts';
import type { PushOrder, PushReady, PushRound, PushTask } from './push-work.ts';

const WITHIN_MS = 20_000;

const [task] = (await once(process, 'message')) as [PushTask];
const vapid = { privateKey: newVapidKey(), subject: 'mailto:hub@shanyrak.example' };
const channel = channelWebPush({ vapid, ca: task.ca, allowInside: true });
process.on('message', (order: PushOrder) => void round(order));
process.on('disconnect', () => process.exit());
const ready: PushReady = { version: 'as it lies here' };
process.send?.(ready);

async function round({ isPrederived }: PushOrder): Promise<void> {
  if (isPrederived) for (const address of task.addresses) channel.prederive(address);
  const before = process.cpuUsage();
  let next = 0;
  let accepted = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < task.addresses.length; i = next++) {
      const parcel = {
        key: `alarm-1 ${i}`,
        address: task.addresses[i] ?? '',
        topic: 'alarm-1',
        message: { title: 'Shanyrak', text: task.text, link: `https://hub.example/a/${i}` },
        ttlSeconds: 900,
      };
      const { kind } = await channel.send(parcel, WITHIN_MS);
      if (kind === 'accepted') accepted++;
    }
  };
  await Promise.all(Array.from({ length: task.atOnce }, lane));
  const { user, system } = process.cpuUsage(before);
  const done: PushRound = { cpuSeconds: (user + system) / 1e6, accepted };
  process.send?.(done);
}

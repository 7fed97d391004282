// `web-push` in a process of its own, told what to do by ../alarm.ts: one message to each address, the CPU of it sent back.
import { once } from 'node:events';
import { Agent } from 'node:https';
import { require, versionOf } from './common.js';

const webPush = require('web-push');

// The JSON that our own sender fills up to; web-push adds its one byte and seals as many bytes as we do.
const PLAIN_BYTES = 921;

const [task] = await once(process, 'message');
const agent = new Agent({ ca: task.ca, keepAlive: true, maxSockets: task.atOnce });
const subscriptions = task.addresses.map((address) => JSON.parse(address));
const { publicKey, privateKey } = webPush.generateVAPIDKeys();
const options = {
  agent,
  TTL: 900,
  urgency: 'high',
  topic: 'x'.repeat(32),
  contentEncoding: 'aes128gcm',
  vapidDetails: { subject: 'mailto:hub@shanyrak.example', publicKey, privateKey },
};
process.on('message', round);
process.on('disconnect', () => process.exit());
process.send({ version: versionOf('web-push') });

const filled = (json) => json + ' '.repeat(PLAIN_BYTES - Buffer.byteLength(json));

async function round() {
  const before = process.cpuUsage();
  let next = 0;
  let accepted = 0;
  const lane = async () => {
    for (let i = next++; i < subscriptions.length; i = next++) {
      const said = { t: 'Shanyrak', b: task.text, l: `https://hub.example/a/${i}`, g: 'alarm-1' };
      const { statusCode } = await webPush.sendNotification(
        subscriptions[i],
        filled(JSON.stringify(said)),
        options,
      );
      if (statusCode === 201) accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: task.atOnce }, lane));
  const { user, system } = process.cpuUsage(before);
  process.send({ cpuSeconds: (user + system) / 1e6, accepted });
}

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { newFolder } from '../../test/sim/temp-folder.ts';
import type { InboundSms } from '../ports/channel.ts';
import { roadsOf } from './roads.ts';

const PACE = { perSecond: 1, burst: 1 };
const PARCEL = {
  key: 'k',
  address: '+77010000001',
  topic: 'a',
  message: { title: '', text: 'a' },
  ttlSeconds: 60,
};

test(
  'a modem whose folder comes later than the hub puts its messages off, and then hears',
  { timeout: 30_000 },
  async () => {
    const folder = join(newFolder(), 'sms');
    const heard: InboundSms[] = [];
    const [road] = roadsOf({ sms: { config: { kind: 'gammu', folder }, pace: PACE } }, (sms) =>
      Promise.resolve(heard.push(sms) > 0),
    );
    assert.ok(road);
    assert.deepEqual(await road.channel.send(PARCEL, 100), { kind: 'deferred', scope: 'provider' });
    for (const name of ['', 'inbox', 'outbox', 'sent', 'error'])
      mkdirSync(join(folder, name), { mode: 0o700 });
    // Nobody drives the modem: what became of it nobody knows.
    assert.notEqual((await road.channel.send(PARCEL, 100)).kind, 'accepted');
    // As gammu-smsd writes them: UTF-16, its greater half first.
    const file = join(folder, 'inbox', 'IN20310517_103000_00_+77010000009_00.txt');
    writeFileSync(file, Buffer.from('\ufeffK7M2 1 20', 'utf16le').swap16());
    while (heard.length === 0) await wait(50);
    assert.deepEqual(
      heard.map(({ from, text }) => `${from} ${text}`),
      ['+77010000009 K7M2 1 20'],
    );
    await road.channel.close();
  },
);

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newVapidKey } from '../adapters/channel-webpush/vapid.ts';
import type { ChannelSettings } from '../faces/cli/channel-settings.ts';
import { roadsOf } from './roads.ts';

const SLOW = { perSecond: 1, burst: 2 };
const FAST = { perSecond: 200, burst: 500 };
const ntfy: ChannelSettings['ntfy'] = { config: {}, pace: SLOW };
const vapid = { privateKey: newVapidKey(), subject: 'mailto:alarm@place.example' };
const push: ChannelSettings['push'] = { config: { vapid }, pace: FAST };
const TOPIC = 'https://ntfy.example/topic';
// Inside, so that no test asks the open network.
const SUBSCRIPTION = JSON.stringify({
  endpoint: 'https://127.0.0.1/x',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
});

describe('the roads of a hub', () => {
  test('are those of its settings', () => {
    const url = 'http://127.0.0.1:1/';
    const roads = roadsOf({
      email: {
        config: { host: '127.0.0.1', port: 25, security: 'plain', from: 'a@b.example' },
        pace: SLOW,
      },
      sms: { config: { kind: 'sms-gate', url, login: { user: 'u', password: 'p' } }, pace: SLOW },
      ntfy,
    });
    assert.deepEqual(
      roads.map(({ channel }) => channel.name),
      ['email', 'sms', 'push'],
    );
    assert.deepEqual(roadsOf({}), []);
  });

  test('go to a browser or to a topic by what the address is, each at its pace', async () => {
    const [road, ...more] = roadsOf({ push, ntfy });
    assert.ok(road && more.length === 0);
    const { channel, paceOf } = road;
    assert.deepEqual(
      [TOPIC, SUBSCRIPTION].map((address) => [channel.providerOf(address), paceOf?.(address)]),
      [
        ['https://ntfy.example', SLOW],
        ['https://127.0.0.1', FAST],
      ],
    );
    const message = { title: 'DRILL', text: 'DRILL' };
    const parcel = { key: 'k', topic: 't', message, ttlSeconds: 60 };
    for (const address of ['https://127.0.0.1/topic', SUBSCRIPTION])
      assert.deepEqual(await channel.send({ ...parcel, address }, 2_000), { kind: 'refused', why: 'inside' });
    await channel.close();
  });

  test('refuse an address of the kind that is not set up', async () => {
    const [topics] = roadsOf({ ntfy });
    const [browsers] = roadsOf({ push });
    const parcel = { key: 'k', topic: 't', message: { title: 'a', text: 'b' }, ttlSeconds: 60 };
    for (const [road, address] of [
      [topics, SUBSCRIPTION],
      [browsers, TOPIC],
    ] as const)
      assert.deepEqual(await road?.channel.send({ ...parcel, address }, 2_000), {
        kind: 'refused',
        why: 'address',
      });
  });
});

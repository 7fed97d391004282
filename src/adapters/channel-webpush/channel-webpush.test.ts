import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newPushChannel, pushAuthority, pushParcel } from '../../../test/making/web-push.ts';
import { cannotMakeCertificates } from '../../../test/sim/certificates.ts';
import { startPushService } from '../../../test/sim/push-carrier.ts';
import type { PushService } from '../../../test/sim/push-carrier.ts';
import { channelContract } from '../../ports/channel.contract.ts';
import type { WebPush } from './channel-webpush.ts';

const skip = cannotMakeCertificates;
const certificate = skip === false ? pushAuthority().certify('localhost', 2) : { certFile: '', keyFile: '' };
const SOON_MS = 5_000;

for (const speaks of ['h2', 'h1'] as const) {
  describe(`a push service that speaks ${speaks}`, { skip }, () => {
    channelContract(
      'as every road',
      async () => {
        const service = await startPushService({ certificate, speaks });
        const channel = newPushChannel();
        let hasVanished = false;
        const vanish = async (): Promise<void> => {
          if (!hasVanished) await service.end();
          hasVanished = true;
        };
        return {
          channel,
          address: service.subscribe(channel.applicationServerKey),
          be: service.be,
          taken: async () => service.taken.map(({ text }) => text),
          vanish,
          end: async () => {
            await channel.close();
            await vanish();
            assert.deepEqual(service.faults, []);
          },
        };
      },
      { without: [], notAnAddress: '{"endpoint":"https://push.example/1"}', saysHowLong: true },
    );
  });
}

describe('what a push service and a browser get', { skip }, () => {
  let service: PushService;
  let channel: WebPush;
  before(async () => {
    service = await startPushService({ certificate, speaks: 'h2' });
    channel = newPushChannel();
  });
  after(async () => {
    await channel.close();
    await service.end();
    assert.deepEqual(service.faults, []);
  });

  test('the browser reads title, text, link and topic; the service sees one size and a topic that tells nothing', async () => {
    const address = service.subscribe(channel.applicationServerKey);
    const long = pushParcel(address, 'Т'.repeat(70), { topic: 'alarm-2' });
    const message = { title: 'Shanyrak', text: 'Bulldozers', link: 'https://hub.example/a/secret' };
    for (const parcel of [pushParcel(address, '', { message }), long])
      assert.deepEqual(await channel.send(parcel, SOON_MS), { kind: 'accepted' });
    const [first, second] = service.taken.slice(-2);
    assert.ok(first && second);
    assert.deepEqual(first.json, {
      t: 'Shanyrak',
      b: 'Bulldozers',
      l: 'https://hub.example/a/secret',
      g: 'alarm-1',
    });
    assert.deepEqual(second.json, { t: 'Shanyrak', b: 'Т'.repeat(70), g: 'alarm-2' });
    assert.deepEqual([first.bytes, second.bytes], [1_024, 1_024]);
    assert.deepEqual([first.headers['urgency'], first.headers['ttl']], ['high', '600']);
    assert.notEqual(first.headers['topic'], second.headers['topic']);
    assert.doesNotMatch(JSON.stringify(first.headers), /alarm|secret|user-agent/i);
    const again = await channel.send(pushParcel(address, 'later'), SOON_MS);
    assert.deepEqual(again, { kind: 'accepted' });
    assert.equal(service.taken.at(-1)?.headers['topic'], first.headers['topic']);
  });

  test('what does not fit is refused before anything is sent', async () => {
    const address = service.subscribe();
    const { requests } = service.counts;
    const parcel = pushParcel(address, 'x'.repeat(2_000));
    assert.deepEqual(await channel.send(parcel, SOON_MS), { kind: 'refused', why: 'message' });
    assert.equal(service.counts.requests, requests);
  });

  test('a provider is an origin, and what is no address has none', () => {
    assert.equal(channel.providerOf(service.subscribe()), service.origin);
    for (const text of ['', 'null', '{}', '{"endpoint":"http://push.example/"}', '[1]'])
      assert.equal(channel.providerOf(text), '');
  });

  test('keys made ahead seal one message, also when two are sent at once, and what they seal opens', async () => {
    const addresses = Array.from({ length: 5 }, () => service.subscribe());
    const sealed = new Set<string>();
    const seen = service.taken.length;
    for (let round = 0; round < 4; round++) {
      assert.equal(channel.prepare(addresses), true);
      const sent = addresses.flatMap((address) =>
        ['a', 'b', 'c'].map((text) => channel.send(pushParcel(address, `${text}${round}`), SOON_MS)),
      );
      for (const outcome of await Promise.all(sent)) assert.deepEqual(outcome, { kind: 'accepted' });
    }
    const pushes = service.taken.slice(seen);
    for (const { senderKey } of pushes) sealed.add(senderKey);
    assert.equal(pushes.length, 60);
    assert.equal(sealed.size, 60, 'no key pair was used twice');
  });

  test('after it was closed it sends nothing and says so', async () => {
    const other = newPushChannel();
    const address = service.subscribe();
    await other.close();
    assert.deepEqual(await other.send(pushParcel(address, 'late'), SOON_MS), {
      kind: 'deferred',
      scope: 'provider',
    });
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newPushChannel, pushAuthority, pushParcel } from '../../../test/making/web-push.ts';
import { cannotMakeCertificates, newAuthority } from '../../../test/sim/certificates.ts';
import { startPushService } from '../../../test/sim/push-carrier.ts';
import type { PushService } from '../../../test/sim/push-carrier.ts';
import { addressOf, newSubscriptionSecrets } from '../../../test/sim/read-push.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import type { Outcome } from '../../ports/channel.ts';
import type { WebPushOptions } from './channel-webpush.ts';

const skip = cannotMakeCertificates;
const SOON_MS = 2_000;
const INSIDE: Outcome = { kind: 'refused', why: 'inside' };
const NOT_NOW: Outcome = { kind: 'deferred', scope: 'provider' };
const LOOPBACK = { address: '127.0.0.1', family: 4 };

async function sendOnce(address: string, options: Partial<WebPushOptions>): Promise<Outcome> {
  const channel = newPushChannel(options);
  try {
    return await channel.send(pushParcel(address, 'hello'), SOON_MS);
  } finally {
    await channel.close();
  }
}

const to = (endpoint: string): string => addressOf(newSubscriptionSecrets(), endpoint);

describe('an endpoint that leads inside', { skip }, () => {
  let service: PushService;
  before(async () => {
    service = await startPushService({ certificate: pushAuthority().certify('localhost', 2), speaks: 'h2' });
  });
  after(() => service.end());

  const hosts =
    '127.0.0.1 2130706433 0x7f.1 0177.0.0.1 127.1 [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] ' +
    '0.0.0.0 [::] 169.254.169.254 10.0.0.1 [fe80::1] [fd00::1] [64:ff9b::7f00:1] [2002:7f00:1::1] localhost';
  for (const host of hosts.split(' '))
    test(`is refused: ${host}`, async () => {
      const outcome = await sendOnce(to(`https://${host}:${service.port}/1`), { allowInside: false });
      assert.deepEqual(outcome, INSIDE);
      assert.equal(service.counts.connections, 0);
    });

  test('is refused by where its name leads, at every connection anew', async () => {
    const asked: string[] = [];
    const resolve: WebPushOptions['resolve'] = async (hostname) => {
      asked.push(hostname);
      return [LOOPBACK, { address: '::1', family: 6 }];
    };
    const channel = newPushChannel({ allowInside: false, resolve });
    const address = to(`https://push.example:${service.port}/1`);
    for (let i = 0; i < 3; i++)
      assert.deepEqual(await channel.send(pushParcel(address, 'hello'), SOON_MS), INSIDE);
    await channel.close();
    assert.deepEqual(asked, ['push.example', 'push.example', 'push.example']);
    assert.equal(service.counts.connections, 0);
  });

  test('is reached where the operator allows it', async () => {
    assert.deepEqual(await sendOnce(service.subscribe(), {}), { kind: 'accepted' });
  });
});

describe('a name', { skip }, () => {
  test('is asked for once, and the connection goes to that answer', async () => {
    const certificate = pushAuthority().certify('push.example', 2);
    for (const speaks of ['h2', 'h1'] as const) {
      const service = await startPushService({ certificate, speaks, name: 'push.example' });
      const answers = [[LOOPBACK], []];
      const resolve: WebPushOptions['resolve'] = async () => answers.shift() ?? [];
      assert.deepEqual(await sendOnce(service.subscribe(), { resolve }), { kind: 'accepted' }, speaks);
      assert.equal(answers.length, 1);
      await service.end();
    }
  });

  test('that does not exist, or takes for ever, defers', async () => {
    const address = to('https://push.example/1');
    const fails: WebPushOptions['resolve'] = async () => {
      throw new Error('ENOTFOUND');
    };
    assert.deepEqual(await sendOnce(address, { resolve: fails }), NOT_NOW);
    const never = Promise.withResolvers<never>().promise;
    assert.deepEqual(await sendOnce(address, { resolve: () => never }), NOT_NOW);
  });

  test('is who its certificate says, or nothing is sent', async () => {
    const wrong = [
      pushAuthority().certify('other.example', 2),
      newAuthority(newFolder()).certify('localhost', 2),
    ];
    for (const certificate of wrong)
      for (const speaks of ['h2', 'h1'] as const) {
        const service = await startPushService({ certificate, speaks });
        assert.deepEqual(await sendOnce(service.subscribe(), {}), NOT_NOW);
        assert.equal(service.counts.requests, 0);
        await service.end();
      }
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foundedHub } from '../../../test/making/founded-hub.ts';
import type { FoundedHub } from '../../../test/making/founded-hub.ts';
import { handRoad } from '../../../test/sim/hand-road.ts';
import type { HandRoad } from '../../../test/sim/hand-road.ts';
import type { Witness } from '../../../test/sim/witness.ts';
import { signRequest } from '../kit/request-signature.ts';

const NUMBER = '+77000000045';
const PUT_SMS = { language: 'ru', addresses: [{ channel: 'sms', address: NUMBER }] };

type Told = {
  readonly status: number;
  readonly text: string;
  readonly kind?: string;
  readonly says?: string;
  readonly notSent?: readonly { readonly says: string }[];
};

async function hubWithSms(): Promise<{ readonly hub: FoundedHub; readonly sms: HandRoad }> {
  const sms = handRoad('sms');
  return { hub: await foundedHub({ alarms: { roads: () => [sms] } }), sms };
}

async function ask(
  hub: FoundedHub,
  { signer }: Pick<Witness, 'signer'>,
  how: { readonly method?: string; readonly path?: string; readonly body?: unknown } = {},
): Promise<Told> {
  const { method = 'GET', path = '/api/reach' } = how;
  const body = how.body === undefined ? '' : JSON.stringify(how.body);
  const createdSeconds = Math.floor(Date.now() / 1000);
  const request = { method, path, query: '?lang=en', body: Buffer.from(body) };
  const headers = { ...(await signRequest(request, signer, { createdSeconds, crypto: hub.crypto })) };
  const answer = await hub.ask(`${path}?lang=en`, { method, headers, ...(body !== '' && { body }) });
  const text = await answer.text();
  return { status: answer.status, text, ...(JSON.parse(text.startsWith('{') ? text : '{}') as object) };
}

describe('how a key is reached', () => {
  test('is said, confirmed, shown without the address, and taken back, all by signed requests', async () => {
    const { hub, sms } = await hubWithSms();
    const [keyholder] = hub.keyholders;
    assert.equal((await ask(hub, keyholder)).text, '{"addresses":[],"waiting":[],"channels":["sms"]}');
    const put = await ask(hub, keyholder, { method: 'PUT', body: PUT_SMS });
    assert.equal(put.status, 200);
    const verify = { method: 'POST', path: '/api/reach/verify' };
    const wrong = await ask(hub, keyholder, { ...verify, body: { channel: 'sms', digits: 'x' } });
    assert.deepEqual([wrong.status, wrong.kind], [422, 'wrong-code']);
    assert.match(wrong.says ?? '', /not the code/);
    const right = await ask(hub, keyholder, { ...verify, body: { channel: 'sms', digits: sms.digits() } });
    assert.equal(right.status, 200);
    const shown = await ask(hub, keyholder);
    assert.partialDeepStrictEqual(JSON.parse(shown.text), {
      language: 'ru',
      addresses: [{ channel: 'sms', shown: '+7 *** ** 45' }],
    });
    for (const { text } of [put, right, shown]) assert.ok(!text.includes(NUMBER));
    assert.equal((await ask(hub, keyholder, { method: 'DELETE' })).status, 200);
    assert.equal((await ask(hub, keyholder)).text, '{"addresses":[],"waiting":[],"channels":["sms"]}');
  });

  test('is not there for links, strangers, and keys that were withdrawn', async () => {
    const { hub } = await hubWithSms();
    const stranger = hub.newWitness();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const init = { method, ...(method === 'PUT' && { body: JSON.stringify(PUT_SMS) }) };
      for (const path of [`${hub.people}/reach`, '/api/reach'])
        assert.equal((await hub.ask(path, init)).status, 404, `${method} ${path}`);
      const body = method === 'PUT' ? PUT_SMS : undefined;
      assert.equal((await ask(hub, stranger, { method, body })).status, 404);
    }
  });

  test('is refused in words when it is no contact, too large, or by a road the hub does not have', async () => {
    const { hub } = await hubWithSms();
    const [keyholder] = hub.keyholders;
    const put = (body: unknown): Promise<Told> => ask(hub, keyholder, { method: 'PUT', body });
    assert.deepEqual([(await put([])).status, (await put([])).kind], [422, 'not-a-contact']);
    assert.equal((await put({ ...PUT_SMS, more: 'x'.repeat(9_000) })).status, 413);
    const mail = await put({ language: 'ru', addresses: [{ channel: 'email', address: 'a@b.example' }] });
    assert.equal(mail.status, 200);
    assert.match(mail.notSent?.[0]?.says ?? '', /sends nothing by that road/);
  });
});

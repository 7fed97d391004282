import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InboundSms } from '../../ports/channel.ts';
import { parseInbound } from './inbound-sms.ts';

// As the app documents it: https://docs.sms-gate.app/features/webhooks/
const PAYLOAD = {
  messageId: 'abc123',
  message: '1 20',
  sender: '+7 701 000 00 01',
  recipient: null,
  phoneNumber: '+77010000001',
  simNumber: 1,
  receivedAt: '2026-02-17T12:00:00.000+05:00',
};
const EVENT = { deviceId: 'd', event: 'sms:received', id: 'Ey6ECgOk', payload: PAYLOAD, webhookId: 'w' };

function parse(value: unknown): InboundSms | undefined {
  return parseInbound(Buffer.from(JSON.stringify(value)));
}
const withPayload = (more: object): InboundSms | undefined =>
  parse({ ...EVENT, payload: { ...PAYLOAD, ...more } });

test('an SMS that came in is read, from older versions of the app too', () => {
  const { id, ...rest } = parse(EVENT) ?? {};
  assert.match(id ?? '', /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, {
    from: '+77010000001',
    text: '1 20',
  });
  const { sender: _, ...older } = PAYLOAD;
  assert.deepEqual(parse({ ...EVENT, payload: older }), parse(EVENT));
});

test('one SMS has one id however often it is told of, the same words later have another', () => {
  const again = parse({ ...EVENT, id: 'other', payload: { ...PAYLOAD, messageId: 'other' } });
  assert.equal(again?.id, parse(EVENT)?.id);
  const inUtc = withPayload({ receivedAt: '2026-02-17T07:00:00Z' });
  assert.equal(inUtc?.id, parse(EVENT)?.id);
  for (const more of [{ receivedAt: '2026-02-17T07:00:01Z' }, { message: '2' }, { sender: '+77010000002' }])
    assert.notEqual(withPayload(more)?.id, parse(EVENT)?.id);
});

test('a sender that is no number stays as the network gave it', () => {
  assert.equal(withPayload({ sender: 'Kaspi' })?.from, 'Kaspi');
  assert.equal(withPayload({ sender: '1414' })?.from, '1414');
});

test('other events, and what is too long or not as it should be, are no SMS', () => {
  assert.equal(parse({ ...EVENT, event: 'sms:sent' }), undefined);
  for (const payload of [null, [], 'x', {}]) assert.equal(parse({ ...EVENT, payload }), undefined);
  for (const more of [
    { message: 1 },
    { message: null },
    { message: 'a'.repeat(1_531) },
    { sender: '' },
    { sender: 7 },
    { sender: '1'.repeat(33) },
    { sender: 'a\nb' },
    { receivedAt: 1 },
    { receivedAt: 'today' },
    { receivedAt: '2026-02-17T12:00:00' },
    { receivedAt: '2026-02-17' },
    { receivedAt: '2026-13-17T12:00:00Z' },
    { receivedAt: '9999-12-31T23:59:59-01:00' },
  ])
    assert.equal(withPayload(more), undefined, JSON.stringify(more));
  for (const body of ['', '{', 'null', '[]', '"x"', '['.repeat(16_000), ' '.repeat(16_385)])
    assert.equal(parseInbound(Buffer.from(body)), undefined);
  assert.equal(parseInbound(Uint8Array.of(0xff, 0xfe)), undefined);
});

test('any bytes and any JSON are read or not, and never throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => parseInbound(bytes) === undefined));
  const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.constantFrom('sender', 'message', 'receivedAt'), value, (field, said) => {
      const sms = withPayload({ [field]: said });
      assert.ok(sms === undefined || (sms.text.length <= 1_530 && sms.from.length <= 32));
    }),
  );
});

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { answerHub } from '../../../test/making/answer-hub.ts';
import type { AnswerHub } from '../../../test/making/answer-hub.ts';
import { hubHere } from '../../../test/sim/hub-here.ts';
import { storeMemory } from '../../adapters/store-memory/store-memory.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { keepSigningKey, newGatewayPath } from '../kit/sms-gateway.ts';

const APA = '+77010000002';

/** Neighbours were called; the code that was texted to one of them. */
async function called(): Promise<{ readonly hub: AnswerHub; readonly code: string }> {
  const hub = await answerHub();
  await hub.raise();
  await hub.answer(hub.linkTo('push', 'w1@push'), { answer: 'confirm' });
  await hub.run();
  const code = hub.codeTo('sms', APA);
  assert.match(code, /^[A-Z][A-Z0-9]{4}\d$/);
  return { hub, code };
}

const unread = ({ engine }: AnswerHub): number => engine.alarms.texts.unread();

describe('an answer by SMS', () => {
  test('with the code of the message counts on the board', async () => {
    const { hub, code } = await called();
    const answer = await hub.text(`${code} 1 20`, { from: APA });
    assert.equal(answer.status, 200);
    assert.deepEqual(hub.relays(), ['confirm', 'coming 20']);
    assert.deepEqual(
      hub.alarm().onTheWay.map(({ minutes }) => minutes),
      [20],
    );
    assert.equal(unread(hub), 0);
  });

  test('means by its digit what the message asked', async () => {
    const hub = await answerHub();
    await hub.raise();
    hub.clock.moveMinutes(1.1);
    await hub.run();
    const code = hub.codeTo('sms', '+77010000001');
    await hub.text(`${code.toLowerCase()} 1`);
    assert.deepEqual(hub.relays(), ['confirm']);
    await hub.text(`${code} 2`);
    assert.deepEqual(hub.relays(), ['confirm', 'refute']);
  });

  test('counts by its code, whoever sent it: a number can be forged', async () => {
    const { hub, code } = await called();
    await hub.text(`${code} 1 20`, { from: '+79990000000' });
    assert.deepEqual(hub.relays(), ['confirm', 'coming 20']);
    for (const text of ['1 20', 'AAAAA2 1 20', 'иә', `${code}${code} 1`])
      assert.equal((await hub.text(text, { from: APA })).status, 200);
    assert.deepEqual(hub.relays(), ['confirm', 'coming 20']);
    assert.equal(unread(hub), 4);
  });

  test('that comes twice is one: told again, sent on by a modem under another name, or in other words', async () => {
    const { hub, code } = await called();
    const size = hub.engine.size();
    await hub.text(`${code} 2`, { from: APA, at: '2031-05-17T10:30:00Z' });
    await hub.text(`${code} 2`, { from: APA, at: '2031-05-17T10:30:00Z' });
    await hub.text(`${code} 2`, { from: APA, at: '2031-05-17T10:30:04Z' });
    await hub.text(`${code} 2 жоқ`, { from: APA, at: '2031-05-17T10:30:09Z' });
    assert.equal(hub.engine.size(), size + 1);
  });

  test('that the gateway tells of once more after another one does not take its place', async () => {
    const { hub, code } = await called();
    const first = (): Promise<Response> =>
      hub.text(`${code} 1 20`, { from: APA, at: '2031-05-17T10:30:00Z' });
    await first();
    await hub.text(`${code} 2`, { from: APA, at: '2031-05-17T10:31:00Z' });
    hub.clock.moveMinutes(30);
    await first();
    assert.deepEqual([hub.alarm().coming, hub.alarm().cannot], [0, 1]);
    await hub.text(`${code} 1 20`, { from: APA, at: '2031-05-17T11:02:00Z' });
    assert.equal(hub.alarm().coming, 1, 'who writes it anew means it');
  });

  test('of 10 kB, or of none at all, is nothing, and the gateway does not bring it again', async () => {
    const { hub, code } = await called();
    const size = hub.engine.size();
    for (const text of [
      `${code} 1 ${'9'.repeat(10_000)}`,
      `${code} 1 `.repeat(100),
      `${code} 1${' '.repeat(1_000)}`,
      '',
      '\u0000',
    ])
      assert.equal((await hub.text(text)).status, 200);
    assert.equal(hub.engine.size(), size);
  });

  test('gets through a flood that is counted once for each telephone', async () => {
    const { hub, code } = await called();
    const flood = Array.from({ length: 300 }, (_, i) => hub.text(`K${i} is what I think`, { from: APA }));
    const [answer] = await Promise.all([hub.text(`${code} 1 15`, { from: APA }), ...flood]);
    assert.equal(answer.status, 200);
    assert.deepEqual(hub.relays(), ['confirm', 'coming 15']);
    assert.equal(unread(hub), 5);
  });

  test('is answered by nobody: the hub texts back to no number', async () => {
    const { hub, code } = await called();
    const sent = hub.carriers.sms.given.length;
    for (const text of [`${code} 1`, 'who is this?', '1']) await hub.text(text, { from: APA });
    await hub.run();
    assert.equal(hub.carriers.sms.given.length, sent);
  });

  test('leaves no number and no text behind', async () => {
    const { hub, code } = await called();
    await hub.text(`${code} 1 20`, { from: '+77771234567' });
    await hub.text('a secret that somebody wrote', { from: '+77771234567' });
    const drawers = [...hub.store.inDrawer('ledger'), ...hub.store.inDrawer('contacts')];
    const rows = hub.engine.read({ after: -1, limit: 1_000 });
    const disk = drawers.map(({ content }) => Buffer.from(content).toString()).join() + JSON.stringify(rows);
    assert.ok(disk.includes(APA), 'the search finds what is there');
    for (const secret of ['7771234567', 'somebody wrote', code]) assert.equal(disk.includes(secret), false);
  });
});

describe('the path of a gateway', () => {
  const post = { method: 'POST', body: '{}' };

  test('is not there while nobody made one, nor under another secret', async () => {
    const [store, crypto] = [storeMemory(), cryptoNode()];
    assert.equal((await (await hubHere({ store })).ask('/gateway/x', post)).status, 404);
    const first = newGatewayPath(store, crypto);
    assert.match(first, /^\/gateway\/[\w-]{43}$/);
    const second = newGatewayPath(store, crypto);
    const hub = await hubHere({ store });
    assert.equal((await hub.ask(first, post)).status, 404, 'the one before is revoked');
    assert.equal((await hub.ask(second, post)).status, 200);
    assert.equal((await hub.ask(second)).status, 404);
    assert.equal((await hub.ask(second, { method: 'POST', body: 'x'.repeat(300_000) })).status, 413);
  });

  test('wants the signature of the gateway where its key is known', async () => {
    const [store, crypto] = [storeMemory(), cryptoNode()];
    const path = newGatewayPath(store, crypto);
    keepSigningKey(store, 'key of the telephone');
    const hub = await hubHere({ store });
    const body = JSON.stringify({ event: 'system:ping' });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', 'key of the telephone')
      .update(body + timestamp)
      .digest('hex');
    const signed = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      hub.ask(path, { method: 'POST', body, headers });
    assert.equal((await signed({ 'x-timestamp': timestamp, 'x-signature': signature })).status, 200);
    assert.equal((await signed({ 'x-timestamp': timestamp, 'x-signature': '0'.repeat(64) })).status, 404);
    assert.equal((await signed({})).status, 404);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyWithin, textWithin } from './body-within.ts';

function bodyOf(chunks: readonly string[], ended: () => void = () => undefined): ReadableStream<Uint8Array> {
  const rest = chunks.values();
  return new ReadableStream({
    pull: (controller) => {
      const { done, value } = rest.next();
      if (done === true) controller.close();
      else if (value === 'cut') controller.error(new Error('planted'));
      else controller.enqueue(Buffer.from(value));
    },
    cancel: ended,
  });
}

test('a body is read up to its bound', async () => {
  assert.deepEqual(await bodyWithin(bodyOf(['12', '34']), 4), Uint8Array.from(Buffer.from('1234')));
  assert.deepEqual(await bodyWithin(null, 4), new Uint8Array());
});

test('a body that is longer is let go of, and nothing of it is given', async () => {
  let hasEnded = false;
  const body = bodyOf(['12', '345', '6'], () => {
    hasEnded = true;
  });
  assert.equal(await bodyWithin(body, 4), undefined);
  assert.ok(hasEnded);
});

test('a body of very many pieces is read like any other', async () => {
  const pieces = Array.from({ length: 200_000 }, () => '1');
  assert.equal((await bodyWithin(bodyOf(pieces), 200_000))?.length, 200_000);
});

test('a body that is cut off is none', async () => {
  await assert.rejects(bodyWithin(bodyOf(['12', 'cut']), 4));
});

test('a text is whole and UTF-8, or none', async () => {
  assert.equal(await textWithin(new Response('сөз'), 6), 'сөз');
  assert.equal(await textWithin(new Response('сөз'), 5), undefined);
  assert.equal(await textWithin(new Response(Uint8Array.of(0xc3, 0x28))), undefined);
  assert.equal(await textWithin(new Response(bodyOf(['12', 'cut']))), undefined);
  assert.equal(await textWithin(undefined), undefined);
});

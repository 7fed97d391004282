import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { checkStamp } from 'shanyrak/record';
import { DATA, made, root } from '../../test/making/stamp-cases.ts';

const reply = made();
const text = Buffer.from(DATA).toString();
const digest = createHash('sha256').update(DATA).digest();
const anchors = root.pem;

test('a stamp is checked in every form in which its pieces may come', () => {
  const base64 = Buffer.from(reply).toString('base64');
  for (const data of [DATA, text])
    for (const each of [reply, base64]) assert.ok(checkStamp({ reply: each, data, anchors }).ok);
  for (const each of [digest, digest.toString('hex'), digest.toString('base64')])
    assert.ok(checkStamp({ reply, digest: each, anchors: root.der }).ok);
  assert.ok(checkStamp({ reply, data: text, anchors: [Buffer.from(anchors)], at: Date.now() }).ok);
  const later = checkStamp({ reply, data: text, anchors, at: Date.parse('2100-01-01') });
  assert.partialDeepStrictEqual(later, { ok: false, error: { kind: 'expired' } });
});

test('what is malformed or missing is said and never thrown', () => {
  const wrong = [
    { reply: '!', data: text },
    { reply },
    { reply, data: text, digest },
    { reply, digest: '!' },
    { reply, data: text, query: '!' },
    { reply, data: text, at: 0.5 },
  ];
  for (const given of wrong)
    assert.partialDeepStrictEqual(checkStamp({ ...given, anchors }), {
      ok: false,
      error: { kind: 'malformed' },
    });
  assert.ok(!checkStamp({ reply, data: '\ud800', anchors }).ok);
});

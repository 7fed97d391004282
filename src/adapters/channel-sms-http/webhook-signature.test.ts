import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { isSignedPost } from './webhook-signature.ts';

const KEY = 'signing key of a telephone';
const body = Buffer.from('{"event":"sms:received","payload":{"message":"Иә 1"}}');
const NOW_MS = 1_939_000_000_000;
const timestamp = '1939000000';
// As its documentation computes it: the text of the body, then that of the timestamp.
const signature = createHmac('sha256', KEY).update(`${body.toString()}${timestamp}`).digest('hex');
const post = { body, timestamp, signature };

test('a webhook signed with the key is known by it, in either case of hex', () => {
  assert.equal(isSignedPost(post, KEY, NOW_MS), true);
  assert.equal(isSignedPost({ ...post, signature: signature.toUpperCase() }, KEY, NOW_MS), true);
});

test('another body, moment, key or none at all is not signed', () => {
  for (const other of [
    { ...post, body: Buffer.from(`${body.toString()} `) },
    { ...post, timestamp: '1939000001' },
    { ...post, timestamp: undefined },
    { ...post, timestamp: '-1' },
    { ...post, signature: undefined },
    { ...post, signature: '' },
    { ...post, signature: signature.slice(2) },
    { ...post, signature: `${signature.slice(1)}g` },
    {
      ...post,
      signature: `0${signature.slice(1)}` === signature ? `1${signature.slice(1)}` : `0${signature.slice(1)}`,
    },
  ])
    assert.equal(isSignedPost(other, KEY, NOW_MS), false);
  assert.equal(isSignedPost(post, `${KEY}.`, NOW_MS), false);
});

test('a signed webhook that was kept for later is worth nothing five minutes on', () => {
  assert.equal(isSignedPost(post, KEY, NOW_MS + 300_000), true);
  for (const off of [301_000, -301_000]) assert.equal(isSignedPost(post, KEY, NOW_MS + off), false);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '../../base/instant.ts';
import type { Outcome } from '../../ports/channel.ts';
import { outcomeOf } from './outcome.ts';

const now = instant(Date.parse('2027-01-01T00:00:00Z'));
const of = (status: number, retryAfter?: string): Outcome =>
  outcomeOf({ kind: 'answered', answer: { status, retryAfter } }, now);

describe('what an answer means', () => {
  test('only 404 and 410 say that an address is gone', () => {
    const gone = Array.from({ length: 600 }, (_, status) => status).filter(
      (status) => of(status).kind === 'gone',
    );
    assert.deepEqual(gone, [404, 410]);
  });

  test('every success is one', () => {
    for (const status of [200, 201, 202, 204]) assert.deepEqual(of(status), { kind: 'accepted' });
  });

  test('too many, and a service that is ill, hold back all that goes through it', () => {
    for (const status of [429, 502, 503, 504])
      assert.deepEqual(of(status), { kind: 'deferred', scope: 'provider' });
  });

  test('what may be about this one address holds back no other', () => {
    for (const status of [301, 307, 401, 403, 408, 421, 425, 500, 507])
      assert.deepEqual(of(status), { kind: 'deferred', scope: 'address' });
  });

  test('a message that is found at fault is not sent again', () => {
    for (const status of [400, 405, 406, 411, 413, 415, 422])
      assert.deepEqual(of(status), { kind: 'refused', why: 'message' });
  });
});

test('how long to wait is told where it was said, by whoever defers', () => {
  const until = 'Fri, 01 Jan 2027 00:02:00 GMT';
  assert.deepEqual(of(429, '7'), { kind: 'deferred', scope: 'provider', afterMs: 7_000 });
  assert.deepEqual(of(503, until), { kind: 'deferred', scope: 'provider', afterMs: 120_000 });
  assert.deepEqual(of(500, '7'), { kind: 'deferred', scope: 'address', afterMs: 7_000 });
  assert.deepEqual(of(503, 'soon'), { kind: 'deferred', scope: 'provider' });
  assert.deepEqual(of(413, '7'), { kind: 'refused', why: 'message' });
});

test('without an answer nothing is said of the address', () => {
  assert.deepEqual(outcomeOf({ kind: 'not-taken' }, now), { kind: 'deferred', scope: 'provider' });
  assert.deepEqual(outcomeOf({ kind: 'unanswered' }, now), { kind: 'unknown' });
  assert.deepEqual(outcomeOf({ kind: 'inside' }, now), { kind: 'refused', why: 'inside' });
});

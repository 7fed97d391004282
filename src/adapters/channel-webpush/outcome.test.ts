import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome } from '../../ports/channel.ts';
import { outcomeOf } from './outcome.ts';

const now = Date.parse('2027-01-01T00:00:00Z');
const of = (status: number, retryAfter?: string, date?: string): Outcome =>
  outcomeOf({ kind: 'answered', answer: { status, retryAfter, date } }, now);

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

describe('how long to wait', () => {
  const afterMs = (retryAfter: string, date?: string): number | undefined => {
    const outcome = of(503, retryAfter, date);
    assert.equal(outcome.kind, 'deferred');
    return outcome.afterMs;
  };

  test('is read from seconds and from a date', () => {
    assert.equal(afterMs('7'), 7_000);
    assert.equal(afterMs(' 0 '), 0);
    assert.equal(afterMs('Fri, 01 Jan 2027 00:02:00 GMT'), 120_000);
  });

  test('is measured by the clock of who says it', () => {
    assert.equal(afterMs('Fri, 01 Jan 2027 05:02:00 GMT', 'Fri, 01 Jan 2027 05:00:00 GMT'), 120_000);
    assert.equal(afterMs('Fri, 01 Jan 2027 00:02:00 GMT', 'today'), 120_000);
  });

  test('is never less than nothing nor more than a day', () => {
    assert.equal(afterMs('Thu, 31 Dec 2026 00:00:00 GMT'), 0);
    for (const text of ['9'.repeat(400), '86401', 'Fri, 01 Jan 2038 00:00:00 GMT'])
      assert.equal(afterMs(text), 86_400_000);
  });

  test('is not known from anything else', () => {
    for (const text of [
      '',
      '-1',
      '1.5',
      '1e3',
      '7 s',
      'soon',
      '2027-01-01T00:02:00Z',
      'Fri, 99 Jan 2027 00:02:00 GMT',
    ])
      assert.equal(afterMs(text), undefined, text);
  });
});

test('without an answer nothing is said of the address', () => {
  assert.deepEqual(outcomeOf({ kind: 'not-taken' }, now), { kind: 'deferred', scope: 'provider' });
  assert.deepEqual(outcomeOf({ kind: 'unanswered' }, now), { kind: 'unknown' });
  assert.deepEqual(outcomeOf({ kind: 'inside' }, now), { kind: 'refused', why: 'inside' });
});

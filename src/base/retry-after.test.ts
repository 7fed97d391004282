import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instant } from './instant.ts';
import { parseRetryAfter, RETRY_AFTER_MS_MAX } from './retry-after.ts';

const NOW = instant(Date.UTC(2026, 3, 5, 6, 30, 0));

test('seconds become milliseconds', () => {
  assert.equal(parseRetryAfter('7', NOW), 7_000);
  assert.equal(parseRetryAfter(' 0120 ', NOW), 120_000);
  assert.equal(parseRetryAfter('0', NOW), 0);
});

test('a date (RFC 9110, 5.6.7) is how long it is until then', () => {
  assert.equal(parseRetryAfter('Sun, 05 Apr 2026 06:30:07 GMT', NOW), 7_000);
  assert.equal(parseRetryAfter('Sun, 05 Apr 2026 07:30:00 GMT', NOW), 3_600_000);
  const leapDay = instant(Date.UTC(2028, 1, 28, 23, 59, 59));
  assert.equal(parseRetryAfter('Tue, 29 Feb 2028 00:00:00 GMT', leapDay), 1_000);
});

test('a moment already past asks for no waiting', () => {
  assert.equal(parseRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', NOW), 0);
});

test('nobody can ask for more than a day', () => {
  assert.equal(parseRetryAfter('86401', NOW), RETRY_AFTER_MS_MAX);
  assert.equal(parseRetryAfter('9'.repeat(60), NOW), RETRY_AFTER_MS_MAX);
  assert.equal(parseRetryAfter('Fri, 31 Dec 9999 23:59:60 GMT', NOW), RETRY_AFTER_MS_MAX);
});

test('what is neither is nothing', () => {
  for (const text of [
    '',
    '-1',
    '1.5',
    '7s',
    '1e3',
    '0x10',
    '٧',
    '9'.repeat(65),
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Sun, 05 Apr 2026 06:30:07 UTC',
    'Sun, 05 apr 2026 06:30:07 GMT',
    'Sun, 05 Foo 2026 06:30:07 GMT',
    'Sun, 31 Apr 2026 06:30:07 GMT',
    'Sun, 29 Feb 2026 06:30:07 GMT',
    'Sun, 00 Apr 2026 06:30:07 GMT',
    'Sun, 05 Apr 2026 24:00:00 GMT',
    'Sun, 05 Apr 2026 06:60:00 GMT',
    'Sun, 05 Apr 2026 06:30:61 GMT',
  ])
    assert.equal(parseRetryAfter(text, NOW), undefined, text);
});

test('agrees with what JavaScript writes as a date', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: RETRY_AFTER_MS_MAX / 1_000 }), (seconds) => {
      const until = new Date(NOW + seconds * 1_000).toUTCString();
      assert.equal(parseRetryAfter(until, NOW), seconds * 1_000);
    }),
  );
});

test('any text gives a wait within bounds or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const ms = parseRetryAfter(text, NOW);
      assert.ok(ms === undefined || (Number.isInteger(ms) && ms >= 0 && ms <= RETRY_AFTER_MS_MAX));
    }),
  );
});

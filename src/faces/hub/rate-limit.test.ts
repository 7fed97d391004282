import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rateLimit } from './rate-limit.ts';

function allowed(limit: ReturnType<typeof rateLimit>, who: string, nowMs: number, asks: number): number {
  return Array.from({ length: asks }, () => limit.allows(who, nowMs)).filter(Boolean).length;
}

describe('a rate limit', () => {
  test('lets a burst through at once and then so many a second', () => {
    const limit = rateLimit({ perSecond: 10, burst: 30 });
    assert.equal(allowed(limit, 'a', 0, 100), 30);
    assert.equal(allowed(limit, 'a', 1_000, 100), 10);
    assert.equal(allowed(limit, 'a', 1_500, 100), 5);
  });

  test('never saves up more than one burst', () => {
    const limit = rateLimit({ perSecond: 10, burst: 30 });
    allowed(limit, 'a', 0, 100);
    assert.equal(allowed(limit, 'a', 3_600_000, 100), 30);
  });

  test('refuses one without holding up another', () => {
    const limit = rateLimit({ perSecond: 1, burst: 5 });
    assert.equal(allowed(limit, 'flood', 0, 1_000), 5);
    assert.equal(allowed(limit, 'crowd', 0, 5), 5);
  });

  test('asked too early is not punished for asking', () => {
    const limit = rateLimit({ perSecond: 1, burst: 1 });
    assert.equal(allowed(limit, 'a', 0, 50), 1);
    assert.equal(allowed(limit, 'a', 999, 50), 0);
    assert.equal(allowed(limit, 'a', 1_001, 50), 1);
  });

  test('forgets the oldest when very many ask, and still limits the newest', () => {
    const limit = rateLimit({ perSecond: 1, burst: 2 });
    for (let n = 0; n < 30_000; n++) limit.allows(`who ${n}`, 0);
    assert.equal(allowed(limit, 'who 29999', 0, 10), 1);
    assert.equal(allowed(limit, 'who 0', 0, 10), 2);
  });
});

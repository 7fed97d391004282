import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { on, shown } from '../../test/making/days.ts';
import { strangeId } from '../../test/making/entries.ts';
import { edtfExtent, parseEdtf } from '../base/edtf.ts';
import type { Bounds, Extent } from '../base/edtf.ts';
import { MINUTE_MS } from '../base/instant.ts';
import { wall } from '../base/wall.ts';
import { anchored, bounds, compareExtents, hullOf, minutesBetween, reachOf } from './times.ts';

function extent(text: string): Extent {
  const parsed = parseEdtf(text);
  assert.ok(parsed.ok, text);
  return edtfExtent(parsed.value, 2000);
}

const by = (time: string): string => `[..${on(time)}]`;
const after = (time: string): string => `[${on(time)}..]`;
const between = (from: string, to: string): string => `[${on(from)}..${on(to)}]`;
const during = (from: string, to: string): string => `${on(from)}/${to === '..' ? to : on(to)}`;

describe('an anchor narrows a time', () => {
  const within = (own: string, anchor: string, loMin: number, hiMin?: number): string => {
    const by60 = { id: strangeId('anchor'), loMin, ...(hiMin !== undefined && { hiMin }) };
    return shown(anchored(extent(own), extent(anchor), by60).start);
  };

  test('to minutes after what it hangs on, which may itself be a range', () => {
    assert.equal(within('XXXX-05-17', on('10:30'), 0, 60), '10:30 .. 11:30');
    assert.equal(within('XXXX-05-17', between('10:30', '10:37'), 0, 60), '10:30 .. 11:37');
    assert.equal(within('XXXX-05-17', on('10:30'), -30, -10), '10:00 .. 10:20');
  });

  test('from below only, while nobody says how long after', () => {
    assert.equal(within(by('12:00'), on('10:30'), 5), '10:35 .. 12:00');
    assert.equal(within(after('10:00'), on('10:30'), 5), '10:35 .. ?');
  });

  test('both limits hold; where they exclude each other, what the author wrote holds', () => {
    assert.equal(within(between('11:00', '13:00'), on('10:30'), 0, 60), '11:00 .. 11:30');
    assert.equal(within(on('15:00'), on('10:30'), 0, 60), '15:00');
  });

  test('of an interval it narrows the start only', () => {
    const own = extent(during('10:00', '14:00'));
    const { start, end, shape } = anchored({ ...own, start: {} }, extent(on('10:30')), {
      id: strangeId('a'),
      loMin: 0,
      hiMin: 60,
    });
    assert.deepEqual([shape, shown(start), shown(end)], ['interval', '10:30 .. 11:30', '14:00']);
  });
});

describe('the order of times', () => {
  test('is by the latest a thing can have begun, then by the earliest, the unknown last', () => {
    const rising = [
      extent(on('09:00')),
      extent(during('09:30', '18:00')),
      extent(between('09:00', '10:00')),
      extent(on('10:00')),
      extent(by('10:01')),
      extent(after('10:02')),
      extent(`../${on('10:03')}`),
      extent('XXXX-05-17'),
    ];
    const sorted = rising.toReversed().sort(compareExtents);
    assert.deepEqual(sorted, rising);
    assert.ok(compareExtents({ shape: 'interval', start: {}, end: {}, isOpen: true }, extent('XXXX')) > 0);
  });

  test('is an order', () => {
    const minutes = fc.integer({ min: 0, max: 9 });
    const side = fc.option(
      minutes.map((n) => wall(n * MINUTE_MS)),
      { nil: undefined },
    );
    const limits = fc
      .tuple(side, side)
      .map(([a, b]) => (a !== undefined && b !== undefined && a > b ? bounds(b, a) : bounds(a, b)));
    const anyExtent = fc
      .tuple(limits, limits)
      .map(([start, end]): Extent => ({ shape: 'interval', start, end, isOpen: false }));
    fc.assert(
      fc.property(anyExtent, anyExtent, anyExtent, (a, b, c) => {
        assert.equal(Math.sign(compareExtents(a, b)) + Math.sign(compareExtents(b, a)), 0);
        if (compareExtents(a, b) <= 0 && compareExtents(b, c) <= 0) assert.ok(compareExtents(a, c) <= 0);
      }),
    );
  });
});

describe('a thing told several times', () => {
  const hull = (...texts: readonly string[]): string => {
    const { shape, start, end, isOpen } = hullOf(texts.map(extent));
    return shape === 'moment' ? shown(start) : `${shown(start)} until ${isOpen ? 'open' : shown(end)}`;
  };

  test('as a moment lies where the tellings agree', () => {
    assert.equal(hull(between('10:00', '11:00'), between('10:30', '12:00')), '10:30 .. 11:00');
    assert.equal(hull('XXXX-05-17', on('10:30')), '10:30');
    assert.equal(hull(by('10:30'), after('10:00')), '10:00 .. 10:30');
  });

  test('and where they do not agree, anywhere they span', () => {
    assert.equal(hull(on('10:00'), on('10:20')), '10:00 .. 10:20');
  });

  test('as an interval spans them all, and goes on if one says that it goes on', () => {
    assert.equal(hull(during('10:00', '11:00'), during('10:30', '12:00')), '10:00 until 12:00');
    assert.equal(hull(during('10:00', '11:00'), during('10:30', '..')), '10:00 until open');
    assert.equal(hull(between('10:00', '11:00'), during('10:30', '12:00')), '10:00 .. 10:30 until 12:00');
    assert.equal(
      hull(`${during('10:00', '13:00')}~`, during('10:00', '12:50')),
      '10:00 until 12:50 .. 13:15',
    );
  });
});

test('what goes on reaches into the unknown', () => {
  const reach = (text: string): Bounds => reachOf(extent(text));
  assert.equal(shown(reach(during('10:00', '11:00'))), '10:00 .. 11:00');
  assert.equal(shown(reach(during('10:00', '..'))), '10:00 .. ?');
  assert.equal(shown(reach(by('10:00'))), '? .. 10:00');
});

test('minutes between two ranges hold whatever the two moments really were', () => {
  const moment = fc.integer({ min: 0, max: 100_000 });
  const range = fc
    .tuple(moment, moment, moment, fc.boolean(), fc.boolean())
    .map(([a, b, c, hasLo, hasHi]) => {
      const [lo = 0, real = 0, hi = 0] = [a, b, c].sort((x, y) => x - y);
      return { real, told: bounds(hasLo ? wall(lo) : undefined, hasHi ? wall(hi) : undefined) };
    });
  fc.assert(
    fc.property(range, range, (from, to) => {
      const { loMin, hiMin } = minutesBetween(from.told, to.told);
      const real = (to.real - from.real) / MINUTE_MS;
      assert.ok(loMin >= 0 && loMin <= Math.max(0, real));
      assert.ok(hiMin === undefined || (hiMin >= real && hiMin >= loMin));
    }),
    { numRuns: 1_000 },
  );
});

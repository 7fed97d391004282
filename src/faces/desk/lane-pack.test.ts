import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import type { Extent } from '../../base/edtf.ts';
import { HOUR_MS, MINUTE_MS } from '../../base/instant.ts';
import { wall } from '../../base/wall.ts';
import { newFixture } from '../../../test/making/board-fixture.ts';
import { tellTheDay } from '../../../test/making/fixture-day.ts';
import { laneItems } from './lane-items.ts';
import type { LaneItem } from './lane-items.ts';
import { packLane } from './lane-pack.ts';
import type { Packed, Placed } from './lane-pack.ts';
import { axisOf, barOf } from './lane-time.ts';
import { fitText, textWidth } from './text-width.ts';

const DAY = 1_000_000 * 24 * HOUR_MS;
const at = (hour: number): ReturnType<typeof wall> => wall(DAY + Math.round(hour * 60) * MINUTE_MS);

async function someItem(): Promise<LaneItem> {
  const fixture = newFixture(cryptoNode());
  await tellTheDay(fixture);
  const [first] = fixture.at('14:30').lanes.flatMap((l) => laneItems(l.claims));
  assert.ok(first);
  return first;
}

const item = await someItem();

type Box = { readonly row: number; readonly from: number; readonly to: number };

/** Where bar and label lines of a placed item lie when the plot is this wide. */
function boxesOf({ bar, label, row }: Placed, widthPx: number): readonly Box[] {
  const text = label.x * widthPx + label.dx;
  const from = label.anchor === 'start' ? text : text - label.widthPx;
  const labels = label.lines.slice(0, 2).map((_, i) => ({ row: row + i, from, to: from + label.widthPx }));
  return [{ row, from: bar.x0 * widthPx, to: bar.x1 * widthPx }, ...(label.isInside ? [] : labels)];
}

function overlaps(packed: Packed, widthPx: number): number {
  const boxes = packed.placed.flatMap((p, owner) => boxesOf(p, widthPx).map((box) => ({ ...box, owner })));
  return boxes.filter((a) =>
    boxes.some((b) => a.owner < b.owner && a.row === b.row && a.from < b.to && b.from < a.to),
  ).length;
}

const extents: fc.Arbitrary<Extent> = fc
  .record({
    from: fc.integer({ min: 0, max: 300 }),
    length: fc.integer({ min: 0, max: 200 }),
    shape: fc.constantFrom('moment', 'interval'),
    lacks: fc.constantFrom('', 'lo', 'hi'),
    isOpen: fc.boolean(),
  })
  .map(({ from, length, shape, lacks, isOpen }): Extent => {
    const [lo, hi] = [at(10 + from / 60), at(10 + (from + length) / 60)];
    if (shape === 'interval')
      return { shape, start: { lo, hi: lo }, end: isOpen ? {} : { lo: hi, hi }, isOpen };
    const within = { ...(lacks !== 'lo' && { lo }), ...(lacks !== 'hi' && { hi }) };
    return { shape, start: within, end: within, isOpen: false };
  });

test('no bar and no label touches another, at the width it was packed for and at any wider', () => {
  const cases = fc.array(
    fc.record({
      when: extents,
      text: fc.string({ minLength: 1, maxLength: 120 }),
      hasMark: fc.boolean(),
      weight: fc.nat(3),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      cases,
      fc.constantFrom(700, 860, 1340),
      fc.integer({ min: 0, max: 900 }),
      (drawn, widthPx, more) => {
        const items = drawn.map(({ when, ...rest }) => ({ ...rest, item: { ...item, when } }));
        const axis = axisOf(
          items.map((d) => d.item),
          at(15),
        );
        const packed = packLane(items, { axis, widthPx, rowsMax: 12 });
        assert.equal(overlaps(packed, widthPx), 0);
        assert.equal(overlaps(packed, widthPx + more), 0);
      },
    ),
  );
});

test('every item that has a place on the axis is either drawn or counted as hidden', () => {
  fc.assert(
    fc.property(fc.array(extents, { maxLength: 60 }), (whens) => {
      const items = whens.map((when) => ({
        text: 'police: tried to break through',
        hasMark: false,
        weight: 1,
        item: { ...item, when },
      }));
      const axis = axisOf(
        items.map((d) => d.item),
        at(15),
      );
      const packed = packLane(items, { axis, widthPx: 700, rowsMax: 5 });
      assert.equal(
        packed.placed.length + packed.hidden.length,
        items.filter((d) => barOf(d.item.when, axis)).length,
      );
    }),
  );
});

test('a moment known only by its upper bound fades in towards a hard edge', () => {
  const axis = axisOf(
    [
      {
        ...item,
        when: {
          shape: 'interval',
          start: { lo: at(10), hi: at(10) },
          end: { lo: at(14), hi: at(14) },
          isOpen: false,
        },
      },
    ],
    at(14.5),
  );
  const noon: Extent = { shape: 'moment', start: { hi: at(12) }, end: { hi: at(12) }, isOpen: false };
  const bar = barOf(noon, axis);
  assert.equal(bar?.edge, 'end');
  assert.deepEqual(
    bar?.pieces.map((p) => p.fade),
    ['in'],
  );
  const open = barOf({ shape: 'interval', start: { lo: at(13), hi: at(13) }, end: {}, isOpen: true }, axis);
  assert.deepEqual(
    open?.pieces.map((p) => p.fade),
    ['none', 'out'],
  );
});

test('a cut text says that it is cut and never exceeds its room', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 400 }), (text, room) => {
      const fitted = fitText(text, 13, room);
      assert.ok(fitted === text || fitted === '' || fitted.endsWith('…'));
      assert.ok(fitted === '' || textWidth(fitted, 13) <= room);
    }),
  );
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { on, shown, situationFrom } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Writer } from '../../test/making/entries.ts';
import { soakCount } from '../../test/soak-count.ts';
import { MINUTE_MS } from '../base/instant.ts';
import { rangeWords } from '../base/number-range.ts';
import type { NumberRange } from '../base/number-range.ts';
import type { Entry } from '../record/entry.ts';
import type { Reach } from './reach.ts';

const [steward, second] = [writer('steward'), writer('second')];

function count(
  who: Writer,
  time: string,
  point: string,
  range: { readonly lo: number; readonly hi?: number },
): Entry {
  const number = { ...range, words: rangeWords(range.lo, range.hi) };
  const at = /^\d/.test(time) ? on(time) : time;
  return who.says({ kind: 'checked.in', body: { point, number }, at });
}

function tally(who: Writer, time: string, cell: string, told: number): Entry {
  const body = { cell, told, acknowledged: told - 1, coming: 2, cannot: 1, unreached: 3 };
  return who.says({ kind: 'alarm.told', body, at: on(time) });
}

/** The author, whose next entry has this number. */
function numbered(who: Writer, sequence: number): Writer {
  return { key: who.key, says: (said) => who.says({ ...said, sequence }) };
}

function reachOf(entries: readonly Entry[]): Reach {
  return situationFrom(entries).reach;
}

const words = (range: NumberRange | undefined): string =>
  range === undefined ? 'none' : rangeWords(range.lo, range.hi);

describe('people checked in', () => {
  const checkedIn = (entries: readonly Entry[]): string => words(reachOf(entries).checkedIn);

  test('are none while nobody counts', () => {
    assert.equal(checkedIn([]), '0');
    assert.deepEqual(reachOf([]).curve, []);
  });

  test('are the last count of each steward at each point, added up', () => {
    const entries = [
      count(steward, '11:00', 'gate', { lo: 10, hi: 10 }),
      count(steward, '11:30', 'gate', { lo: 40, hi: 45 }),
      count(steward, '11:10', 'well', { lo: 5, hi: 5 }),
      count(second, '11:20', 'gate', { lo: 7, hi: 7 }),
    ];
    assert.equal(checkedIn(entries), '52-57');
    assert.deepEqual(
      reachOf(entries).points.map((p) => `${p.point} ${words(p.total)}`),
      ['gate 47-52', 'well 5'],
    );
  });

  test('stay open at the top when one count does', () => {
    const open = count(second, '11:20', 'well', { lo: 7 });
    assert.equal(checkedIn([count(steward, '11:00', 'gate', { lo: 10, hi: 10 }), open]), '17+');
    assert.equal(checkedIn([open, count(second, '11:40', 'well', { lo: 9, hi: 9 })]), '9');
  });

  test("are the steward's later count, whatever the clock of the phone says", () => {
    const entries = [
      count(numbered(steward, 0), '12:00', 'gate', { lo: 10, hi: 10 }),
      count(numbered(steward, 1), '11:00', 'gate', { lo: 50, hi: 50 }),
    ];
    assert.equal(checkedIn(entries), '50');
    assert.equal(checkedIn(entries.toReversed()), '50');
  });

  test('are counted too when only "by noon" or "until noon" is known', () => {
    assert.equal(checkedIn([count(steward, '[..XXXX-05-17T12:00]', 'gate', { lo: 300, hi: 300 })]), '300');
    assert.equal(checkedIn([count(steward, '../XXXX-05-17T12:00', 'gate', { lo: 300, hi: 300 })]), '300');
    const first = count(numbered(steward, 0), '11:00', 'gate', { lo: 10, hi: 10 });
    assert.equal(
      checkedIn([first, count(numbered(steward, 1), '[..XXXX-05-17T12:00]', 'gate', { lo: 300, hi: 300 })]),
      '300',
    );
  });

  test('may become fewer again', () => {
    assert.equal(
      checkedIn([
        count(steward, '11:00', 'gate', { lo: 40, hi: 40 }),
        count(steward, '12:00', 'gate', { lo: 30, hi: 30 }),
      ]),
      '30',
    );
  });
});

describe('people told', () => {
  test('are the last tally of each warden in each cell, added up', () => {
    const entries = [
      tally(steward, '10:40', 'c1', 20),
      tally(steward, '10:50', 'c1', 34),
      tally(steward, '10:45', 'c2', 8),
      tally(second, '10:55', 'c1', 5),
    ];
    const { told, acknowledged, coming, cannot, unreached, cells } = reachOf(entries);
    assert.deepEqual([told, acknowledged, coming, cannot, unreached].map(words), ['47', '44', '6', '3', '9']);
    assert.deepEqual(
      cells.map((c) => [c.cell, c.tally]),
      [
        ['c1', { told: 39, acknowledged: 37, coming: 4, cannot: 2, unreached: 6 }],
        ['c2', { told: 8, acknowledged: 7, coming: 2, cannot: 1, unreached: 3 }],
      ],
    );
  });

  test("are the warden's later tally, whatever the clock of the phone says, in the sum and on the curve", () => {
    const { told, curve } = reachOf([
      tally(numbered(steward, 0), '12:00', 'c1', 40),
      tally(numbered(steward, 1), '11:00', 'c1', 50),
    ]);
    assert.deepEqual([words(told), words(curve.at(-1)?.told)], ['50', '50']);
  });

  test('who answer for themselves are acknowledged too, and may be among those a warden has ticked', () => {
    const alarm = steward.says({
      kind: 'alarm.raise',
      body: { mode: 'real', act: 'force.arrive' },
      at: on('10:31'),
    });
    const reply = second.says({ kind: 'alarm.reply', body: { reply: 'cannot' }, about: [alarm] });
    assert.equal(words(reachOf([alarm, reply, tally(steward, '10:40', 'c1', 20)]).acknowledged), '19-20');
  });
});

describe('the curve', () => {
  const line = ({ curve }: Reach): readonly string[] =>
    curve.map((c) => `${shown({ lo: c.at, hi: c.at })} ${words(c.told)} ${words(c.checkedIn)}`);

  test('has both at the same moments, five minutes apart, from before the first to the last', () => {
    const entries = [
      tally(steward, '10:42', 'c1', 20),
      count(second, '10:50', 'gate', { lo: 3, hi: 9 }),
      tally(steward, '10:53', 'c1', 30),
    ];
    assert.deepEqual(line(reachOf(entries)), ['10:40 0 0', '10:45 20 0', '10:50 20 3-9', '10:55 30 3-9']);
  });

  test('ends with the totals, over a night and over a month', () => {
    for (const last of ['18T02:00', '31T02:00']) {
      const { curve, told } = reachOf([tally(steward, '22:00', 'c1', 20), tally(second, last, 'c1', 30)]);
      assert.equal(words(curve.at(-1)?.told), words(told));
      assert.ok(curve.length <= 602, `${curve.length} points`);
      assert.equal((curve[1]?.at ?? 0) - (curve[0]?.at ?? 0) >= 5 * MINUTE_MS, true);
    }
  });

  test('never falls where no tally does', () => {
    const minute = fc.integer({ min: 0, max: 599 });
    const anyTallies = fc.array(
      fc.record({
        minute,
        more: fc.nat(20),
        cell: fc.constantFrom('c1', 'c2'),
        warden: fc.constantFrom('a', 'b'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(anyTallies, (steps) => {
        const wardens = new Map(['a', 'b'].map((label) => [label, writer(label)]));
        const sums = new Map<string, number>();
        const entries = steps
          .toSorted((a, b) => a.minute - b.minute)
          .map(({ minute: at, more, cell, warden }) => {
            const sum = (sums.get(`${cell} ${warden}`) ?? 1) + more;
            sums.set(`${cell} ${warden}`, sum);
            const time = `${String(8 + Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
            return tally(wardens.get(warden) ?? steward, time, cell, sum);
          });
        const { curve, told } = reachOf(entries);
        for (const [i, { told: now }] of curve.entries()) assert.ok(now.lo >= (curve[i - 1]?.told.lo ?? 0));
        assert.equal(curve.at(-1)?.told.lo, told.lo);
      }),
      { numRuns: soakCount(100, 5_000) },
    );
  });
});

test('what was corrected is not counted', () => {
  const slip = count(steward, '11:00', 'gate', { lo: 400, hi: 400 });
  const mended = steward.says({
    kind: 'event',
    body: {
      act: 'check-in',
      modality: 'done',
      lane: 'residents',
      relation: 'corrects',
      source: { id: 's', stance: 'resident', link: 'saw' },
    },
    about: [slip],
  });
  assert.equal(
    words(reachOf([count(steward, '10:50', 'gate', { lo: 40, hi: 40 }), slip, mended]).checkedIn),
    '40',
  );
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { HOUR_MS, instant, MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { authorKeyOf, entryIdOf } from '../../record/names.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Grant } from '../../situation/people-state.ts';
import type { HeardOnce } from '../../situation/standbys.ts';
import { organiserNow } from './check-ins.ts';
import type { OrganiserNow } from './check-ins.ts';

const key = (n: number): AuthorKey => authorKeyOf(new Uint8Array(32).fill(n));
const [OWN, OTHER] = [key(1), key(2)];
const ENTRY = entryIdOf(new Uint8Array(32));
const ORGANISER = { handle: 'o1', checkIns: [8 * 60, 20 * 60], graceMin: 20, deputies: ['o2'] };

/** A moment of the 17th of May at the place, five hours east of UTC; `16T20:00` the day before. */
function at(text: string): Instant {
  const [day, time] = text.includes('T') ? text.split('T') : ['17', text];
  return instant(Date.parse(`2031-05-${day}T${time}:00+05:00`));
}

type Said = { readonly at: string; readonly by?: AuthorKey };
type Looked = {
  readonly asOf: string;
  readonly steadySince?: string;
  /** From this place in the list on the first key has left. */
  readonly ownEndsAt?: number;
};

function now(said: readonly Said[], { asOf, steadySince = '01T00:00', ownEndsAt }: Looked): OrganiserNow {
  const once = said.map(({ at: time, by = OWN }, index): HeardOnce => ({
    entry: ENTRY,
    author: by,
    index,
    at: at(time),
  }));
  const grant = { entry: ENTRY, key: OWN, slot: 0, role: 'organiser', voucher: key(9), from: 0 } as const;
  const own: Grant =
    ownEndsAt === undefined ? grant : { ...grant, end: { index: ownEndsAt, why: 'revoked' } };
  const people = { grants: new Map([[OWN, own]]) };
  const looked = { people, offsetMinutes: 300, asOf: at(asOf), steadySince: at(steadySince) };
  return organiserNow(ORGANISER, { who: 'o1', said: once }, looked);
}

const state = (said: readonly Said[], looked: Looked): string => now(said, looked).state;
const BEFORE: Said = { at: '16T20:05' };

describe('a check-in of the plan', () => {
  test('is missed once its hour at the place and its grace have passed, and not before', () => {
    assert.equal(state([BEFORE], { asOf: '08:20' }), 'well');
    assert.equal(state([BEFORE], { asOf: '08:21' }), 'missed');
    assert.equal(now([BEFORE], { asOf: '08:21' }).due, at('08:00'));
  });

  test('is answered within the hour before and until the end of its grace', () => {
    for (const time of ['07:01', '08:00', '08:20'])
      assert.equal(state([BEFORE, { at: time }], { asOf: '08:21' }), 'well', time);
    assert.equal(state([BEFORE, { at: '06:59' }], { asOf: '08:21' }), 'missed');
  });

  test('that was answered after its grace was late, until the next is over', () => {
    assert.equal(state([BEFORE, { at: '08:21' }], { asOf: '19:00' }), 'late');
    assert.equal(state([BEFORE, { at: '08:21' }, { at: '20:00' }], { asOf: '20:30' }), 'well');
    assert.equal(state([BEFORE, { at: '08:21' }], { asOf: '20:30' }), 'missed');
  });

  test('is asked of nobody who was never heard of, and not for the hours before they first were', () => {
    assert.equal(state([], { asOf: '08:21' }), 'unwatched');
    assert.equal(state([{ at: '08:10' }], { asOf: '12:00' }), 'well');
    assert.equal(state([{ at: '08:10' }], { asOf: '20:21' }), 'missed');
  });

  test('says until when it can be answered', () => {
    const { open } = now([BEFORE], { asOf: '08:10' });
    assert.deepEqual(open, { due: at('08:00'), until: at('08:20'), isAnswered: false });
    assert.equal(now([BEFORE, { at: '07:30' }], { asOf: '08:10' }).open?.isAnswered, true);
    assert.equal(now([BEFORE], { asOf: '08:21' }).open?.due, at('20:00'));
  });

  test('whose hour passed while the hub was not there is asked for ten minutes more', () => {
    assert.equal(state([BEFORE], { asOf: '09:40', steadySince: '09:30' }), 'well');
    assert.equal(state([BEFORE], { asOf: '09:41', steadySince: '09:30' }), 'missed');
    assert.equal(state([BEFORE, { at: '09:35' }], { asOf: '09:41', steadySince: '09:30' }), 'well');
  });
});

describe('a handle', () => {
  test('belongs to the key that used it first', () => {
    const said = [BEFORE, { at: '08:05', by: OTHER }];
    assert.equal(state(said, { asOf: '08:21' }), 'missed');
    assert.equal(now(said, { asOf: '08:21' }).key, OWN);
  });

  test('goes over to the next once that key has left', () => {
    const said = [BEFORE, { at: '08:05', by: OTHER }];
    assert.equal(state(said, { asOf: '08:21', ownEndsAt: 1 }), 'well');
    assert.equal(now(said, { asOf: '08:21', ownEndsAt: 1 }).key, OTHER);
  });

  test('whose key has left and is nobody’s yet is missed all the same', () => {
    const left = now([BEFORE], { asOf: '08:21', ownEndsAt: 1 });
    assert.deepEqual([left.state, left.key], ['missed', undefined]);
  });
});

test('whoever checks in at each hour is never missed, whenever one looks', () => {
  const offsets = fc.array(fc.integer({ min: -59, max: 20 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(offsets, fc.integer({ min: 0, max: 48 * 60 }), (minutes, look) => {
      const hours = ['15T20:00', '16T08:00', '16T20:00', '17T08:00', '17T20:00', '18T08:00'];
      const times = [at('15T12:00'), ...hours.map((hour, i) => at(hour) + (minutes[i] ?? 0) * MINUTE_MS)];
      const asOf = instant(at('16T00:00') + look * MINUTE_MS);
      const said = times
        .filter((time) => time <= asOf)
        .map((time, index): HeardOnce => ({ entry: ENTRY, author: OWN, index, at: instant(time) }));
      const looked = { people: { grants: new Map() }, offsetMinutes: 300, asOf, steadySince: at('01T00:00') };
      const found = organiserNow(ORGANISER, { who: 'o1', said }, looked);
      assert.equal(found.state, 'well');
      assert.ok(found.open === undefined || found.open.until - asOf <= 24 * HOUR_MS);
    }),
    { numRuns: 500 },
  );
});

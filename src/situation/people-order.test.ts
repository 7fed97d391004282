import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  FOUNDING,
  hashOf,
  incidentOf,
  keyOf,
  NEEDS,
  nextOf,
  ORIGIN,
  PLACE,
} from '../../test/making/place.ts';
import { withoutBody, writer } from '../../test/making/entries.ts';
import { soakCount } from '../../test/soak-count.ts';
import { BODY_SAMPLES } from '../../test/vectors/bodies.ts';
import { ROLES } from '../record/kinds/vocabulary.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Logged } from './buckets.ts';
import { peopleOf } from './people.ts';
import type { People } from './people.ts';
import { standingOf } from './people-standing.ts';
import { PEOPLE_REFUSALS } from './people-refusals.ts';

// Few of each, so that they meet.
const AUTHORS = ['hub', 'k1', 'k2', 'k3', 'k1-paper', 'k2-paper', 'k1-third', 'w', 'v', 's', 'r'];
const INCIDENTS = ['place', 'fire', 'smoke'];
const author = fc.constantFrom(...AUTHORS);
const key = author.map(keyOf);
const incident = fc.constantFrom('fire', 'smoke').map(incidentOf);
const someKeys = fc.uniqueArray(fc.oneof(key, fc.constantFrom(nextOf('k1-paper'), nextOf('k2-paper'))), {
  minLength: 1,
  maxLength: 3,
});
const target = fc.constantFrom('ab', 'cd').map((two) => two.repeat(32));

const known = ({ cell, ...rest }: PlainObject & { readonly cell: string }): PlainObject =>
  cell === '' ? rest : { ...rest, cell };
const offer = {
  role: fc.oneof(fc.constantFrom('warden', 'steward', 'resident'), fc.constantFrom(...ROLES)),
  cell: fc.constantFrom('c1', 'c1', 'c2', ''),
};

const BODIES: Readonly<Record<string, fc.Arbitrary<PlainObject>>> = {
  'place.found': fc.constant(FOUNDING),
  'key.invite': fc.record({ ...offer, invitation: key, until: fc.nat(9) }).map(known),
  'key.grant': fc.record({ ...offer, key, slot: fc.nat(2) }).map(known),
  'key.revoke': fc.record({
    keys: someKeys,
    origin: fc.constantFrom(ORIGIN, ORIGIN, 'elsewhere'),
    index: fc.nat(40),
  }),
  'key.leave': fc.constant({}),
  'key.rotate': fc.record({
    n: fc.constantFrom(1, 2),
    next: fc.constantFrom('k1-third', 'k2-third', 'k2-paper').map(nextOf),
  }),
  'incident.open': fc.record({ incident, number: fc.constantFrom(1, 2) }),
  'incident.merge': fc
    .boolean()
    .map((way) => (way ? ['fire', 'smoke'] : ['smoke', 'fire']).map(incidentOf))
    .map(([from = '', into = '']) => ({ from, into })),
  'incident.close': fc.record({ incident }),
  'incident.archive': fc.record({ incident }),
  'feed.approve': fc
    .constantFrom('East', 'West')
    .map((settlement) => ({ ...BODY_SAMPLES['feed.approve'], settlement })),
  'feed.stop': fc.constant({}),
  mute: fc.record({ keys: fc.tuple(key) }),
  unmute: fc.record({ keys: fc.tuple(key) }),
  moderate: fc.record({ entries: fc.tuple(target) }),
  erase: fc.record({
    entries: fc.tuple(fc.record({ id: target, what: fc.constant('entry') })),
    ground: fc.constantFrom('error', 'minor'),
    office: fc.constant('keyholders'),
  }),
};

type Step = {
  readonly by: string;
  readonly log: string;
  readonly kind: string;
  readonly body: PlainObject;
  readonly copies: readonly ('logged' | 'later' | 'waiting' | 'bare')[];
};

const anyStep: fc.Arbitrary<Step> = fc
  .constantFrom(...Object.keys(BODIES), 'key.grant', 'key.revoke', 'key.revoke', 'key.rotate')
  .chain((kind) =>
    fc.record({
      by: author,
      log: fc.oneof({ weight: 5, arbitrary: fc.constant('place') }, fc.constantFrom(...INCIDENTS)),
      kind: fc.constant(kind),
      body: BODIES[kind] ?? fc.constant({}),
      copies: fc.array(fc.constantFrom('logged', 'logged', 'later', 'waiting', 'bare'), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  );

const anyHistory = fc.array(anyStep, { minLength: 1, maxLength: 40 });

/** Every copy of every act, after a founding at index 0. */
function logOf(steps: readonly Step[]): readonly Logged[] {
  const writers = new Map(AUTHORS.map((label) => [label, writer(label)]));
  const first = writer('hub').says({ kind: 'place.found', body: FOUNDING, incident: PLACE });
  const acts = steps.flatMap(({ by, log, kind, body, copies }, i): Logged[] => {
    const entry = writers.get(by)?.says({ kind, body, incident: incidentOf(log) });
    if (entry === undefined) return [];
    return copies.map((copy) => ({
      entry: copy === 'bare' ? withoutBody(entry) : entry,
      ...(copy !== 'waiting' && { index: copy === 'later' ? 100 + i : 1 + i }),
    }));
  });
  return [{ entry: first, index: 0 }, ...acts];
}

const holds = (check: (steps: readonly Step[], log: readonly Logged[]) => void): void =>
  fc.assert(
    fc.property(anyHistory, (steps) => check(steps, logOf(steps))),
    { numRuns: soakCount(400, 5_000) },
  );

test('any order, and everything twice, gives the same people', () => {
  fc.assert(
    fc.property(
      anyHistory.chain((steps) => {
        const log = logOf(steps);
        const indexes = log.map((_, i) => i);
        const all = [...indexes, ...indexes.filter((i) => i % 2 === 0)];
        return fc.tuple(fc.constant(log), fc.shuffledSubarray(all, { minLength: all.length }));
      }),
      ([log, order]) => {
        const shuffled = order.flatMap((i) => log[i] ?? []);
        assert.deepEqual(peopleOf(shuffled, NEEDS), peopleOf(log, NEEDS));
      },
    ),
    { numRuns: soakCount(400, 5_000) },
  );
});

describe('whatever is written', () => {
  test('nobody loses or gains a keyholder’s place but by two, or by the paper', () => {
    holds((_, log) => {
      const people = peopleOf(log, NEEDS);
      assert.deepEqual(
        people.keyholders.map(({ n }) => n),
        [1, 2, 3, 4, 5],
      );
      const held = people.keyholders.map((keyholder) => keyholder.key);
      assert.equal(new Set(held).size, 5);
      const seats = [...people.seats.values()];
      for (const { n, key: came, from } of seats.filter((seat) => seat.from > 0)) {
        const before = seats.find((seat) => seat.n === n && seat.until === from);
        assert.equal(before?.next, hashOf(came));
      }
    });
  });

  test('what took effect by two was said by two keyholders who differ', () => {
    holds((_, log) => {
      const people = peopleOf(log, NEEDS);
      const authorOf = new Map(log.map(({ entry }) => [entry.id, entry.core.author]));
      const feeds = people.feed ? [people.feed] : [];
      for (const { entries } of [...people.revoked.values(), ...people.erasures, ...feeds]) {
        const [first, second] = entries.map((id) => people.seats.get(authorOf.get(id) ?? keyOf('nobody'))?.n);
        if (first !== undefined && second !== undefined) assert.notEqual(first, second);
        assert.notEqual(authorOf.get(entries[0]), authorOf.get(entries[1]));
      }
    });
  });

  test('every grant has a voucher who stood, is for one slot, and its reasons are on the list', () => {
    holds((_, log) => {
      const people = peopleOf(log, NEEDS);
      for (const { voucher, from } of people.grants.values()) {
        const at = { incident: PLACE, index: from };
        assert.equal(standingOf(people, voucher, at).kind, 'granted');
      }
      for (const { reason } of people.refused) assert.ok(PEOPLE_REFUSALS.includes(reason));
      assert.equal(new Set(people.waiting).size, people.waiting.length);
    });
  });

  test('an act that comes after all others undoes no decision of two before it', () => {
    holds((steps, log) => {
      const before = peopleOf(logOf(steps.slice(0, -1)), NEEDS);
      const after = peopleOf(log, NEEDS);
      for (const [id, { from }] of before.revoked) {
        const now = after.revoked.get(id);
        if (allLogged(steps)) assert.ok(now !== undefined && now.from <= from, id);
      }
      if (allLogged(steps))
        assert.deepEqual(decided(after).slice(0, decided(before).length), decided(before));
    });
  });
});

function allLogged(steps: readonly Step[]): boolean {
  return steps.every(({ copies }) => copies.includes('logged') && !copies.includes('later'));
}

function decided({ erasures }: People): readonly string[] {
  return erasures.map(({ id, what }) => `${id} ${what}`);
}

import { describe, test } from 'node:test';
import fc from 'fast-check';
import { KEYS, WHAT, World } from '../../../test/sim/alarm-world.ts';
import { soakCount } from '../../../test/soak-count.ts';

const HISTORY = fc.record({
  mode: fc.constantFrom('real' as const, 'real' as const, 'drill' as const),
  by: fc.constantFrom(...KEYS.slice(0, 7)),
  happenings: fc.array(fc.record({ what: fc.constantFrom(...WHAT), n: fc.nat(1_000) }), { maxLength: 40 }),
});

describe('whatever happens around an alarm', () => {
  test('no tier opens without its voices, nobody is told twice, and all who were told hear that it is over', () => {
    fc.assert(
      fc.property(HISTORY, ({ mode, by, happenings }) => {
        const world = new World(by, mode);
        world.settle();
        for (const happening of happenings) {
          world.happens(happening);
          world.settle();
        }
        world.holdEnd();
      }),
      { numRuns: soakCount(5_000, 100_000) },
    );
  });
});

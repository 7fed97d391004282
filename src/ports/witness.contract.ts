import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Witness, WitnessAnswer } from './witness.ts';

/** How the witness is told to be. */
export type WitnessMood =
  | 'signs'
  | 'knows-more'
  | 'knows-another'
  | 'counts-wrongly'
  | 'unconvinced'
  | 'forbids'
  | 'strange'
  | 'puzzled'
  | 'slow'
  | 'reset'
  | 'nonsense'
  | 'empty'
  | 'flood'
  | 'leads-on'
  | 'ill'
  | 'busy';

/** A witness on loopback that can be told how to behave, and what asks it. */
export type OtherWitness = {
  readonly witness: Witness;
  readonly be: (mood: WitnessMood) => void;
  /** The lines with which it signs. */
  readonly lines: string;
  /** The size it says that it knows. */
  readonly size: number;
  /** The requests it was brought, in their order. */
  readonly brought: () => readonly string[];
  readonly end: () => Promise<void>;
};

const SOON_MS = 1_000;
const REQUEST = 'old 0\n\nlog.example\n1\nAAAA\n\n— log.example AAAA\n';

/** What every way to ask a witness has to do: tell truly what came of it, once, and be ready for the next. */
export function witnessContract(name: string, make: () => Promise<OtherWitness>): void {
  describe(name, () => {
    let other: OtherWitness;
    before(async () => {
      other = await make();
    });
    after(() => other.end());
    const ask = (request = REQUEST): Promise<WitnessAnswer> => other.witness.addCheckpoint(request, SOON_MS);
    const signs = async (): Promise<void> => {
      other.be('signs');
      assert.deepEqual(await ask(), { kind: 'signed', lines: other.lines });
    };

    test('brings the request byte for byte, and takes the lines back as they came', async () => {
      await signs();
      assert.equal(other.brought().at(-1), REQUEST);
    });

    test('says of which size the checkpoint is that the witness signed before', async () => {
      other.be('knows-more');
      const before = other.brought().length;
      assert.deepEqual(await ask(), { kind: 'conflict', size: other.size });
      assert.equal(other.brought().length, before + 1, 'it asks no second time by itself');
      await signs();
    });

    for (const [mood, answer] of [
      ['knows-another', { kind: 'conflict' }],
      ['counts-wrongly', { kind: 'conflict' }],
      ['unconvinced', { kind: 'unproven' }],
      ['forbids', { kind: 'refused' }],
      ['strange', { kind: 'unknown' }],
      ['puzzled', { kind: 'faulty' }],
    ] as const)
      test(`tells what a witness means that is ${mood}`, async () => {
        other.be(mood);
        assert.deepEqual(await ask(), answer);
        await signs();
      });

    for (const mood of ['slow', 'reset', 'nonsense', 'empty', 'flood', 'leads-on', 'ill', 'busy'] as const)
      test(`takes one that is ${mood} for down, in time, and is ready for the next`, async () => {
        other.be(mood);
        const started = performance.now();
        assert.deepEqual(await ask(), { kind: 'down' });
        assert.ok(performance.now() - started < 3 * SOON_MS);
        await signs();
      });

    test('asks nothing any more once it is closed', async () => {
      other.be('signs');
      await other.witness.close();
      assert.deepEqual(await ask(), { kind: 'down' });
    });
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Beat, BeatAnswer, Peer } from './peer.ts';

/** How the other hub is told to be. */
export type PeerMood =
  | 'hears'
  | 'asks'
  | 'strange'
  | 'slow'
  | 'reset'
  | 'nonsense'
  | 'flood'
  | 'leads-on'
  | 'ill';

/** Another hub on loopback that can be told how to behave, and what speaks to it. */
export type OtherHub = {
  readonly peer: Peer;
  readonly be: (mood: PeerMood) => void;
  /** The word that it gives next. */
  readonly word: string;
  /** The beats it was brought, in their order. */
  readonly brought: () => readonly Beat[];
  readonly end: () => Promise<void>;
};

const SOON_MS = 1_000;
const BEAT: Beat = { word: 'AAAAAAAAAAAAAAAAAAAAAA', everySeconds: 300 };

/** What every way to say that a hub is well has to do: tell truly what became of it, once, and be ready for the next. */
export function peerContract(name: string, make: () => Promise<OtherHub>): void {
  describe(name, () => {
    let other: OtherHub;
    before(async () => {
      other = await make();
    });
    after(() => other.end());
    const beat = (said: Beat = BEAT): Promise<BeatAnswer> => other.peer.beat(said, SOON_MS);
    const heard = async (): Promise<void> => {
      other.be('hears');
      assert.deepEqual(await beat(), { kind: 'heard', word: other.word });
    };

    test('brings the word and the interval, and takes the next word back', async () => {
      await heard();
      assert.deepEqual(other.brought().at(-1), BEAT);
      await beat({ word: '', everySeconds: 30 });
      assert.deepEqual(other.brought().at(-1), { word: '', everySeconds: 30 });
    });

    test('says that the other one asks for another word, and does not say it again by itself', async () => {
      other.be('asks');
      const before = other.brought().length;
      assert.deepEqual(await beat(), { kind: 'asked', word: other.word });
      assert.equal(other.brought().length, before + 1);
      await heard();
    });

    test('says that nobody knows it there', async () => {
      other.be('strange');
      assert.deepEqual(await beat(), { kind: 'refused' });
      await heard();
    });

    for (const mood of ['slow', 'reset', 'nonsense', 'flood', 'leads-on', 'ill'] as const)
      test(`is silent in time about one that is ${mood}, and ready for the next`, async () => {
        other.be(mood);
        const started = performance.now();
        assert.deepEqual(await beat(), { kind: 'silent' });
        assert.ok(performance.now() - started < 3 * SOON_MS);
        await heard();
      });

    test('says nothing any more once it is closed', async () => {
      other.be('hears');
      await other.peer.close();
      assert.deepEqual(await beat(), { kind: 'silent' });
    });
  });
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { handClock } from '../../test/sim/hand-clock.ts';
import type { HandClock } from '../../test/sim/hand-clock.ts';
import { instant, MINUTE_MS } from '../base/instant.ts';
import type { Beat, BeatAnswer, Peer } from '../ports/peer.ts';
import { newHeart, newPeersHeard } from './peers.ts';
import type { Heart, PeersHeard } from './peers.ts';

type World = {
  readonly clock: HandClock;
  readonly steady: () => number;
  readonly pass: (minutes: number) => void;
};

/** Time that passes alike on the wall and by what no setting moves. */
function world(): World {
  const clock = handClock('2031-05-17T05:30Z');
  let steadyMs = 0;
  return {
    clock,
    steady: () => steadyMs,
    pass: (minutes) => {
      clock.moveMinutes(minutes);
      steadyMs += minutes * MINUTE_MS;
    },
  };
}

function hearing({ clock, steady }: World, graceMin = 10): PeersHeard {
  let words = 0;
  const expected = () => [{ name: 'west', id: 'id-west', isTold: true, graceMin }];
  return newPeersHeard({ clock, steadyMs: steady, newWord: () => `word-${words++}`, expected });
}

/** Says it with the right word, as a hub that has lost it does too. */
function say(heard: PeersHeard, everySeconds = 300): void {
  const { word } = heard.hear('id-west', { word: '', everySeconds });
  assert.equal(heard.hear('id-west', { word, everySeconds }).kind, 'heard');
}

const stateOf = (heard: PeersHeard): string | undefined => heard.now()[0]?.state;

describe('another hub', () => {
  test('is silent after its grace and three beats, and heard again with the next', () => {
    const w = world();
    const heard = hearing(w);
    say(heard);
    w.pass(15);
    assert.equal(stateOf(heard), 'heard');
    w.pass(0.1);
    assert.equal(stateOf(heard), 'silent');
    say(heard);
    assert.equal(stateOf(heard), 'heard');
  });

  test('that ran an alarm is missed sooner, within its grace and not before', () => {
    const w = world();
    const heard = hearing(w, 2);
    say(heard, 30);
    w.pass(2);
    assert.equal(stateOf(heard), 'heard');
    w.pass(0.1);
    assert.equal(stateOf(heard), 'silent');
  });

  test('is unknown after a start, until its grace has passed in silence', () => {
    const w = world();
    const heard = hearing(w);
    assert.deepEqual(heard.now()[0], { name: 'west', isTold: true, state: 'unknown' });
    w.pass(15.1);
    const [peer] = heard.now();
    assert.equal(peer?.state, 'silent');
    assert.equal(peer?.heardAt, undefined);
  });

  test('is not silent because a clock was set, by a day or a year, forward or back', () => {
    const w = world();
    const heard = hearing(w);
    say(heard);
    for (const days of [1, -1, 365, -400]) {
      w.clock.moveMinutes(days * 24 * 60);
      assert.equal(stateOf(heard), 'heard');
    }
  });

  test('cannot be said to be well twice with one beat, nor by what was listened to before a restart', () => {
    const w = world();
    const heard = hearing(w);
    const { word } = heard.hear('id-west', { word: '', everySeconds: 300 });
    const beat: Beat = { word, everySeconds: 300 };
    assert.equal(heard.hear('id-west', beat).kind, 'heard');
    for (let i = 0; i < 5; i++) {
      w.pass(5);
      assert.equal(heard.hear('id-west', beat).kind, 'asked');
    }
    assert.equal(stateOf(heard), 'silent');
  });

  test('falls silent anew, later than it was heard in between', () => {
    const w = world();
    const heard = hearing(w);
    w.pass(16);
    const first = heard.now()[0]?.silentSince ?? instant(0);
    w.pass(30);
    assert.equal(heard.now()[0]?.silentSince, first);
    say(heard);
    const again = w.clock.now();
    w.pass(16);
    assert.ok((heard.now()[0]?.silentSince ?? 0) > again);
  });
});

type Other = { readonly peer: Peer; readonly brought: Beat[]; answer: (beat: Beat) => BeatAnswer };

function other(answer: (beat: Beat) => BeatAnswer): Other {
  const made: Other = {
    answer,
    brought: [],
    peer: {
      beat: async (beat) => {
        made.brought.push(beat);
        return made.answer(beat);
      },
      close: async () => {},
    },
  };
  return made;
}

function heartOf(w: World, { peer }: Other, told: string[] = [], isBusy = () => false): Heart {
  const peers = new Map([['west', peer]]);
  return newHeart({ peers: () => peers, isBusy, steadyMs: w.steady, failed: (kind) => told.push(kind) });
}

describe('a hub says that it is well', () => {
  test('every five minutes, and every half minute while an alarm runs', async () => {
    const w = world();
    let isBusy = false;
    const to = other(() => ({ kind: 'heard', word: 'next' }));
    const heart = heartOf(w, to, [], () => isBusy);
    const half = async (n: number): Promise<number> => {
      const before = to.brought.length;
      for (let i = 0; i < n; i++) {
        await heart.beat(true);
        w.pass(0.5);
      }
      return to.brought.length - before;
    };
    assert.equal(await half(20), 2);
    isBusy = true;
    assert.equal(await half(10), 10);
    isBusy = false;
    assert.equal(await half(1), 1, 'that it comes less often from now on is said at once');
    assert.equal(to.brought.at(-1)?.everySeconds, 300);
  });

  test('only while its auditor finds nothing wrong', async () => {
    const w = world();
    const to = other(() => ({ kind: 'heard', word: 'next' }));
    const heart = heartOf(w, to);
    await heart.beat(false);
    assert.equal(to.brought.length, 0);
    await heart.beat(true);
    assert.equal(to.brought.length, 1);
  });

  test('again at once with the word that is asked for, and not without end', async () => {
    const w = world();
    const to = other(({ word }) =>
      word === 'yes' ? { kind: 'heard', word: 'next' } : { kind: 'asked', word: 'yes' },
    );
    await heartOf(w, to).beat(true);
    assert.deepEqual(
      to.brought.map(({ word }) => word),
      ['', 'yes'],
    );
    const liar = other(() => ({ kind: 'asked', word: 'other' }));
    const heart = heartOf(w, liar);
    await heart.beat(true);
    assert.equal(liar.brought.length, 2);
    await heart.beat(true);
    assert.equal(liar.brought.length, 4);
  });

  test('with every call until it was heard, and tells of the failure once, by its kind', async () => {
    const w = world();
    const told: string[] = [];
    const to = other(() => ({ kind: 'silent' }));
    const heart = heartOf(w, to, told);
    for (let i = 0; i < 4; i++) await heart.beat(true);
    assert.deepEqual([to.brought.length, told], [4, ['silent']]);
    to.answer = () => ({ kind: 'refused' });
    await heart.beat(true);
    to.answer = () => ({ kind: 'heard', word: 'next' });
    await heart.beat(true);
    await heart.beat(true);
    assert.deepEqual([to.brought.length, told], [6, ['silent', 'refused']]);
  });
});

test('of any beats, lost ones and restarts on both sides, a hub that is well is heard by the next that arrives', async () => {
  const step = fc.constantFrom('beat', 'lost', 'answer-lost', 'restart-here', 'restart-there', 'wait');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const w = world();
      let heard = hearing(w);
      let line: 'up' | 'lost' | 'answer-lost' = 'up';
      const to = other((beat) => {
        if (line === 'lost') return { kind: 'silent' };
        const answer = heard.hear('id-west', beat);
        return line === 'answer-lost' ? { kind: 'silent' } : answer;
      });
      let heart = heartOf(w, to);
      for (const each of [...steps, 'wait', 'beat'] as const) {
        line = each === 'lost' || each === 'answer-lost' ? each : 'up';
        if (each === 'wait') w.pass(5);
        else if (each === 'restart-here') heart = heartOf(w, to);
        else if (each === 'restart-there') heard = hearing(w);
        else await heart.beat(true);
      }
      assert.equal(stateOf(heard), 'heard');
    }),
    { numRuns: 200 },
  );
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Channel, Outcome, Parcel } from './channel.ts';

/** How the carrier behind a channel is told to be. `slow`: it takes the message and answers only after a minute. */
export type Mood = 'well' | 'too-many' | 'ill' | 'slow' | 'reset' | 'gone' | 'refuses';

/** A carrier on loopback that can be told how to behave, and the channel that speaks to it. */
export type Carrier = {
  readonly channel: Channel;
  readonly address: string;
  readonly be: (mood: Mood) => void;
  /** Texts of what it took over, as a person would read them, in their order. */
  readonly taken: () => Promise<readonly string[]>;
  /** Ends the carrier, not the channel: from then on nobody answers there. */
  readonly vanish: () => Promise<void>;
  readonly end: () => Promise<void>;
};

export type CarrierTraits = {
  /** Moods that this protocol has no words for. */
  readonly without: readonly Mood[];
  /** An address that no carrier of this kind can have. */
  readonly notAnAddress: string;
  /** Whether "too many" comes with how long to wait: the carrier says 7 seconds. */
  readonly saysHowLong: boolean;
};

const SOON_MS = 1_000;
const WAIT_MS = 7_000;

/** What every road has to do: tell truly what became of a message, and be ready for the next. */
export function channelContract(name: string, make: () => Promise<Carrier>, traits: CarrierTraits): void {
  const without = (mood: Mood): string | false =>
    traits.without.includes(mood) && 'this protocol has no words for it';
  describe(name, () => {
    let carrier: Carrier;
    before(async () => {
      carrier = await make();
    });
    after(() => carrier.end());
    const send = (text: string, more: Partial<Parcel> = {}): Promise<Outcome> =>
      carrier.channel.send(parcel(text, { address: carrier.address, ...more }), SOON_MS);
    const well = async (text: string): Promise<void> => {
      carrier.be('well');
      assert.deepEqual(await send(text), { kind: 'accepted' });
      assert.equal((await carrier.taken()).filter((taken) => taken === text).length, 1);
    };

    test('hands over a text in every alphabet, once', async () => {
      for (const text of ['Bulldozers at the gate', 'Трактор у ворот', 'Трактор қақпада тұр: әң ғү'])
        await well(text);
    });

    test(
      'says that a carrier wants fewer, and how long to wait when it was told',
      { skip: without('too-many') },
      async () => {
        carrier.be('too-many');
        const outcome = await send('too many');
        assert.equal(outcome.kind, 'deferred');
        if (traits.saysHowLong) assert.equal(outcome.afterMs, WAIT_MS);
        await well('after too many');
      },
    );

    test('never takes an ill carrier for an address that is gone', { skip: without('ill') }, async () => {
      carrier.be('ill');
      for (let i = 0; i < 3; i++) assert.equal((await send('ill')).kind, 'deferred');
      await well('after it was ill');
    });

    test(
      'stops waiting when told to, says that it does not know, and goes on',
      { skip: without('slow') },
      async () => {
        carrier.be('slow');
        const began = performance.now();
        assert.deepEqual(await send('slow'), { kind: 'unknown' });
        assert.ok(performance.now() - began < 3 * SOON_MS);
        await well('after it was slow');
      },
    );

    test('knows that a cut connection tells nothing, and goes on', { skip: without('reset') }, async () => {
      carrier.be('reset');
      assert.match((await send('reset')).kind, /^(unknown|deferred)$/);
      await well('after the cut');
    });

    test(
      'says that an address is no more only when the carrier says so',
      { skip: without('gone') },
      async () => {
        carrier.be('gone');
        assert.deepEqual(await send('gone'), { kind: 'gone' });
        await well('after one was gone');
      },
    );

    test('says that a message will never be taken', { skip: without('refuses') }, async () => {
      carrier.be('refuses');
      assert.equal((await send('refused')).kind, 'refused');
      await well('after one was refused');
    });

    test('refuses what is no address, without asking anybody', async () => {
      carrier.be('well');
      const before = await carrier.taken();
      assert.deepEqual(await send('nowhere', { address: traits.notAnAddress }), {
        kind: 'refused',
        why: 'address',
      });
      assert.deepEqual(await carrier.taken(), before);
    });

    test('sends many at once, each once', async () => {
      carrier.be('well');
      const texts = Array.from({ length: 50 }, (_, i) => `many ${i}`);
      const outcomes = await Promise.all(texts.map((text) => send(text)));
      assert.ok(outcomes.every(({ kind }) => kind === 'accepted'));
      const taken = (await carrier.taken()).filter((text) => text.startsWith('many '));
      assert.deepEqual(taken.toSorted(), texts.toSorted());
    });

    test('defers when nobody is there', async () => {
      await carrier.vanish();
      assert.match((await send('nobody')).kind, /^(deferred|unknown)$/);
    });
  });
}

function parcel(text: string, more: Partial<Parcel> = {}): Parcel {
  return {
    key: `key of ${text}`,
    address: '',
    topic: 'alarm-1',
    message: { title: 'Shanyrak', text },
    ttlSeconds: 600,
    ...more,
  };
}

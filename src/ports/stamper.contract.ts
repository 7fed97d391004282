import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Stamper, Stamping } from './stamper.ts';

/** How the authority is told to be. */
export type AuthorityMood =
  | 'stamps'
  | 'refuses'
  | 'busy'
  | 'gone'
  | 'slow'
  | 'reset'
  | 'flood'
  | 'nonsense'
  | 'other-type'
  | 'leads-on'
  | 'says-again'
  | 'of-other-bytes'
  | 'forged';

/** An authority on loopback that can be told how to behave, and what asks it. */
export type TestAuthority = {
  readonly stamper: Stamper;
  readonly be: (mood: AuthorityMood) => void;
  /** The exact bytes of the queries that came, in their order. */
  readonly asked: () => readonly Uint8Array[];
  /** What it gave last. */
  readonly gave: () => Uint8Array;
  readonly end: () => Promise<void>;
};

const SOON_MS = 2_000;
const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** What came of each mood, and whether the same may come out otherwise in a while. */
const FAILURES: readonly (readonly [AuthorityMood, string, boolean])[] = [
  ['refuses', 'fault not-granted', false],
  ['busy', 'http', true],
  ['gone', 'http', false],
  ['slow', 'unreached', true],
  ['reset', 'unreached', true],
  ['flood', 'no-reply', true],
  ['nonsense', 'fault malformed', false],
  ['other-type', 'no-reply', true],
  ['leads-on', 'http', false],
  ['says-again', 'fault nonce', false],
  ['of-other-bytes', 'fault imprint', false],
  ['forged', 'fault untrusted', false],
];

/** What every way to have a hash stamped has to do: give what was checked or say why not, once, and be ready for the next. */
export function stamperContract(name: string, make: () => Promise<TestAuthority>): void {
  describe(name, () => {
    let authority: TestAuthority;
    before(async () => {
      authority = await make();
    });
    after(() => authority.end());
    const stamp = (text = 'a checkpoint'): Promise<Stamping> =>
      authority.stamper.stamp(sha256(text), SOON_MS);
    const stamped = async (): Promise<Extract<Stamping, { readonly kind: 'stamped' }>> => {
      authority.be('stamps');
      const stamping = await stamp();
      assert.ok(stamping.kind === 'stamped');
      return stamping;
    };

    test('gives the exact query and reply, and the hour of the authority', async () => {
      const { query, reply, at } = await stamped();
      assert.deepEqual(Buffer.from(query), Buffer.from(authority.asked().at(-1)!));
      assert.deepEqual(Buffer.from(reply), Buffer.from(authority.gave()));
      assert.ok(Math.abs(at - Date.now()) < 60_000);
    });

    test('asks anew each time, with nothing that was asked before', async () => {
      await Promise.all([stamped(), stamped()]);
      const asked = authority.asked().map((query) => Buffer.from(query).toString('hex'));
      assert.equal(new Set(asked).size, asked.length);
    });

    for (const [mood, why, isRetryable] of FAILURES)
      test(`says what came of one that is ${mood}, in time, and is ready for the next`, async () => {
        await stamped();
        authority.be(mood);
        const asked = authority.asked().length;
        const started = performance.now();
        const stamping = await stamp();
        assert.ok(stamping.kind === 'failed');
        const said = stamping.why.kind === 'fault' ? `fault ${stamping.why.fault.kind}` : stamping.why.kind;
        assert.deepEqual([said, stamping.retryable], [why, isRetryable]);
        assert.ok(performance.now() - started < 3 * SOON_MS);
        assert.equal(authority.asked().length, asked + 1, 'it is asked once');
        await stamped();
      });

    test('asks nothing any more once it is closed', async () => {
      authority.be('stamps');
      const asked = authority.asked().length;
      await authority.stamper.close();
      const stamping = await stamp();
      assert.equal(stamping.kind, 'failed');
      assert.equal(authority.asked().length, asked);
    });
  });
}

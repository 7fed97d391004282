import type { HappenedAt } from '../../record/signed.ts';
import { authorKeyOf } from '../../record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../../record/names.ts';
import type { Primitives, Signer } from '../../record/primitives.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { WireEntry } from '../../record/wire.ts';
import { writeEntry } from '../../record/write.ts';
import type { Place } from '../../record/write.ts';
import type { HubClient } from './hub-client.ts';

/** Something to say, before it is signed. */
export type Saying = {
  readonly kind: string;
  readonly at: HappenedAt;
  readonly about?: readonly EntryId[];
  readonly body: PlainObject;
};

/**
 * A simulated phone: it signs what its person says, keeps it in order, and lets go of an entry only when the hub
 * has answered for it.
 */
export type Phone = {
  readonly handle: string;
  readonly isInside: boolean;
  readonly key: AuthorKey;
  readonly say: (saying: Saying) => Promise<EntryId>;
  /** Offers what waits, in order. True when nothing waits any more. */
  readonly flush: () => Promise<boolean>;
  readonly waiting: () => number;
  readonly refused: () => readonly string[];
};

export type PhoneNeeds = {
  readonly handle: string;
  readonly isInside: boolean;
  readonly incident: IncidentId;
  readonly crypto: Primitives;
  readonly hub: HubClient;
  /** A key it has already; else it makes one. */
  readonly signer?: Signer;
};

const POST_MAX = 200;

export function simPhone({
  handle,
  isInside,
  incident,
  crypto,
  hub,
  signer = crypto.newSigner(),
}: PhoneNeeds): Phone {
  let place: Place = { incident, sequence: 0, previous: '' };
  const queue: WireEntry[] = [];
  const refused: string[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  let isSending = false;
  const write = async ({ body, ...saying }: Saying): Promise<EntryId> => {
    const written = await writeEntry({ ...saying, parts: { body } }, place, signer, crypto);
    place = written.next;
    queue.push(written.wire);
    return written.id;
  };
  return {
    handle,
    isInside,
    key: authorKeyOf(signer.key),
    say: (saying) => {
      // One at a time: two entries with the same number would be a fork.
      const turn = writing.then(() => write(saying));
      writing = turn;
      return turn;
    },
    flush: async () => {
      if (queue.length === 0 || isSending) return queue.length === 0;
      isSending = true;
      try {
        const offered = queue.slice(0, POST_MAX);
        const answers = await hub.post(offered);
        if (answers === undefined) return false;
        for (const answer of answers) if (!answer.isAccepted) refused.push(answer.why);
        queue.splice(0, answers.length);
        return queue.length === 0;
      } finally {
        isSending = false;
      }
    },
    waiting: () => queue.length,
    refused: () => refused,
  };
}

import type { HappenedAt } from '../../record/signed.ts';
import { isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { holdPost } from '../../record/log/held-post.ts';
import { knownSize, seenIn } from '../../record/log/seen-log.ts';
import type { SeenLog } from '../../record/log/seen-log.ts';
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
 * has proven that it stands in its log, or refused it.
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
  let log: SeenLog | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let isSending = false;
  const write = async ({ body, ...saying }: Saying): Promise<EntryId> => {
    const before = seenIn(log);
    const draft = { ...saying, ...(before && { before }), parts: { body } };
    const written = await writeEntry(draft, place, signer, crypto);
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
        const answered = await hub.post(offered, knownSize(log));
        if (answered === undefined) return false;
        const { proven, standing, ...held } = await holdPost(log, { entries: offered, ...answered }, crypto);
        ({ log } = held);
        const whyNot = answered.receipts.map(whyRefused);
        refused.push(...whyNot.flatMap((why) => why ?? []));
        const isOver = (i: number): boolean =>
          whyNot[i] !== undefined || proven[i] === true || standing === 'older-hub';
        queue.splice(0, offered.length, ...offered.filter((_, i) => !isOver(i)));
        return queue.length === 0;
      } finally {
        isSending = false;
      }
    },
    waiting: () => queue.length,
    refused: () => refused,
  };
}

/** Why the hub refused an entry; nothing where it accepted it. */
function whyRefused(receipt: Json): string | undefined {
  const { status, says } = isJsonObject(receipt) ? receipt : {};
  if (status === 'accepted') return undefined;
  return typeof says === 'string' ? says : 'no receipt';
}

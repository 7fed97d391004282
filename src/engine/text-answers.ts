import { bytesToHex, concatBytes, utf8Encode } from '../base/bytes.ts';
import { MINUTE_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Ledger, RowNumber } from '../acts/alarm/ledger.ts';
import { meaningOf, parseSmsAnswer } from '../acts/alarm/sms-answer.ts';
import type { Meaning } from '../acts/alarm/sms-answer.ts';
import type { Primitives } from '../record/primitives.ts';
import type { InboundSms } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { AnswerCodes } from './answer-codes.ts';
import type { Answering } from './answers.ts';

/** Answers that people text back. */
export type TextAnswers = {
  /** Throws `StoreFailure`: then it may come again. Nobody is ever texted back. */
  readonly take: (sms: InboundSms) => Promise<'taken' | 'known' | 'unread'>;
  /** Replies since the start that no answer could be read from, for people to look at the telephone. */
  readonly unread: () => number;
};

export type TextAnswerNeeds = Pick<Answering, 'asked' | 'answered'> & {
  readonly codes: AnswerCodes;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly crypto: Primitives;
};

const KEY_BYTES = 32;
// Modems and gateways bring one SMS twice within seconds, under two names.
const WITHIN_MS: number = 10 * MINUTE_MS;
// As many of one telephone are counted in that time: more of them tell nobody more.
const UNREAD_MAX = 5;
const SENDERS_MAX = 10_000;
const IDS_MAX = 10_000;
// All that matters of it: longer ones hold no answer.
const CHARS_READ = 200;

/** One telephone, under a hash that only this process can make. */
type Sender = { since: Instant; unread: number; last: string; lastAt: Instant };

/**
 * Only the code in an answer says whose it is. Who sent it is a hash under a key that is drawn at the start and lies in memory
 * alone: good enough to know one telephone from another, and no number for whoever seizes the hub. What has no right code
 * costs next to nothing and holds up nobody, not even who has that number: it can be forged to silence its owner.
 */
export function newTextAnswers(needs: TextAnswerNeeds): TextAnswers {
  const { crypto, clock } = needs;
  const key = crypto.randomBytes(KEY_BYTES);
  const hash = (text: string): string => bytesToHex(crypto.sha256(concatBytes(key, utf8Encode(text))));
  const senders = new Map<string, Sender>();
  const ids = new Set<string>();
  let unread = 0;
  const senderOf = (from: string): Sender => {
    const [name, now] = [hash(from.slice(0, CHARS_READ)), clock.now()];
    const sender = senders.get(name) ?? { since: now, unread: 0, last: '', lastAt: now };
    if (now - sender.since >= WITHIN_MS) Object.assign(sender, { since: now, unread: 0 });
    if (!senders.has(name)) dropOldest(senders, SENDERS_MAX);
    senders.set(name, sender);
    return sender;
  };
  return {
    unread: () => unread,
    take: async ({ id, from, text }) => {
      const [sender, now] = [senderOf(from), clock.now()];
      const words = hash(text.slice(0, CHARS_READ));
      if (ids.has(id) || (sender.last === words && now - sender.lastAt < WITHIN_MS)) return 'known';
      const answer = read(text, needs);
      if (answer !== undefined) {
        await needs.answered(answer.rows, answer.meaning);
        dropOldest(ids, IDS_MAX);
        ids.add(id);
      } else if (sender.unread++ < UNREAD_MAX) unread++;
      Object.assign(sender, { last: words, lastAt: now });
      return answer === undefined ? 'unread' : 'taken';
    },
  };
}

type Read = { readonly rows: readonly RowNumber[]; readonly meaning: Meaning };

/** An answer with the code of a message that can be answered so; nothing else says anything. */
function read(text: string, { codes, ledger, asked }: TextAnswerNeeds): Read | undefined {
  const parsed = parseSmsAnswer(text);
  if (!parsed.ok || parsed.value.code === undefined) return undefined;
  const rows = codes.withCode(parsed.value.code);
  const [first] = rows;
  const now = asked(rows);
  if (first === undefined || now === undefined) return undefined;
  const meaning = meaningOf(parsed.value, ledger.row(first).phase === 'ask' ? 'ask' : 'call');
  return !now.isOver && !now.answers.includes(meaning.answer) ? undefined : { rows, meaning };
}

function dropOldest(kept: Map<string, Sender> | Set<string>, most: number): void {
  if (kept.size < most) return;
  for (const oldest of kept.keys()) if (kept.delete(oldest)) return;
}

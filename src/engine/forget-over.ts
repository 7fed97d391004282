import { DAY_MS, MINUTE_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Ledger } from '../acts/alarm/ledger.ts';
import type { EntryId } from '../record/names.ts';
import { alarmOf } from './alarms-in.ts';
import type { AnswerCodes } from './answer-codes.ts';
import type { Book } from './book.ts';
import type { HubVoice } from './hub-voice.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';
import { standbyOf } from './standbys.ts';

type Forgetting = {
  readonly voice: Pick<HubVoice, 'book' | 'clock'>;
  readonly keeper: LedgerKeeper;
  readonly codes: AnswerCodes;
};

/** Late answers still find their message for a day. */
const FORGET_AFTER_MS: number = DAY_MS;
const LOOK_EVERY_MS: number = MINUTE_MS;

/**
 * Forgets the messages of each alarm that has been over for a day: who was told by which road is nobody's business any more.
 * Call it often; it looks once a minute.
 */
export function forgetOver({ voice, keeper, codes }: Forgetting): () => Promise<void> {
  const { book, clock } = voice;
  let looked: Instant | undefined;
  return async () => {
    const now = clock.now();
    // The clock may be set back.
    if (looked !== undefined && Math.abs(now - looked) < LOOK_EVERY_MS) return;
    looked = now;
    const isOver = (id: EntryId): boolean => {
      const last = overSince(id, book, keeper.ledger);
      return last !== undefined && now - last > FORGET_AFTER_MS;
    };
    await keeper.forget(isOver, codes.drawOf);
  };
}

/** When an alarm was over, or nobody had to be ready any more; nothing while it runs. */
function overSince(id: EntryId, book: Book, ledger: Ledger): Instant | undefined {
  const standby = standbyOf(book, id);
  if (standby !== undefined) return standby.lifted?.at;
  const found = alarmOf(book, id);
  if (found === undefined) return lastOf(id, ledger);
  const { alarm, g } = found;
  const end = alarm.steps.find(({ step }) => step !== 'tier');
  return end && g.byId.get(end.entry)?.loggedAt;
}

/** Of a reminder, or an alarm that was erased from the record, no more goes out: when something last became of it. */
function lastOf(id: EntryId, ledger: Ledger): Instant | undefined {
  let last: Instant | undefined;
  ledger.each(id, ({ at }) => {
    if (last === undefined || at > last) last = at;
  });
  return last;
}

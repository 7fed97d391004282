import { answersTo } from '../acts/alarm/saying.ts';
import type { Meaning } from '../acts/alarm/sms-answer.ts';
import type { Row, RowNumber } from '../acts/alarm/ledger.ts';
import { isVote } from '../record/kinds/alarm.ts';
import type { AuthorKey } from '../record/names.ts';
import type { PlainObject } from '../record/subset.ts';
import type { AnswerCodes } from './answer-codes.ts';
import { isStanding } from './contacts.ts';
import type { Contacts } from './contacts.ts';
import { sayAsHub } from './hub-voice.ts';
import type { HubVoice } from './hub-voice.ts';
import { lastAnswers } from './last-answers.ts';
import type { LastAnswer } from './last-answers.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';
import { oneByOne } from './one-by-one.ts';
import type { Outbox, Told } from './outbox.ts';

export type AnswerNeeds = {
  readonly voice: HubVoice;
  readonly keeper: LedgerKeeper;
  readonly contacts: Contacts;
  readonly codes: AnswerCodes;
  readonly outbox: Outbox;
};

/** What one person is asked now, and what they said last. */
export type Asked = Told & {
  readonly isOver: boolean;
  /** What may be answered; nothing once it is over. */
  readonly answers: readonly Meaning['answer'][];
  readonly last: LastAnswer;
};

/**
 * What became of an answer. `same`: it was there before. `over`, `gone`: nobody is asked any more, or not this person.
 * `too-many`: they changed their mind more often than anybody does. Only `kept` moved anything.
 */
export type Answered = 'kept' | 'same' | 'over' | 'gone' | 'too-many';

export type Answering = {
  /** Nothing for somebody who is not to be told any more. It changes nothing. */
  readonly asked: (rows: readonly RowNumber[]) => Asked | undefined;
  readonly answered: (rows: readonly RowNumber[], meaning: Meaning) => Promise<Answered>;
};

// Nobody changes their mind so often: whoever has a code may not fill the record with it.
const ANSWERS_MAX = 30;

/**
 * Takes what a person answered unsigned, by a button, a link or a text message: the hub says it on in the record, and the
 * message counts as answered, both or neither. The same answer again changes nothing; another one takes its place. What comes
 * once the alarm is over is not said on: it would be an answer to a question that nobody asks any more.
 */
export function newAnswering(needs: AnswerNeeds): Answering {
  const { voice, keeper, codes } = needs;
  const last = lastAnswers(voice.book);
  // One after the other: two presses of one button are one answer.
  const inTurn = oneByOne();
  const asked = (row: Row): Asked | undefined => {
    const told = toldTo(row, needs);
    return (
      told && {
        ...told,
        isOver: told.scene.alarm.endedAs !== undefined,
        answers: answersTo(told.saying),
        last: last.of(row.alarm, codes.whoOf(row)),
      }
    );
  };
  const answer = async (rows: readonly RowNumber[], meaning: Meaning): Promise<Answered> => {
    const row = rowOf(rows, needs);
    const incident = row && voice.book.held(row.alarm)?.logged.entry.core.incident;
    const now = row && asked(row);
    if (row === undefined || incident === undefined || now === undefined) return 'gone';
    if (now.isOver) return 'over';
    if (isSame(isVote(meaning.answer) ? now.last.vote : now.last.reply, meaning)) return 'same';
    if (now.last.count >= ANSWERS_MAX) return 'too-many';
    const who = codes.whoOf(row);
    const body = relayOf(meaning, { who, voucher: voucherOf(row, needs) });
    const draft = { kind: 'alarm.relay', about: [row.alarm], parts: { body } };
    await keeper.commit([{ kind: 'became', state: 'answered', rows, at: voice.clock.now() }], (changes) =>
      sayAsHub(voice, incident, draft, changes),
    );
    last.take(row.alarm, who, meaning);
    return 'kept';
  };
  return {
    asked: (rows) => {
      const row = rowOf(rows, needs);
      return row && asked(row);
    },
    answered: (rows, meaning) => inTurn(() => answer(rows, meaning)),
  };
}

/** All rows of one message are one person's; nothing once they are forgotten. */
function rowOf([n]: readonly RowNumber[], { keeper: { ledger } }: AnswerNeeds): Row | undefined {
  return n !== undefined && ledger.holds(n) ? ledger.row(n) : undefined;
}

/** A link in a telephone that was taken answers for nobody once its owner's key is withdrawn. */
function toldTo(row: Row, { outbox, voice }: AnswerNeeds): Told | undefined {
  const told = outbox.toldNow(row);
  return told && isStanding(voice.book.people(), told.contact.of) ? told : undefined;
}

function isSame(said: Meaning | undefined, { answer, minutes }: Meaning): boolean {
  return said?.answer === answer && said.minutes === minutes;
}

function relayOf(
  { answer, minutes }: Meaning,
  { who, voucher }: { readonly who: string; readonly voucher: AuthorKey | undefined },
): PlainObject {
  return {
    answer,
    ...(minutes !== undefined && { minutes }),
    who,
    ...(voucher !== undefined && { voucher }),
  };
}

/** Who vouches for the person that was asked; nobody for those who subscribed themselves. */
function voucherOf({ person }: Row, { contacts, voice }: AnswerNeeds): AuthorKey | undefined {
  const key = contacts.get(person)?.of;
  const { grants, seats } = voice.book.people();
  if (key === undefined) return undefined;
  return grants.get(key)?.voucher ?? (seats.has(key) ? key : undefined);
}

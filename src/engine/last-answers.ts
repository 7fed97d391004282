import type { Meaning } from '../acts/alarm/sms-answer.ts';
import { isVote } from '../record/kinds/alarm.ts';
import type { AlarmRelayBody, Relayed } from '../record/kinds/alarm.ts';
import type { EntryId } from '../record/names.ts';
import { alarmOf } from './alarms-in.ts';
import type { Book } from './book.ts';

/** What one person answered last: whether it is so, and whether they come. `count`: how often they said anything. */
export type LastAnswer = { readonly vote?: Meaning; readonly reply?: Meaning; readonly count: number };

export type LastAnswers = {
  readonly of: (alarm: EntryId, who: string) => LastAnswer;
  /** What the hub has just said on. */
  readonly take: (alarm: EntryId, who: string, meaning: Meaning) => void;
};

const NOTHING: LastAnswer = { count: 0 };

/** Reads an alarm's answers out of the record when first asked of it, and from then on goes by what it is given. */
export function lastAnswers(book: Book): LastAnswers {
  const known = new Map<EntryId, Map<string, LastAnswer>>();
  const ofAlarm = (alarm: EntryId): Map<string, LastAnswer> => {
    const read = known.get(alarm) ?? readAnswers(book, alarm);
    known.set(alarm, read);
    return read;
  };
  return {
    of: (alarm, who) => ofAlarm(alarm).get(who) ?? NOTHING,
    take: (alarm, who, meaning) => {
      const answers = ofAlarm(alarm);
      answers.set(who, withAnswer(answers.get(who), meaning));
    },
  };
}

function withAnswer(last: LastAnswer = NOTHING, meaning: Meaning): LastAnswer {
  const as = isVote(meaning.answer) ? 'vote' : 'reply';
  return { ...last, [as]: meaning, count: last.count + 1 };
}

function readAnswers(book: Book, id: EntryId): Map<string, LastAnswer> {
  const answers = new Map<string, LastAnswer>();
  const { alarm, g } = alarmOf(book, id) ?? {};
  const relays: { readonly number: number; readonly body: AlarmRelayBody }[] = [];
  for (const entry of alarm?.entries ?? []) {
    const { core, body } = g?.byId.get(entry)?.entry ?? {};
    if (core?.author === book.hubKey && body?.type === 'alarm-relay')
      relays.push({ number: core.sequence, body });
  }
  for (const { body } of relays.sort((a, b) => a.number - b.number)) {
    const { answer, minutes, who } = body;
    if (isMeaning(answer))
      answers.set(who, withAnswer(answers.get(who), { answer, ...(minutes !== undefined && { minutes }) }));
  }
  return answers;
}

function isMeaning(answer: Relayed): answer is Meaning['answer'] {
  return answer !== 'acknowledged';
}

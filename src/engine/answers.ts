import type { Meaning } from '../acts/alarm/sms-answer.ts';
import type { Row, RowNumber } from '../acts/alarm/ledger.ts';
import type { AuthorKey } from '../record/names.ts';
import type { PlainObject } from '../record/subset.ts';
import type { AnswerCodes } from './answer-codes.ts';
import type { Contacts } from './contacts.ts';
import { sayAsHub } from './hub-voice.ts';
import type { HubVoice } from './hub-voice.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';

export type AnswerNeeds = {
  readonly voice: HubVoice;
  readonly keeper: LedgerKeeper;
  readonly contacts: Contacts;
  readonly codes: AnswerCodes;
};

/**
 * Takes what a person answered unsigned, by a button, a link or a text message: the hub says it on in the record, and the
 * message counts as answered, both or neither. The same answer again changes nothing; another one takes its place.
 */
export function answerer(
  needs: AnswerNeeds,
): (rows: readonly RowNumber[], meaning: Meaning) => Promise<void> {
  const { voice, keeper, codes } = needs;
  const last = new Map<string, string>();
  // One after the other: two presses of one button are one answer.
  let before: Promise<unknown> = Promise.resolve();
  const answer = async (rows: readonly RowNumber[], meaning: Meaning): Promise<void> => {
    const row = rows[0] === undefined ? undefined : keeper.ledger.row(rows[0]);
    const incident = row && voice.book.held(row.alarm)?.logged.entry.core.incident;
    if (row === undefined || incident === undefined) return;
    const who = codes.whoOf(row);
    const said = JSON.stringify(meaning);
    if (last.get(who) === said) return;
    const body = relayOf(meaning, { who, voucher: voucherOf(row, needs) });
    const draft = { kind: 'alarm.relay', about: [row.alarm], parts: { body } };
    await keeper.commit([{ kind: 'became', state: 'answered', rows, at: voice.clock.now() }], (changes) =>
      sayAsHub(voice, incident, draft, changes),
    );
    last.set(who, said);
  };
  return (rows, meaning) => {
    const done = before.then(() => answer(rows, meaning));
    before = done.catch(() => {});
    return done;
  };
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

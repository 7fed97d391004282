import type { Choice } from '../adapters/sim-phones/person.ts';
import type { Deed } from '../adapters/sim-phones/sim-phones.ts';
import { parseAnswerCode } from '../acts/alarm/answer-code.ts';
import type { RowNumber } from '../acts/alarm/ledger.ts';
import { meaningOf, parseSmsAnswer } from '../acts/alarm/sms-answer.ts';
import type { AlarmDesk } from '../engine/alarm-desk.ts';

/**
 * Brings to the hub what people did at simulated telephones: that a notification was seen, by its link; an answer by the link
 * or, as a text message, by the code that stands in the text. Nobody simulated says whether an alarm is so.
 */
export async function hearPhones(deeds: readonly Deed[], desk: AlarmDesk): Promise<void> {
  const { ledger } = desk.keeper;
  for (const deed of deeds) {
    const { road } = deed.received;
    const rows = road === 'sms' ? rowsOfText(deed, desk) : rowsOfLink(deed, desk);
    const [first] = rows;
    if (first === undefined) continue;
    if (deed.kind === 'seen' && road === 'push')
      await desk.seen(rows.filter((n) => ledger.row(n).channel === 'push'));
    const { choice } = deed;
    if (choice === undefined || ledger.row(first).phase !== 'call') continue;
    const answer = parseSmsAnswer(textOf(choice, deed));
    if (answer.ok) await desk.answered(rows, meaningOf(answer.value, 'call'));
  }
}

function rowsOfLink({ received }: Deed, { codes }: AlarmDesk): readonly RowNumber[] {
  return codes.withToken(received.message.link?.split('/').at(-1) ?? '');
}

function rowsOfText(deed: Deed, { codes }: AlarmDesk): readonly RowNumber[] {
  const code = codeIn(deed);
  return code === undefined ? [] : codes.withCode(code);
}

/** What its owner types: the code where the message has one, and the answer. */
function textOf(choice: Choice, deed: Deed): string {
  return `${codeIn(deed) ?? ''} ${choice.answer === 'coming' ? `1 ${choice.minutes}` : '2'}`;
}

function codeIn({ received }: Deed): ReturnType<typeof parseAnswerCode> {
  return received.message.text
    .split(/[^\p{L}\p{N}]+/u)
    .map(parseAnswerCode)
    .find((code) => code !== undefined);
}

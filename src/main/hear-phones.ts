import type { Choice } from '../adapters/sim-phones/person.ts';
import type { Deed } from '../adapters/sim-phones/sim-phones.ts';
import { parseAnswerCode } from '../acts/alarm/answer-code.ts';
import type { AlarmDesk } from '../engine/alarm-desk.ts';

/** What a hub hears of telephones. `ask`: a request to its own address, from outside. */
export type Hearing = Pick<AlarmDesk, 'texts'> & {
  readonly ask: (path: string, init: RequestInit) => Promise<unknown>;
  /** In a drill whoever answers at all says yes when asked whether it is so. */
  readonly isPractice?: boolean;
};

/**
 * Brings to the hub what people did at simulated telephones, by the ways that real ones have: a notification tells by its link
 * that it was seen, and its owner answers there; a text message is answered by another with the code that stands in it.
 * Nobody simulated says whether an alarm is so, unless it is practice.
 */
export async function hearPhones(deeds: readonly Deed[], hearing: Hearing): Promise<void> {
  for (const deed of deeds) {
    const { received, choice } = deed;
    const link = received.message.link && new URL(received.message.link).pathname;
    if (deed.kind === 'seen' && received.road === 'push' && link !== undefined)
      await hearing.ask(`${link}/seen`, { method: 'POST' });
    const [, phase] = received.key.split(' ');
    const said = phase === 'ask' && choice && hearing.isPractice === true ? YES : choice;
    if (said === undefined || (phase !== 'call' && said !== YES)) continue;
    if (received.road === 'sms') await textBack(deed, said, hearing);
    else if (link !== undefined) await hearing.ask(link, { method: 'POST', ...jsonBody(said) });
  }
}

const YES = { answer: 'confirm' } as const;
type SaidBack = Choice | typeof YES;

function jsonBody(choice: SaidBack): RequestInit {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(choice) };
}

/** What its owner types: the code that the message has, and the answer. */
async function textBack({ phone, received }: Deed, choice: SaidBack, { texts }: Hearing): Promise<void> {
  const code = received.message.text.split(/[^\p{L}\p{N}]+/u).find((word) => parseAnswerCode(word));
  if (code === undefined) return;
  await texts.take({ id: received.key, from: `telephone ${phone}`, text: `${code} ${digitsOf(choice)}` });
}

function digitsOf(said: SaidBack): string {
  switch (said.answer) {
    case 'coming':
      return `1 ${said.minutes}`;
    case 'cannot':
      return '2';
    case 'confirm':
      return '1';
  }
}

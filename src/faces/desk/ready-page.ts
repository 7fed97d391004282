import { ALARM_WORDS } from '../../acts/words/alarm-words.ts';
import { ANSWER_WORDS } from '../../acts/words/answer-words.ts';
import { STANDBY_WORDS } from '../../acts/words/standby-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { StandbyTold } from '../../engine/standbys.ts';
import { ANSWER_HREF } from './answer.css.ts';
import { renderFormPage } from './form-page.ts';
import { html } from './html.ts';

/** The page to which a message leads that asks to be ready, or says that this is over. There is nothing to answer. */
export function renderReady(
  { settlement, saying }: StandbyTold,
  { language }: { readonly language: Language },
): string {
  const [alarm, words] = [ALARM_WORDS[language], STANDBY_WORDS[language]];
  const isOver = saying.kind === 'ready-over';
  // The shortest of the ways says no more than what it is: the page says the rest.
  const says = isOver ? alarm.readyOverSays[saying.as] : (alarm.readySays[saying.cause].at(-1) ?? '');
  const name = settlement === '' ? alarm.settlement : settlement;
  return renderFormPage({
    language,
    title: `${name}: ${says}`,
    status: isOver ? alarm.readyOver : alarm.ready,
    css: ANSWER_HREF,
    bodyClass: `answer is-${isOver ? 'over' : 'ready'}`,
    hrefOf: (l) => `?lang=${l}`,
    content: html`<p><strong>${isOver ? words.noMore : words.noAlarm}</strong></p>`,
    foot: ANSWER_WORDS[language].foot,
  });
}

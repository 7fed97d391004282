import type { AlarmSaying } from '../../acts/alarm/message.ts';
import type { MeetingPoint } from '../../acts/alarm/meeting.ts';
import { ALARM_WORDS, alarmActWords, overWords } from '../../acts/words/alarm-words.ts';
import { ANSWER_WORDS } from '../../acts/words/answer-words.ts';
import { CELL_WORDS } from '../../acts/words/cell-words.ts';
import type { AnswerFault } from '../../acts/words/answer-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { Asked } from '../../engine/answers.ts';
import { MINUTES_MAX } from '../../record/kinds/alarm.ts';
import { ANSWER_HREF } from './answer.css.ts';
import { renderFormPage } from './form-page.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/**
 * In which language, and why the answer that was just given moved nothing. `cell`: where a warden works through the own
 * cell; only for wardens.
 */
export type AnswerAt = {
  readonly language: Language;
  readonly fault?: AnswerFault;
  readonly cell?: string;
};

// As far ahead as somebody on foot or by bus knows it; any other number has a field.
const MINUTES = [5, 10, 20, 30, 45, 60];

/**
 * The page on which one person answers an alarm. What must be known first comes first: that it is a drill, or over; then what
 * it is about and where people are needed and safe; then what this person is asked. It needs no script.
 */
export function renderAnswer(asked: Asked, { language, fault, cell }: AnswerAt): string {
  const words = ANSWER_WORDS[language];
  const name = asked.scene.settlement === '' ? ALARM_WORDS[language].settlement : asked.scene.settlement;
  const { look, status, says, lines } = toldIn(asked, language);
  return renderFormPage({
    language,
    title: says === '' ? name : `${name}: ${says}`,
    status,
    css: ANSWER_HREF,
    bodyClass: `answer is-${look}`,
    hrefOf: (l) => `?lang=${l}`,
    content: html`${lines.map((line) => html`<p>${line}</p>`)}
    ${fault !== undefined && html`<p class="notice" role="alert">${words.faults[fault]}</p>`}
    ${cell !== undefined && html`<p><a class="onwards" href="${cell}">${CELL_WORDS[language].open}</a></p>`}
    ${lastPart(asked, language)} ${asked.answers.includes('cannot') && comePart(asked.answers, language)}
    ${asked.answers.includes('confirm') && seenPart(language)}`,
    foot: words.foot,
  });
}

type Telling = {
  readonly look: 'real' | 'drill' | 'over';
  readonly status: string;
  /** What happens; nothing where it is over. */
  readonly says: string;
  readonly lines: readonly (Html | string)[];
};

function toldIn({ saying, scene }: Asked, language: Language): Telling {
  const [words, alarm] = [ANSWER_WORDS[language], ALARM_WORDS[language]];
  if (saying.kind === 'over' || saying.kind === 'task-over') {
    const { status, says } = overWords(alarm, saying.mode, saying.as);
    const task = saying.kind === 'task-over' ? [alarm.tellCell(saying.cell)] : [];
    return { look: 'over', status, says: '', lines: [html`<strong>${says}</strong>`, ...task, words.noMore] };
  }
  const { tells, asks } = alarmActWords(scene.alarm.act, language);
  const isDrill = saying.mode === 'drill';
  return {
    look: saying.mode,
    status: isDrill ? alarm.drill : words.real,
    says: saying.kind === 'ask' ? asks : tells,
    lines: [...(isDrill ? [words.drillSays] : []), ...orders(saying, scene.meeting.point, language)],
  };
}

/** Where people are needed and safe, and what else they are asked to do. */
function orders(
  saying: Exclude<AlarmSaying, { readonly kind: 'over' | 'task-over' }>,
  point: MeetingPoint | undefined,
  language: Language,
): readonly (Html | string)[] {
  const [words, alarm] = [ANSWER_WORDS[language], ALARM_WORDS[language]];
  const there = point && nameOf(point);
  const where = (text: string): readonly (Html | string)[] => [html`<strong>${text}</strong>`, words.safely];
  switch (saying.kind) {
    case 'ask':
      return [];
    case 'call':
      return where(there === undefined ? alarm.noPlace : alarm.place[saying.whom](there)[0]);
    case 'redirect':
      return there === undefined
        ? [html`<strong>${alarm.redirectNowhere}</strong>`]
        : where(alarm.redirect(there)[0]);
    case 'task':
      return [
        html`<strong>${alarm.tellCell(saying.cell)}</strong>`,
        ...where(there === undefined ? alarm.noPlace : alarm.place.neighbours(there)[0]),
      ];
    case 'abroad':
      return [html`<strong>${alarm.abroad[0]}</strong>`];
  }
}

function nameOf({ code, name }: MeetingPoint): string {
  return name === undefined || name === code ? code : `${code}, ${name}`;
}

function lastPart({ last, isOver, answers }: Asked, language: Language): Html | false {
  const words = ANSWER_WORDS[language].last;
  const said = [last.reply, last.vote].flatMap((each) =>
    each === undefined ? [] : [each.answer === 'coming' ? words.coming(each.minutes) : words[each.answer]],
  );
  if (said.length === 0) return answers.length > 0 && html`<p class="quiet">${words.none}</p>`;
  return html`<section class="last" role="status">
    <h2>${words.heading}</h2>
    <ul>
      ${said.map((each) => html`<li>${each}</li>`)}
    </ul>
    ${!isOver && html`<p class="quiet">${words.changes}</p>`}
  </section>`;
}

function comePart(answers: Asked['answers'], language: Language): Html {
  const words = ANSWER_WORDS[language].come;
  return html`<section>
    <h2>${words.question}</h2>
    ${answers.includes('coming') && comingForms(language)} ${buttons({ cannot: words.cannot })}
  </section>`;
}

function comingForms(language: Language): Html {
  const words = ANSWER_WORDS[language].come;
  return html`<form method="post" class="minutes">
      <input type="hidden" name="answer" value="coming" />
      ${MINUTES.map((n) => html`<button type="submit" name="minutes" value="${n}">${words.inMinutes(n)}</button>`)}
    </form>
    <form method="post" class="other">
      <input type="hidden" name="answer" value="coming" />
      <label for="minutes">${words.other}</label>
      <input id="minutes" name="minutes" type="number" min="0" max="${MINUTES_MAX}" inputmode="numeric" />
      <button type="submit">${words.coming}</button>
    </form>`;
}

function seenPart(language: Language): Html {
  const { question, confirm, refute } = ANSWER_WORDS[language].seen;
  return html`<section>
    <h2>${question}</h2>
    ${buttons({ confirm, refute })}
  </section>`;
}

function buttons(labels: Readonly<Record<string, string>>): Html {
  return html`<form method="post">
    ${Object.entries(labels).map(
      ([answer, label]) => html`<button type="submit" name="answer" value="${answer}">${label}</button>`,
    )}
  </form>`;
}

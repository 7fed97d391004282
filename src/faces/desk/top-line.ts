import type { Minutes } from '../../situation/times.ts';
import type { Situation } from '../../situation/situation.ts';
import type { Missed } from '../../situation/watch.ts';
import { html, joined, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { capital, codeText, figureLink, grouped, rangeText, timeOf, whenOf } from './view.ts';
import type { View } from './view.ts';

const HOUR_MIN = 60;

/** The four figures: time gained, people, homes, refusals. */
export function renderTopLine(situation: Situation, view: View): Html {
  return html`<section class="top" aria-label="${view.words.top.heading}" data-part="top">
    ${gained(situation, view)}${people(situation, view)}${homes(situation, view)}${refusals(situation, view)}
  </section>`;
}

function gained({ clock }: Situation, view: View): Html {
  const { top } = view.words;
  if (clock.startedAt === undefined) {
    return html`<div class="figure">
      <p class="big">${figureLink(view, 'clock', '–')}</p>
      <p class="caption">${top.notStarted}</p>
    </div>`;
  }
  const start = whenOf(view, {
    shape: 'moment',
    start: clock.startedAt,
    end: clock.startedAt,
    isOpen: false,
  });
  const since = clock.startedBy === 'alarm' ? top.sinceAlarm(start) : top.sinceArrival(start);
  const until =
    clock.endedBy === undefined
      ? undefined
      : clock.endedBy === 'home-lost'
        ? top.untilLost
        : top.untilWithdrawal;
  const hasHomes = clock.homeMinutes.hiMin === undefined || clock.homeMinutes.hiMin > 0;
  return html`<div class="figure">
    <p class="big">${figureLink(view, 'clock', minutesText(clock.gained, view))}</p>
    <p class="caption"><b>${top.gained}</b> ${since}${until !== undefined && `, ${until}`}</p>
    ${hasHomes && html`<p class="caption">${figureLink(view, 'clock', top.homeTime(hoursText(clock.homeMinutes, view)))}</p>`}
  </div>`;
}

/** `4 h 00 min`, a range where the ends differ, "at least" where nobody knows the upper end. */
function minutesText({ loMin, hiMin }: Minutes, { words: { top } }: View): string {
  const text = (min: number): string => top.duration(Math.floor(min / HOUR_MIN), min % HOUR_MIN);
  if (hiMin === undefined) return top.atLeast(text(loMin));
  return hiMin === loMin ? text(loMin) : top.durationRange(text(loMin), text(hiMin));
}

/** Home-hours, rounded down and up so that the range stays true. */
function hoursText({ loMin, hiMin }: Minutes, { words: { top } }: View): string {
  const lo = Math.floor(loMin / HOUR_MIN);
  return top.hours(rangeText(hiMin === undefined ? { lo } : { lo, hi: Math.ceil(hiMin / HOUR_MIN) }));
}

function people({ reach }: Situation, view: View): Html {
  const { top } = view.words;
  return html`<div class="figure">
    <dl class="trio">
      ${part(view, 'told', rangeText(reach.told), top.told)}${part(view, 'acknowledged', rangeText(reach.acknowledged), top.acknowledged)}${part(view, 'checked-in', rangeText(reach.checkedIn), top.checkedIn)}
    </dl>
  </div>`;
}

function homes({ homes: { counts, total, toldLost } }: Situation, view: View): Html {
  const { top } = view.words;
  const lost = toldLost.map((t) => rangeText(t.number));
  return html`<div class="figure">
    <dl class="trio">
      ${part(view, 'homes-standing', grouped(counts.standing), top.homes.standing)}${part(view, 'homes-reached', grouped(counts.reached), top.homes.reached)}${part(view, 'homes-lost', grouped(counts.demolished), top.homes.lost)}${part(view, 'homes-unknown', grouped(counts.unknown), top.homes.unknown)}
    </dl>
    <p class="caption">
      ${figureLink(view, 'homes-total', total === undefined ? top.totalUnknown : top.total(rangeText(total)))}
    </p>
    ${lost.length > 0 && html`<p class="caption">${figureLink(view, 'homes-told-lost', top.lostInNumbers([...new Set(lost)].join(' / ')))}</p>`}
  </div>`;
}

function part(view: View, figure: string, text: string, label: string): Html {
  return html`<div>
    <dt>${label}</dt>
    <dd class="big">${figureLink(view, figure, text)}</dd>
  </div>`;
}

function refusals({ refusals: all }: Situation, view: View): Html {
  const { top } = view.words;
  const refused = all.filter((r) => r.answer !== undefined && r.answer !== 'complied');
  const names = refused.map((r) =>
    figureLink(view, `refusal-${r.group}`, codeText(r.group, view.terms.groups)),
  );
  return html`<div class="figure">
    <p class="big">${figureLink(view, 'refusals', grouped(refused.length))}</p>
    <p class="caption">
      <b
        >${refused.length === 0 ? top.noRefusals : top.groupsRefused(grouped(refused.length), refused.length)}</b
      >${names.length > 0 ? html`: ${joined(names, html`, `)}` : NOTHING}
    </p>
  </div>`;
}

/** Missed check-ins and what else asks for readiness. */
export function renderWatch({ missed, readiness }: Situation, view: View): Html {
  if (missed.length === 0 && !readiness.isRaised) return NOTHING;
  const { watch } = view.words;
  return html`<ul class="watch">
    ${missed.map((m) => html`<li>${figureLink(view, `missed-${m.who}`, capital(checkInText(m, view)))}</li>`)}
    ${readiness.isRaised && html`<li>${figureLink(view, 'readiness', watch.readiness(grouped(readiness.entries.length), readiness.entries.length))}</li>`}
  </ul>`;
}

function checkInText({ who, due, cameAt }: Missed, view: View): string {
  const { watch } = view.words;
  const role = codeText(who, view.terms.bodies);
  const dueText = due.end.hi === undefined ? whenOf(view, due) : timeOf(view, due.end.hi);
  return cameAt === undefined
    ? watch.missed(role, dueText)
    : watch.cameLate(role, dueText, whenOf(view, cameAt));
}

import { CELL_WORDS } from '../../acts/words/cell-words.ts';
import { REACH_REPORT_WORDS } from '../../acts/words/reach-report-words.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Situation } from '../../situation/situation.ts';
import { renderReport, tierText } from './alarm-report.ts';
import { alarmFigure } from './figures.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { renderStandbys } from './standby-list.ts';
import { capital, cellHref, figureLink, grouped, reachReportHref, whenOf } from './view.ts';
import { renderWatch } from './top-line.ts';
import type { View } from './view.ts';

/** What calls for action: alarms that stand, check-ins that did not come, readiness; ended alarms folded away. */
export function renderAlarms(situation: Situation, view: View): Html {
  const standing = situation.alarms.filter(isStanding);
  const ended = situation.alarms.filter((a) => !isStanding(a));
  const watch = renderWatch(situation, view);
  const standbys = renderStandbys(view.options.standbys, view);
  if (situation.alarms.length === 0 && watch === NOTHING && standbys === NOTHING)
    return html`<section class="alarms" data-part="alarms" hidden></section>`;
  return html`<section class="alarms" aria-labelledby="alarms-h" data-part="alarms">
    <h2 id="alarms-h" class="unseen">${view.words.alarm.heading}</h2>
    ${standing.map((a) => strip(a, view))}${watch}${standbys}
    ${
      ended.length > 0 &&
      html`<details id="alarms-ended">
        <summary>${view.words.alarm.earlier(grouped(ended.length), ended.length)}</summary>
        ${ended.map((a) => strip(a, view))}
      </details>`
    }
  </section>`;
}

function isStanding({ state }: Alarm): boolean {
  return state !== 'lapsed' && state !== 'stood-down';
}

function strip(alarm: Alarm, view: View): Html {
  const { alarm: words } = view.words;
  const report = view.options.reportOf?.(alarm.id);
  const mode =
    alarm.mode === undefined ? words.unknownMode : alarm.mode === 'drill' ? words.drill : words.real;
  const act = alarm.act === undefined ? '' : `: ${view.terms.acts[alarm.act].noun}`;
  const said = [
    alarm.raisedAt && words.raised(whenOf(view, alarm.raisedAt)),
    words.confirmedBy(grouped(alarm.confirmedBy.length), alarm.confirmedBy.length),
    alarm.refutedBy.length > 0 && words.refutedBy(grouped(alarm.refutedBy.length), alarm.refutedBy.length),
    tierText(alarm, report, view),
    alarm.acknowledged > 0 && words.answers(alarm.acknowledged, alarm.coming, alarm.cannot),
    alarm.endedAs !== undefined && words.endedAs[alarm.endedAs],
  ].filter((text) => typeof text === 'string' && text !== '');
  const name = alarm.mode === 'drill' ? 'drill' : alarm.state;
  return html`<div class="strip strip-${name}">
    <p>
      ${figureLink(view, alarmFigure(alarm.id), `${mode}${act}`)}
      <b class="state">${capital(words.states[alarm.state])}</b> <span>${said.join(' · ')}</span>
    </p>
    ${report && renderReport(report, view)} ${report && reachLink(alarm, view)}
    ${isStanding(alarm) && view.options.isFounded && view.options.isLive && html`<p><a href="${cellHref(view.options)}">${CELL_WORDS[view.options.language].forWardens}</a></p>`}
  </div>`;
}

function reachLink({ id }: Alarm, { options }: View): Html {
  const { link } = REACH_REPORT_WORDS[options.language];
  return html`<p class="reach-link"><a href="${reachReportHref(options, id)}">${link}</a></p>`;
}

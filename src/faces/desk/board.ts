import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import { SEARCH_WORDS } from '../../acts/words/search-words.ts';
import type { Situation } from '../../situation/situation.ts';
import { renderAboutLine } from './about-line.ts';
import { renderAlarms } from './alarm-strips.ts';
import { renderHead, renderOutcome, titleOf } from './board-head.ts';
import { renderHarm } from './harm-table.ts';
import { renderHourList } from './hour-list.ts';
import { html, printHtml } from './html.ts';
import type { Html } from './html.ts';
import { renderLanesChart } from './lanes-chart.ts';
import { renderPeople } from './people-curve.ts';
import { renderCalls, renderOpinions } from './not-events.ts';
import { renderRecordLine } from './record-line.ts';
import { renderShell } from './page-shell.ts';
import { renderRefusals } from './refusal-table.ts';
import { renderRing } from './ring-homes.ts';
import { renderDifferences } from './said-differently.ts';
import { renderSealed } from './sealed-list.ts';
import { renderTopLine } from './top-line.ts';
import { committeeHref, searchHref, timeOf, viewOf } from './view.ts';
import type { BoardOptions, View } from './view.ts';
import { renderContradictions, renderWitnessLine } from './witness-report.ts';

/** The whole page: readable without a script; with one it follows the record. */
export function renderBoard(situation: Situation, options: BoardOptions): string {
  const view = viewOf(options, situation.asOf);
  const { words } = view;
  return renderShell({
    language: options.language,
    title: `${titleOf(situation, view)} · ${words.title}`,
    css: `${options.base}/board.css`,
    ...(options.isLive && { script: `${options.base}/live.js` }),
    data: {
      base: options.base,
      incident: options.incident,
      language: options.language,
      lost: words.head.connectionLost('{time}'),
    },
    content: html`<a class="skip" href="#day">${words.head.skip}</a>
      <p id="connection" role="status" class="connection"></p>
      <div id="board">${body(situation, view)}</div>`,
  });
}

/** What the script puts in place of the children of `#board`. */
export function renderBoardBody(situation: Situation, options: BoardOptions): string {
  return printHtml(body(situation, viewOf(options, situation.asOf)));
}

function body(situation: Situation, view: View): Html {
  const { words } = view;
  return html`${renderHead(situation, view)}
    <main data-part="main">
      ${renderTopLine(situation, view)} ${renderAlarms(situation, view)} ${renderContradictions(view)}
      <section class="day" id="day" tabindex="-1" aria-labelledby="day-h" data-part="day">
        <div class="day-head">
          <h2 id="day-h">${words.lanes.heading}</h2>
          <a class="as-list" href="#hour-list">${words.lanes.asList}</a>
        </div>
        ${renderOutcome(situation, view)}
        <div class="lanes">${renderLanesChart(situation, view)}</div>
        <div id="hour-list">${renderHourList(situation, view)}</div>
      </section>
      <div class="columns">
        ${part('refusals', words.refusals.heading, renderRefusals(situation, view))}
        ${part('people', words.people.heading, renderPeople(situation, view))}
        ${part('ring', words.ring.heading, renderRing(situation, view))}
        ${part('differ', words.differ.heading, renderDifferences(situation, view))}
        ${part('harm', words.harm.heading, html`${renderHarm(situation, view)} ${renderSealed(situation, view)}`)}
        ${part('calls', words.calls.heading, renderCalls(situation, view))}
      </div>
      <div data-part="opinions">${renderOpinions(situation, view)}</div>
    </main>
    <footer data-part="foot">
      ${renderRecordLine(situation, view)} ${renderWitnessLine(view)}
      <p class="quiet">${words.head.asOf(timeOf(view, situation.asOf))}</p>
      <p>
        <a href="${searchHref(view.options)}">${SEARCH_WORDS[view.options.language].search}</a
        >${view.options.isFounded && html` · <a href="${committeeHref(view.options)}">${COMMITTEE_WORDS[view.options.language].title}</a>`}
      </p>
      ${renderAboutLine(view)}
    </footer>`;
}

function part(name: string, heading: string, content: Html): Html {
  return html`<section class="part part-${name}" aria-labelledby="${name}-h" data-part="${name}">
    <h2 id="${name}-h">${heading}</h2>
    ${content}
  </section>`;
}

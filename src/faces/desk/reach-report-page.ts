import type { ReachReport } from '../../acts/alarm/reach-report.ts';
import { reachPaper } from '../../acts/paper/reach-paper.ts';
import type { ReachTable } from '../../acts/paper/reach-paper.ts';
import { REACH_REPORT_WORDS } from '../../acts/words/reach-report-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { instantToWall } from '../../base/wall.ts';
import type { EntryId } from '../../record/names.ts';
import { renderPlot } from './curve-plot.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { renderSubPage } from './sub-page.ts';
import { clockText, grouped, reachReportHref, viewOf } from './view.ts';
import type { BoardOptions, View } from './view.ts';

/** How far an alarm reached, for readers of the board; without a report only why there is none. */
export function renderReachReport(
  alarm: EntryId,
  report: ReachReport | undefined,
  options: BoardOptions,
): string {
  const view = viewOf(options, undefined);
  const words = REACH_REPORT_WORDS[options.language];
  const hrefOf = (language: Language): string => reachReportHref(options, alarm, language);
  if (report === undefined)
    return renderSubPage({ heading: words.title, hrefOf, main: html`<p>${words.none}</p>` }, view);
  const paper = reachPaper(report, options.language, options.offsetMinutes ?? 0);
  const isDrill = report.mode === 'drill';
  const page = {
    heading: paper.title,
    title: `${paper.status}. ${paper.title}`,
    facts: clockText(view),
    status: html`<p class="told-of ${isDrill ? 'is-drill' : ''}">${paper.status}</p>`,
    hrefOf,
    mainClass: 'reach-report',
    main: html`<section class="sum">${paper.lines.map((line) => html`<p>${line}</p>`)}</section>
      <section class="mend" aria-labelledby="mend-h">
        <h2 id="mend-h">${paper.mend.heading}</h2>
        <ul>
          ${paper.mend.items.map((item) => html`<li>${item}</li>`)}
        </ul>
      </section>
      ${renderCurve(report, view)} ${paper.tables.map(renderTable)}`,
  };
  return renderSubPage(page, view);
}

const LINES = ['told', 'seen', 'answered'] as const;

function renderCurve({ curve, all }: ReachReport, view: View): Html {
  if (curve.length < 2) return NOTHING;
  const words = REACH_REPORT_WORDS[view.options.language];
  const offset = view.options.offsetMinutes ?? 0;
  const plot = {
    label: words.times.chart,
    moments: curve.map(({ at }) => instantToWall(at, offset)),
    lines: LINES.map((name) => ({ name, heights: curve.map((point) => point[name]) })),
  };
  return html`<section class="curve-part">
    ${renderPlot(plot, view)}
    <ul class="legend">
      ${LINES.map(
        (name) =>
          html`<li><i class="swatch swatch-${name}"></i>${words[name]} <b>${grouped(all[name])}</b></li>`,
      )}
    </ul>
  </section>`;
}

function renderTable({ name, heading, note, head, rows }: ReachTable): Html {
  if (rows.length === 0) return NOTHING;
  return html`<section class="reach-${name}" aria-labelledby="${name}-h">
    <h2 id="${name}-h">${heading}</h2>
    ${note !== undefined && html`<p class="quiet">${note}</p>`}
    <table>
      <thead>
        <tr>
          ${head.map((text) => (text === '' ? html`<td></td>` : html`<th scope="col">${text}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first = '', ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((text, i) => html`<td data-label="${head[i + 1] ?? ''}">${text}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

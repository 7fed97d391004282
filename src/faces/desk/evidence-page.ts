import { renderAboutLine } from './about-page.ts';
import { renderLanguages } from './board-head.ts';
import type { EvidenceRow } from './evidence.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { renderShell } from './page-shell.ts';
import { boardHref, clockText, grouped, viewOf, whyHref } from './view.ts';
import type { BoardOptions, View } from './view.ts';

/** The page a figure opens: every entry it rests on, with who says so. No entries is an answer too. */
export function renderEvidence(
  figure: string,
  entries: readonly EvidenceRow[],
  options: BoardOptions,
): string {
  const view = viewOf(options, undefined);
  const { why, head } = view.words;
  const clock = clockText(view);
  return renderShell({
    language: options.language,
    title: `${why.title}: ${figure}`,
    css: `${options.base}/board.css`,
    bodyClass: 'why',
    content: html`<header class="head">
        ${options.isReplay && html`<p class="replay"><strong>${head.replay}</strong> <span>${head.replayNote}</span></p>`}
        <div class="masthead">
          <h1>${why.title}</h1>
          <p class="facts">
            <code>${figure}</code> ·
            ${why.entries(grouped(entries.length), entries.length)}${clock !== undefined && ` · ${clock}`}
          </p>
          ${renderLanguages(view, (language) => whyHref(options, figure, language))}
        </div>
        <p class="back"><a href="${boardHref(options)}">← ${why.back}</a></p>
      </header>
      <main>
        ${
          entries.length === 0
            ? html`<p class="quiet">${why.none}</p>`
            : html`<ol class="evidence">
                ${entries.map((row) => renderEntry(row, view))}
              </ol>`
        }
      </main>
      <footer>${renderAboutLine(view)}</footer>`,
  });
}

/** One entry in a list of them. */
export function renderEntry(row: EvidenceRow, view: View): Html {
  const { why } = view.words;
  const { source } = row;
  const said =
    source && [source.stance, source.link, source.grade].filter((t) => t !== undefined).join(' · ');
  return html`<li>
    <p class="when">${row.when}</p>
    <div>
      <p class="says">
        ${row.sentence}${row.places !== undefined && html` <span class="quiet">${row.places}</span>`}
      </p>
      ${source ? html`<p class="details">${why.source}: ${said} <code>${source.id}</code></p>` : NOTHING}
      ${row.text !== undefined && html`<p class="written"><span class="details">${why.asWritten}</span> <span class="pre">${row.text}</span></p>`}
      ${row.quote !== undefined && html`<blockquote><span class="details">${why.quote}</span> <span class="pre">${row.quote}</span></blockquote>`}
      <p class="details">
        ${why.entry} <code class="id">${row.id}</code>${!row.isLogged && html` · ${why.notLogged}`}
      </p>
    </div>
  </li>`;
}

import { BRACKET_WORDS } from '../../acts/words/bracket-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { EvidenceRow } from './evidence.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { renderSubPage } from './sub-page.ts';
import { clockText, grouped, viewOf, whyHref } from './view.ts';
import type { BoardOptions, View } from './view.ts';

/** The page a figure opens: every entry it rests on, with who says so. No entries is an answer too. */
export function renderEvidence(
  figure: string,
  entries: readonly EvidenceRow[],
  options: BoardOptions,
): string {
  const view = viewOf(options, undefined);
  const { why } = view.words;
  const page = {
    heading: why.title,
    title: `${why.title}: ${figure}`,
    facts: html`<code>${figure}</code> · ${why.entries(grouped(entries.length), entries.length)} ·
      ${clockText(view)}`,
    hrefOf: (language: Language) => whyHref(options, figure, language),
    main: entries.length === 0 ? html`<p class="quiet">${why.none}</p>` : renderEntries(entries, view),
  };
  return renderSubPage(page, view);
}

/** Entries one after the other, each with what it says and who says so. */
export function renderEntries(entries: readonly EvidenceRow[], view: View): Html {
  return html`<ol class="evidence">
    ${entries.map((row) => renderEntry(row, view))}
  </ol>`;
}

function renderSigned({ span, bounds }: NonNullable<EvidenceRow['signed']>, { options }: View): Html {
  return html`<details class="details bracket">
    <summary>${BRACKET_WORDS[options.language].heading}: ${span}</summary>
    <ul>
      ${bounds.map((line) => html`<li>${line}</li>`)}
    </ul>
  </details>`;
}

function renderEntry(row: EvidenceRow, view: View): Html {
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
      ${row.signed ? renderSigned(row.signed, view) : NOTHING}
    </div>
  </li>`;
}

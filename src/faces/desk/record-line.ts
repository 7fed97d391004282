import type { Situation } from '../../situation/situation.ts';
import { claimText, isOpinion, stancesText } from './claim-words.ts';
import { claimFigure } from './figures.ts';
import { html, joined, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { figureLink, grouped, whenOf } from './view.ts';
import type { View } from './view.ts';

/** What the record itself lacks: said on every board, so that a gap is never taken for calm. */
export function renderRecordLine({ entries, unlogged, unread, chains }: Situation, view: View): Html {
  const words = view.words.integrity;
  const gaps = chains.filter((c) => c.missing > 0);
  const missing = gaps.reduce((n, c) => n + c.missing, 0);
  const [forks, ahead] = [chains.reduce((n, c) => n + c.forked.length, 0), chains.reduce((n, c) => n + c.ahead.length, 0)];
  const parts: readonly Html[] = [
    figureLink(view, 'entries', words.entries(grouped(entries), entries)),
    ...(unlogged > 0 ? [html`<span>${words.unlogged(grouped(unlogged), unlogged)}</span>`] : []),
    ...(missing > 0 ? [html`<span class="warn">${words.missing(missing, gaps.length)}</span>`] : []),
    ...(forks > 0 ? [figureLink(view, 'forks', words.forks(grouped(forks), forks))] : []),
    ...(unread > 0 ? [html`<span class="warn">${words.unread(grouped(unread), unread)}</span>`] : []),
    ...(ahead > 0 ? [figureLink(view, 'ahead', words.ahead(grouped(ahead), ahead))] : []),
    ...(unlogged + missing + forks + unread + ahead === 0 ? [html`<span>${words.whole}</span>`] : []),
  ];
  return html`<p class="record-line"><b>${words.heading}</b> ${joined(parts, html` · `)}</p>`;
}

/** Judgements and what lies behind the day: folded away, in nobody's lane, counted nowhere. */
export function renderOpinions({ lanes }: Situation, view: View): Html {
  const opinions = lanes.flatMap((l) => l.claims).filter(isOpinion);
  if (opinions.length === 0) return NOTHING;
  const { words, terms } = view;
  return html`<details id="opinions" class="opinions"><summary>${words.opinions.heading(grouped(opinions.length), opinions.length)}</summary><p class="quiet">${words.opinions.note}</p>
<ul>${opinions.map(
    (c) => html`<li>${figureLink(view, claimFigure(c.id), c.modality === 'opinion' ? terms.acts[c.act].noun : claimText(c, view))} <span class="details">${[c.topic ?? '', stancesText(c, view), words.grades[c.grade], whenOf(view, c.when)].filter((t) => t !== '').join(' · ')}</span></li>`,
  )}</ul></details>`;
}

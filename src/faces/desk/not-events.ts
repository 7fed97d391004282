import type { Situation } from '../../situation/situation.ts';
import { claimText, isCall, isOpinion, placesText, stancesText } from './claim-words.ts';
import { topicWords } from '../../acts/words/sentence-words.ts';
import { saidWords } from './board-head.ts';
import { claimFigure } from './figures.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { figureLink, grouped, whenOf } from './view.ts';
import type { View } from './view.ts';

/** Judgements and what lies behind the day: folded away, in nobody's lane, counted nowhere. */
export function renderOpinions({ lanes }: Situation, view: View): Html {
  const opinions = lanes.flatMap((l) => l.claims).filter(isOpinion);
  if (opinions.length === 0) return NOTHING;
  const { words, terms } = view;
  return html`<details id="opinions" class="opinions">
    <summary>${words.opinions.heading(grouped(opinions.length), opinions.length)}</summary>
    <p class="quiet">${words.opinions.note}</p>
    <ul>
      ${opinions.map(
        (c) =>
          html`<li>
            ${figureLink(view, claimFigure(c.id), c.modality === 'opinion' ? terms.acts[c.act].noun : claimText(c, view))}${saidWords(c.entries, view)}
            <span class="details"
              >${[c.topic === undefined ? '' : topicWords(c.topic, view.options.language), stancesText(c, view), words.grades[c.grade], whenOf(view, c.when)].filter((t) => t !== '').join(' · ')}</span
            >
          </li>`,
      )}
    </ul>
  </details>`;
}

/** What is asked of others: needs, offers, pickets, addresses. What is not stated is not filled in. */
export function renderCalls({ lanes }: Situation, view: View): Html {
  const calls = lanes.flatMap((l) => l.claims).filter(isCall);
  if (calls.length === 0) return html`<p class="quiet">${view.words.calls.none}</p>`;
  return html`<ul class="calls">
    ${calls.map(
      (c) =>
        html`<li>
          ${figureLink(view, claimFigure(c.id), claimText(c, view))}${saidWords(c.entries, view)}
          <span class="details"
            >${[c.topic === undefined ? '' : topicWords(c.topic, view.options.language), placesText(c.places, view), whenOf(view, c.when), stancesText(c, view), view.words.grades[c.grade]].filter((t) => t !== '').join(' · ')}</span
          >
        </li>`,
    )}
  </ul>`;
}

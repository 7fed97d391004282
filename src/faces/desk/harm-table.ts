import type { Harm, Situation } from '../../situation/situation.ts';
import { standingOf } from './claim-words.ts';
import { harmFigure } from './figures.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { figureLink, grouped, rangeText } from './view.ts';
import type { View } from './view.ts';

/** Force and harm by act: counts only, with how firmly each is said. A rumour stands apart and never as a fact. */
export function renderHarm(situation: Situation, view: View): Html {
  const words = view.words.harm;
  if (situation.harm.length === 0) return html`<p class="quiet">${words.none}</p>`;
  const facts = situation.harm.filter((h) => !h.isRumour);
  const rumours = situation.harm.filter((h) => h.isRumour);
  return html`${
    facts.length > 0 &&
    html`<ul class="harm">
      ${facts.map((h) => line(h, situation, view))}
    </ul>`
  }
  ${
    rumours.length > 0 &&
    html`<h3>${words.rumour}</h3>
      <ul class="harm rumours">
        ${rumours.map((h) => line(h, situation, view))}
      </ul>`
  }`;
}

function line(harm: Harm, situation: Situation, view: View): Html {
  const { terms, words } = view;
  const people =
    harm.people === undefined ? words.harm.noNumber : `${words.harm.people}: ${rangeText(harm.people)}`;
  return html`<li>
    <span class="what">${figureLink(view, harmFigure(harm.act), terms.acts[harm.act].noun)}</span>
    <b>${words.harm.toldTimes(grouped(harm.told), harm.told)}</b>
    <span class="details">${[...modalities(harm, situation, view), people].join(' · ')}</span>
  </li>`;
}

/** "attempted, failed 2": so that an attempt is never counted as done. */
function modalities({ act }: Harm, { lanes }: Situation, { terms, words }: View): readonly string[] {
  const claims = lanes
    .flatMap((l) => l.claims)
    .filter((c) => c.act === act && c.modality !== 'opinion' && c.modality !== 'planned');
  const byWord = Map.groupBy(claims, (c) =>
    c.grade === 'rumour' ? words.lanes.rumour : standingOf(c) === 'done' ? '' : terms.modalities[c.modality],
  );
  return [...byWord].filter(([word]) => word !== '').map(([word, of]) => `${word} ${grouped(of.length)}`);
}

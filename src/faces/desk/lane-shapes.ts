import type { Lane } from '../../record/kinds/vocabulary.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import type { View } from './view.ts';

/** Masks, hatches and the hand, once for all drawings. */
export function renderShapes(lanes: readonly Lane[]): Html {
  const fade = (name: string, stops: readonly (readonly [number, number])[]): Html =>
    html`<linearGradient id="g-${name}"
        >${stops.map(
          ([at, strength]) => html`<stop offset="${at}" stop-color="#fff" stop-opacity="${strength}" />`,
        )}</linearGradient
      ><mask id="m-${name}" maskContentUnits="objectBoundingBox"
        ><rect width="1" height="1" fill="url(#g-${name})"
      /></mask>`;
  return html`<svg class="shapes" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>
      ${fade('in', [
        [0, 0.06],
        [1, 1],
      ])}${fade('out', [
        [0, 1],
        [1, 0.06],
      ])}${fade('both', [
        [0, 0.12],
        [0.3, 1],
        [0.7, 1],
        [1, 0.12],
      ])}
      ${lanes.map((lane) => html`<pattern id="h-${lane}" class="lane-${lane}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" class="hatch-under" /><rect width="2.5" height="7" class="hatch-line" /></pattern>`)}
      <g id="hand">
        <circle r="10" class="hand-disc" />
        <path
          class="hand-palm"
          d="M-4.4 1.2v-4.1M-1.5-1v-4.9M1.5-1v-4.6M4.3 1v-3.6M-4.4.8c0 3.6 1.6 5.4 4.4 5.4 2.6 0 4.3-1.7 4.3-5"
        />
      </g>
    </defs>
  </svg>`;
}

/** What the drawing means, beside it. */
export function renderKey({ words: { lanes } }: View): Html {
  const sample = (standing: string, mask: string): Html =>
    html`<svg class="sample lane-authorities" width="34" height="16" aria-hidden="true">
      <rect
        class="bar bar-${standing}"
        x="1"
        y="1"
        width="32"
        height="14"
        ${standing === 'tried' ? html` fill="url(#h-authorities)"` : NOTHING}${mask === '' ? NOTHING : html` mask="url(#m-${mask})"`}
      />
      ${mask === 'in' && html`<line class="edge" x1="32" x2="32" y1="0" y2="16" />`}
    </svg>`;
  const hand = html`<svg class="sample" width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true">
    <use href="#hand" />
  </svg>`;
  return html`<ul class="key">
    <li>${sample('done', '')} ${lanes.key.done}</li>
    <li>${sample('tried', '')} ${lanes.key.tried}</li>
    <li>${sample('said', '')} ${lanes.key.said}</li>
    <li>${sample('done', 'in')} ${lanes.key.bounded}</li>
    <li>${sample('done', 'out')} ${lanes.key.open}</li>
    <li>${hand} ${lanes.key.refused}</li>
  </ul>`;
}

import { HOME_STATES } from '../../record/kinds/vocabulary.ts';
import type { Home } from '../../situation/homes.ts';
import type { Situation } from '../../situation/situation.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { figureLink, grouped, whenOf } from './view.ts';
import type { View } from './view.ts';

// More squares than this are a texture and no count; the legend has the numbers.
const SQUARES_MAX = 600;
// From here on the squares are drawn smaller, so that a large settlement still fits beside the rest.
const MANY = 150;
const CODES_MAX = 200;

// H2 stands before H10.
const BY_NUMBER = new Intl.Collator('en', { numeric: true });

/** The ring as a frame round the homes, its approaches on the frame. A scheme: where things lie is not known here. */
export function renderRing({ ring, homes }: Situation, view: View): Html {
  const { words } = view;
  const list = homes.list.toSorted((a, b) => BY_NUMBER.compare(a.code, b.code));
  const approaches = ring.approaches.map((a) => {
    const time = a.when === undefined ? '' : ` · ${whenOf(view, a.when)}`;
    return html`<li class="gate gate-${a.state}">
      ${figureLink(view, `approach-${a.code}`, html`<b>${a.code}</b> ${view.terms.approachStates[a.state]}${time}`)}
    </li>`;
  });
  return html`${
      approaches.length > 0
        ? html`<h3 class="unseen">${words.ring.approaches}</h3>
            <ul class="gates">
              ${approaches}
            </ul>`
        : NOTHING
    }
    <div class="ring-frame ring-frame-${ring.state}">${squares(list, view)}</div>
    <p class="outside">
      ${ring.outside === undefined ? words.ring.outsideUnknown : words.ring.outside(ring.outside.name)}
    </p>
    ${legend(homes, view)}${byCode(list, view)}`;
}

function squares(list: readonly Home[], view: View): Html {
  if (list.length === 0) return html`<p class="quiet">${view.words.ring.noHomes}</p>`;
  const rest = list.length - SQUARES_MAX;
  return html`<div
      class="squares${list.length > MANY ? ' squares-many' : ''}"
      role="img"
      aria-label="${view.words.ring.chart}"
    >
      ${list.slice(0, SQUARES_MAX).map((h) => html`<i class="home home-${h.state}" title="${h.code}: ${view.terms.homeStates[h.state]}"></i>`)}
    </div>
    ${rest > 0 && html`<p class="quiet">${view.words.ring.moreHomes(grouped(rest), rest)}</p>`}`;
}

function legend({ counts }: Situation['homes'], view: View): Html {
  return html`<ul class="legend">
    ${HOME_STATES.map(
      (state) =>
        html`<li>
          <i class="home home-${state}"></i
          >${figureLink(view, `homes-${state}`, html`${view.terms.homeStates[state]} <b>${grouped(counts[state])}</b>`)}
        </li>`,
    )}
  </ul>`;
}

/** Homes somebody said something about, by state. */
function byCode(list: readonly Home[], view: View): Html {
  const told = list.filter((h) => h.by !== undefined);
  if (told.length === 0) return NOTHING;
  return html`<details id="homes-by-code">
    <summary>${view.words.ring.homesByCode}</summary>
    ${HOME_STATES.map((state) => {
      const of = told.filter((h) => h.state === state);
      if (of.length === 0) return NOTHING;
      const rest = of.length - CODES_MAX;
      return html`<p class="codes">
        <b>${view.terms.homeStates[state]}</b>
        ${of.slice(0, CODES_MAX).map((h) => html`${figureLink(view, `home-${h.code}`, h.code)} `)}${rest > 0 && view.words.ring.moreHomes(grouped(rest), rest)}
      </p>`;
    })}
  </details>`;
}

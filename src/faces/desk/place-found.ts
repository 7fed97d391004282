import { PLACE_WORDS } from '../../acts/words/place-words.ts';
import { PLAN_EDITOR_WORDS } from '../../acts/words/plan-editor-words.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { spotId } from './place-form.ts';
import type { DrawnPlan } from './place-form.ts';
import { spotName } from './place-look.ts';
import type { Look, Said } from './place-look.ts';

// What is refused stands at its field too; whoever has mended these sees the others.
const SHOWN_MAX = 50;

/** What is to be mended and what was found, each leading to its field. */
export function renderFound(look: Look, drawn: DrawnPlan): Html {
  const words = PLAN_EDITOR_WORDS[drawn.language];
  const { unsafe, note, nothingUnsafe } = PLACE_WORDS[drawn.language];
  if (!look.isPlan)
    return html`<h2>${words.mendTitle}</h2>
      ${list(look.refused, undefined, drawn)}
      <p class="quiet">${words.notYetChecked}</p>`;
  return html`<h2>${words.foundTitle}</h2>
    ${look.unsafe.length === 0 ? html`<p><strong>${nothingUnsafe}</strong></p>` : list(look.unsafe, unsafe, drawn)}
    ${look.notes.length > 0 && list(look.notes, note, drawn)}`;
}

function list(said: readonly Said[], weight: string | undefined, { draft, language }: DrawnPlan): Html {
  return html`<ul class="${weight === undefined ? 'refused' : 'found'}">
    ${said.slice(0, SHOWN_MAX).map(
      ({ spot, says, todo }) =>
        html`<li>
          ${weight !== undefined && html`<b class="weight">${weight}</b> `}<a href="#${spotId(spot)}"
            >${weight === undefined ? spotName(spot, draft, language) : says}</a
          >
          <span class="quiet">${weight === undefined ? says : todo}</span>
        </li>`,
    )}
    ${said.length > SHOWN_MAX && html`<li>${PLAN_EDITOR_WORDS[language].more(said.length - SHOWN_MAX)}</li>`}
  </ul>`;
}

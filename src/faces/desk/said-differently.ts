import { HOME_STATES } from '../../record/kinds/vocabulary.ts';
import type { Contradiction, Version } from '../../situation/claims.ts';
import type { Situation } from '../../situation/situation.ts';
import { bodiesText } from './claim-words.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { capital, codeText, figureLink, rangeText, whenOf } from './view.ts';
import type { View } from './view.ts';

/** What sources tell differently, every version beside the others with who says it. Nobody decides here. */
export function renderDifferences({ contradictions }: Situation, view: View): Html {
  if (contradictions.length === 0) return html`<p class="quiet">${view.words.differ.none}</p>`;
  return html`<ul class="differ">
    ${contradictions.map((c, i) => difference(c, i + 1, view))}
  </ul>`;
}

function difference(contradiction: Contradiction, n: number, view: View): Html {
  const { words } = view;
  const byText = Map.groupBy(contradiction.versions, (v) => versionText(v, view));
  const sources = new Set(contradiction.versions.map((v) => v.source.id));
  const roots = new Set(contradiction.versions.map((v) => v.source.root));
  return html`<li>
    <p>
      <span class="quiet">${words.differ.about[contradiction.about]}:</span>
      ${figureLink(view, `contradiction-${n}`, capital(subjectText(contradiction, view)))}
    </p>
    <ul class="versions">
      ${[...byText].map(([text, of]) => html`<li><b>${text}</b> <span class="details">${saidBy(of, view)}</span></li>`)}
    </ul>
    <p class="details">${words.differ.counts(byText.size, sources.size, roots.size)}</p>
  </li>`;
}

function subjectText({ about, subject, episode }: Contradiction, view: View): string {
  const { terms, words } = view;
  if (about === 'home') return words.differ.home(subject);
  if (episode === undefined) return subject;
  if (episode.topic === 'total') return words.differ.total;
  const who =
    episode.group === undefined
      ? bodiesText(episode.actors, terms.bodies)
      : codeText(episode.group, terms.groups);
  const noun = terms.acts[episode.act].noun;
  return `${noun}${who === '' ? '' : `, ${who}`} · ${whenOf(view, episode.when)}`;
}

function versionText({ number, modality, state }: Version, { terms }: View): string {
  if (number !== undefined) return rangeText(number);
  const home = HOME_STATES.find((s) => s === state);
  if (home !== undefined) return terms.homeStates[home];
  if (modality === undefined) return '–';
  return terms.modalities[modality] === ''
    ? terms.clauses.done({ noun: '✓', did: '✓', to: '✓' })
    : terms.modalities[modality];
}

function saidBy(versions: readonly Version[], { terms }: View): string {
  const said = versions.map(
    ({ source }) => `${terms.stances[source.stance]} ${source.id}, ${terms.links[source.link]}`,
  );
  return [...new Set(said)].join('; ');
}

import { topicWords } from '../../acts/words/sentence-words.ts';
import { dateText } from '../../acts/words/when.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { EntryId } from '../../record/names.ts';
import type { Situation } from '../../situation/situation.ts';
import { bodiesText, stancesText } from './claim-words.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { renderIncidentSwitch } from './incident-switch.ts';
import { boardHref, clockText, figureLink, timeOf, whenOf } from './view.ts';
import type { View } from './view.ts';

/** Each language by its own name, so that nobody has to read another to find it. */
export const OWN_NAMES: Readonly<Record<Language, string>> = { kk: 'қазақша', ru: 'русский', en: 'English' };

/** Name of the place and the day, how fresh it is, the ring, and whether it is only a replay. */
export function renderHead(situation: Situation, view: View): Html {
  const { words, options } = view;
  const since =
    situation.ring.since && situation.ring.state !== 'none' ? ` · ${whenOf(view, situation.ring.since)}` : '';
  const facts = [
    situation.date !== undefined && !situation.isYearStated && words.head.yearNotStated,
    words.head.asOf(timeOf(view, situation.asOf)),
    options.lastEntryAt !== undefined && words.head.lastEntry(timeOf(view, options.lastEntryAt)),
    clockText(view),
  ].filter((fact) => fact !== false);
  return html`<header class="head" data-part="head" data-as-of="${timeOf(view, situation.asOf)}">
    ${options.isReplay && html`<p class="replay"><strong>${words.head.replay}</strong> <span>${words.head.replayNote}</span></p>`}
    <div class="masthead">
      <h1>${titleOf(situation, view)}</h1>
      <p class="facts">${facts.join(' · ')}</p>
      <p class="ring-pill ring-is-${situation.ring.state}">
        ${figureLink(view, 'ring', `${words.head.ring[situation.ring.state]}${since}`)}
      </p>
      ${renderLanguages(view, (language) => boardHref(options, language))}
    </div>
    ${renderIncidentSwitch(view)}
  </header>`;
}

export function titleOf(situation: Pick<Situation, 'settlement' | 'date'>, { words, options }: View): string {
  const place = situation.settlement ?? words.noSettlement;
  return situation.date === undefined ? place : `${place}, ${dateText(situation.date, options.language)}`;
}

export function renderLanguages({ words, options }: View, hrefOf: (language: Language) => string): Html {
  return html`<nav class="languages" aria-label="${words.head.languages}">
    ${LANGUAGES.map((language) =>
      language === options.language
        ? html`<span lang="${language}" aria-current="true">${OWN_NAMES[language]}</span>`
        : html`<a href="${hrefOf(language)}" lang="${language}" hreflang="${language}"
            >${OWN_NAMES[language]}</a
          >`,
    )}
  </nav>`;
}

/** How the day ended, as somebody tells it: a claim like any other. What it was stands in the teller's own words. */
export function renderOutcome(situation: Situation, view: View): Html {
  const told = situation.lanes
    .flatMap((l) => l.claims)
    .filter((c) => c.act === 'claim.outcome' && c.modality !== 'opinion');
  if (told.length === 0) return NOTHING;
  return html`<p class="outcome">
    ${figureLink(view, 'outcome', view.words.head.outcome)}:
    ${told.map(
      (c, i) =>
        html`${i > 0 && ' · '}${bodiesText(c.actors, view.terms.bodies)}${c.topic !== undefined && html` <b>${topicWords(c.topic, view.options.language)}</b>`}${saidWords(c.entries, view)}
          <span class="quiet">· ${stancesText(c, view)}, ${view.words.grades[c.grade]}</span>`,
    )}
  </p>`;
}

/** The words of the first entry that has any, as a quotation. */
export function saidWords(entries: readonly EntryId[], { options }: View): Html {
  const text = entries.map((id) => options.textOf?.(id)).find((words) => words !== undefined);
  return text === undefined ? NOTHING : html` <q>${text}</q>`;
}

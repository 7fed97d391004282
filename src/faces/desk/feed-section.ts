import { feedSentences } from '../../acts/dispatch/feed-voice.ts';
import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import { FEED_WORDS } from '../../acts/words/feed-words.ts';
import type { FeedWords } from '../../acts/words/feed-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { FeedTemplate } from '../../record/kinds/feed.ts';
import { mayWrite } from '../../record/readers.ts';
import type { Pending, People } from '../../situation/people.ts';
import { feedMark } from '../kit/committee-matters.ts';
import { OWN_NAMES } from './board-head.ts';
import { agreeButton } from './committee-acts.ts';
import type { Actor } from './committee-acts.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import type { View } from './view.ts';

/** What the feed of alarms says or might say. */
export type ShownFeed = {
  readonly isOpen: boolean;
  /** What it would say as the place is now. */
  readonly proposed: FeedTemplate;
  /** Whether this program says with a template what was signed. */
  readonly isOwn: (template: FeedTemplate) => boolean;
};

type Showing = {
  readonly people: People;
  /** Whose key is open; without one the words are only shown. */
  readonly actor: Actor | undefined;
  readonly view: View;
};

const SHOWN_CHARS = 8;

/**
 * The exact words of the feed in every language, and below them the button by which a keyholder approves them: those that are
 * approved, those that wait for a second, and what could be approved now.
 */
export function feedSection(feed: ShownFeed, showing: Showing): Html {
  const { people, actor, view } = showing;
  const words = FEED_WORDS[view.options.language];
  const approved = people.feed?.template;
  const waiting = people.pending.flatMap((each) =>
    each.matter.kind === 'feed' ? [{ pending: each, template: each.matter.template }] : [],
  );
  const state = feed.isOpen ? 'in-force' : approved === undefined ? 'none' : 'other-words';
  const mayAct = actor !== undefined && mayWrite(actor.role, 'feed.approve');
  // A template that only bears the hash of others hides nothing.
  const known = [...(approved ? [approved] : []), ...waiting.map(({ template }) => template)].filter(
    feed.isOwn,
  );
  const isNew = !known.some((each) => each.words === feed.proposed.words);
  const stop = html`<button type="button" class="plain" data-act="stop-feed">${words.stop}</button>`;
  return html`<section id="feed" class="feed">
    <h2>${words.heading}</h2>
    <p class="quiet">${words.what}</p>
    <p>
      <b>${words.states[state]}</b>
      ${mayAct && (approved !== undefined || waiting.length > 0) && stop}
    </p>
    ${
      approved &&
      feed.isOpen &&
      html`<details class="feed-words">
        <summary>${words.said}</summary>
        ${sentences(approved, words)}
      </details>`
    }
    ${waiting.map(({ pending, template }) => waitingBlock(pending, template, feed, showing))}
    ${isNew && block(words.proposed, feed.proposed, mayAct ? approveButton(feed.proposed, words) : NOTHING, words)}
  </section>`;
}

function waitingBlock(
  pending: Pending,
  template: FeedTemplate,
  { isOwn }: ShownFeed,
  { actor, view }: Showing,
): Html {
  const { language } = view.options;
  const words = FEED_WORDS[language];
  const who = pending.said.map(({ n, by }) =>
    n === undefined ? by.slice(0, SHOWN_CHARS) : COMMITTEE_WORDS[language].keyholder(n),
  );
  const heading = words.waits(who.join(', '));
  if (!isOwn(template))
    return html`<h3>${heading}</h3>
      <p>${words.otherProgram}</p>`;
  return block(heading, template, actor ? agreeButton(pending, actor, view) : NOTHING, words);
}

function approveButton(template: FeedTemplate, words: FeedWords): Html {
  return html`<button
    type="button"
    data-act="feed"
    data-matter="${JSON.stringify({ kind: 'feed', template })}"
  >
    ${words.approve}
  </button>`;
}

/** All that can be said with a template, and then what may be done with it. */
function block(heading: string, template: FeedTemplate, act: Html, words: FeedWords): Html {
  return html`<div class="feed-words">
    <h3>${heading}</h3>
    ${sentences(template, words)} ${act !== NOTHING && html`<p class="buttons">${act}</p>`}
  </div>`;
}

function sentences(template: FeedTemplate, words: FeedWords): Html {
  const inLanguage = (language: Language): Html =>
    html`<div lang="${language}">
      <h4>${OWN_NAMES[language]}</h4>
      ${feedSentences(template, language).map(
        (group) =>
          html`<ul>
            ${group.map((sentence) => html`<li>${sentence}</li>`)}
          </ul>`,
      )}
    </div>`;
  const facts = [
    words.clock(offsetText(template)),
    circleText(template, words),
    words.mark(feedMark(template)),
  ];
  return html`<div class="languages-side-by-side">${LANGUAGES.map(inLanguage)}</div>
    <p class="quiet">${facts.join(' ')}</p>`;
}

const HOUR_MIN = 60;

/** `UTC+05:00`. */
function offsetText({ offsetMinutes }: FeedTemplate): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const away = Math.abs(offsetMinutes);
  return `UTC${offsetMinutes < 0 ? '−' : '+'}${two(Math.floor(away / HOUR_MIN))}:${two(away % HOUR_MIN)}`;
}

const HUNDREDTHS = 100;

function circleText({ circle }: FeedTemplate, words: FeedWords): string {
  if (circle === undefined) return words.noCircle;
  const point = [circle.latE2, circle.lonE2].map((degrees) => (degrees / HUNDREDTHS).toFixed(2)).join(', ');
  return words.circle(point, circle.radiusKm);
}

import type { Instant } from '../../base/instant.ts';
import { CAP_WORDS } from '../words/cap-words.ts';
import type { Language } from '../words/words.ts';
import {
  CAP_LIFE_MS,
  capDescription,
  capHeadline,
  capIdentifier,
  capTime,
  lastState,
  nameOf,
  shownStates,
} from './cap.ts';
import type { CapAlarm, CapPlace } from './cap.ts';
import { element, printXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

export type Feed = {
  /** An absolute IRI that never changes, though the feed moves. */
  readonly id: string;
  /** Where it is read now. */
  readonly self: string;
  /** Where the CAP message of this identifier is read. */
  readonly linkOf: (identifier: string) => string;
  readonly language: Language;
  /** When the feed began: it was updated then, if never after. */
  readonly begun: Instant;
};

/**
 * The alarms of a hub that are current at `asOf` as an Atom 1.0 feed (RFC 4287), newest first, each by its last message; those
 * that its place's messages may not tell of are left out. The same alarm has the same id in every language and state.
 */
export function atomFeed(alarms: readonly CapAlarm[], place: CapPlace, feed: Feed, asOf: Instant): string {
  const current = alarms
    .filter((alarm) => shownStates(alarm, place).length > 0 && lastState(alarm).at + CAP_LIFE_MS > asOf)
    .toSorted((a, b) => lastState(b).at - lastState(a).at || (a.id < b.id ? -1 : 1));
  const [newest] = current;
  const { language, begun } = feed;
  const content = [
    element('id', feed.id),
    element('title', CAP_WORDS[language].feed(nameOf(place, language))),
    element('updated', capTime(newest ? lastState(newest).at : begun, place)),
    element('author', [element('name', nameOf(place, language))]),
    element('link', undefined, { rel: 'self', type: 'application/atom+xml', href: feed.self }),
    ...current.map((alarm) => entryOf(alarm, place, feed)),
  ];
  return printXml(
    element('feed', content, { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': feed.language }),
  );
}

function entryOf(alarm: CapAlarm, place: CapPlace, { id, linkOf, language }: Feed): XmlElement {
  const states = shownStates(alarm, place);
  const [first = alarm.states[0]] = states;
  const link = linkOf(capIdentifier(alarm, place, states.length));
  return element('entry', [
    element('id', `${id}#${alarm.id}`),
    element('title', capHeadline(alarm, place, language)),
    element('updated', capTime(lastState(alarm).at, place)),
    element('published', capTime(first.at, place)),
    element('summary', capDescription(alarm, language)),
    element('link', undefined, { rel: 'alternate', type: 'application/cap+xml', href: link }),
  ]);
}

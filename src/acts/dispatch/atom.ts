import type { Instant } from '../../base/instant.ts';
import type { Language } from '../words/words.ts';
import { capIdentifier, capTime } from './cap.ts';
import type { CapPlace } from './cap.ts';
import { lastState } from './feed-alarm.ts';
import type { FeedAlarm } from './feed-alarm.ts';
import { feedVoice } from './feed-voice.ts';
import { element, printXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** How it is called below its secret address; beside it `cap/IDENTIFIER.xml`. */
export const ATOM_FILE = 'atom.xml';

export type Feed = {
  readonly language: Language;
  /** When the feed began: it was updated then, if never after. */
  readonly begun: Instant;
};

/**
 * Alarms as an Atom 1.0 feed (RFC 4287), in the order in which they are given, the newest first, each by its last message.
 * The feed and an alarm keep their ids wherever they are read, in every language and state. Its links are relative to where it
 * was read (RFC 3986, 5.1.3): passed on, it does not give away the secret address.
 */
export function atomFeed(alarms: readonly FeedAlarm[], place: CapPlace, feed: Feed): string {
  const [newest] = alarms;
  const { language, begun } = feed;
  const { title, area } = feedVoice(place.template, language);
  const content = [
    element('id', idOf(place.sender)),
    element('title', title),
    element('updated', capTime(newest ? lastState(newest).at : begun, place.template)),
    element('author', [element('name', area)]),
    element('link', undefined, {
      rel: 'self',
      type: 'application/atom+xml',
      href: `${ATOM_FILE}?lang=${language}`,
    }),
    ...alarms.map((alarm) => entryOf(alarm, place, feed)),
  ];
  return printXml(
    element('feed', content, { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': feed.language }),
  );
}

/** Names and leads nowhere (RFC 9562). */
function idOf(uuid: string): string {
  return `urn:uuid:${uuid}`;
}

function entryOf(alarm: FeedAlarm, place: CapPlace, { language }: Feed): XmlElement {
  const voice = feedVoice(place.template, language);
  const last = lastState(alarm);
  const { headline, says } =
    last.over === undefined
      ? {
          headline: voice.headline(alarm.act),
          says: `${voice.certainty(last.sureness)} ${voice.instruction(last.way)}`,
        }
      : voice.over(last.over);
  return element('entry', [
    element('id', idOf(alarm.name)),
    element('title', headline),
    element('updated', capTime(last.at, place.template)),
    element('published', capTime(alarm.states[0].at, place.template)),
    element('summary', says),
    element('link', undefined, {
      rel: 'alternate',
      type: 'application/cap+xml',
      href: `cap/${capIdentifier(alarm, last)}.xml`,
    }),
  ]);
}

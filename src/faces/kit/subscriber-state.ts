import type { Language } from '../../acts/words/words.ts';
import type { ReachShown, ShownAddress } from '../../engine/reach.ts';
import type { Offer } from '../../engine/subscribers.ts';

/** Where a page of a subscriber is, in which language, and what is to be told first. */
export type AtPage = {
  /** The path of the page without its query, such as `/subscribe/TOKEN`. */
  readonly base: string;
  readonly language: Language;
  readonly told?: string;
  /** By which a browser subscribes to the hub's notifications. */
  readonly pushKey?: string;
};

/** Whether somebody is asked for an address, or for the code that went there. */
export type SubscribeState =
  | { readonly kind: 'ask'; readonly offer: Offer }
  | ({ readonly kind: 'code'; readonly ticket: string } & ShownAddress);

/** What somebody on the list may change; `left` once they are off it. */
export type OwnState =
  | { readonly kind: 'own'; readonly offer: Offer; readonly reach: ReachShown; readonly isNew: boolean }
  | { readonly kind: 'left' };

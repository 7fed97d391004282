import type { AlarmOrder } from '../../record/kinds/alarm.ts';
import type { Language } from './words.ts';
import { SIGN_EN } from './sign-en.ts';
import { SIGN_KK } from './sign-kk.ts';
import { SIGN_RU } from './sign-ru.ts';

/** Acts that a page offers to whoever has a key, one button each. */
export type SignLabels = {
  readonly letIn: string;
  readonly turnDown: string;
  /** Of a device that is in and asks for more. */
  readonly moreKeys: (count: number) => string;
  /** Beside the list of those who ask. */
  readonly letInNote: string;
  readonly agree: string;
  readonly saidByYou: string;
  readonly keys: string;
  readonly keysNote: string;
  /** `slot` 0 is the place log. */
  readonly slot: (slot: number) => string;
  readonly since: (index: number) => string;
  readonly withdraw: string;
  readonly hide: string;
  readonly showAgain: string;
  readonly keyField: string;
  readonly fromField: string;
  readonly invite: string;
  readonly role: string;
  readonly cell: string;
  readonly holdsFor: string;
  readonly hours: (hours: number) => string;
  readonly makeInvitation: string;
  readonly close: string;
  readonly putAway: string;
  readonly merge: string;
  readonly mergeFrom: string;
  readonly mergeInto: string;
  readonly raise: string;
  readonly whatIsSeen: string;
  readonly onlyADrill: string;
  readonly raiseIt: string;
  readonly votes: Readonly<Record<'confirm' | 'refute', string>>;
  /** What keyholders may order of an alarm. */
  readonly orders: Readonly<Record<AlarmOrder, string>>;
  readonly you: string;
  readonly speaksAs: (as: string) => string;
  readonly leave: string;
  /** What no page does. */
  readonly byCommand: string;
};

/** What an act does, said before it is signed. */
export type SignQuestions = {
  readonly letIn: (requests: string, keys: number) => string;
  readonly turnDown: (requests: string) => string;
  readonly revoke: (keys: string) => string;
  readonly revokeFrom: (index: number) => string;
  readonly mute: (keys: string) => string;
  readonly unmute: (keys: string) => string;
  readonly close: (incident: string) => string;
  readonly archive: (incident: string) => string;
  readonly raise: string;
  readonly drill: string;
  readonly votes: Readonly<Record<'confirm' | 'refute', string>>;
  /** What an order about an alarm does. */
  readonly order: Readonly<Record<AlarmOrder, string>>;
  readonly merge: (from: string, into: string) => string;
  readonly erase: (entry: string) => string;
  readonly groupKey: (role: string, number: number, recipient: string) => string;
  readonly invite: (as: string, until: string) => string;
  readonly leave: string;
  readonly forget: string;
  readonly forgetWaiting: (count: number) => string;
  readonly second: string;
  readonly final: string;
  readonly yes: string;
  readonly no: string;
};

/** Where a browser keeps a device, and opens it. */
export type DeviceWords = {
  readonly title: string;
  readonly insecure: string;
  readonly oldBrowser: string;
  readonly noneHere: string;
  readonly bringFiles: string;
  readonly bring: string;
  readonly bringNote: string;
  readonly passphrase: string;
  readonly passphraseNew: string;
  readonly open: string;
  readonly working: (percent: number) => string;
  readonly isOpen: (key: string) => string;
  readonly closeIt: string;
  readonly forgetIt: string;
  readonly brought: string;
  readonly faults: Readonly<
    Record<
      | 'none-here'
      | 'one-is-here'
      | 'damaged'
      | 'wrong-passphrase'
      | 'short-passphrase'
      | 'not-a-device'
      | 'other-place',
      string
    >
  >;
  /** Said when another copy of the key has signed too. */
  readonly copies: Readonly<Record<'older-copy' | 'forked', string>>;
  readonly hubSilent: string;
  readonly notHeard: string;
  readonly keptHere: (count: number) => string;
  readonly sentAgain: (count: number) => string;
  readonly sending: string;
  readonly nothingChosen: string;
  readonly notAKey: string;
  readonly gone: string;
  /** There is no key for this incident on the device. */
  readonly noKeyHere: string;
  readonly turnedDown: string;
  readonly invited: string;
  readonly invitedOnce: string;
  readonly print: string;
  readonly noLink: string;
  readonly failed: string;
};

export type JoinWords = {
  readonly title: string;
  readonly what: string;
  readonly withoutScript: string;
  readonly words: string;
  readonly wordsNote: string;
  readonly join: string;
  readonly notAnInvitation: string;
  readonly otherPlace: string;
  readonly invitedAs: (as: string) => string;
  readonly number: (number: number) => string;
  readonly tell: string;
  readonly waiting: string;
  readonly letIn: string;
  readonly onwards: string;
};

/** For which incidents to come a device has keys, and asking for more. */
export type SlotWords = {
  /** `incidents`: numbers and rows of them, `count` in all. */
  readonly have: (incidents: string, count: number, next: number) => string;
  readonly none: (next: number) => string;
  readonly row: (first: number, last: number) => string;
  readonly few: string;
  readonly more: string;
  readonly stillOpen: string;
  readonly keysStay: string;
};

/** A keyholder goes on with the key from paper. */
export type RotateWords = {
  readonly offer: string;
  readonly title: string;
  readonly what: string;
  readonly n: string;
  readonly choose: string;
  readonly words: string;
  readonly wordsNote: string;
  readonly start: string;
  readonly back: string;
  readonly notThePaper: string;
  readonly paper: (keyholder: string) => string;
  readonly paperWhat: string;
  readonly earlier: string;
  readonly confirm: string;
  readonly word: (place: number) => string;
  readonly onPaper: string;
  readonly notTheseWords: string;
  readonly otherNumber: string;
  readonly makePaper: string;
  readonly question: (keyholder: string) => string;
  readonly done: string;
  /** The key was in use before, with another paper after it. */
  readonly already: string;
  readonly waits: string;
  readonly again: string;
  readonly noEffect: string;
};

export type SignWords = {
  readonly labels: SignLabels;
  readonly questions: SignQuestions;
  readonly device: DeviceWords;
  readonly join: JoinWords;
  readonly slots: SlotWords;
  readonly rotate: RotateWords;
};

export const SIGN_WORDS: Readonly<Record<Language, SignWords>> = { en: SIGN_EN, kk: SIGN_KK, ru: SIGN_RU };

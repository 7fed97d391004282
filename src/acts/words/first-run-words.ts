import { FIRST_RUN_EN } from './first-run-en.ts';
import { FIRST_RUN_KK } from './first-run-kk.ts';
import { FIRST_RUN_RU } from './first-run-ru.ts';
import type { Language } from './words.ts';

/** A field with what it is called and what one should know before filling it in. */
type Field = { readonly label: string; readonly hint: string };

/** A way to keep the hub's key, and its price. */
type Way = { readonly label: string; readonly cost: string };

/** The pages on which a place is founded: a form, a look over it, its making, and handing over what was made. */
export type FirstRunWords = {
  readonly form: {
    readonly title: string;
    readonly says: readonly string[];
    readonly settlement: Field;
    readonly languages: string;
    readonly keyholders: Field;
    readonly wardens: Field;
    readonly cells: Field;
    readonly wardensPerCell: Field;
    readonly key: Field;
    readonly ways: { readonly passphrase: Way; readonly 'key-file': Way };
    readonly passphrase: Field;
    readonly again: string;
    readonly keyFile: Field;
    readonly lookOver: string;
    /** Above a form that comes back: nothing was made, and what to do. */
    readonly mend: string;
    readonly faults: {
      readonly 'settlement-length': string;
      readonly 'languages-wrong': string;
      readonly 'keyholders-number': string;
      readonly 'wardens-many': string;
      readonly 'wardens-without-cells': string;
      readonly 'cells-wrong': string;
      readonly 'passphrase-short': string;
      readonly 'passphrase-long': string;
      readonly 'passphrase-differs': string;
      readonly 'key-file-path': string;
      readonly 'key-file-folder': string;
      readonly 'key-file-in-hub': string;
      readonly 'key-file-other': string;
    };
  };
  readonly languageNames: Readonly<Record<Language, string>>;
  readonly check: {
    readonly title: string;
    readonly settlement: string;
    readonly languages: string;
    readonly keyholders: string;
    readonly wardens: string;
    readonly noWardens: string;
    readonly inCells: (wardens: number, cells: string) => string;
    readonly key: string;
    readonly passphrase: string;
    readonly sameDisk: string;
    readonly makes: (keyholders: number, wardens: number) => string;
    readonly found: string;
    readonly change: string;
  };
  /** Where devices and papers lie until they are handed over, and what that means. */
  readonly places: Readonly<Record<'memory' | 'memory-and-swap' | 'disk', (folder: string) => string>>;
  readonly founding: {
    readonly title: string;
    readonly says: string;
    readonly key: string;
    readonly keyholders: (done: number, of: number) => string;
    readonly wardens: (done: number, of: number) => string;
    readonly onHub: string;
    readonly lookAgain: string;
  };
  readonly handingOver: {
    readonly title: (settlement: string) => string;
    readonly says: readonly string[];
    readonly keyFile: (file: string) => string;
    readonly keyholder: (n: number) => string;
    readonly devices: string;
    readonly device: string;
    readonly download: string;
    readonly paper: string;
    readonly print: string;
    readonly invitations: string;
    readonly invitationsSay: string;
    readonly warden: (n: number, cell: string) => string;
    readonly mark: string;
    readonly handed: string;
    readonly unmark: string;
    readonly left: (n: number) => string;
    readonly forgetSays: string;
    readonly forget: string;
    readonly links: string;
  };
  readonly stopped: {
    readonly title: string;
    readonly by: {
      readonly 'note-damaged': string;
      readonly 'another-begun': string;
      readonly 'another-place': string;
      readonly 'not-taken': string;
      readonly 'invitation-refused': string;
      readonly 'holds-something': string;
      readonly 'key-made-meanwhile': string;
      readonly 'key-file-unwritable': string;
      readonly 'papers-unwritable': string;
      readonly 'papers-not-gone': string;
      readonly 'store-failed': string;
    };
    readonly folder: (folder: string) => string;
  };
  readonly lost: { readonly title: string; readonly says: readonly string[]; readonly goOn: string };
  readonly over: { readonly title: string; readonly says: readonly string[] };
  /** For a post that did not come from the page itself. */
  readonly notFromHere: string;
  readonly foot: string;
};

export const FIRST_RUN_WORDS: Readonly<Record<Language, FirstRunWords>> = {
  en: FIRST_RUN_EN,
  kk: FIRST_RUN_KK,
  ru: FIRST_RUN_RU,
};

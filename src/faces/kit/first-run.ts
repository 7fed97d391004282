import type { Language } from '../../acts/words/words.ts';
import type { Asked, AskedFault } from './founding-ask.ts';

/** Why a founding did not go through, or stopped on the way. */
export type FoundingFault =
  | { readonly kind: 'note-damaged'; readonly file: string }
  | { readonly kind: 'another-begun'; readonly folder: string }
  | { readonly kind: 'another-place' }
  | { readonly kind: 'not-taken' }
  | { readonly kind: 'invitation-refused' };

/** What stands between a place and its hub on pages: a fault of founding, or something of this machine. */
export type StoppedBy =
  | FoundingFault['kind']
  | 'holds-something'
  | 'key-made-meanwhile'
  | 'key-file-unwritable'
  | 'papers-unwritable'
  | 'papers-not-gone'
  | 'store-failed';

/** How the hub's key is to be kept. */
export type KeyWay = 'passphrase' | 'key-file';

/** The form as it was filled in; a passphrase is never among it. */
export type Typed = {
  readonly settlement: string;
  readonly languages: readonly string[];
  readonly keyholders: string;
  readonly cells: string;
  /** How many wardens each cell is to have. */
  readonly wardensPerCell: string;
  readonly way: KeyWay;
  readonly keyFile: string;
};

/** What is typed twice, and not shown again. */
export type TypedTwice = { readonly first: string; readonly second: string };

/** What is wrong with the form; each is said beside its field. */
export type FormFault =
  | AskedFault
  | 'passphrase-short'
  | 'passphrase-long'
  | 'passphrase-differs'
  | 'key-file-path'
  | 'key-file-folder'
  | 'key-file-in-hub'
  | 'key-file-other';

/** Where devices and papers lie until they are handed over. */
export type PapersPlace = { readonly folder: string; readonly kind: 'memory' | 'memory-and-swap' | 'disk' };

export type ChosenKey =
  | { readonly way: 'passphrase' }
  | { readonly way: 'key-file'; readonly file: string; readonly isSameDisk: boolean };

export type Progress = {
  readonly hasKey: boolean;
  readonly keyholders: number;
  readonly wardens: number;
  readonly isOnHub: boolean;
};

/** One thing to hand over: the device or the paper of keyholder `n`, or the `n`th invitation, for a warden of `cell`. */
export type HandOver =
  | { readonly what: 'device' | 'paper'; readonly n: number; readonly isHanded: boolean }
  | { readonly what: 'warden'; readonly n: number; readonly cell: string; readonly isHanded: boolean };

/** Where a first run stands; each has its page. */
export type FirstRunStage =
  | {
      readonly kind: 'form';
      readonly typed: Typed | undefined;
      readonly faults: readonly FormFault[];
      /** The hub has no key yet: it is chosen here. */
      readonly needsKey: boolean;
      readonly stoppedBy?: StoppedBy;
    }
  | {
      readonly kind: 'check';
      readonly asked: Asked;
      readonly key: ChosenKey | undefined;
      readonly place: PapersPlace;
    }
  | { readonly kind: 'founding'; readonly asked: Asked; readonly done: Progress }
  | {
      readonly kind: 'handing-over';
      readonly asked: Asked;
      readonly items: readonly HandOver[];
      readonly place: PapersPlace;
      readonly key: ChosenKey | undefined;
      /** Whether the hub took the invitations; else their papers count for nothing. */
      readonly areWardensIn: boolean;
    }
  /** Founded, its papers whole, and something keeps the rest from being done. */
  | { readonly kind: 'stopped'; readonly by: StoppedBy; readonly folder: string }
  /** Founded, and the papers went with the memory they lay in. */
  | { readonly kind: 'lost'; readonly folder: string }
  | { readonly kind: 'over' };

/** What a page needs beside the stage: where it is, and whether the last post was refused. */
export type FirstRunAt = { readonly base: string; readonly language: Language; readonly isRefused?: boolean };

/** The name of a thing to hand over, in addresses and in the note on the disk. */
export function nameOf({ what, n }: Pick<HandOver, 'what' | 'n'>): string {
  return `${what}-${n}`;
}

/** A file of the hand-over as it is sent: a page to print, or a device to keep. */
export type HandOverFile =
  | { readonly kind: 'page'; readonly html: string }
  | { readonly kind: 'download'; readonly name: string; readonly bytes: Uint8Array };

/** What a person does on the pages, one after the other. */
export type FirstRunActs = {
  readonly stage: () => FirstRunStage;
  /** Looks at the form. Without a fault it is kept until it is founded or changed; `stage` says what came of it. */
  readonly check: (typed: Typed, passphrase: TypedTwice) => void;
  /** Back to the form, with what was typed. The passphrase is forgotten. */
  readonly change: () => void;
  /** Begins the founding, once; `false` when there is nothing that could be founded. */
  readonly found: () => boolean;
  readonly mark: (name: string, isHanded: boolean) => void;
  /** Takes devices and papers off this machine, once all are marked; or ends it where they were lost. */
  readonly forget: () => Promise<void>;
  readonly file: (name: string) => HandOverFile | undefined;
};

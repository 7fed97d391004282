/** The file of a plan as it was read. `mark` says which bytes; `text` is not there as long as the file is not. */
export type PlanOnDisk = { readonly mark: string; readonly text?: string };

/** What came of writing it. `changed`: other bytes stand there than those that were read; nothing was written. */
export type PlanWritten =
  | { readonly kind: 'written'; readonly mark: string }
  | { readonly kind: 'changed' | 'not-yaml' | 'not-written' };

/** One file, edited through a page on this machine. */
export type PlanFile = {
  readonly name: string;
  readonly read: () => PlanOnDisk;
  /** Over the bytes of this mark only; they stay beside it. */
  readonly write: (text: string, mark: string) => PlanWritten;
};

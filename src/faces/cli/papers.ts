import { existsSync } from 'node:fs';
import type { Instant } from '../../base/instant.ts';
import type { Role, Spoken } from '../../record/kinds/vocabulary.ts';
import { UsageError } from './command.ts';

type Paper = { readonly settlement: string; readonly languages: readonly Spoken[]; readonly words: string };

/** Makes the pages the committee prints; joined from outside, as the desk draws them. */
export type Papers = {
  readonly keyholder: (paper: Paper & { readonly n: number }) => string;
  readonly invitation: (
    paper: Paper & {
      readonly role: Role;
      readonly cell?: string;
      readonly until: Instant;
      readonly line: string;
      readonly hasHub: boolean;
    },
  ) => string;
};

/** The only copy of a secret may be on that page: never over another file. */
export function holdPaperFree(file: string): void {
  if (existsSync(file)) throw new UsageError(`${file} is there already, and papers are never written over`);
}

import type { Advice } from '../../acts/words/doctor-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import { EXIT_OK, EXIT_WRONG, say, UsageError } from './command.ts';
import type { Given } from './command.ts';

/** A finding in the reader's language, with the figures it was made of. */
export type Told = Advice & { readonly isUnsafe: boolean };

type Heads = { readonly unsafe: string; readonly note: string; readonly nothingUnsafe: string };

/** Says findings, what is unsafe first, and gives the exit code: notes alone are no failure. */
export function sayFindings(found: readonly Told[], heads: Heads, asJson: boolean): number {
  const isSafe = !found.some(({ isUnsafe }) => isUnsafe);
  if (asJson) say(JSON.stringify({ ok: isSafe, findings: found }));
  else {
    for (const { isUnsafe, says, todo } of found.toSorted((a, b) => Number(b.isUnsafe) - Number(a.isUnsafe)))
      say(`${isUnsafe ? heads.unsafe : heads.note}: ${says}\n    → ${todo}`);
    if (isSafe) say(heads.nothingUnsafe);
  }
  return isSafe ? EXIT_OK : EXIT_WRONG;
}

/** The language asked for with `--lang`; English where none is. */
export function languageIn(given: Given): Language {
  const asked = given.text('lang') ?? 'en';
  const language = LANGUAGES.find((l) => l === asked);
  if (language === undefined) throw new UsageError(`--lang is one of ${LANGUAGES.join(', ')}`);
  return language;
}

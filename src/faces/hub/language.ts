import type { Context } from 'hono';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';

/** What the reader asked for, else what their browser speaks, else Russian, which most in the city read. */
export function languageOf(c: Context): Language {
  const asked = c.req.query('lang') ?? c.req.header('accept-language')?.slice(0, 2);
  return LANGUAGES.find((language) => language === asked) ?? 'ru';
}

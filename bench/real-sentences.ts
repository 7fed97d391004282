import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';

const LENGTH = { min: 15, max: 140 };

/** Sentences that people wrote in Kazakh and Russian, each another one: our own words for residents, as in the source. */
export function realSentences(): readonly string[] {
  const found = { kk: new Set<string>(), ru: new Set<string>() };
  for (const language of ['kk', 'ru'] as const)
    for (const file of globSync(`src/acts/words/*-${language}.ts`).toSorted())
      for (const [, text = ''] of readFileSync(file, 'utf8').matchAll(/'([^'\\\n$]*)'/g))
        if (/[\u0400-\u04ff]{3}/.test(text) && text.length >= LENGTH.min && text.length <= LENGTH.max)
          found[language].add(text);
  const [kk, ru] = [[...found.kk], [...found.ru]];
  // Out of order, so that a sentence does not stand by the one it was written after.
  return Array.from({ length: kk.length + ru.length }, (_, i) => {
    const from = i % 2 === 0 ? kk : ru;
    return from[(Math.floor(i / 2) * STRIDE) % from.length]!;
  });
}

const STRIDE = 257;

import type { Finding } from './source.ts';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
// They say that something is somewhere, not what it is. "service-worker" says what it is.
const EMPTY_WORDS = /(^|-)(core|utils?|common|helpers?|shared|managers?|services?)$/;

/** Folder and file names that are not kebab-case, or say nothing. */
export function findBadNames(paths: readonly string[]): Finding[] {
  return paths.flatMap((path) => {
    const parts = path
      .split('/')
      .flatMap((part, i, all) => (i === all.length - 1 ? part.split('.') : [part]));
    const odd = parts.find((part) => !KEBAB.test(part));
    const empty = parts.find((part) => EMPTY_WORDS.test(part));
    const why = odd === undefined ? empty && `"${empty}" says nothing` : `"${odd}" is not kebab-case`;
    return why === undefined ? [] : [{ path, line: 1, why }];
  });
}

import { LOG_TRUST_WORDS } from '../../acts/words/log-trust-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { LogSaid } from './say-entries.ts';

/** What is to be said of the hub's log after something was handed in; nothing while all is proven. */
export function logLines(log: LogSaid | undefined, language: Language): readonly string[] {
  const words = LOG_TRUST_WORDS[language];
  const left = log?.left === undefined ? [] : [words.newLog(String(log.left))];
  switch (log?.standing) {
    case undefined:
    case 'proven':
      return left;
    case 'older-hub':
      return [words.olderHub];
    case 'contradicted':
      return words.distrusted;
    case 'no-proof':
      return [...left, log.says ?? words.why['no-proof']];
    case 'older-state':
    case 'wrong-proof':
    case 'not-signed':
    case 'other-log':
      return [...left, words.why[log.standing]];
  }
}

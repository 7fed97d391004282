import { ALARM_WORDS } from '../words/alarm-words.ts';
import type { Titled } from '../words/alarm-words.ts';
import { LANGUAGES } from '../words/words.ts';
import type { Language } from '../words/words.ts';

/** What a message is, told by its title alone: all that a notification shows of it beside its text. */
export type TitleRead = { readonly kind: Titled | 'over'; readonly language: Language };

/** Reads a title as `renderMessage` writes it; `undefined` for any other. */
export function readTitle(title: string): TitleRead | undefined {
  for (const language of LANGUAGES) {
    const { drill, drillOver, ready, readyOver, overAs, titles } = ALARM_WORDS[language];
    const isOver = [drillOver, readyOver, ...Object.values(overAs)].includes(title);
    if (isOver) return { kind: 'over', language };
    const status = [drill, ready].find((word) => title.startsWith(`${word}. `));
    const said = status === undefined ? title : title.slice(status.length + 2);
    for (const kind of TITLED) if (titles[kind] === said) return { kind, language };
  }
  return undefined;
}

const TITLED: readonly Titled[] = [
  'ask',
  'call',
  'abroad',
  'redirect',
  'task',
  'ready',
  'check-in-due',
  'verify',
  'removed',
];

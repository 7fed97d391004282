import type { Json } from '../../base/canonical-json.ts';
import { rangeWords } from '../../base/number-range.ts';
import { wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import { HOME_STATES } from '../../record/kinds/vocabulary.ts';
import { hourText } from '../paper/bulletin.ts';
import { timeText } from '../paper/situation-json.ts';
import { capital, clauseOf, numberText } from '../paper/sentence.ts';
import { BULLETIN_WORDS } from '../words/bulletin-words.ts';
import { PUBLIC_WORDS } from '../words/public-words.ts';
import { TERMS } from '../words/sentence-words.ts';
import { dateText } from '../words/when.ts';
import type { Language } from '../words/words.ts';
import { PUBLIC_DELAY_MS } from './public-account.ts';
import type { CoarseNumber, PublicAccount, PublicHour, PublicLine } from './public-account.ts';
import { MINUTE_MS } from '../../base/instant.ts';

/** The account as Markdown (CommonMark): nothing in it was typed by anybody, so nothing needs escaping. */
export function publicMarkdown(account: PublicAccount, language: Language): string {
  const words = PUBLIC_WORDS[language];
  const date = account.date === undefined ? '' : `, ${dateText(account.date, language)}`;
  const hours = account.hours.flatMap((told) => [
    `## ${headingOf(told, account, language)}`,
    told.lines.map((line) => `- ${lineText(line, language)}`).join('\n'),
  ]);
  const parts = [
    `# ${words.title}${date}`,
    `**${words.draft}**`,
    account.isOpen ? `${words.delayed} ${words.coarse}` : words.coarse,
    summaryText(account, language),
    ...(hours.length > 0 ? hours : [words.nothing]),
    words.leftOut,
  ];
  return `${parts.join('\n\n')}\n`;
}

function summaryText({ gained, homes, ring }: PublicAccount, language: Language): string {
  const words = BULLETIN_WORDS[language];
  const { homeStates } = TERMS[language];
  const counted = HOME_STATES.filter((state) => homes[state] > 0).map(
    (state) => `${homeStates[state]} ${homes[state]}`,
  );
  const lines = [
    ...(gained ? [PUBLIC_WORDS[language].gained(rangeWords(gained.loMin, gained.hiMin))] : []),
    ...(counted.length > 0 ? [words.homes(counted.join(', '))] : []),
    ...(ring === 'none' ? [] : [words.ring(ring, '')]),
  ];
  return lines.length === 0 ? words.homes(words.totalUnknown) : lines.map((line) => `- ${line}`).join('\n');
}

function headingOf({ hour }: PublicHour, { hours }: PublicAccount, language: Language): string {
  if (hour === undefined) return BULLETIN_WORDS[language].untimed;
  const days = new Set(hours.flatMap((h) => (h.hour === undefined ? [] : dayText(h.hour))));
  return days.size > 1 ? `${dayText(hour)} ${hourText(hour)}` : hourText(hour);
}

/** `06.04`. */
function dayText(at: Wall): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const { day, month } = wallToCivil(at);
  return `${two(day)}.${two(month)}`;
}

function lineText(line: PublicLine, language: Language): string {
  const tail = [
    ...line.numbers.map((number) => numberText(number, language)),
    ...(line.grade === 'single' ? [] : [BULLETIN_WORDS[language].grades[line.grade]]),
  ];
  return `${capital(clauseOf(line, language))}${tail.length > 0 ? ` (${tail.join('; ')})` : ''}.`;
}

const FORMAT = 'shanyrak-public v1';

/** The account as JSON for programs. It holds no id and no key: nothing in it leads to an entry or its author. */
export function publicJson(account: PublicAccount): Json {
  const { date, isOpen, gained, homes, ring, hours } = account;
  return {
    format: FORMAT,
    audience: 'public',
    state: 'draft',
    publishedBy: [],
    ...(date !== undefined && { date }),
    isOpen,
    ...(isOpen && { delayMinutes: PUBLIC_DELAY_MS / MINUTE_MS }),
    ...(gained && { gainedMinutes: { ...gained } }),
    homes: { ...homes },
    ring,
    // Without the year, which stands in the date: a year somebody typed may be any number of four digits.
    hours: hours.map(({ hour, lines }) => ({
      ...(hour !== undefined && { from: timeText(hour, false) }),
      told: lines.map(lineJson),
    })),
  };
}

function lineJson(line: PublicLine): Json {
  const { lane, actors, act, modality, group, order, threat, answer, grade, deniedBy, numbers } = line;
  return {
    lane,
    ...(actors.length > 0 && { actors }),
    act,
    modality,
    ...(group !== undefined && { group }),
    ...(order !== undefined && { order }),
    ...(threat !== undefined && { threat }),
    ...(answer !== undefined && { answer }),
    ...(numbers.length > 0 && { numbers: numbers.map((n: CoarseNumber) => ({ ...n })) }),
    grade,
    ...(deniedBy.length > 0 && { isDenied: true }),
  };
}

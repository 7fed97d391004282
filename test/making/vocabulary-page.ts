// Writes docs/vocabulary.md anew: `node test/making/vocabulary-page.ts`. src/acts/words/terms.test.ts compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TERMS_EN } from '../../src/acts/words/terms-en.ts';
import { TERMS_KK } from '../../src/acts/words/terms-kk.ts';
import { TERMS_RU } from '../../src/acts/words/terms-ru.ts';
import type { Terms } from '../../src/acts/words/words.ts';
import { ENTRY_KINDS } from '../../src/record/kinds/body.ts';
import * as vocabulary from '../../src/record/kinds/vocabulary.ts';

export const VOCABULARY_PAGE: string = join(import.meta.dirname, '../../docs/vocabulary.md');

const HEAD = `# The words of the record

Written by \`test/making/vocabulary-page.ts\` from \`src/record/kinds/vocabulary.ts\` and \`src/acts/words/\`; a test holds it
true. A code once published is never given another meaning. The words beside it are those that pages and bulletins use. Which
fields an entry of each kind has stands in [record-format.md](record-format.md), how they are written in a day file in
[day-files.md](day-files.md).
`;

type Told = (terms: Terms, code: string) => string;
type Section = { readonly heading: string; readonly codes: readonly string[]; readonly told?: Told };

const from =
  (list: (terms: Terms) => Readonly<Record<string, string>>): Told =>
  (terms, code) =>
    list(terms)[code] ?? '';

// The only words that have forms.
const ACT: Told = (terms, code) => Object.entries(terms.acts).find(([act]) => act === code)?.[1].noun ?? '';

const SECTIONS: readonly Section[] = [
  { heading: 'Acts (`act`)', codes: vocabulary.ACTS, told: ACT },
  {
    heading: 'How sure it is that it happened (`modality`)',
    codes: vocabulary.MODALITIES,
    told: from((t) => t.modalities),
  },
  { heading: 'Whose side (`lane`)', codes: vocabulary.LANES, told: from((t) => t.lanes) },
  {
    heading: 'Who, always as a group (`actors`, `by`)',
    codes: vocabulary.BODIES,
    told: from((t) => t.bodies),
  },
  {
    heading: 'What an ordered group answered (`answer`)',
    codes: vocabulary.ANSWERS,
    told: from((t) => t.answers),
  },
  { heading: 'Homes (`state`)', codes: vocabulary.HOME_STATES, told: from((t) => t.homeStates) },
  {
    heading: 'Approaches (`approachState`)',
    codes: vocabulary.APPROACH_STATES,
    told: from((t) => t.approachStates),
  },
  { heading: 'Where a source stands (`stance`)', codes: vocabulary.STANCES, told: from((t) => t.stances) },
  { heading: 'How a source knows (`link`)', codes: vocabulary.LINKS, told: from((t) => t.links) },
  {
    heading: 'What one entry is to another (`relation`)',
    codes: vocabulary.RELATIONS,
    told: from((t) => t.relations),
  },
  { heading: 'What is counted (`of`)', codes: vocabulary.COUNTED },
  { heading: 'Answers to an alarm (`reply`)', codes: vocabulary.REPLIES },
  { heading: 'Roles (`role`)', codes: vocabulary.ROLES },
  { heading: 'Kinds of entry (`kind`)', codes: ENTRY_KINDS },
];

export function vocabularyPage(): string {
  return [HEAD, ...SECTIONS.map(section)].join('\n');
}

function section({ heading, codes, told }: Section): string {
  const body = told === undefined ? [codes.map(coded).join(', ')] : table(codes, told);
  return [`## ${heading}`, '', ...body, ''].join('\n');
}

function table(codes: readonly string[], told: Told): readonly string[] {
  const languages = [TERMS_KK, TERMS_RU, TERMS_EN];
  const rows = codes.map(
    (code) => `| ${[coded(code), ...languages.map((t) => told(t, code))].join(' | ')} |`,
  );
  return ['| code | kk | ru | en |', '| --- | --- | --- | --- |', ...rows];
}

function coded(code: string): string {
  return `\`${code}\``;
}

if (import.meta.main) writeFileSync(VOCABULARY_PAGE, vocabularyPage());

import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { PlaceWords } from '../words/place-words.ts';
import { PLACE_PARTS } from './place-parts.ts';
import type { PlacePart, PlacePartName } from './place-parts.ts';

type Remarks = PlaceWords['template'];
/** What stands in a new plan: to be read as it is, or behind `#` until somebody takes it in. */
type Sample = { readonly text: string; readonly isLive: boolean };

const SAMPLES: Readonly<Record<PlacePartName, Sample>> = {
  settlement: {
    text: 'settlement: Example field\noffset: "+05:00"\nlanguages: [kk, ru, en]',
    isLive: true,
  },
  zones: { text: 'zones:\n  - { code: north, next: [] }', isLive: true },
  cells: {
    text: 'cells:\n  - { code: c1, zone: north, homes: N1..N24, people: 45, wardens: [], deputies: [] }',
    isLive: true,
  },
  organisers: {
    text: `organisers:
  - { handle: organiser-1, deputies: [] }
#   - { handle: organiser-2, checkIns: ["07:00", "21:00"], graceMin: 30, deputies: [warden-1] }`,
    isLive: true,
  },
  approaches: { text: 'approaches:\n  - { code: north-road, zones: [] }', isLive: true },
  points: {
    text: 'points:\n  - { code: mosque-yard, name: the yard of the mosque, approach: north-road }',
    isLive: false,
  },
  outside: {
    text: 'outside: { code: school-yard, name: the school yard, lat: 43200000, lon: 76900000 }',
    isLive: false,
  },
  viewing: { text: 'viewing: { code: hill, name: the hill behind the canal }', isLive: false },
  press: { text: 'press: { handle: press-1, address: press@example.org }', isLive: false },
  keyholders: { text: 'keyholders:\n  - { n: 1, handle: keyholder-1 }', isLive: false },
  alarm: { text: 'alarm: { lapseAfterMin: 15, targetComing: 200, widenAfterMin: 20 }', isLive: false },
};

/** The text of a new place plan in YAML: it can be read as it is, and its check names what is to be filled in. */
export function placeTemplate({ template }: PlaceWords): string {
  return joined(template, ({ name }) => {
    const { text, isLive } = SAMPLES[name];
    return isLive ? text : commented(text);
  });
}

/**
 * The text of a plan in YAML, with the remarks of a new one. What the plan leaves out stands there as a sample behind `#`.
 * It is printed as it was given: that it is a plan is not checked here.
 */
export function placeText(plan: PlainObject, { template }: PlaceWords): string {
  return joined(template, (part) => printed(part, plan) ?? commented(SAMPLES[part.name].text));
}

function joined(remarks: Remarks, body: (part: PlacePart) => string): string {
  const parts = PLACE_PARTS.map((part) => `${remarked([remarks[part.name]].flat())}\n${body(part)}`);
  return `${[remarked(remarks.head), ...parts].join('\n\n')}\n`;
}

function remarked(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}`).join('\n');
}

function commented(text: string): string {
  return text.replaceAll(/^(?!#)/gm, '# ');
}

/** The fields of the file that make up a part; nothing where it has none of them. */
function printed({ name, shape, fields }: PlacePart, plan: PlainObject): string | undefined {
  const names: readonly string[] = shape === 'top' ? fields.map((field) => field.name) : [name];
  const lines = names.flatMap((each) => {
    const value = plan[each];
    return value === undefined ? [] : [fieldText(each, value)];
  });
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** A row on a line of its own: then two versions of a plan can be laid side by side. */
function fieldText(name: string, value: Json): string {
  if (!isJsonArray(value) || !value.some(isJsonObject)) return `${name}: ${flowText(value)}`;
  return [`${name}:`, ...value.map((row) => `  - ${flowText(row)}`)].join('\n');
}

function flowText(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (!isJsonObject(value)) return typeof value === 'string' ? scalarText(value) : JSON.stringify(value);
  const fields = Object.entries(value).map(([name, inner]) => `${name}: ${flowText(inner)}`);
  return `{ ${fields.join(', ')} }`;
}

// Letters first, and nothing that ends a word of YAML or begins another kind of value. The rest stands in quotes.
const PLAIN_WORD = /^\p{L}(?:[\p{L}\p{N} ._@()/-]*[\p{L}\p{N}._@()/-])?$/u;
// YAML 1.2 reads some of these as no text, and YAML 1.1, which other programs read, the others.
const NO_TEXT = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** What JSON puts in quotes means the same in YAML (YAML 1.2.2, section 7.3.1). */
function scalarText(text: string): string {
  return PLAIN_WORD.test(text) && !NO_TEXT.test(text) ? text : JSON.stringify(text);
}

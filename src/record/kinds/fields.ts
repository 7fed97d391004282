import { assert } from '../../base/assert.ts';
import { numberRange, WORDS_CHARS_MAX as RANGE_WORDS_CHARS_MAX } from '../../base/number-range.ts';
import type { NumberRange } from '../../base/number-range.ts';
import { isObject } from '../subset.ts';
import type { Plain, PlainObject } from '../subset.ts';

/** One thing wrong in a body: which field, and why. */
export type FieldFault = { readonly field: string; readonly why: string; readonly fact?: FieldFact };

/** What `why` says, for words in other languages than its English. What only programs write wrong has none. */
export type FieldFact =
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-read' }
  | { readonly kind: 'not-code' }
  | { readonly kind: 'not-text' }
  | { readonly kind: 'not-list' }
  | { readonly kind: 'not-object' }
  | { readonly kind: 'not-form' }
  | { readonly kind: 'not-whole'; readonly lo: number; readonly hi: number }
  | { readonly kind: 'too-many'; readonly most: number }
  | { readonly kind: 'too-long'; readonly most: number }
  | { readonly kind: 'not-there'; readonly name: string }
  | { readonly kind: 'itself'; readonly name: string }
  | { readonly kind: 'twice'; readonly name: string }
  | { readonly kind: 'circle'; readonly names: string };

/**
 * Reads the fields of one object and remembers what is wrong, so that a kind's parser is a list of
 * its fields. After a fault the values are placeholders: look at `fault()` or `faults()` before using any.
 */
export type Fields = {
  readonly has: (name: string) => boolean;
  readonly oneOf: <T extends string>(name: string, allowed: readonly T[]) => T;
  readonly code: (name: string) => string;
  readonly words: (name: string) => string;
  readonly count: (name: string, most?: number) => number;
  readonly whole: (name: string, lo: number, hi: number) => number;
  readonly list: <T>(name: string, item: (inner: Fields) => T, most?: number) => readonly T[];
  readonly codes: (name: string, most?: number) => readonly string[];
  readonly object: <T>(name: string, read: (inner: Fields) => T) => T | undefined;
  /** A text in one of the record's forms: a key, an id, a hash. */
  readonly inForm: <T>(name: string, form: Form<T>) => T;
  /** One to `most` such texts, none twice. */
  readonly allInForm: <T>(name: string, form: Form<T>, most: number) => readonly T[];
  readonly range: () => NumberRange;
  readonly refuse: Refuse;
  /** The first fault. */
  readonly fault: () => FieldFault | undefined;
  readonly faults: () => readonly FieldFault[];
};

type Refuse = (name: string, why: string, fact?: FieldFact) => void;

/** How a text of the record is read. `placeholder` stands in after a fault and is never used. */
export type Form<T> = {
  readonly parse: (text: unknown) => T | undefined;
  readonly what: string;
  readonly placeholder: T;
};

const LIST_MAX = 2_000;
const WORDS_CHARS_MAX = 8_000;
const COUNT_MAX = 1_000_000_000;
const CODE = /^[\p{L}\p{N}][\p{L}\p{N}-]{0,31}$/u;

/** A short name from a closed or local list: letters, digits and hyphens, at most 32. */
export function isCode(value: unknown): value is string {
  return typeof value === 'string' && CODE.test(value);
}

const SHOWN_CHARS_MAX = 40;
const BEGINNING_CHARS = 4;

/** Says what a value is none of; those that share the beginning of a word with it first, since long lists are cut. */
export function noneOf(value: Plain, allowed: readonly string[]): string {
  const shown = JSON.stringify(value).slice(0, SHOWN_CHARS_MAX);
  const wordsOf = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u);
  const begun = wordsOf(shown)
    .filter((word) => word.length >= BEGINNING_CHARS)
    .map((word) => word.slice(0, BEGINNING_CHARS));
  const isNear = (item: string): boolean =>
    wordsOf(item).some((word) => begun.some((beginning) => word.startsWith(beginning)));
  const listed = [...allowed.filter(isNear), ...allowed.filter((item) => !isNear(item))];
  return `${shown} is none of ${listed.join(', ')}`;
}

/** One object under reading: takes fields by name and remembers the faults. */
type Reading = {
  readonly object: PlainObject;
  readonly take: (name: string) => Plain | undefined;
  readonly refuse: Refuse;
  readonly inside: <T>(value: Plain, name: string, reader: (inner: Fields) => T) => T | undefined;
  readonly faults: () => readonly FieldFault[];
};

export function fieldsOf(object: PlainObject, path = ''): Fields {
  const reading = readingOf(object, path);
  const { refuse, faults } = reading;
  const fault = (): FieldFault | undefined => faults()[0];
  const scalars = scalarFields(reading);
  const range = (): NumberRange => readRange(scalars, refuse);
  return { ...scalars, ...nestedFields(reading), ...formFields(reading), range, refuse, fault, faults };
}

const NOT_READ = { why: 'is not a field this version reads', fact: { kind: 'not-read' } } as const;

function readingOf(object: PlainObject, path: string): Reading {
  const read = new Set<string>();
  const found: FieldFault[] = [];
  const refuse: Refuse = (name, why, fact) => {
    // What is missing is not also of a wrong form.
    if (found.at(-1)?.field !== path + name) found.push({ field: path + name, why, ...(fact && { fact }) });
  };
  return {
    object,
    refuse,
    take: (name) => {
      read.add(name);
      const value = object[name];
      if (value === undefined) refuse(name, 'is missing', { kind: 'missing' });
      return value;
    },
    inside: (value, name, reader) => {
      if (!isObject(value)) return void refuse(name, 'is not an object', { kind: 'not-object' });
      const inner = fieldsOf(value, `${path}${name}.`);
      const result = reader(inner);
      for (const fault of inner.faults()) found.push(fault);
      return result;
    },
    faults: () => {
      const extra = Object.keys(object).filter((name) => !read.has(name));
      if (extra.length === 0) return found;
      return [...found, ...extra.map((name) => ({ field: path + name, ...NOT_READ }))];
    },
  };
}

type Scalars = Pick<Fields, 'has' | 'oneOf' | 'code' | 'words' | 'count' | 'whole'>;

function scalarFields({ object, take, refuse }: Reading): Scalars {
  const whole = (name: string, lo: number, hi: number): number => {
    const value = take(name);
    if (typeof value === 'number' && value >= lo && value <= hi) return value;
    refuse(name, `is not a whole number from ${lo} to ${hi}`, { kind: 'not-whole', lo, hi });
    return lo;
  };
  return {
    whole,
    has: (name) => object[name] !== undefined,
    oneOf: (name, allowed) => {
      const value = take(name);
      const [placeholder] = allowed;
      assert(placeholder !== undefined, 'a closed list has members');
      const found = allowed.find((item) => item === value);
      if (found === undefined && value !== undefined) {
        refuse(name, noneOf(value, allowed));
      }
      return found ?? placeholder;
    },
    code: (name) => {
      const value = take(name);
      if (isCode(value)) return value;
      refuse(name, 'is not a code of letters, digits and hyphens (at most 32)', { kind: 'not-code' });
      return '';
    },
    words: (name) => {
      const value = take(name);
      if (typeof value === 'string' && value !== '' && value.length <= WORDS_CHARS_MAX) return value;
      refuse(name, `is not a text of 1 to ${WORDS_CHARS_MAX} characters`, { kind: 'not-text' });
      return '';
    },
    count: (name, most = COUNT_MAX) => whole(name, 0, most),
  };
}

function nestedFields({ take, refuse, inside }: Reading): Pick<Fields, 'codes' | 'list' | 'object'> {
  return {
    codes: (name, most = LIST_MAX) => {
      const given = take(name);
      const value = listOf(given, most);
      if (value?.every(isCode)) return value;
      const fact = value === undefined ? listFact(given, most) : ({ kind: 'not-code' } as const);
      refuse(name, `is not a list of codes (at most ${most})`, fact);
      return [];
    },
    list: (name, item, most = LIST_MAX) => {
      const given = take(name);
      const value = listOf(given, most);
      if (value === undefined)
        refuse(
          name,
          Array.isArray(given) ? `holds ${given.length}; at most ${most}` : 'is not a list',
          listFact(given, most),
        );
      return (value ?? []).flatMap((each, i) => inside(each, `${name}[${i}]`, item) ?? []);
    },
    object: (name, reader) => {
      const value = take(name);
      return value === undefined ? undefined : inside(value, name, reader);
    },
  };
}

function formFields({ take, refuse }: Reading): Pick<Fields, 'inForm' | 'allInForm'> {
  return {
    inForm: (name, form) => {
      const read = form.parse(take(name));
      if (read === undefined) refuse(name, `is not ${form.what}`, { kind: 'not-form' });
      return read ?? form.placeholder;
    },
    allInForm: (name, form, most) => {
      const given = listOf(take(name), LIST_MAX) ?? [];
      const read = given.flatMap((each) => form.parse(each) ?? []);
      const isWhole = read.length === given.length && new Set(read).size === read.length;
      if (!isWhole || read.length === 0 || read.length > most)
        refuse(name, `is not a list of 1 to ${most}, none twice, each ${form.what}`, { kind: 'not-form' });
      return read;
    },
  };
}

function readRange(fields: Scalars, refuse: Fields['refuse']): NumberRange {
  const lo = fields.count('lo');
  const hi = fields.has('hi') ? fields.count('hi') : undefined;
  const words = fields.words('words');
  if (words.length > RANGE_WORDS_CHARS_MAX)
    refuse('words', `is longer than ${RANGE_WORDS_CHARS_MAX} characters`);
  const made = numberRange(lo, hi, words);
  if (!made.ok) refuse('lo', made.error.why);
  return made.ok ? made.value : { lo: 0, words: '' };
}

function listOf(value: Plain | undefined, most: number): readonly Plain[] | undefined {
  return Array.isArray(value) && value.length <= most ? value : undefined;
}

function listFact(given: Plain | undefined, most: number): FieldFact {
  return Array.isArray(given) ? { kind: 'too-many', most } : { kind: 'not-list' };
}

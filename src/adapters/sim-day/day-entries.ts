import { canonicalJson, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { parseNumberWords } from '../../base/number-range.ts';
import { isCode } from '../../record/kinds/fields.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { PlainObject } from '../../record/subset.ts';
import { bodyFault, bytesOf } from './body-fault.ts';
import type { DayEntry, DayMinute, DayRole } from './day.ts';
import { minuteOf, minuteToEdtf, whenOf } from './day-times.ts';
import { codeOf, expandCodes, onceEach, oneOf, onlyFields, quoted, textOf, wholeOf } from './spot-values.ts';
import type { FileSpot } from '../../base/file-spot.ts';

export type EntryScope = {
  readonly date: string;
  readonly from: DayMinute;
  readonly until: DayMinute;
  readonly roles: readonly DayRole[];
};

const OWN_FIELDS = [
  'label',
  'at',
  'author',
  'kind',
  'when',
  'after',
  're',
  'facts',
  'repeat',
  'source',
  'number',
  'homes',
];
const ENTRIES_MAX = 50_000;
// A repeated entry writes its text anew each time; all of them together stay within what a phone could hold.
const BODIES_BYTES_MAX: number = 64 * 1024 * 1024;
// What the core of one entry may name.
const ABOUT_MAX = 16;
const SOURCE_STANCES = [
  'resident',
  'participant',
  'supporter',
  'press',
  'official',
  'observer',
  'court',
] as const;

/** Reads the entries in order of time, each checked as the record would check it. */
export function readEntries(root: FileSpot, scope: EntryScope): readonly DayEntry[] {
  const sources = readSources(root);
  const labels = new Map<string, DayMinute>();
  const spent = { bytes: 0 };
  const handles = new Map(scope.roles.map((r) => [r.handle, r.role]));
  const entries: DayEntry[] = [];
  let last = scope.from;
  for (const spot of root.at('entries').items()) {
    const at = minuteOf(spot.at('at'));
    if (at < scope.from) spot.at('at').fail('is before the day begins');
    if (at < last) spot.at('at').fail('is before the entry above it: entries stand in order of time');
    if (at > scope.until) spot.at('at').fail('is after the end of the day');
    last = at;
    const made = readEntry(spot, at, { ...scope, sources, labels, handles, spent });
    entries.push(...made);
    if (entries.length > ENTRIES_MAX) spot.fail(`makes more than ${ENTRIES_MAX} entries`);
  }
  return entries.toSorted((a, b) => a.at - b.at);
}

type Scope = EntryScope & {
  readonly sources: ReadonlyMap<string, PlainObject>;
  readonly labels: Map<string, DayMinute>;
  readonly handles: ReadonlyMap<string, DayRole['role']>;
  readonly spent: { bytes: number };
};

function readSources(root: FileSpot): ReadonlyMap<string, PlainObject> {
  const sources = new Map<string, PlainObject>();
  if (!root.has('sources')) return sources;
  const all = root.at('sources');
  for (const name of all.names()) {
    const spot = all.at(name);
    if (!isCode(name)) spot.fail('is not a name of letters, digits and hyphens (at most 32)');
    onlyFields(spot, ['stance', 'link', 'quotes', 'material']);
    const quotes = spot.has('quotes') ? codeOf(spot.at('quotes')) : undefined;
    if (quotes !== undefined && !all.has(quotes)) spot.at('quotes').fail(`there is no source "${quotes}"`);
    const material = spot.has('material') ? textOf(spot.at('material')) : undefined;
    if (material !== undefined && !parseEdtf(material).ok)
      spot.at('material').fail('is not a date such as 2006-07-07');
    sources.set(name, {
      id: name,
      stance: oneOf(spot.at('stance'), SOURCE_STANCES),
      link: oneOf(spot.at('link'), ['saw', 'heard', 'quotes', 'document']),
      ...(quotes !== undefined && { quotes }),
      ...(material !== undefined && { material }),
    });
  }
  return sources;
}

function readEntry(spot: FileSpot, at: DayMinute, scope: Scope): readonly DayEntry[] {
  const authors = authorsOf(spot.at('author'), scope);
  const kind = spot.has('kind') ? textOf(spot.at('kind')) : 'event';
  const anchor = spot.has('after') ? readAnchor(spot.at('after'), scope) : {};
  const re = spot.has('re') ? aboutOf(spot.at('re'), scope) : [];
  const facts = spot.has('facts')
    ? spot
        .at('facts')
        .items()
        .map((item) => wholeOf(item, 1, 1_000))
    : [];
  const label = spot.has('label') ? codeOf(spot.at('label')) : undefined;
  if (label !== undefined && scope.labels.has(label)) spot.at('label').fail(`"${label}" is there twice`);
  const repeats = repeatsOf(spot, at, scope);
  const made = repeats.map(({ minute, homes }, i): DayEntry => {
    const by = authors[i % authors.length] ?? '';
    const when =
      spot.has('when') && i === 0 ? whenOf(spot.at('when'), scope.date) : minuteToEdtf(minute, scope.date);
    return {
      ...(label !== undefined && i === 0 && { label }),
      at: minute,
      by,
      kind,
      when: spot.has('after') && !spot.has('when') ? scope.date : when,
      ...anchor,
      re,
      facts,
      line: spot.line,
      body: bodyOf(spot, { kind, by, homes, scope }),
    };
  });
  // Known only from here on: an entry can hang on earlier ones, so there are no circles.
  if (label !== undefined) scope.labels.set(label, at);
  return made;
}

function authorsOf(spot: FileSpot, { handles }: Scope): readonly string[] {
  const spots = spot.isList ? spot.items() : [spot];
  if (spots.length === 0) spot.fail('names nobody');
  return spots.map((item) => {
    const handle = textOf(item);
    return handles.has(handle) ? handle : item.fail(`there is no role ${quoted(handle)}`);
  });
}

function aboutOf(spot: FileSpot, scope: Scope): readonly string[] {
  const labels = onceEach(spot.items(), (item) => known(item, textOf(item), scope));
  return labels.length > ABOUT_MAX ? spot.fail(`names more than ${ABOUT_MAX} entries`) : labels;
}

function known(spot: FileSpot, label: string, scope: Scope): string {
  return scope.labels.has(label) ? label : spot.fail(`no entry above has the label ${quoted(label)}`);
}

function readAnchor(spot: FileSpot, scope: Scope): Pick<DayEntry, 'after'> {
  onlyFields(spot, ['anchor', 'from', 'to']);
  const loMin = spot.has('from') ? wholeOf(spot.at('from'), -10_000, 10_000) : 0;
  const hiMin = spot.has('to') ? wholeOf(spot.at('to'), loMin, 10_000) : undefined;
  const anchor = known(spot.at('anchor'), textOf(spot.at('anchor')), scope);
  return { after: { anchor, loMin, ...(hiMin !== undefined && { hiMin }) } };
}

type Repeat = { readonly minute: DayMinute; readonly homes: readonly string[] | undefined };

function repeatsOf(spot: FileSpot, at: DayMinute, { until }: EntryScope): readonly Repeat[] {
  const homes = spot.has('homes') ? expandCodes(spot.at('homes')) : undefined;
  if (!spot.has('repeat')) return [{ minute: at, homes }];
  const repeat = spot.at('repeat');
  onlyFields(repeat, ['every', 'until', 'take']);
  const every = wholeOf(repeat.at('every'), 1, 1_000);
  const last = repeat.has('until') ? minuteOf(repeat.at('until')) : until;
  if (last < at || last > until) repeat.at('until').fail('is before this entry, or after the end of the day');
  if (repeat.has('take') && homes === undefined)
    repeat.at('take').fail('takes homes, and "homes" names none');
  const take = repeat.has('take') ? wholeOf(repeat.at('take'), 1, 1_000) : (homes?.length ?? 1);
  const out: Repeat[] = [];
  for (let minute = at; minute <= last; minute += every) {
    const part = homes?.slice(out.length * take, (out.length + 1) * take);
    if (part?.length === 0 && out.length > 0) break;
    out.push({ minute, homes: part });
  }
  const told = out.length * take;
  if (homes !== undefined && told < homes.length)
    repeat.fail(`ends before all homes are told of: ${told} of ${homes.length}`);
  return out;
}

type BodyScope = {
  readonly kind: string;
  readonly by: string;
  readonly homes: readonly string[] | undefined;
  readonly scope: Scope;
};

const WITH_SOURCE: ReadonlySet<string> = new Set(['event', 'home']);
const STANCE_OF_ROLE: Readonly<Record<DayRole['role'], string>> = {
  resident: 'resident',
  warden: 'resident',
  steward: 'resident',
  organiser: 'participant',
  desk: 'participant',
  observer: 'observer',
  press: 'press',
  supporter: 'supporter',
};

function bodyOf(spot: FileSpot, { kind, by, homes, scope }: BodyScope): PlainObject {
  const rest = Object.fromEntries(
    spot
      .names()
      .filter((name) => !OWN_FIELDS.includes(name))
      .map((name) => [name, spot.at(name).value]),
  );
  const body = {
    ...(kind === 'event' && { modality: 'done' }),
    ...rest,
    ...(homes && { homes }),
    ...(spot.has('number') && { number: numberOf(spot.at('number'), kind) }),
    ...(WITH_SOURCE.has(kind) && { source: sourceOf(spot, by, scope) }),
  };
  const json = parseJson(JSON.stringify(body));
  for (const [name, value] of Object.entries(isJsonObject(json) ? json : {}))
    if (!isPlainObject({ [name]: value }))
      (spot.has(name) ? spot.at(name) : spot).fail(
        'holds something that is not text, a whole number, a list or a group',
      );
  if (!isPlainObject(json)) return spot.fail('cannot be written as an entry');
  const fault = bodyFault(kind, json);
  scope.spent.bytes += bytesOf(canonicalJson(json));
  if (scope.spent.bytes > BODIES_BYTES_MAX)
    spot.fail('makes more text, with the entries above it, than a played day may hold');
  if (fault === undefined) return json;
  const [first = ''] = fault.field.split(/[.[]/);
  return (spot.has(first) ? spot.at(first) : spot).fail(fault.why);
}

function numberOf(spot: FileSpot, kind: string): unknown {
  const isWords = typeof spot.value === 'string' || typeof spot.value === 'number';
  const of = kind === 'event' ? { of: isWords || !spot.has('of') ? 'people' : spot.at('of').value } : {};
  if (!isWords && spot.has('lo') && typeof spot.value === 'object') return { ...spot.value, ...of };
  if (!isWords) onlyFields(spot, kind === 'event' ? ['words', 'of'] : ['words']);
  const words = isWords ? String(spot.value) : textOf(spot.at('words'));
  const range = parseNumberWords(words);
  return range.ok ? { ...range.value, ...of } : spot.fail(`${quoted(words)}: ${range.error.why}`);
}

function sourceOf(spot: FileSpot, by: string, scope: Scope): PlainObject {
  if (!spot.has('source'))
    return { id: by, stance: STANCE_OF_ROLE[scope.handles.get(by) ?? 'resident'], link: 'saw' };
  const name = textOf(spot.at('source'));
  return scope.sources.get(name) ?? spot.at('source').fail(`there is no source ${quoted(name)}`);
}

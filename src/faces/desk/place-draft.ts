import { placePart, PLACE_PARTS } from '../../acts/paper/place-parts.ts';
import type { PlaceField, PlaceFieldName, PlacePart, PlacePartName } from '../../acts/paper/place-parts.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { KEYHOLDERS_MAX } from '../../record/kinds/people.ts';
import type { Plain, PlainObject } from '../../record/subset.ts';

/** What is typed in one row of the form, by field; a field that is not there is empty. */
export type DraftRow = Readonly<Partial<Record<PlaceFieldName, string>>>;

/** A plan while it is filled in: texts as they were typed. Parts that are no list have one row. */
export type PlaceDraft = Readonly<Record<PlacePartName, readonly DraftRow[]>>;

/** Where something stands in the form; without a field the row or the part as a whole. */
export type DraftSpot = {
  readonly part: PlacePartName;
  readonly row?: number;
  readonly field?: PlaceFieldName;
};

/** A form nobody has filled in: the clock and languages a place is most likely to have, and room for five keyholders. */
export const NEW_DRAFT: PlaceDraft = draftWith((part) => {
  if (part.name === 'settlement') return [{ offset: '+05:00', languages: 'kk, ru' }];
  if (part.name === 'keyholders') return roomForKeyholders([]);
  return part.shape === 'one' ? [{}] : [];
});

/** A plan as its file has it, and where in the form a path of it stands. */
export type Drafted = {
  readonly plan: PlainObject;
  readonly spotOf: (path: string) => DraftSpot;
};

/** The plan that a draft stands for. Rows in which nothing is written are left out; what is wrong in the others is for the parser to say. */
export function planOfDraft(draft: PlaceDraft): Drafted {
  const plan: Record<string, Plain> = {};
  const kept = new Map<string, readonly number[]>();
  for (const part of PLACE_PARTS) {
    const rows = draft[part.name].map((row, i) => ({ row, i })).filter(({ row }) => isFilled(row));
    const objects = rows.map(({ row }) => objectOf(part, row));
    if (part.shape === 'top') Object.assign(plan, objects[0]);
    // A plan names its zones and cells, even where there are none yet.
    else if (part.shape === 'rows' && (objects.length > 0 || isAlwaysThere(part))) plan[part.name] = objects;
    else if (objects[0] !== undefined) [plan[part.name]] = objects;
    kept.set(
      part.name,
      rows.map(({ i }) => i),
    );
  }
  return { plan, spotOf: (path) => spotAt(path, kept) };
}

/** The draft of a plan as its file has it, and the paths of what no field of the form can hold. */
export function draftOfPlan(plan: Json): { readonly draft: PlaceDraft; readonly left: readonly string[] } {
  const left: string[] = [];
  const file = isJsonObject(plan) ? plan : {};
  const rowAt = (part: PlacePart, value: Json, path: string): DraftRow => {
    const taken = rowOf(part, value);
    // The other fields of the file are parts of their own.
    const own = part.shape === 'top' ? taken.left.filter((name) => isFieldOf(part, name)) : taken.left;
    left.push(...own.map((name) => [path, name].filter((each) => each !== '').join('.')));
    return taken.row;
  };
  const draft = draftWith((part): readonly DraftRow[] => {
    const value = file[part.name];
    if (part.shape === 'top') return [rowAt(part, file, '')];
    if (part.shape === 'one') return [value === undefined ? {} : rowAt(part, value, part.name)];
    if (value !== undefined && !isJsonArray(value)) left.push(part.name);
    const rows = isJsonArray(value) ? value.map((row, i) => rowAt(part, row, `${part.name}[${i}]`)) : [];
    return part.name === 'keyholders' ? roomForKeyholders(rows) : rows;
  });
  const isKnown = (name: string): boolean =>
    PLACE_PARTS.some((part) => (part.shape === 'top' ? isFieldOf(part, name) : part.name === name));
  return { draft, left: [...Object.keys(file).filter((name) => !isKnown(name)), ...left] };
}

/** A draft that was kept as JSON; whatever in it is no text of a field is left out. */
export function parseDraft(value: Json): PlaceDraft {
  const kept = isJsonObject(value) ? value : {};
  return draftWith((part) => {
    const rows = kept[part.name];
    const texts = (row: Json): DraftRow =>
      Object.fromEntries(
        part.fields.flatMap(({ name }) => {
          const text = isJsonObject(row) ? row[name] : undefined;
          return typeof text === 'string' ? [[name, text] as const] : [];
        }),
      );
    const read = isJsonArray(rows) ? rows.map(texts) : [];
    return read.length === 0 && part.shape !== 'rows' ? [{}] : read;
  });
}

/** One row more for a keyholder, with a number nobody has. */
export function withKeyholder(rows: readonly DraftRow[]): readonly DraftRow[] {
  const taken = new Set(rows.map(({ n }) => n));
  const free = Array.from({ length: rows.length + 1 }, (_, i) => String(i + 1)).find((n) => !taken.has(n));
  return [...rows, { ...(free !== undefined && { n: free }) }];
}

function roomForKeyholders(rows: readonly DraftRow[]): readonly DraftRow[] {
  return rows.length < KEYHOLDERS_MAX ? roomForKeyholders(withKeyholder(rows)) : rows;
}

/** The words of a field that holds several, whatever stands between them. */
export function wordsIn(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}

/** The draft with another text in one field. */
export function typedIn(draft: PlaceDraft, { part, row = 0, field }: DraftSpot, text: string): PlaceDraft {
  if (field === undefined) return draft;
  return withRows(
    draft,
    part,
    draft[part].map((each, i) => (i === row ? { ...each, [field]: text } : each)),
  );
}

export function withRows(draft: PlaceDraft, part: PlacePartName, rows: readonly DraftRow[]): PlaceDraft {
  return { ...draft, [part]: rows };
}

/** The draft in which a zone or approach has another code, and whatever named it names it by that. Of two with one code neither is followed. */
export function renamed(
  draft: PlaceDraft,
  { part, row = 0 }: DraftSpot & { readonly part: 'zones' | 'approaches' },
  code: string,
): PlaceDraft {
  const old = draft[part][row]?.code ?? '';
  const changed = typedIn(draft, { part, row, field: 'code' }, code);
  if (old === '' || code === '' || draft[part].filter((each) => each.code === old).length > 1) return changed;
  const kinds = part === 'zones' ? ['zone', 'zones'] : ['approach'];
  return draftWith(({ name, fields }) => {
    const naming = fields.filter(({ kind }) => kinds.includes(kind));
    return changed[name].map((each) => {
      const texts = naming.map(({ name: field }) => [field, replaced(each[field] ?? '', old, code)] as const);
      return { ...each, ...Object.fromEntries(texts.filter(([, text]) => text !== '')) };
    });
  });
}

function replaced(text: string, old: string, code: string): string {
  return wordsIn(text)
    .map((word) => (word === old ? code : word))
    .join(', ');
}

function draftWith(rows: (part: PlacePart) => readonly DraftRow[]): PlaceDraft {
  const draft: Record<PlacePartName, readonly DraftRow[]> = {
    settlement: [],
    zones: [],
    cells: [],
    organisers: [],
    approaches: [],
    points: [],
    outside: [],
    viewing: [],
    press: [],
    keyholders: [],
    alarm: [],
  };
  for (const part of PLACE_PARTS) draft[part.name] = rows(part);
  return draft;
}

// What a new row has already: alone it says nothing.
const GIVEN: ReadonlySet<string> = new Set<PlaceFieldName>(['n', 'zone']);

function isFilled(row: DraftRow): boolean {
  return Object.entries(row).some(([name, text]) => !GIVEN.has(name) && text !== '');
}

function isAlwaysThere({ name }: PlacePart): boolean {
  return name === 'zones' || name === 'cells';
}

function objectOf({ fields }: PlacePart, row: DraftRow): PlainObject {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const text = row[field.name] ?? '';
      return text === '' ? [] : valuesOf(field, text);
    }),
  );
}

type Named = readonly (readonly [name: string, value: Plain])[];

function valuesOf({ name, kind }: PlaceField, text: string): Named {
  switch (kind) {
    case 'map':
      return placeOnMap(text);
    case 'whole':
      return [[name, /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : text]];
    case 'words':
    case 'languages':
    case 'zones':
      return [[name, wordsIn(text)]];
    case 'homes':
      return [[name, homesTyped(text)]];
    case 'text':
    case 'zone':
    case 'approach':
      return [[name, text]];
  }
}

function isFieldOf({ fields }: PlacePart, name: string): boolean {
  return fields.some((field) => field.name === name);
}

/** Homes as the file names them. One range stands by itself; telephones make one character of two or three dots. */
export function homesTyped(text: string): Plain {
  const homes = wordsIn(text.replaceAll(/\s*(?:…|\.{2,}|–)\s*/g, '..'));
  const [first] = homes;
  return homes.length === 1 && first !== undefined ? first : homes;
}

const E6 = 1_000_000;
const DEGREES = /^\s*(-?\d{1,3}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)\s*$/;

/** Degrees as maps show them, in millionths; what is none goes on as it was typed, to be refused. */
function placeOnMap(text: string): Named {
  const [, lat, lon] = DEGREES.exec(text) ?? [];
  const e6 = (degrees: string | undefined): Plain =>
    degrees === undefined ? text : Math.round(Number(degrees) * E6);
  return [
    ['lat', e6(lat)],
    ['lon', e6(lon)],
  ];
}

type Taken = { readonly row: DraftRow; readonly left: readonly string[] };

/** What a group of the file gives a row of the form, and the names of what it has no field for; '' for no group at all. */
function rowOf({ fields }: PlacePart, value: Json): Taken {
  if (!isJsonObject(value)) return { row: {}, left: [''] };
  const taken = new Set<string>();
  const row: Record<string, string> = {};
  for (const field of fields) {
    const names = field.kind === 'map' ? ['lat', 'lon'] : [field.name];
    const text =
      field.kind === 'map' ? mapText(value['lat'], value['lon']) : textOf(field, value[field.name]);
    if (text === undefined) continue;
    row[field.name] = text;
    for (const name of names) taken.add(name);
  }
  return { row, left: Object.keys(value).filter((name) => !taken.has(name)) };
}

const SEVERAL: ReadonlySet<PlaceField['kind']> = new Set(['words', 'languages', 'homes', 'zones']);

function textOf({ kind }: PlaceField, value: Json | undefined): string | undefined {
  if (!isJsonArray(value)) return scalarText(value);
  const words = SEVERAL.has(kind) ? value.map(scalarText) : [undefined];
  return words.every((word) => word !== undefined && wordsIn(word).length === 1)
    ? words.join(', ')
    : undefined;
}

function scalarText(value: Json | undefined): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : undefined;
}

function mapText(lat: Json | undefined, lon: Json | undefined): string | undefined {
  if (lat === undefined && lon === undefined) return undefined;
  const degrees = (value: Json | undefined): string =>
    typeof value === 'number' ? String(value / E6) : (scalarText(value) ?? '');
  return `${degrees(lat)}, ${degrees(lon)}`;
}

const PATH = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))?/;

function spotAt(path: string, kept: ReadonlyMap<string, readonly number[]>): DraftSpot {
  const [, name = '', index, inner] = PATH.exec(path) ?? [];
  const part =
    PLACE_PARTS.find((each) => each.name === name && each.shape !== 'top') ?? placePart('settlement');
  if (part === undefined) return { part: 'settlement' };
  const asked = part.shape === 'top' ? name : inner;
  const row =
    part.shape === 'rows' ? (index === undefined ? undefined : kept.get(part.name)?.[Number(index)]) : 0;
  const field = part.fields.find(
    (each) => each.name === asked || (each.kind === 'map' && (asked === 'lat' || asked === 'lon')),
  );
  return { part: part.name, ...(row !== undefined && { row }), ...(field && { field: field.name }) };
}

import { KEYHOLDERS_MAX } from '../../record/kinds/people.ts';
import type { PlacePlan } from '../alarm/place-plan.ts';
import { isInside } from './inside.ts';
import { holdsPhoneNumber, looksLikePerson } from './looks-like-person.ts';

/** Something the people of a place should mend before the day, with what is needed to find it in their plan. */
export type PlaceFinding =
  | { readonly kind: 'no-cells' }
  | { readonly kind: 'cell-small'; readonly cell: string; readonly homes: number }
  | { readonly kind: 'cell-large'; readonly cell: string; readonly homes: number }
  | { readonly kind: 'cell-no-warden'; readonly cell: string }
  | { readonly kind: 'cell-one-warden'; readonly cell: string }
  | { readonly kind: 'warden-many-cells'; readonly handle: string; readonly cells: string }
  | { readonly kind: 'warden-own-deputy'; readonly handle: string; readonly cell: string }
  | { readonly kind: 'homes-twice'; readonly cells: string; readonly homes: string }
  | { readonly kind: 'keyholders-few'; readonly keyholders: number }
  | { readonly kind: 'keyholder-twice'; readonly handle: string }
  | { readonly kind: 'keyholder-number-twice'; readonly n: number }
  | { readonly kind: 'keyholder-is-organiser'; readonly handle: string }
  | { readonly kind: 'no-points' }
  | { readonly kind: 'point-no-approach'; readonly point: string }
  | { readonly kind: 'no-outside' }
  | { readonly kind: 'outside-inside'; readonly code: string }
  | { readonly kind: 'no-viewing' }
  | { readonly kind: 'no-press' }
  | { readonly kind: 'no-organiser' }
  | { readonly kind: 'organiser-no-check-in'; readonly handle: string }
  | { readonly kind: 'organiser-no-deputy'; readonly handle: string }
  | { readonly kind: 'approach-nowhere'; readonly approach: string }
  | { readonly kind: 'zone-no-approach'; readonly zone: string }
  | { readonly kind: 'person-named'; readonly field: string };

/** Worth knowing; the alarm reaches everybody all the same. Every other finding is unsafe. */
const NOTES: ReadonlySet<PlaceFinding['kind']> = new Set(['cell-small', 'no-viewing', 'no-press']);

export function isPlaceUnsafe({ kind }: PlaceFinding): boolean {
  return !NOTES.has(kind);
}

// alarm.md: a warden calls at about thirty homes, and one SIM sends ten to thirty texts a minute.
const CELL_HOMES_MIN = 10;
const CELL_HOMES_MAX = 40;
// One telephone can be taken, be flat, or be at work in another district.
const WARDENS_MIN = 2;
// Two cells are sixty homes: half an hour of doors. A third one waits too long.
const WARDEN_CELLS_MAX = 2;
const SHOWN_MAX = 5;

/** What is missing or unsafe in a plan, by the subject of the plan. That it can be read at all is checked before. */
export function checkPlace(plan: PlacePlan): readonly PlaceFinding[] {
  return [
    ...cellFindings(plan),
    ...wardenFindings(plan),
    ...homeFindings(plan),
    ...organiserFindings(plan),
    ...keyholderFindings(plan),
    ...wayFindings(plan),
    ...pointFindings(plan),
    ...personFindings(plan),
  ];
}

function cellFindings({ cells }: PlacePlan): readonly PlaceFinding[] {
  if (cells.length === 0) return [{ kind: 'no-cells' }];
  return cells.flatMap(({ code, homes, wardens }): readonly PlaceFinding[] => {
    const found: PlaceFinding[] = [];
    if (homes.length < CELL_HOMES_MIN) found.push({ kind: 'cell-small', cell: code, homes: homes.length });
    if (homes.length > CELL_HOMES_MAX) found.push({ kind: 'cell-large', cell: code, homes: homes.length });
    if (wardens.length === 0) found.push({ kind: 'cell-no-warden', cell: code });
    else if (wardens.length < WARDENS_MIN) found.push({ kind: 'cell-one-warden', cell: code });
    return found;
  });
}

function wardenFindings({ cells }: PlacePlan): readonly PlaceFinding[] {
  const own = cells.flatMap(({ code, wardens, deputies }): readonly PlaceFinding[] =>
    wardens
      .filter((handle) => deputies.includes(handle))
      .map((handle) => ({ kind: 'warden-own-deputy', handle, cell: code })),
  );
  const cellsOf = byFirst(
    cells.flatMap(({ code, wardens }) => wardens.map((handle) => [handle, code] as const)),
  );
  const many = [...cellsOf].filter(([, codes]) => codes.length > WARDEN_CELLS_MAX);
  return [
    ...own,
    ...many.map(([handle, codes]) => ({
      kind: 'warden-many-cells' as const,
      handle,
      cells: some(codes),
    })),
  ];
}

/** Homes of several cells, together for the cells they share: a range that runs over is one slip of the pen. */
function homeFindings({ cells }: PlacePlan): readonly PlaceFinding[] {
  const cellsOf = byFirst(cells.flatMap(({ code, homes }) => homes.map((home) => [home, code] as const)));
  const shared = [...cellsOf].filter(([, codes]) => codes.length > 1);
  const homesOf = Map.groupBy(shared, ([, codes]) => some(codes));
  return [...homesOf].map(([codes, homes]) => ({
    kind: 'homes-twice',
    cells: codes,
    homes: some(homes.map(([home]) => home)),
  }));
}

function organiserFindings({ organisers }: PlacePlan): readonly PlaceFinding[] {
  if (organisers.length === 0) return [{ kind: 'no-organiser' }];
  return organisers.flatMap(({ handle, checkIns, deputies }): readonly PlaceFinding[] => [
    ...(checkIns.length === 0 ? [{ kind: 'organiser-no-check-in' as const, handle }] : []),
    ...(deputies.length === 0 ? [{ kind: 'organiser-no-deputy' as const, handle }] : []),
  ]);
}

function keyholderFindings({ keyholders, organisers }: PlacePlan): readonly PlaceFinding[] {
  const handles = keyholders.map(({ handle }) => handle);
  const isOrganiser = new Set(organisers.map(({ handle }) => handle));
  const people = new Set(handles);
  return [
    ...(people.size < KEYHOLDERS_MAX ? [{ kind: 'keyholders-few' as const, keyholders: people.size }] : []),
    ...repeated(handles).map((handle) => ({ kind: 'keyholder-twice' as const, handle })),
    ...repeated(keyholders.map(({ n }) => n)).map((n) => ({ kind: 'keyholder-number-twice' as const, n })),
    ...[...people]
      .filter((handle) => isOrganiser.has(handle))
      .map((handle) => ({ kind: 'keyholder-is-organiser' as const, handle })),
  ];
}

function wayFindings({ approaches, zones }: PlacePlan): readonly PlaceFinding[] {
  const reached = new Set(approaches.flatMap((approach) => approach.zones));
  return [
    ...approaches
      .filter((approach) => approach.zones.length === 0)
      .map(({ code }) => ({ kind: 'approach-nowhere' as const, approach: code })),
    ...zones
      .filter(({ code }) => !reached.has(code))
      .map(({ code }) => ({ kind: 'zone-no-approach' as const, zone: code })),
  ];
}

function pointFindings(plan: PlacePlan): readonly PlaceFinding[] {
  const { points, outside, viewing, press } = plan;
  const found: PlaceFinding[] = points
    .filter(({ approach }) => approach === undefined)
    .map(({ code }) => ({ kind: 'point-no-approach', point: code }));
  if (points.length === 0) found.push({ kind: 'no-points' });
  if (outside === undefined) found.push({ kind: 'no-outside' });
  else if (isInside(outside, plan)) found.push({ kind: 'outside-inside', code: outside.code });
  if (viewing === undefined) found.push({ kind: 'no-viewing' });
  if (press === undefined) found.push({ kind: 'no-press' });
  return found;
}

/** Where a person may stand in the plan by name or number. The value is not repeated: findings are passed on. */
function personFindings(plan: PlacePlan): readonly PlaceFinding[] {
  const names = [
    ...plan.points.map(({ name = '' }, i) => [`points[${i}].name`, name] as const),
    ['outside.name', plan.outside?.name ?? ''],
    ['viewing.name', plan.viewing?.name ?? ''],
  ] as const;
  const fields = [
    ...handlesOf(plan).filter(([, handle]) => looksLikePerson(handle)),
    ...names.filter(([, name]) => holdsPhoneNumber(name)),
  ];
  return fields.map(([field]) => ({ kind: 'person-named', field }));
}

/** Every handle with its place in the plan. */
function handlesOf(plan: PlacePlan): readonly (readonly [field: string, handle: string])[] {
  const listed = (field: string, handles: readonly string[]): readonly (readonly [string, string])[] =>
    handles.map((handle, i) => [`${field}[${i}]`, handle]);
  return [
    ...plan.cells.flatMap(({ wardens, deputies }, i) => [
      ...listed(`cells[${i}].wardens`, wardens),
      ...listed(`cells[${i}].deputies`, deputies),
    ]),
    ...plan.organisers.flatMap(({ handle, deputies }, i) => [
      [`organisers[${i}].handle`, handle] as const,
      ...listed(`organisers[${i}].deputies`, deputies),
    ]),
    ...plan.keyholders.map(({ handle }, i) => [`keyholders[${i}].handle`, handle] as const),
    ...(plan.press === undefined ? [] : [['press.handle', plan.press.handle] as const]),
  ];
}

/** The seconds of pairs, by their firsts. */
function byFirst(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const seconds = new Map<string, string[]>();
  for (const [first, second] of pairs) {
    const known = seconds.get(first);
    if (known === undefined) seconds.set(first, [second]);
    else known.push(second);
  }
  return seconds;
}

/** The first few of a list that may be long. */
function some(codes: readonly string[]): string {
  return codes.slice(0, SHOWN_MAX).join(', ') + (codes.length > SHOWN_MAX ? ' …' : '');
}

function repeated<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) < i))];
}

/** A part of the plan of a place, as people read it: the first fields of the file by themselves, then one for each list or group. */
export type PlacePartName =
  | 'settlement'
  | 'zones'
  | 'cells'
  | 'organisers'
  | 'approaches'
  | 'points'
  | 'outside'
  | 'viewing'
  | 'press'
  | 'keyholders'
  | 'alarm';

/** A field as a person fills it in. `map` stands for `lat` and `lon`, which belong together. */
export type PlaceFieldName =
  | 'settlement'
  | 'offset'
  | 'languages'
  | 'code'
  | 'next'
  | 'map'
  | 'zone'
  | 'homes'
  | 'people'
  | 'wardens'
  | 'deputies'
  | 'handle'
  | 'checkIns'
  | 'graceMin'
  | 'zones'
  | 'name'
  | 'approach'
  | 'address'
  | 'n'
  | 'lapseAfterMin'
  | 'targetComing'
  | 'widenAfterMin';

/** `zone`, `zones` and `approach` are chosen from those the plan has; `words` are several, with something between them. */
export type PlaceFieldKind =
  | 'text'
  | 'whole'
  | 'words'
  | 'languages'
  | 'homes'
  | 'map'
  | 'zone'
  | 'zones'
  | 'approach';

export type PlaceField = { readonly name: PlaceFieldName; readonly kind: PlaceFieldKind };

/** `top`: fields of the file itself; `one`: a group that may be left out; `rows`: a list of groups. */
export type PlacePart = {
  readonly name: PlacePartName;
  readonly shape: 'top' | 'one' | 'rows';
  readonly fields: readonly PlaceField[];
};

const CODE: PlaceField = { name: 'code', kind: 'text' };
const HANDLE: PlaceField = { name: 'handle', kind: 'text' };
const NAME: PlaceField = { name: 'name', kind: 'text' };
const MAP: PlaceField = { name: 'map', kind: 'map' };
const DEPUTIES: PlaceField = { name: 'deputies', kind: 'words' };

/** All of them, in the order of the file. */
export const PLACE_PARTS: readonly PlacePart[] = [
  {
    name: 'settlement',
    shape: 'top',
    fields: [
      { name: 'settlement', kind: 'text' },
      { name: 'offset', kind: 'text' },
      { name: 'languages', kind: 'languages' },
    ],
  },
  { name: 'zones', shape: 'rows', fields: [CODE, { name: 'next', kind: 'zones' }, MAP] },
  {
    name: 'cells',
    shape: 'rows',
    fields: [
      CODE,
      { name: 'zone', kind: 'zone' },
      { name: 'homes', kind: 'homes' },
      { name: 'people', kind: 'whole' },
      { name: 'wardens', kind: 'words' },
      DEPUTIES,
    ],
  },
  {
    name: 'organisers',
    shape: 'rows',
    fields: [HANDLE, { name: 'checkIns', kind: 'words' }, { name: 'graceMin', kind: 'whole' }, DEPUTIES],
  },
  { name: 'approaches', shape: 'rows', fields: [CODE, { name: 'zones', kind: 'zones' }] },
  { name: 'points', shape: 'rows', fields: [CODE, NAME, { name: 'approach', kind: 'approach' }] },
  { name: 'outside', shape: 'one', fields: [CODE, NAME, MAP] },
  { name: 'viewing', shape: 'one', fields: [CODE, NAME, MAP] },
  { name: 'press', shape: 'one', fields: [HANDLE, { name: 'address', kind: 'text' }] },
  { name: 'keyholders', shape: 'rows', fields: [{ name: 'n', kind: 'whole' }, HANDLE] },
  {
    name: 'alarm',
    shape: 'one',
    fields: [
      { name: 'lapseAfterMin', kind: 'whole' },
      { name: 'targetComing', kind: 'whole' },
      { name: 'widenAfterMin', kind: 'whole' },
    ],
  },
];

export function placePart(name: PlacePartName): PlacePart | undefined {
  return PLACE_PARTS.find((part) => part.name === name);
}

import type { PlacePlan } from '../alarm/place-plan.ts';
import type { PlaceFinding } from './place-check.ts';

type FieldsOf<K extends PlaceFinding['kind']> = {
  readonly [L in K]: (found: Extract<PlaceFinding, { readonly kind: L }>, plan: PlacePlan) => string;
};

const FIELDS: FieldsOf<PlaceFinding['kind']> = {
  'no-cells': () => 'cells',
  'cell-small': ({ cell }, plan) => inCell(cell, plan, 'homes'),
  'cell-large': ({ cell }, plan) => inCell(cell, plan, 'homes'),
  'cell-no-warden': ({ cell }, plan) => inCell(cell, plan, 'wardens'),
  'cell-one-warden': ({ cell }, plan) => inCell(cell, plan, 'wardens'),
  'warden-many-cells': ({ handle }, { cells }) =>
    `cells[${cells.findLastIndex(({ wardens }) => wardens.includes(handle))}].wardens`,
  'warden-own-deputy': ({ cell }, plan) => inCell(cell, plan, 'deputies'),
  'homes-twice': ({ cells }, plan) => inCell(cells.split(/[, ]+/)[1] ?? '', plan, 'homes'),
  'no-organiser': () => 'organisers',
  'organiser-no-check-in': ({ handle }, plan) => ofOrganiser(handle, plan, 'checkIns'),
  'organiser-no-deputy': ({ handle }, plan) => ofOrganiser(handle, plan, 'deputies'),
  'keyholders-few': () => 'keyholders',
  'keyholder-twice': ({ handle }, plan) => ofKeyholder(handle, plan),
  'keyholder-number-twice': ({ n }, { keyholders }) =>
    `keyholders[${keyholders.findLastIndex((each) => each.n === n)}].n`,
  'keyholder-is-organiser': ({ handle }, plan) => ofKeyholder(handle, plan),
  'approach-nowhere': ({ approach }, { approaches }) =>
    `approaches[${approaches.findIndex(({ code }) => code === approach)}].zones`,
  'zone-no-approach': () => 'approaches',
  'no-points': () => 'points',
  'point-no-approach': ({ point }, { points }) =>
    `points[${points.findIndex(({ code }) => code === point)}].approach`,
  'no-outside': () => 'outside',
  'outside-inside': () => 'outside.code',
  'no-viewing': () => 'viewing',
  'no-press': () => 'press',
  'person-named': ({ field }) => field,
};

/**
 * The field of the plan at which a finding is mended, as a path such as `cells[2].wardens`; the list itself where something
 * is to be added to it. Of two that cannot both stand, the later one.
 */
export function findingField<K extends PlaceFinding['kind']>(
  found: Extract<PlaceFinding, { readonly kind: K }>,
  plan: PlacePlan,
): string {
  const fields: FieldsOf<K> = FIELDS;
  const kind: K = found.kind;
  return fields[kind](found, plan);
}

function inCell(cell: string, { cells }: PlacePlan, field: string): string {
  return `cells[${cells.findIndex(({ code }) => code === cell)}].${field}`;
}

function ofOrganiser(of: string, { organisers }: PlacePlan, field: string): string {
  return `organisers[${organisers.findIndex(({ handle }) => handle === of)}].${field}`;
}

function ofKeyholder(of: string, { keyholders }: PlacePlan): string {
  return `keyholders[${keyholders.findLastIndex(({ handle }) => handle === of)}].handle`;
}

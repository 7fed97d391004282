import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { isCode } from '../../record/kinds/fields.ts';
import { KEYHOLDERS_MAX, KEYHOLDERS_MIN, SETTLEMENT_CHARS_MAX } from '../../record/kinds/people.ts';
import { SPOKEN } from '../../record/kinds/vocabulary.ts';
import type { Spoken } from '../../record/kinds/vocabulary.ts';

/** What a place is founded with. `cells`: of the first wardens, one an invitation. */
export type Asked = {
  readonly settlement: string;
  readonly languages: readonly Spoken[];
  readonly keyholders: number;
  readonly cells: readonly string[];
};

/** The same as somebody said it, on a page or at a terminal: `cells` once each, for so many wardens in turn. */
export type Asking = {
  readonly settlement: string;
  readonly languages: readonly string[];
  readonly keyholders: number;
  readonly wardens: number;
  readonly cells: readonly string[];
};

export type AskedFault =
  | 'settlement-length'
  | 'languages-wrong'
  | 'keyholders-number'
  | 'wardens-many'
  | 'wardens-without-cells'
  | 'cells-wrong';

export const KEYHOLDERS_DEFAULT: number = KEYHOLDERS_MAX;
// alarm.md: 20 to 60 wardens to a settlement.
export const WARDENS_MAX = 60;

/** What is asked for, or all that is wrong with it. */
export function readAsking(asking: Asking): Result<Asked, readonly AskedFault[]> {
  const settlement = asking.settlement.trim();
  const languages = SPOKEN.filter((language) => asking.languages.includes(language));
  const { keyholders, wardens, cells } = asking;
  const faults: readonly (AskedFault | false)[] = [
    (settlement === '' || settlement.length > SETTLEMENT_CHARS_MAX) && 'settlement-length',
    (languages.length === 0 || languages.length !== asking.languages.length) && 'languages-wrong',
    !isWhole(keyholders, KEYHOLDERS_MIN, KEYHOLDERS_MAX) && 'keyholders-number',
    !isWhole(wardens, 0, WARDENS_MAX) && 'wardens-many',
    wardens > 0 !== cells.length > 0 && 'wardens-without-cells',
    !cells.every(isCode) && 'cells-wrong',
  ];
  const found = faults.filter((fault) => fault !== false);
  if (found.length > 0) return err(found);
  const turns = Array.from({ length: wardens }, (_, i) => cells[i % cells.length] ?? '');
  return ok({ settlement, languages, keyholders, cells: turns });
}

function isWhole(n: number, lo: number, hi: number): boolean {
  return Number.isInteger(n) && n >= lo && n <= hi;
}

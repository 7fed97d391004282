import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { canonicalJson, parseJson } from '../base/canonical-json.ts';
import { fieldsOf } from '../record/kinds/fields.ts';
import { isPlainObject } from '../record/subset.ts';
import type { DrawerChange, Store } from '../ports/store.ts';
import type { SignedState } from './evidence.ts';
import { printState, readState } from './kept-evidence.ts';

/** A checkpoint of another log that this hub signed as its witness. `seconds`: the time it stated last, since 1970. */
export type Witnessed = SignedState & {
  readonly origin: string;
  readonly n: number;
  readonly seconds: number;
};

/** All that is kept of one drawer, oldest first for each log. */
export function witnessedIn(store: Pick<Store, 'inDrawer'>): readonly Witnessed[] {
  return store
    .inDrawer('witnessed')
    .flatMap(({ n, content }) => parseWitnessed(n, content) ?? [])
    .sort((a, b) => a.size - b.size);
}

export function witnessedChange({ n, origin, seconds, ...state }: Witnessed): DrawerChange {
  const content = utf8Encode(canonicalJson({ origin, seconds, state: printState(state) }));
  return { drawer: 'witnessed', n, content };
}

function parseWitnessed(n: number, content: Uint8Array): Witnessed | undefined {
  const value = parseJson(utf8Decode(content) ?? '');
  if (!isPlainObject(value)) return undefined;
  const f = fieldsOf(value);
  const state = f.object('state', readState);
  const read = { n, origin: f.words('origin'), seconds: f.count('seconds', Number.MAX_SAFE_INTEGER) };
  return f.fault() === undefined && state ? { ...state, ...read } : undefined;
}

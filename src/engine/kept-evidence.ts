import { base64UrlToBytes, bytesToBase64Url, utf8Decode, utf8Encode } from '../base/bytes.ts';
import { canonicalJson, parseJson } from '../base/canonical-json.ts';
import { INSTANT_MS_MAX, instant } from '../base/instant.ts';
import { fieldsOf } from '../record/kinds/fields.ts';
import type { Fields, Form } from '../record/kinds/fields.ts';
import { isPlainObject } from '../record/subset.ts';
import type { PlainObject } from '../record/subset.ts';
import { HASH_BYTES } from '../record/log/merkle.ts';
import type { Store } from '../ports/store.ts';
import type { Evidence, SignedState } from './evidence.ts';

/** Longer than any note with the lines of a log's own keys. */
const NOTE_CHARS_MAX = 65_536;
/** C2SP tlog-witness: no consistency proof is longer. */
const PROOF_HASHES_MAX = 63;

export const NOTE: Form<string> = {
  what: 'a signed note',
  placeholder: '',
  parse: (text) =>
    typeof text === 'string' && text.endsWith('\n') && text.length <= NOTE_CHARS_MAX ? text : undefined,
};

const HASH: Form<Uint8Array> = {
  what: 'a hash of 32 bytes in base64url',
  placeholder: new Uint8Array(HASH_BYTES),
  parse: (text) => {
    const bytes = typeof text === 'string' ? base64UrlToBytes(text) : undefined;
    return bytes?.length === HASH_BYTES ? bytes : undefined;
  },
};

/** A pair as it is kept. */
export function printEvidence({ kind, origin, from, at, answeredAt, ...pair }: Evidence): Uint8Array {
  return utf8Encode(
    canonicalJson({
      kind,
      origin,
      from,
      at,
      first: printState(pair.first),
      second: printState(pair.second),
      proof: pair.proof.map((hash) => ({ hash: bytesToBase64Url(hash) })),
      ...(answeredAt !== undefined && { answeredAt }),
    }),
  );
}

/** All pairs that are kept, oldest first. */
export function evidenceIn(store: Pick<Store, 'inDrawer'>): readonly Evidence[] {
  return store.inDrawer('evidence').flatMap(({ n, content }) => parseEvidence(n, content) ?? []);
}

/** As it was kept; `undefined` where another version wrote it. */
function parseEvidence(n: number, content: Uint8Array): Evidence | undefined {
  const value = parseJson(utf8Decode(content) ?? '');
  if (!isPlainObject(value)) return undefined;
  const f = fieldsOf(value);
  const [first, second] = [f.object('first', readState), f.object('second', readState)];
  const read = {
    n,
    kind: f.oneOf('kind', ['forked', 'unproven']),
    origin: f.words('origin'),
    from: f.oneOf('from', ['asked', 'handed-in']),
    at: instant(f.count('at', INSTANT_MS_MAX)),
    proof: f.list('proof', (inner) => inner.inForm('hash', HASH), PROOF_HASHES_MAX),
    ...(f.has('answeredAt') && { answeredAt: instant(f.count('answeredAt', INSTANT_MS_MAX)) }),
  };
  return f.fault() === undefined && first && second ? { ...read, first, second } : undefined;
}

export function printState({ size, root, note }: SignedState): PlainObject {
  return { size, root: bytesToBase64Url(root), note };
}

export function readState(f: Fields): SignedState {
  return {
    size: f.count('size', Number.MAX_SAFE_INTEGER),
    root: f.inForm('root', HASH),
    note: f.inForm('note', NOTE),
  };
}

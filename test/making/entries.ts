import { createHash } from 'node:crypto';
import { bytesToBase64Url, utf8Encode } from '../../src/base/bytes.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import type { Result } from '../../src/base/result.ts';
import { commitmentOf, SALT_BYTES } from '../../src/record/commit.ts';
import { parseCore } from '../../src/record/signed.ts';
import type { Entry } from '../../src/record/entry.ts';
import { parseBody } from '../../src/record/kinds/body.ts';
import { authorKeyOf, entryIdOf } from '../../src/record/names.ts';
import type { AuthorKey, EntryId } from '../../src/record/names.ts';
import type { PlainObject } from '../../src/record/subset.ts';

/** What an entry says. `at`: an EDTF text, or the core's whole `at` with offset or anchor. */
export type Said = {
  readonly kind: string;
  readonly body: PlainObject;
  readonly at?: string | PlainObject;
  readonly about?: readonly (Entry | EntryId)[];
  /** Said in this incident or place log. Left out: the one incident of these tests. */
  readonly incident?: string;
  /** Said a second time under this number: a fork. Left out: the author's next one. */
  readonly sequence?: number;
  /** Hangs on these, instead of on the author's last one. */
  readonly after?: readonly (Entry | EntryId)[];
  /** Sealed parts by name, each with a label: the same label, the same commitment. The files are not there. */
  readonly sealed?: Readonly<Record<string, string>>;
};

/** One author, whose entries follow each other. */
export type Writer = { readonly key: AuthorKey; readonly says: (said: Said) => Entry };

/** Entries without real signatures, that went through the real parsers of core and body. */
export function writer(label: string): Writer {
  const key = authorKeyOf(sha256(utf8Encode(`author ${label}`)));
  let [next, previous] = [0, ''];
  return {
    key,
    says: (said) => {
      const sequence = said.sequence ?? next++;
      const last = previous === '' ? entryIdOf(sha256(utf8Encode(key))) : previous;
      const [one = last, ...more] = said.after?.map(idOf) ?? [];
      const before = sequence === 0 ? '' : more.length === 0 ? one : [one, ...more];
      const entry = entryOf(said, { a: key, s: sequence, p: before });
      previous = entry.id;
      return entry;
    },
  };
}

/** The same entry as a reader gets it who may not see its body. */
export function withoutBody({ id, core }: Entry): Entry {
  return { id, core, flags: [] };
}

/** An id nobody has an entry for. */
export function strangeId(label: string): EntryId {
  return entryIdOf(sha256(utf8Encode(`nobody's ${label}`)));
}

const DAY = 'XXXX-05-17';
const INCIDENT = bytesToBase64Url(new Uint8Array(12));

function sealedParts(sealed: Readonly<Record<string, string>>): Record<string, string> {
  const commitment = (label: string): string => bytesToBase64Url(sha256(utf8Encode(`sealed ${label}`)));
  return Object.fromEntries(Object.entries(sealed).map(([name, label]) => [name, commitment(label)]));
}

function entryOf(
  { kind, body, at = DAY, about = [], incident = INCIDENT, sealed = {} }: Said,
  chain: PlainObject,
): Entry {
  const t = canonicalJson(body);
  const salt = sha256(utf8Encode(`${t}${canonicalJson(chain)}`)).subarray(0, SALT_BYTES);
  const e = canonicalJson({
    v: 1,
    i: incident,
    k: kind,
    at: typeof at === 'string' ? { edtf: at } : at,
    b: '',
    re: about.map(idOf),
    parts: {
      body: commitmentOf(salt, utf8Encode(t), (bytes, as) => createHash('sha256').update(bytes).digest(as)),
      ...sealedParts(sealed),
    },
    ...chain,
  });
  return {
    id: entryIdOf(sha256(utf8Encode(e))),
    core: must(parseCore(utf8Encode(e))),
    body: must(parseBody(kind, t)),
    flags: [],
  };
}

function idOf(named: Entry | EntryId): EntryId {
  return typeof named === 'string' ? named : named.id;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`the test made what the record refuses: ${JSON.stringify(result.error)}`);
  return result.value;
}

import fc from 'fast-check';
import { parseEntryId } from '../../src/record/names.ts';
import type { EntryId } from '../../src/record/names.ts';
import type { Plain, PlainObject } from '../../src/record/subset.ts';
import type { Draft } from '../../src/record/write.ts';
import { isAlwaysSealed } from '../../src/record/parts.ts';
import { BODY_SAMPLES } from './bodies.ts';
import { bytesFor, happenedAt } from './writing.ts';

const TIMES = ['2031-05-17T10:30', 'XXXX-05-17T10:30/..', '[..2031-05-17T12:00]', '2031-05-17T10:30~/', '203X', '../2031'];

export function idFor(label: string): EntryId {
  const id = parseEntryId(Buffer.from(bytesFor(label, 32)).toString('hex'));
  if (id === undefined) throw new Error('32 bytes in hex are an id');
  return id;
}

const anyId = fc.nat(1_000).map((n) => idFor(`any ${n}`));
const anyMinutes = fc.integer({ min: -60, max: 600 });

const anyAt: fc.Arbitrary<Draft['at']> = fc
  .record({
    edtf: fc.constantFrom(...TIMES),
    offsetMinutes: fc.option(fc.integer({ min: -840, max: 840 }), { nil: undefined }),
    anchor: fc.option(fc.tuple(anyId, anyMinutes, fc.option(fc.nat(90), { nil: undefined })), { nil: undefined }),
  })
  .map(({ edtf, offsetMinutes, anchor }) => {
    const [id, loMin, more] = anchor ?? [];
    const ends = more === undefined ? {} : { hiMin: (loMin ?? 0) + more };
    return happenedAt(edtf, {
      ...(offsetMinutes !== undefined && { offsetMinutes }),
      ...(id !== undefined && loMin !== undefined && { anchor: { id, loMin, ...ends } }),
    });
  });

// Letters that join marks, marks, line feeds and quotes: what normal forms and escapes stumble over.
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('a', 'n', 'e', '\n', '\t', '\u0303', '\u0301', '"', '\\', '\u1100', '\u1161', 'ғ', '\u212b') }),
);

// The second list: names that mean something to JavaScript.
const anyKey = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,31}$/) },
  fc.constantFrom('toString', 'valueOf', 'toJSON', 'constructor', 'hasOwnProperty', 'length', 'then'),
);

const { plain } = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.boolean(),
    fc.maxSafeInteger().map((n) => n + 0),
    anyText,
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(anyKey, tie('plain'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** An object within the record's subset of JSON. */
export const anyPlainObject: fc.Arbitrary<PlainObject> = fc.dictionary(anyKey, plain, { maxKeys: 5, noNullPrototype: true });

const anyBody = fc.constantFrom(...Object.entries(BODY_SAMPLES));
const anyKind = fc.constantFrom('a', 'later.kind', 'alarm.un-known', 'x.y.z');

// Names of parts that are for sealing only are for other tests.
const anyPartName = fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/).filter((name) => !isAlwaysSealed(name));

/** Drafts of known kinds with their bodies, and of unknown kinds with anything; up to three parts more. */
export const anyDraft: fc.Arbitrary<Draft> = fc
  .record({
    said: fc.oneof(anyBody, fc.tuple(anyKind, anyPlainObject)),
    at: anyAt,
    about: fc.uniqueArray(anyId, { maxLength: 4 }),
    before: fc.option(fc.record({ origin: fc.constantFrom('hub.example/log', 'хаб/журнал'), size: fc.integer({ min: 1 }) }), { nil: undefined }),
    more: fc.dictionary(anyPartName, anyPlainObject, { maxKeys: 3, noNullPrototype: true }),
  })
  .map(({ said: [kind, body], at, about, before, more }) => ({
    kind,
    at,
    about,
    ...(before && { before: { ...before, root: 'AAAAAAAAAAAAAAAAAAAAAA' } }),
    parts: { ...more, body },
  }));

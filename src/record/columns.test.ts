import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { soakCount } from '../../test/soak-count.ts';
import { anyDraft, idFor } from '../../test/vectors/any-draft.ts';
import { bytesFor, scribeFor, signText } from '../../test/vectors/writing.ts';
import type { Scribe } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { bytesToBase64Url, concatBytes, utf8Encode } from '../base/bytes.ts';
import type { Json } from '../base/canonical-json.ts';
import { BLOCKS, joinBlocks, recordOf, splitBlocks, varints } from './column-bytes.ts';
import type { BlockName, Blocks } from './column-bytes.ts';
import { COLUMN_ENTRIES_MAX, COLUMNS_HEAD, UNPACKED_CHARS_MAX } from './columns.ts';
import { packColumns } from './pack-columns.ts';
import { unpackColumns } from './unpack-columns.ts';
import { parseWireEntry } from './wire.ts';
import type { WireEntry } from './wire.ts';

const crypto = cryptoNode();
const ROUNDS = soakCount(60, 5_000);
const FUZZ_ROUNDS = soakCount(3_000, 300_000);
const SEED = 20_310_517;
// One batch of at most some kilobytes; only a loop gone wild takes as long.
const ONE_MS_MAX = 5_000;

function pack(entries: readonly WireEntry[], beside: Json = {}): Uint8Array {
  return packColumns({ entries, beside }, crypto);
}

function backAndForth(entries: readonly WireEntry[], beside: Json = {}): void {
  const back = unpackColumns(pack(entries, beside), crypto);
  assert.ok(back.ok, back.ok ? '' : back.error.why);
  assert.deepEqual(back.value, { entries, beside });
}

/** Several authors, each in a chain of their own, now and then on what somebody else said. */
async function saidBy(
  scribes: readonly Scribe[],
  drafts: readonly Parameters<Scribe['write']>[0][],
): Promise<WireEntry[]> {
  const places = scribes.map(({ place }) => place);
  const entries: WireEntry[] = [];
  for (const [i, draft] of drafts.entries()) {
    const who = (i * 7) % scribes.length;
    const written = await scribes[who]!.write(draft, places[who]);
    places[who] = written.next;
    entries.push(written.wire);
  }
  return entries;
}

function blocksOf(entries: readonly WireEntry[]): Blocks {
  const split = splitBlocks(pack(entries), COLUMNS_HEAD);
  assert.ok(split);
  return split.blocks;
}

const SCRIBES = ['one', 'two', 'three'].map((name) => scribeFor(`columns ${name}`, crypto));
const SAMPLE = await saidBy(
  SCRIBES,
  Array.from({ length: 12 }, (_, i) => ({
    kind: 'event',
    about: i % 3 === 0 ? [idFor('outside')] : [],
    parts: { body: { act: 'arrive', text: `Келді ${i}` } },
  })),
);

describe('the column form', () => {
  test('gives back every entry that a writer makes as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDraft, { maxLength: 12 }), async (drafts) => {
        backAndForth(await saidBy(SCRIBES, drafts), { next: drafts.length });
      }),
      { numRuns: ROUNDS, seed: SEED },
    );
  });

  test('gives back whatever has the shape of an entry, however odd', () => {
    const odd = fc.string({
      unit: fc.constantFrom('"', ':', '\\', '\n', '\u0000', '-', '7', '{', '}', ',', 'a', 'ө', '\u2028'),
    });
    const part = fc.oneof(
      fc.record({ s: fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytesToBase64Url), t: odd }),
      fc
        .uint8Array({ maxLength: 9 })
        .map((rest) => ({ x: bytesToBase64Url(concatBytes(utf8Encode('age-encryption.org/v1'), rest)) })),
    );
    const own = SAMPLE.map(({ e }) => e);
    const wires = fc.record({
      e: fc.oneof(
        odd,
        fc.json(),
        fc.constantFrom(...own),
        fc.constantFrom(...own).map((e) => e.replace('"v":1', '"v": 1')),
      ),
      g: fc.oneof(odd, fc.uint8Array({ minLength: 64, maxLength: 64 }).map(bytesToBase64Url)),
      parts: fc.dictionary(
        fc.oneof(fc.constantFrom('body', 'witness', '__proto__', '7', '\ud800'), fc.string()),
        part,
        { maxKeys: 3 },
      ),
    });
    fc.assert(
      fc.property(fc.array(wires, { maxLength: 6 }), (values) => {
        backAndForth(
          values.flatMap((value) => {
            const wire = parseWireEntry(value);
            return wire.ok ? [wire.value] : [];
          }),
        );
      }),
      { numRuns: 20 * ROUNDS, seed: SEED },
    );
  });

  test('gives back parts that are withheld, sealed or not what the author committed to', async () => {
    const scribe = scribeFor('columns parts', crypto);
    const x = bytesToBase64Url(concatBytes(utf8Encode('age-encryption.org/v1'), bytesFor('sealed', 300)));
    const sealed = { witness: { part: { x }, commitment: bytesToBase64Url(bytesFor('commitment', 32)) } };
    const { wire } = await scribe.write({
      kind: 'event',
      parts: { body: { text: 'Көрдім' }, note: { text: 'Тағы' } },
      sealed,
    });
    const { body, note, witness } = wire.parts;
    assert.ok(body && note && witness);
    const withheld = [
      { ...wire, parts: {} },
      { ...wire, parts: { body } },
      { ...wire, parts: { witness } },
    ];
    const changed = { ...wire, parts: { body: { ...body, t: body.t.replace('К', 'к') } } };
    backAndForth([wire, ...withheld, changed]);
    assert.equal(blocksOf([wire, ...withheld]).escapes.length, 0);
    assert.ok(blocksOf([changed]).escapes.length > 0);
  });

  test('gives back a fork, the entry that heals it, and one that is there twice', async () => {
    const scribe = scribeFor('columns fork', crypto);
    const first = await scribe.write({});
    const left = await scribe.write({ kind: 'event' }, first.next);
    const right = await scribe.write({ kind: 'home' }, first.next);
    const healed = await scribe.write({ about: [right.id] }, { ...left.next, previous: [left.id, right.id] });
    const wires = [first, left, right, healed, left].map(({ wire }) => wire);
    backAndForth(wires);
    backAndForth(wires.toReversed());
    assert.equal(blocksOf(wires).ids.length, 0);
  });

  test('carries no commitment, no id and no number that the receiver can make', () => {
    const blocks = blocksOf(SAMPLE);
    assert.equal(blocks.commitments.length, 0);
    assert.equal(blocks.escapes.length, 0);
    assert.equal(blocks.ids.length, 32, 'only the one id that is outside of the batch');
    assert.ok(blocks.number.every((byte) => byte === 0));
    assert.ok(blocks.previous.every((byte) => byte === 0));
  });

  test('passes over the padding, which nobody reads', () => {
    const padded = packColumns({ entries: SAMPLE, beside: {} }, crypto, bytesFor('padding', 300));
    assert.ok(padded.length > pack(SAMPLE).length + 299);
    assert.deepEqual(unpackColumns(padded, crypto), unpackColumns(pack(SAMPLE), crypto));
  });

  test('goes with a core that no writer prints so as it came', async () => {
    const scribe = scribeFor('columns odd', crypto);
    const texts = [
      '',
      'null',
      '{}',
      '[1]',
      SAMPLE[0]!.e.replace('{', '{ '),
      SAMPLE[0]!.e.replace(/"s":\d+/, '"s":9007199254740991'),
      SAMPLE[0]!.e.replace('"k":"event', `"k":"${'event'.repeat(4_000)}`),
      SAMPLE[0]!.e.replace('T10:30', 'T10:3\\ud800'),
    ];
    backAndForth(await Promise.all(texts.map((text) => signText(text, scribe.author))));
  });
});

describe('columns from outside', () => {
  test('are refused in words or read, whatever byte is another', () => {
    const good = pack(SAMPLE, { next: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        fc.nat(3),
        (changes, cut) => {
          const bad = Uint8Array.from(good.subarray(0, cut === 0 ? changes[0]![0] : good.length));
          for (const [at, byte] of changes) if (at < bad.length) bad[at] = byte;
          looksSound(bad);
        },
      ),
      { numRuns: FUZZ_ROUNDS, seed: SEED },
    );
  });

  test('are refused or read with any block in place of another', () => {
    const blocks = blocksOf(SAMPLE);
    const anyBlock = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(...BLOCKS).map((name) => blocks[name]),
      fc.array(fc.oneof(fc.nat(40), fc.maxSafeInteger().map(Math.abs)), { maxLength: 30 }).map(varints),
    );
    fc.assert(
      fc.property(fc.constantFrom(...BLOCKS), anyBlock, fc.nat(1_200), (name, block, count) => {
        looksSound(
          joinBlocks(COLUMNS_HEAD, count % 2 === 0 ? SAMPLE.length : count, { ...blocks, [name]: block }),
        );
      }),
      { numRuns: FUZZ_ROUNDS, seed: SEED },
    );
  });

  test('hold no more entries than a batch does', () => {
    assert.deepEqual(unpackColumns(joinBlocks(COLUMNS_HEAD, COLUMN_ENTRIES_MAX + 1, blocksOf([])), crypto), {
      ok: false,
      error: { kind: 'columns', why: 'holds more than 1000 entries' },
    });
  });

  test('do not grow without end: a short frame may not be used a thousand times for megabytes', () => {
    const one = blocksOf(SAMPLE.slice(0, 1));
    const frame = `${'x'.repeat(60_000)}\n`;
    const times = (name: BlockName): Uint8Array =>
      concatBytes(...Array.from({ length: 1_000 }, () => one[name]));
    const blocks = {
      ...recordOf(BLOCKS, (name) =>
        one[name].length === 1 || name === 'salts' || name === 'signatures' ? times(name) : one[name],
      ),
      about: new Uint8Array(1_000),
      frames: utf8Encode(frame),
      texts: new Uint8Array(),
      minute: new Uint8Array(1_000),
    };
    const bytes = joinBlocks(COLUMNS_HEAD, 1_000, blocks);
    assert.ok(bytes.length < UNPACKED_CHARS_MAX / 50);
    const read = unpackColumns(bytes, crypto);
    assert.ok(!read.ok);
    assert.match(read.error.why, /more than 8388608 characters/);
  });

  test('with a million holes, lines or parts take no long time', () => {
    const one = blocksOf(SAMPLE.slice(0, 1));
    const many = 1_000_000;
    const lines = utf8Encode('\n'.repeat(many));
    const cases: readonly (readonly [changed: Partial<Blocks>, isRead: boolean])[] = [
      [{ frames: utf8Encode(`${'\u0000'.repeat(many)}\n`), texts: lines }, true],
      [{ texts: lines }, false],
      [{ kinds: lines }, true],
      [{ frames: lines }, false],
      [{ shapes: utf8Encode(`${'a- '.repeat(many)}a-\n`), commitments: new Uint8Array(many) }, false],
    ];
    for (const [changed, isRead] of cases)
      assert.equal(looksSound(joinBlocks(COLUMNS_HEAD, 1, { ...one, ...changed })), isRead);
  });
});

/** Whether it was read; what comes out has the shape of entries, packs again, and took no long time. */
function looksSound(bytes: Uint8Array): boolean {
  const started = performance.now();
  const read = unpackColumns(bytes, crypto);
  const tookMs = performance.now() - started;
  assert.ok(tookMs < ONE_MS_MAX, `one batch took ${tookMs} ms`);
  if (!read.ok) assert.ok(read.error.why.length > 5);
  else backAndForth(read.value.entries, read.value.beside);
  return read.ok;
}

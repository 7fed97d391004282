import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { admit } from '../../test/vectors/admit.ts';
import { anyDraft } from '../../test/vectors/any-draft.ts';
import { scribeFor } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { AUDIENCES, bundleLines, parseBundleHeader, parseBundleLine } from './bundle.ts';
import type { BundleHeader } from './bundle.ts';

const primitives = cryptoNode();
const scribe = scribeFor('bundle', primitives);
const { incident } = scribe.place;

/** The lines of a transfer file, without the end of the last one. */
function linesOf(text: string): string[] {
  assert.ok(text.endsWith('\n'));
  return text.slice(0, -1).split('\n');
}

describe('a transfer file', () => {
  test('holds a header and then one entry a line, each verifiable by itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDraft, { maxLength: 5 }), async (drafts) => {
        const written = await Promise.all(drafts.map((draft) => scribe.write(draft)));
        const header: BundleHeader = { incident, entries: drafts.length, audience: 'readers' };
        const [first = '', ...rest] = linesOf(
          bundleLines(
            header,
            written.map(({ wire }) => wire),
          ),
        );
        assert.deepEqual(parseBundleHeader(first), { ok: true, value: header });
        assert.equal(rest.length, drafts.length);
        for (const [i, line] of rest.entries()) {
          const wire = parseBundleLine(line, i + 2);
          assert.ok(wire.ok);
          assert.deepEqual(wire.value, written[i]?.wire);
          const admitted = await admit(JSON.parse(line), primitives);
          assert.ok(admitted.ok && admitted.value.id === written[i]?.id);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('is made for one of three audiences', () => {
    assert.deepEqual(AUDIENCES, ['public', 'readers', 'lawyer']);
    for (const audience of AUDIENCES) {
      const [first = ''] = linesOf(bundleLines({ incident, entries: 0, audience }, []));
      assert.deepEqual(parseBundleHeader(first), { ok: true, value: { incident, entries: 0, audience } });
    }
  });
});

test('a header of the time before the format was settled is read', () => {
  const header: BundleHeader = { incident, entries: 3, audience: 'readers' };
  const line = JSON.stringify({ format: 'shanyrak-transfer v1-draft', ...header });
  assert.deepEqual(parseBundleHeader(line), { ok: true, value: header });
});

describe('a header is refused', () => {
  const good = { format: 'shanyrak-transfer v1', incident, entries: 3, audience: 'public' };
  const bad: readonly (readonly [what: string, line: string, why: RegExp])[] = [
    ['that is no JSON', 'PK\u0003\u0004', /not the header/],
    ['that is a list', '[]', /not the header/],
    ['of another format', JSON.stringify({ ...good, format: 'shanyrak-transfer v9' }), /not of the format/],
    ['without its incident', JSON.stringify({ ...good, incident: 'x' }), /lacks/],
    ['for an unknown audience', JSON.stringify({ ...good, audience: 'police' }), /lacks/],
    ['without a number of entries', JSON.stringify({ ...good, entries: '3' }), /lacks/],
    ['with a negative number of entries', JSON.stringify({ ...good, entries: -1 }), /lacks/],
    ['with half an entry', JSON.stringify({ ...good, entries: 0.5 }), /lacks/],
  ];
  for (const [what, line, why] of bad) {
    test(what, () => {
      const header = parseBundleHeader(line);
      assert.ok(!header.ok);
      assert.equal(header.error.line, 1);
      assert.match(header.error.why, why);
    });
  }
});

test('a bad line is refused with its number, and says why', () => {
  assert.deepEqual(parseBundleLine('{"e":', 7), {
    ok: false,
    error: { kind: 'bundle-line', line: 7, why: 'is not JSON' },
  });
  const noCore = parseBundleLine('{"g":""}', 8);
  assert.ok(!noCore.ok);
  assert.deepEqual([noCore.error.line, noCore.error.why], [8, 'e, the core text, is missing']);
});

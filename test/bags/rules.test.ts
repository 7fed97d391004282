import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { base64UrlToBytes, hexToBytes, utf8Encode } from '../../src/base/bytes.ts';
import { isJsonObject } from '../../src/base/canonical-json.ts';
import { BAG_FAULT_WORDS, BAG_NOTE_WORDS } from '../../src/faces/cli/bag-words.ts';
import { bagOf } from '../../src/record/bag.ts';
import type { BagFile } from '../../src/record/bag-layout.ts';
import { parseEntryId } from '../../src/record/names.ts';
import { pointFault, signatureFault, signedBytes } from '../../src/record/signing.ts';
import { verifyBag } from '../../src/main/record-library.ts';
import { CHECKER, checkHere, crypto, makeBag, writeBag } from '../making/bags.ts';
import { badEntries } from '../sim/bad-entries.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { newIncident } from '../sim/witness.ts';

const skip = spawnSync('python3', ['--version'], { stdio: 'ignore' }).status !== 0 && 'no python3 on PATH';

/** What a piece of Python says that has `verify.py` as a module. */
function python(script: string, input: unknown): unknown {
  const code = `import sys, json; sys.path.insert(0, ${JSON.stringify(dirname(CHECKER))}); import verify; given = json.load(sys.stdin); ${script}`;
  const run = spawnSync('python3', ['-B', '-c', code], {
    encoding: 'utf8',
    input: JSON.stringify(input),
    maxBuffer: 1 << 26,
  });
  assert.equal(run.stderr, '');
  return JSON.parse(run.stdout);
}

const numbered = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('verify.py', { skip }, () => {
  test('is at most 300 lines of plain text, so that somebody can read it through', () => {
    const text = readFileSync(CHECKER, 'utf8');
    assert.ok(text.split('\n').length <= 301 && text.endsWith('\n'));
    assert.equal(/[^\n -~]/.test(text), false);
  });

  test('says the same words as the program', () => {
    const words = python('print(json.dumps([verify.WORDS, verify.NOTES]))', null);
    assert.deepEqual(words, [BAG_FAULT_WORDS, BAG_NOTE_WORDS]);
  });

  test('refuses the keys and signatures that the program refuses, of all edge vectors', () => {
    const vectors = JSON.parse(
      readFileSync(join(import.meta.dirname, '../vectors/ed25519-edge.json'), 'utf8'),
    ) as readonly Readonly<Record<string, string>>[];
    const [keys, signatures] = [new Set<string>(), new Set<string>()];
    for (const { key = '', signature = '' } of vectors) {
      keys.add(key);
      signatures.add(signature);
    }
    // Every encoding near the limits, and some that are nothing special.
    for (let n = 0; n < 40; n++) {
      keys.add(numbered(crypto.randomBytes(32)));
      keys.add(numbered(crypto.newSigner().key));
      keys.add(`${(n * 6 + 1).toString(16).padStart(2, '0')}${'ff'.repeat(30)}${n % 2 ? 'ff' : '7f'}`);
    }
    const said = python(
      'print(json.dumps([[verify.is_bad_key(bytes.fromhex(k)) for k in given[0]], [verify.is_bad_signature(bytes.fromhex(s)) for s in given[1]]]))',
      [[...keys], [...signatures]],
    );
    const isBadKey = (hex: string): boolean => {
      const key = hexToBytes(hex) ?? new Uint8Array();
      return pointFault(key) !== undefined || !crypto.isTorsionFree(key);
    };
    const isBadSignature = (hex: string): boolean =>
      signatureFault(hexToBytes(hex) ?? new Uint8Array()) !== undefined;
    assert.ok(keys.size > 100 && signatures.size > 5);
    assert.deepEqual(said, [[...keys].map(isBadKey), [...signatures].map(isBadSignature)]);
  });
});

test('the library checks a bag that is given as files', async () => {
  const { files, ids } = await makeBag({ entries: 3 });
  const byPath = new Map(files.map(({ path, bytes }) => [path, bytes]));
  assert.deepEqual(await verifyBag({ files: byPath }), {
    ok: true,
    findings: [],
    notes: (await checkHere(files)).notes,
    seen: [],
  });
  const [id = ''] = ids;
  byPath.delete(`data/proofs/${id}.tlog-proof`);
  const { ok, findings } = await verifyBag({ files: byPath, refused: ['data/link'] });
  assert.equal(ok, false);
  assert.deepEqual([...new Set(findings.map(({ at }) => at))].toSorted(), [id, 'data/link'].toSorted());
});

test(
  'a list has one spelling: a line of the log that stands twice is refused by both programs',
  { skip },
  async () => {
    const LIST = 'data/list.txt';
    const { files } = await makeBag({ entries: 2 });
    const twice = files.map((file) => {
      const text = Buffer.from(file.bytes).toString();
      return file.path === LIST
        ? { ...file, bytes: utf8Encode(text + text.slice(text.lastIndexOf('\n', text.length - 2) + 1)) }
        : file;
    });
    const folder = join(newFolder(), 'bag');
    writeBag(twice, folder);
    const run = spawnSync('python3', ['-I', CHECKER, '--json', folder], { encoding: 'utf8' });
    const { findings } = JSON.parse(run.stdout) as { readonly findings: unknown };
    assert.deepEqual((await checkHere(twice)).findings, findings);
    assert.deepEqual(findings, [
      { at: LIST, code: 'file-changed' },
      { at: LIST, code: 'form' },
    ]);
  },
);

describe('a bag whose every hash is right, with an entry that breaks one rule,', { skip }, () => {
  type Case = { readonly name: string; readonly files: readonly BagFile[] };
  const cases: Case[] = [];
  before(async () => {
    const incident = newIncident(crypto);
    const about = { audience: 'readers', incident, account: [], checker: utf8Encode('x'), info: [] } as const;
    for (const { name, item } of await badEntries(crypto, incident)) {
      const [e, g] = isJsonObject(item) ? [item['e'], item['g']] : [];
      const signature = typeof g === 'string' ? base64UrlToBytes(g) : undefined;
      if (typeof e !== 'string' || !e.isWellFormed() || typeof g !== 'string' || signature === undefined)
        continue;
      const id = parseEntryId(crypto.sha256Text(signedBytes(utf8Encode(e), signature), 'hex'));
      if (id !== undefined)
        cases.push({
          name,
          files: await bagOf({ ...about, entries: [{ id, wire: { e, g, parts: {} } }] }, crypto),
        });
    }
  });

  test('is refused by both programs for the same reason; what fields mean is not asked', async () => {
    const folder = newFolder();
    const names = cases.map((_, n) => join(folder, String(n)));
    for (const [n, { files }] of cases.entries()) writeBag(files, names[n] ?? folder);
    const run = spawnSync('python3', ['-I', CHECKER, '--json', ...names], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const said = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly findings: unknown });
    const reasons: Record<string, readonly string[]> = {};
    for (const [n, { name, files }] of cases.entries()) {
      const { findings } = await checkHere(files);
      assert.deepEqual(said[n]?.findings, findings, name);
      reasons[name] = findings.map(({ code }) => code);
    }
    assert.deepEqual(reasons, {
      'parts not an object': [],
      'a part without salt': [],
      'nine parts': [],
      truncated: ['core-refused'],
      oversized: ['core-refused'],
      'not canonical: white space': ['core-refused'],
      'not canonical: other order': ['core-refused'],
      'duplicate key': ['core-refused'],
      'a null': ['core-refused'],
      'a fraction': ['core-refused'],
      'nested too deep': ['core-refused'],
      'another version': ['core-refused'],
      'a field more': ['core-refused'],
      'a bad time': [],
      'signature cut off': ['signature-refused'],
      'signature beyond the group order': ['signature-refused'],
      'key of small order': ['key-refused'],
      'key with torsion': ['key-refused'],
      'signature of another entry': ['signature-wrong'],
      'core changed after signing': ['signature-wrong'],
    });
  });
});

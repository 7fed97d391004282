import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { describe, test } from 'node:test';
import { cryptoNode } from '../src/adapters/crypto-node/crypto-node.ts';
import { cryptoSodium } from '../src/adapters/crypto-sodium/crypto-sodium.ts';
import { sealAge } from '../src/adapters/seal-age/seal-age.ts';
import { parseJson } from '../src/base/canonical-json.ts';
import type { Json } from '../src/base/canonical-json.ts';
import { parseIdentity } from '../src/record/age-key.ts';
import { openPart, sealedFileOf } from '../src/record/seal.ts';
import { parseWireEntry } from '../src/record/wire.ts';
import { admit } from './vectors/admit.ts';
import { expectedError } from './vectors/invalid-cases.ts';
import type { ExpectedError } from './vectors/invalid-cases.ts';
import { vectorFiles } from './vectors/make.ts';
import { expectedFlag } from './vectors/valid-cases.ts';
import type { ExpectedFlag, Opens } from './vectors/valid-cases.ts';

const FOLDER = join(import.meta.dirname, 'vectors');
const ADAPTERS = { 'crypto-node': cryptoNode(), 'crypto-sodium': cryptoSodium() };

type ValidFile = {
  readonly description: string;
  readonly entry: Json;
  readonly id: string;
  readonly flags: readonly ExpectedFlag[];
  readonly opens?: Opens;
};
type InvalidFile = { readonly description: string; readonly entry: Json; readonly error: ExpectedError };

function readAll<T>(folder: string): readonly (readonly [name: string, file: T])[] {
  const paths = globSync(`${folder}/*.json`, { cwd: FOLDER }).toSorted();
  return paths.map((path) => [basename(path, '.json'), JSON.parse(readFileSync(join(FOLDER, path), 'utf8'))]);
}

const VALID = readAll<ValidFile>('valid');
const INVALID = readAll<InvalidFile>('invalid');

test('there are vectors enough of both sorts', () => {
  assert.ok(VALID.length >= 12, `${VALID.length} valid`);
  assert.ok(INVALID.length >= 30, `${INVALID.length} invalid`);
});

test('the folder holds what the generator makes, file by file', async () => {
  const made = await vectorFiles(ADAPTERS['crypto-node']);
  const held = globSync('**/*.json', { cwd: FOLDER }).map((path) => path.split(sep).join('/'));
  assert.deepEqual(held.toSorted(), [...made.keys()].toSorted());
  for (const [path, text] of made) assert.equal(readFileSync(join(FOLDER, path), 'utf8'), text, path);
});

for (const [name, primitives] of Object.entries(ADAPTERS)) {
  describe(`with ${name}`, () => {
    for (const [file, { description, entry, id, flags }] of VALID) {
      test(`valid/${file}: ${description}`, async () => {
        const admitted = await admit(entry, primitives);
        assert.ok(admitted.ok, admitted.ok ? '' : JSON.stringify(admitted.error));
        assert.equal(admitted.value.id, id);
        assert.deepEqual(admitted.value.flags.map(expectedFlag), flags);
      });
    }

    for (const [file, { description, entry, error }] of INVALID) {
      test(`invalid/${file}: ${description}`, async () => {
        const admitted = await admit(entry, primitives);
        assert.ok(!admitted.ok, 'was accepted');
        assert.deepEqual(expectedError(admitted.error), error);
      });
    }
  });
}

type Plain = {
  readonly e: string;
  readonly g: string;
  readonly parts: Readonly<
    Record<string, { readonly s: string; readonly t: string } | { readonly x: string }>
  >;
};

/** The check a stranger writes from the format's description alone: nothing of ours but the text. */
function checkAsStranger({ e, g, parts }: Plain): {
  readonly id: string;
  readonly isGenuine: boolean;
  readonly opened: readonly string[];
} {
  const core: { readonly a: string; readonly parts: Record<string, string> } = JSON.parse(e);
  const type = 'application/vnd.shanyrak.entry.v1+json';
  const signed = Buffer.from(`DSSEv1 ${type.length} ${type} ${Buffer.byteLength(e)} ${e}`);
  const signature = Buffer.from(g, 'base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: core.a }, format: 'jwk' });
  const opened = Object.entries(parts).filter(([name, part]) => {
    if ('x' in part) return false;
    const { s, t } = part;
    const hash = createHash('sha256')
      .update('shanyrak part v1\n')
      .update(Buffer.from(s, 'base64url'))
      .update(t);
    return hash.digest('base64url') === core.parts[name];
  });
  return {
    id: createHash('sha256').update(signed).update(signature).digest('hex'),
    isGenuine: verify(null, signed, key, signature),
    opened: opened.map(([name]) => name),
  };
}

for (const [file, vector] of VALID) {
  test(`a stranger with SHA-256 and Ed25519 comes to the same about valid/${file}`, () => {
    const entry = parseWireEntry(parseJson(JSON.stringify(vector.entry)));
    assert.ok(entry.ok);
    const { id, isGenuine, opened } = checkAsStranger(entry.value);
    assert.equal(isGenuine, true);
    assert.equal(id, vector.id);
    const dropped = vector.flags.flatMap((flag) =>
      flag.part === undefined || flag.why === 'too-large' || flag.why === 'not-sealed' ? [] : [flag.part],
    );
    const expected = Object.keys(entry.value.parts).filter((name) => !dropped.includes(name));
    assert.deepEqual(opened.toSorted(), expected.toSorted());
  });
}

for (const [file, { entry, opens }] of VALID) {
  if (opens === undefined) continue;
  test(`who has the key of valid/${file} sees whether its part is what was committed to`, async () => {
    const { sha256Text } = ADAPTERS['crypto-node'];
    const admitted = await admit(entry, ADAPTERS['crypto-node']);
    const identity = parseIdentity(opens.identity);
    const part = admitted.ok ? admitted.value.wire.parts[opens.part] : undefined;
    const sealed = part && sealedFileOf(part);
    assert.ok(admitted.ok && identity && sealed);
    const salted = await sealAge().open(sealed, [identity]);
    assert.ok(salted.ok);
    assert.equal(Buffer.from(salted.value.subarray(16)).toString(), opens.text);
    const opened = openPart(salted.value, admitted.value.core.parts.get(opens.part) ?? '', sha256Text);
    assert.equal(opened.ok, opens.isGenuine);
    if (opened.ok) assert.equal(opened.value.t, opens.text);
    else assert.deepEqual(opened.error, { kind: 'part-not-genuine', why: 'commitment-differs' });
  });
}

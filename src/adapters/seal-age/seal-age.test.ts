import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import * as cctv from 'cctv-age';
import { sealerContract } from '../../ports/sealer.contract.ts';
import { parseIdentity } from '../../record/age-key.ts';
import type { Identity } from '../../record/age-key.ts';
import { SEALED_BYTES_MAX } from '../../record/commit.ts';
import { sealAge } from './seal-age.ts';

const sealer = sealAge();
sealerContract('seal-age', sealer);

/** A vector of C2SP/CCTV "age": lines of `key: value`, an empty line, the file. */
type Vector = {
  readonly name: string;
  readonly expect: string;
  readonly payload: string;
  readonly identities: readonly Identity[];
  readonly isX25519: boolean;
  readonly isArmored: boolean;
  readonly file: Uint8Array;
};

function readVector(name: string, bytes: Uint8Array): Vector {
  const buffer = Buffer.from(bytes);
  const end = buffer.indexOf('\n\n');
  const lines = buffer
    .subarray(0, end)
    .toString()
    .split('\n')
    .map((line) => line.split(': '));
  const all = (key: string): readonly string[] =>
    lines.filter(([k]) => k === key).map(([, value]) => value ?? '');
  const identities = all('identity').map(parseIdentity);
  const own = identities.filter((identity) => identity !== undefined);
  const rest = buffer.subarray(end + 2);
  return {
    name,
    expect: all('expect')[0] ?? '',
    payload: all('payload')[0] ?? '',
    identities: own,
    isX25519: own.length > 0 && own.length === identities.length && all('passphrase').length === 0,
    isArmored: all('armored')[0] === 'yes',
    file: all('compressed')[0] === 'zlib' ? inflateSync(rest) : rest,
  };
}

const VECTORS = Object.entries(cctv)
  .filter(([, value]) => value instanceof Uint8Array)
  .map(([name, bytes]) => readVector(name, bytes));

/**
 * What we answer to a vector. A file we would not keep is refused by its size before anything else; of post-quantum
 * keys, passphrases and armour, which we do not use, it is only asked that nothing opens.
 */
function expected({ expect, isArmored, isX25519, file }: Vector): string {
  if (file.length > SEALED_BYTES_MAX) return 'sealed-too-large';
  if (isArmored || !isX25519) return 'refused';
  if (expect === 'success') return 'opened';
  return expect === 'no match' ? 'not-for-this-key' : 'damaged';
}

describe('the age vectors of C2SP', () => {
  test('are all here, of every outcome', () => {
    assert.equal(VECTORS.length, 143);
    const outcomes = [
      'success',
      'no match',
      'HMAC failure',
      'header failure',
      'payload failure',
      'armor failure',
    ];
    assert.deepEqual([...new Set(VECTORS.map((v) => v.expect))].toSorted(), outcomes.toSorted());
  });

  for (const vector of VECTORS) {
    test(`${vector.name}: ${vector.expect}`, async () => {
      const { identities, file } = vector;
      const opened = await sealer.open(
        file,
        identities.length > 0 ? identities : [await sealer.newIdentity()],
      );
      const wanted = expected(vector);
      if (wanted === 'refused') assert.equal(opened.ok, false);
      else assert.equal(opened.ok ? 'opened' : opened.error.kind, wanted);
      if (opened.ok) assert.equal(createHash('sha256').update(opened.value).digest('hex'), vector.payload);
    });
  }

  test('are decided as many ways as stated, so that none is passed over unseen', () => {
    const counts = [...Map.groupBy(VECTORS, expected)].map(([outcome, of]) => [outcome, of.length]);
    assert.deepEqual(Object.fromEntries(counts), {
      opened: 8,
      damaged: 45,
      'not-for-this-key': 3,
      'sealed-too-large': 11,
      refused: 76,
    });
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { printVerifierKey, verifierKey } from './note.ts';
import type { VerifierKey } from './note.ts';
import { isSatisfied, keysOfPolicy, openUnderPolicy, parsePolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { ed25519Cosigner, ed25519NoteSigner, signCheckpoint } from './sign-note.ts';
import type { NoteSigner } from './sign-note.ts';

const crypto = cryptoNode();
const { sha256 } = crypto;
const ORIGIN = 'log.example';
const log = ed25519NoteSigner({ name: ORIGIN, signer: crypto.newSigner() }, sha256);
const witnesses = ['x1', 'x2', 'x3', 'y1', 'y2', 'y3'].map((name) =>
  ed25519Cosigner({ name: `${name}.example`, signer: crypto.newSigner(), seconds: 9 }, sha256),
);
const vkey = (signer: NoteSigner | undefined): string => (signer ? printVerifierKey(signer.key) : '');
const [X1, X2, X3, Y1, Y2, Y3] = witnesses.map(vkey);
const LOG = vkey(log);

const TEXT = `# two towns
log ${LOG} https://log.example/

witness X1 ${X1}
witness\tX2 ${X2}
  witness X3 ${X3} https://x3.example/w\t
group X-witnesses 2 X1 X2 X3

witness Y1 ${Y1}
witness Y2 ${Y2}
witness Y3 ${Y3}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
  # both
quorum X-and-Y
`;

function read(text: string | Uint8Array): Policy {
  const policy = parsePolicy(text, sha256);
  assert.ok(policy.ok, JSON.stringify(policy));
  return policy.value;
}

function fault(text: string | Uint8Array): string {
  const policy = parsePolicy(text, sha256);
  return policy.ok ? 'ok' : `${policy.error.line} ${policy.error.why}`;
}

const by = (...places: readonly number[]): { readonly key: VerifierKey }[] =>
  places.flatMap((i) => witnesses[i] ?? []).map(({ key }) => ({ key }));

describe('a policy', () => {
  test('names logs, witnesses, groups and one quorum', () => {
    const policy = read(TEXT);
    assert.deepEqual(policy.logs, [{ key: log.key, url: 'https://log.example/' }]);
    assert.deepEqual(
      policy.witnesses.map(({ name }) => name),
      ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'],
    );
    assert.equal(policy.witnesses[2]?.url, 'https://x3.example/w');
    assert.deepEqual(policy.groups[0], { name: 'X-witnesses', least: 2, members: ['X1', 'X2', 'X3'] });
    assert.deepEqual(
      policy.groups.map(({ least }) => least),
      [2, 1, 2],
    );
    assert.equal(policy.quorum, 'X-and-Y');
  });

  test('is satisfied exactly by two of the first town and one of the second', () => {
    const policy = read(TEXT);
    for (let mask = 0; mask < 64; mask++) {
      const here = [0, 1, 2, 3, 4, 5].filter((i) => (mask >> i) % 2 === 1);
      const wanted = here.filter((i) => i < 3).length >= 2 && here.some((i) => i >= 3);
      assert.equal(isSatisfied(policy, by(...here)), wanted, String(mask));
    }
    assert.equal(isSatisfied(policy, [...by(0, 0, 0, 3), { key: log.key }]), false);
  });

  test('may ask for no witness, or for one alone', () => {
    assert.equal(isSatisfied(read('quorum none\n'), []), true);
    const one = read(`witness W ${X1}\nquorum W\n`);
    assert.equal(isSatisfied(one, by(0)), true);
    assert.equal(isSatisfied(one, by(1)), false);
    const [x1] = by(0);
    const otherName = x1 && verifierKey({ ...x1.key, name: 'else.example' }, sha256);
    assert.ok(otherName?.ok);
    assert.equal(isSatisfied(one, [{ key: otherName.value }]), false);
  });

  test('is refused with the line that is not as specified', () => {
    const w = `witness A ${X1}\nwitness B ${X2}\n`;
    const same = verifierKey(
      { name: 'renamed.example', type: 4, key: by(0)[0]?.key.key ?? new Uint8Array() },
      sha256,
    );
    assert.ok(same.ok);
    for (const [text, why] of [
      ['', '0 quorum-missing'],
      ['# quorum none\n', '0 quorum-missing'],
      ['quorum none\nquorum none\n', '2 quorum-twice'],
      ['quorum\n', '1 items'],
      ['quorum none none\n', '1 items'],
      ['quorum A\n', '1 name-unknown'],
      [`quorum A\n${w}`, '1 name-unknown'],
      ['Quorum none\n', '1 keyword'],
      ['quorum none # why\n', '1 items'],
      ['witness A\n', '1 items'],
      [`witness A ${X1} url more\n`, '1 items'],
      [`witness none ${X1}\n`, '1 name-taken'],
      [`witness A ${LOG}\n`, '1 key-type'],
      [`log ${X1}\n`, '1 key-type'],
      ['log name+00000000+Ag==\n', '1 key-type'],
      [`log ${LOG.slice(1)}\n`, '1 key'],
      [`log ${LOG} url more\n`, '1 items'],
      ['log\n', '1 items'],
      [`log ${LOG}\nlog ${LOG}\n`, '2 key-twice'],
      [`${w}witness A ${X3}\n`, '3 name-taken'],
      [`${w}witness C ${printVerifierKey(same.value)}\n`, '3 key-twice'],
      [`${w}group A any B\n`, '3 name-taken'],
      [`${w}group none any B\n`, '3 name-taken'],
      [`${w}group G any\n`, '3 items'],
      [`${w}group G any C\n`, '3 name-unknown'],
      [`${w}group G any G\n`, '3 name-unknown'],
      [`${w}group G any none\n`, '3 name-unknown'],
      [`${w}group G any A A\n`, '3 member-twice'],
      [`${w}group G any A\ngroup H any A\n`, '4 member-twice'],
      [`${w}group G 0 A B\n`, '3 threshold'],
      [`${w}group G 3 A B\n`, '3 threshold'],
      [`${w}group G 01 A B\n`, '3 threshold'],
      [`${w}group G two A B\n`, '3 threshold'],
      [`${w}group G -1 A B\n`, '3 threshold'],
      ['quorum none\r\n', '1 characters'],
      ['\n# \x7f\nquorum none\n', '2 characters'],
      ['\0\nquorum none\n', '1 characters'],
      ['\ud800', '0 characters'],
      ['#'.repeat(1_000_001), '0 too-large'],
    ] as const)
      assert.equal(fault(text), why, text.slice(0, 60));
  });

  test('takes names as octets: two that differ stay two, also where they are no UTF-8', () => {
    const kelvin = read(`witness K ${X1}\nwitness \u212a ${X2}\ngroup G 2 K \u212a\nquorum G`);
    assert.equal(isSatisfied(kelvin, by(0)), false);
    assert.equal(isSatisfied(kelvin, by(0, 1)), true);
    const latin = Buffer.from(
      `witness \xff ${X1}\nwitness \xfe ${X2}\ngroup G 2 \xff \xfe\nquorum G\n`,
      'latin1',
    );
    const policy = read(latin);
    assert.equal(new Set(policy.witnesses.map(({ name }) => name)).size, 2);
    assert.equal(isSatisfied(policy, by(0, 1)), true);
    assert.equal(isSatisfied(policy, by(1)), false);
    assert.equal(fault(`# \u00a0 is no white space\nwitness\u00a0A ${X1}\n`), '2 keyword');
  });

  test('of 64 logs, witnesses and groups one within the other is read', () => {
    const rows: string[] = [];
    for (let i = 0; i < 64; i++) {
      const signer = crypto.newSigner();
      rows.push(`log ${vkey(ed25519NoteSigner({ name: `l${i}`, signer }, sha256))}`);
      rows.push(`witness w${i} ${vkey(ed25519Cosigner({ name: `w${i}`, signer, seconds: 1 }, sha256))}`);
      rows.push(i === 0 ? 'group g0 all w0' : `group g${i} 1 w${i} g${i - 1}`);
    }
    const policy = read([...rows, 'quorum g63'].join('\n'));
    assert.equal(isSatisfied(policy, policy.witnesses.slice(0, 1)), true);
    assert.equal(isSatisfied(policy, []), false);
  });

  test('made of any words is read without a throw', () => {
    const word = fc.constantFrom(
      'log',
      'witness',
      'group',
      'quorum',
      'none',
      'A',
      'B',
      'any',
      'all',
      '1',
      '\n',
      '#',
      LOG,
      X1 ?? '',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const policy = parsePolicy(words.join(' '), sha256);
        if (policy.ok) isSatisfied(policy.value, by(0));
      }),
      { numRuns: 2_000 },
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parsePolicy(bytes, sha256)));
  });
});

describe('a checkpoint under a policy', () => {
  const noteBy = (origin: string, ...signers: readonly (NoteSigner | undefined)[]): Promise<string> =>
    signCheckpoint(
      { origin, size: 1, root: new Uint8Array(32), extensions: [] },
      signers.flatMap((signer) => signer ?? []),
    );
  const policy = read(TEXT);
  const kindOf = async (note: string): Promise<string> => {
    const opened = await openUnderPolicy(note, policy, crypto);
    return opened.ok ? 'opened' : opened.error.kind;
  };

  test('opens when its log is named and enough witnesses cosigned it', async () => {
    assert.equal(await kindOf(await noteBy(ORIGIN, log, witnesses[0], witnesses[2], witnesses[4])), 'opened');
  });

  test('with too few of them is said to be unwitnessed, and still shows what it is', async () => {
    const opened = await openUnderPolicy(
      await noteBy(ORIGIN, log, witnesses[0], witnesses[4]),
      policy,
      crypto,
    );
    assert.ok(!opened.ok && opened.error.kind === 'unwitnessed');
    assert.equal(opened.error.opened.cosigned.length, 2);
  });

  test('of another log, or by witnesses without the log, is refused', async () => {
    assert.equal(await kindOf(await noteBy('other.example', log)), 'log-unknown');
    assert.equal(await kindOf(await noteBy(ORIGIN, ...witnesses)), 'not-signed');
    assert.equal(keysOfPolicy(policy, 'other.example'), undefined);
  });
});

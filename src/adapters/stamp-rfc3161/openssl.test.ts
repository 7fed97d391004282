import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { cannotMakeCertificates } from '../../../test/sim/certificates.ts';
import { EC_KEY, newOpensslAuthority, RSA_KEY } from '../../../test/sim/openssl-authority.ts';
import { startHttpCarrier } from '../../../test/sim/http-carrier.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import {
  certificate,
  extension,
  newKey,
  purposes,
  sequence,
  TIME_STAMPING,
  usage,
} from '../../../test/making/stamp-certificates.ts';
import type { MadeCertificate } from '../../../test/making/stamp-certificates.ts';
import {
  DATA,
  ISSUE,
  key,
  made,
  own,
  root,
  SIGN,
  STAMPING,
  verdict,
} from '../../../test/making/stamp-cases.ts';
import type { Wish } from '../../../test/making/stamp-cases.ts';
import { namesOf, oldNameOf } from '../../../test/making/stamp-replies.ts';
import type { Stamping } from '../../ports/stamper.ts';
import { checkStamp } from './check-stamp.ts';
import { writeQuery } from './query.ts';
import { stampRfc3161 } from './stamp-rfc3161.ts';

const CHECKPOINT = Buffer.from('shanyrak.hub/x\n7\nAAAA\n\n— shanyrak.hub/x BBBB\n');
const SHA256 = createHash('sha256').update(CHECKPOINT).digest();

const BY_HAND = join(import.meta.dirname, '../../../docs/record-format.md');
const BY_HAND_SAYS = ['Time stamp', 'Verification: OK', 'Verification: OK'];

/** What the commands of docs/record-format.md say, run as they stand there in a folder with the files they name. */
function byHand(
  { query, reply, at }: Extract<Stamping, { readonly kind: 'stamped' }>,
  certificates: string,
): readonly string[] {
  const [, chapter = ''] = readFileSync(BY_HAND, 'utf8').split('\n## Stamps\n');
  const commands = (/```sh\n([^]*?)```/.exec(chapter)?.[1] ?? '').trim().split('\n');
  const cwd = newFolder();
  const files = {
    checkpoint: CHECKPOINT,
    'checkpoint.tsq': query,
    'checkpoint.tsr': reply,
    'authority.pem': certificates,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  return commands.map((command) => {
    const [program = '', ...args] = command.replace('SECONDS', String(Math.floor(at / 1_000))).split(' ');
    const { stdout } = spawnSync(program, args, { cwd, encoding: 'utf8' });
    return /Verification: OK|Time stamp/.exec(stdout)?.[0] ?? '';
  });
}

for (const [name, openssl] of [
  ['ECDSA', EC_KEY],
  ['RSA', RSA_KEY],
] as const)
  describe(`an authority run by openssl, with ${name}`, { skip: cannotMakeCertificates }, () => {
    if (cannotMakeCertificates !== false) return;
    const folder = newFolder();
    const authority = newOpensslAuthority(folder, openssl);
    const anchors = readFileSync(authority.rootFile, 'utf8');
    const checkpoint = join(folder, 'checkpoint');
    writeFileSync(checkpoint, CHECKPOINT);

    test('reads our query as it was meant', () => {
      const query = writeQuery({
        sha256: SHA256,
        nonce: Buffer.from('00f1f2f3f4f5f6f7f8', 'hex'),
        policy: '1.2.3.5',
      });
      const text = authority.print('query', query);
      assert.match(text, /Version: 1\nHash Algorithm: sha256\n/);
      assert.match(text, /Policy OID: 1\.2\.3\.5\nNonce: 0xF1F2F3F4F5F6F7F8\nCertificate required: yes\n/);
    });

    test('is asked over HTTP, and gives what openssl holds good too', async () => {
      const web = await startHttpCarrier();
      const headers = { 'content-type': 'application/timestamp-reply' };
      web.play(({ bytes }) => ({ status: 200, headers, body: authority.reply(bytes) }));
      const config = {
        url: `http://127.0.0.1:${web.port}/`,
        certificates: anchors,
        allowInside: true,
        randomBytes,
      };
      const stamping = await stampRfc3161({ ...config, policy: '1.2.3.5' }).stamp(SHA256, 20_000);
      await web.end();
      assert.ok(stamping.kind === 'stamped', JSON.stringify(stamping));
      const { query, reply, at } = stamping;
      assert.ok(Math.abs(at - Date.now()) < 60_000);
      const checked = checkStamp({ reply, query, data: CHECKPOINT, anchors });
      assert.ok(checked.ok);
      assert.deepEqual(
        [checked.value.policy, checked.value.authority, checked.value.accuracyMs],
        ['1.2.3.5', 'O=A test, CN=own', 1_500],
      );
      const queryFile = join(folder, 'checkpoint.tsq');
      writeFileSync(queryFile, query);
      assert.ok(authority.verify(reply, '-data', checkpoint, '-CAfile', 'root.pem'));
      assert.ok(authority.verify(reply, '-queryfile', queryFile, '-CAfile', 'root.pem'));
      assert.deepEqual(byHand(stamping, readFileSync(authority.chainFile, 'utf8')), BY_HAND_SAYS);
      assert.notDeepEqual(byHand({ ...stamping, query: reply }, anchors), BY_HAND_SAYS);
    });

    test('turns down a policy it does not have, and we hear why', async () => {
      const reply = authority.reply(
        writeQuery({ sha256: SHA256, nonce: randomBytes(16), policy: '1.2.3.6' }),
      );
      const refused = checkStamp({ reply, data: CHECKPOINT, anchors });
      assert.partialDeepStrictEqual(refused, {
        ok: false,
        error: { kind: 'not-granted', status: 2, failure: 'unacceptedPolicy' },
      });
    });
  });

describe(
  'what is good here is good for openssl at the hour of the stamp, and the other way round',
  { skip: cannotMakeCertificates },
  () => {
    if (cannotMakeCertificates !== false) return;
    const folder = newFolder();
    const authority = newOpensslAuthority(folder, EC_KEY);
    const data = join(folder, 'data');
    writeFileSync(data, DATA);
    writeFileSync(join(folder, 'anchor.pem'), root.pem);
    const AT = String(Date.parse('2024-05-05T05:05:05Z') / 1_000);
    const holds = (reply: Uint8Array): boolean =>
      authority.verify(reply, '-data', data, '-CAfile', 'anchor.pem', '-partial_chain', '-attime', AT);

    const between = certificate({
      name: 'Between',
      key: newKey('p256'),
      by: root,
      extensions: [extension('2.5.29.19', sequence()), SIGN],
    });
    const first = own();
    const signed = (more: Parameters<typeof own>[0]): Wish => ({ signer: own(more) });
    const name = (list: readonly MadeCertificate[]): Wish => ({
      attributes: ([type, digest]) => [type!, digest!, namesOf(list)],
    });
    const cases: Readonly<Record<string, Wish>> = {
      plain: {},
      rsa: signed({ key: key('rsa') }),
      'sha-512': { how: { hash: 'sha512' } },
      'p-521': { ...signed({ key: key('p521') }), how: { hash: 'sha512' } },
      'over sha-384': { imprintHash: 'sha384' },
      'of other bytes': { data: Buffer.from('others') },
      'another certificate named': name([root]),
      'named by SHA-1': {
        signer: first,
        attributes: ([type, digest]) => [type!, digest!, oldNameOf(first.der)],
      },
      'no purpose': signed({ extensions: [SIGN] }),
      'a purpose that may be passed over': signed({ extensions: [purposes(false, TIME_STAMPING)] }),
      'two purposes': signed({ extensions: [purposes(true, TIME_STAMPING, '1.3.6.1.5.5.7.3.3')] }),
      'for keeping keys': signed({ extensions: [STAMPING, usage(0x20)] }),
      'for issuing': signed({ extensions: [STAMPING, ISSUE] }),
      'ended the second before': signed({ to: '2024-05-05T05:05:04' }),
      'begins the second after': signed({ from: '2024-05-05T05:05:06' }),
      'something critical': signed({ extensions: [STAMPING, extension('1.2.3', sequence())] }),
      'by one who may not issue': { signer: own({ by: between }), issuers: [between], brings: [between.der] },
      'a stranger’s': { signer: own({ by: certificate({ name: 'Root', key: newKey('p256') }) }) },
      'two signers': { signers: 2 },
      'a status of no': { status: [Uint8Array.of(2, 1, 2)] },
      'a policy of its own': { policy: '1.2.3.999' },
      'without certificates': { brings: [] },
    };
    for (const [title, wish] of Object.entries(cases))
      test(title, () => {
        const reply = made(wish);
        assert.equal(holds(reply), verdict(reply) === 'good', verdict(reply));
      });

    test('but for SHA-1, PSS, Ed25519 and what is not signed, where openssl ts is older or more easy-going', () => {
      const apart: readonly (readonly [Wish, boolean])[] = [
        [{ imprintHash: 'sha1' }, true],
        [{ how: { hash: 'sha1' } }, true],
        [{ ...signed({ key: key('rsa') }), how: { isPss: true } }, false],
        [signed({ key: key('ed25519') }), false],
        [{ version: 1 }, true],
        // RFC 5280, 4.1.2.5: to the end of that second.
        [signed({ to: '2024-05-05T05:05:05' }), false],
      ];
      for (const [wish, isHeld] of apart) {
        const reply = made(wish);
        assert.deepEqual([holds(reply), verdict(reply) === 'good'], [isHeld, !isHeld]);
      }
    });
  },
);

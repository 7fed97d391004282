import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { keyFileOf } from '../../../test/making/vault.ts';
import { cannotMakeCertificates, newAuthority, readCertificate } from '../../../test/sim/certificates.ts';
import type { Authority } from '../../../test/sim/certificates.ts';
import { runProgram, startHub } from '../../../test/sim/hub-child.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';

type Found = {
  readonly code: number | null;
  readonly kinds: readonly string[];
  readonly unsafe: readonly string[];
};

async function doctor(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Found> {
  const run = await runProgram(['doctor', '--json', ...argv], { env });
  const told = parseJson(run.out);
  assert.ok(isJsonObject(told) && isJsonArray(told['findings']), run.out + run.err);
  const findings = told['findings'].filter(isJsonObject);
  for (const { says, todo } of findings) assert.ok(says && todo);
  const kindOf = ({ kind }: (typeof findings)[number]): string => (typeof kind === 'string' ? kind : '');
  const unsafe = findings.filter((f) => f['isUnsafe'] === true).map(kindOf);
  assert.deepEqual([told['ok'], run.code], unsafe.length === 0 ? [true, 0] : [false, 1]);
  return { code: run.code, kinds: findings.map(kindOf), unsafe };
}

/** Somewhere that is not the disk of temporary folders, as a stick would be. */
const APART = '/dev/shm';
const hasApart = existsSync(APART) && statSync(APART).dev !== statSync(newFolder()).dev;
const skip = process.platform !== 'linux' && 'it looks at a Linux machine';

describe('the doctor at a real hub', { skip }, () => {
  let folder: string;
  before(async () => {
    folder = join(newFolder(), 'data');
    await (await startHub({ folder })).end('SIGTERM');
  });

  test('finds the folder as the hub made it safe but for the key beside it and the missing backup', async () => {
    const files = ['hub.sqlite', 'vault.json'].map((name) => readFileSync(join(folder, name)));
    const { kinds } = await doctor(['--data', folder, '--key-file', keyFileOf(folder)]);
    for (const kind of ['key-beside-hub', 'backup-none', 'web-not-asked', 'no-channel'])
      assert.ok(kinds.includes(kind), kind);
    for (const kind of [
      'no-hub',
      'not-encrypted',
      'folder-open',
      'folder-foreign',
      'files-open',
      'files-foreign',
      'open-copy',
      'disk-read-only',
      'secret-open',
      'clock-year',
      'clock-behind-record',
      'node-old',
    ])
      assert.ok(!kinds.includes(kind), kind);
    assert.deepEqual(
      ['hub.sqlite', 'vault.json'].map((name) => readFileSync(join(folder, name))),
      files,
    );
  });

  test('sees what is opened and what is mended', async () => {
    const has = async (kind: string): Promise<boolean> =>
      (await doctor(['--data', folder])).kinds.includes(kind);
    chmodSync(folder, 0o755);
    assert.equal(await has('folder-open'), true);
    chmodSync(folder, 0o700);
    assert.equal(await has('folder-open'), false);
    writeFileSync(join(folder, 'hub-before-2.sqlite'), 'x', { mode: 0o600 });
    assert.equal(await has('open-copy'), true);
    rmSync(join(folder, 'hub-before-2.sqlite'));
    assert.equal(await has('open-copy'), false);
    const backup = join(`${folder}-backups`, 'one');
    mkdirSync(backup, { recursive: true });
    writeFileSync(join(backup, 'backup.json'), JSON.stringify({ madeAt: new Date().toISOString() }));
    assert.equal(await has('backup-none'), false);
    assert.equal(await has('backup-same-disk'), true);
  });

  test(
    'is content with a key that lies apart',
    { skip: !hasApart && 'there is no second disk here' },
    async () => {
      const apart = join(APART, `shanyrak-test-${process.pid}.key`);
      try {
        copyFileSync(keyFileOf(folder), apart);
        chmodSync(apart, 0o600);
        const { kinds } = await doctor(['--data', folder, '--key-file', apart]);
        assert.ok(!kinds.includes('key-beside-hub'));
        assert.ok(!kinds.includes('secret-open'));
      } finally {
        rmSync(apart, { force: true });
      }
    },
  );

  test('says in the language asked for what is so and what to do', async () => {
    for (const [lang, words] of [
      ['en', /^UNSAFE: .*\n {4}→ /m],
      ['ru', /^ОПАСНО: /m],
      ['kk', /^ҚАУІПТІ: /m],
    ] as const) {
      const run = await runProgram([
        'doctor',
        '--data',
        folder,
        '--key-file',
        keyFileOf(folder),
        '--lang',
        lang,
      ]);
      assert.equal(run.code, 1);
      assert.match(run.out, words);
    }
  });

  test('says that a folder of the first version is not encrypted, instead of failing on it', async () => {
    const old = newFolder();
    copyFileSync(
      join(import.meta.dirname, '../../../test/vectors/store-sqlite-1/hub.sqlite'),
      join(old, 'hub.sqlite'),
    );
    assert.ok((await doctor(['--data', old])).unsafe.includes('not-encrypted'));
    copyFileSync(join(folder, 'vault.json'), join(old, 'vault.json'));
    const { unsafe } = await doctor(['--data', old, '--key-file', keyFileOf(folder)]);
    assert.ok(unsafe.includes('not-encrypted'));
  });
});

describe('the doctor at an address', { skip }, () => {
  test('finds a hub by its plain address open, with nothing to be had without a link', async () => {
    const folder = newFolder();
    const hub = await startHub({ folder });
    const { kinds } = await doctor(['--data', folder, '--url', hub.read, '--port', String(hub.port)]);
    for (const kind of ['no-tls', 'clock-not-compared']) assert.ok(kinds.includes(kind), kind);
    for (const kind of ['health-wrong', 'paths-open', 'hub-exposed', 'web-unreachable'])
      assert.ok(!kinds.includes(kind), kind);
    await hub.end('SIGTERM');
    const gone = await doctor(['--data', folder, '--url', hub.address]);
    assert.ok(gone.unsafe.includes('web-unreachable'));
  });

  test('finds a port that other machines can reach', async () => {
    const folder = newFolder();
    const hub = await startHub({ folder, args: ['--host', '0.0.0.0'] });
    const at = ['--data', folder, '--port'];
    assert.ok((await doctor([...at, String(hub.port)])).unsafe.includes('hub-exposed'));
    const other = await doctor([...at, '1']);
    assert.ok(!other.kinds.includes('hub-exposed') && other.kinds.includes('ports-open'));
    await hub.end('SIGTERM');
  });

  describe('behind TLS', { skip: cannotMakeCertificates }, () => {
    let authority: Authority;
    before(() => {
      authority = newAuthority(newFolder());
    });
    const closers: (() => void)[] = [];
    after(() => closers.forEach((close) => close()));

    /** A server that answers as badly as asked. */
    async function serverOf(days: number, hsts: boolean): Promise<string> {
      const server = createServer(
        readCertificate(authority.certify('localhost', days)),
        (request, response) => {
          if (hsts) response.setHeader('strict-transport-security', 'max-age=1');
          response.writeHead(request.url === '/admin' ? 200 : request.url === '/health' ? 200 : 404);
          response.end('{"ok":true}');
        },
      );
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      closers.push(() => server.close());
      const bound = server.address();
      assert.ok(bound !== null && typeof bound !== 'string');
      return `https://localhost:${bound.port}`;
    }

    test('tells a good certificate from one that ends soon and one that nobody vouches for', async () => {
      const folder = newFolder();
      const trusted = { NODE_EXTRA_CA_CERTS: authority.caFile };
      const bad = await doctor(['--data', folder, '--url', await serverOf(5, false)], trusted);
      for (const kind of ['certificate-ends', 'no-hsts', 'paths-open'])
        assert.ok(bad.unsafe.includes(kind), kind);
      const good = await doctor(['--data', folder, '--url', await serverOf(25, true)], trusted);
      for (const kind of ['certificate-ends', 'certificate-bad', 'no-hsts', 'no-tls'])
        assert.ok(!good.kinds.includes(kind), kind);
      const foreign = await doctor(['--data', folder, '--url', await serverOf(25, true)]);
      assert.ok(foreign.unsafe.includes('certificate-bad'));
    });
  });
});

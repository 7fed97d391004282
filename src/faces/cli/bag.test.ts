import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { stampRow } from '../../engine/stamps-kept.ts';
import { printAuthorities, STAMPS_SETTING } from './stamp-settings.ts';
import { printWitnesses, WITNESSES_SETTING } from './witness-settings.ts';
import { ed25519Cosigner } from '../../record/log/sign-note.ts';
import { tileFolder } from '../../adapters/tile-folder/tile-folder.ts';
import { sealAge } from '../../adapters/seal-age/seal-age.ts';
import { keyOf } from '../../../test/making/vault.ts';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { canStamp, stampOn } from '../../../test/making/bags.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';

const cli = openCli();
const folder = newFolder();
const CHECKER = join(import.meta.dirname, 'verify.py');
const hasPython = spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0;
const hasAge = spawnSync('age', ['--version'], { stdio: 'ignore' }).status === 0;

let disk: HubOnDisk;
let incident: string;
before(async () => {
  const at = newFolder();
  disk = await hubOnDisk(at, { tiles: tileFolder(join(at, 'log')) });
  ({ incident } = disk.hub);
  await disk.hub.post((await disk.hub.newWitness().sayMany(5)).map(({ wire }) => wire));
  await disk.hub.engine.log?.round();
  await disk.hub.engine.log?.settled();
});
after(async () => {
  cli.end();
  await disk.close();
});

let made = 0;
const newOut = (): string => join(folder, String(made++));
const fromData = (): readonly string[] => ['--data', disk.folder, ...keyOf(disk.folder)];

async function bag(...argv: readonly string[]): Promise<{ readonly out: string; readonly run: CliRun }> {
  const out = newOut();
  return { out, run: await cli.run('bag', ...argv, '--out', out) };
}

function pythonSays(...argv: readonly string[]): string {
  const run = spawnSync('python3', argv, { encoding: 'utf8' });
  assert.equal(run.stderr, '');
  return run.stdout;
}

describe('a bag', () => {
  test('from a hub’s folder is proven, signed for by the hub, private, and found good by both programs', async () => {
    const { out, run } = await bag(incident, ...fromData());
    assert.equal(run.code, 0, run.err);
    assert.match(run.err, /^5 entries, written to .* It is for readers of the incident/);
    assert.match(
      run.err,
      /Proven by the log shanyrak\.hub\/\S+ of \d+ entries; stamps of authorities: 0\.\n$/,
    );
    assert.deepEqual(readFileSync(join(out, 'verify.py')), readFileSync(CHECKER));
    if (process.platform !== 'win32') {
      assert.equal(statSync(out).mode & 0o777, 0o700);
      assert.equal(statSync(join(out, 'data', 'list.txt')).mode & 0o777, 0o600);
    }
    const checked = await cli.run('verify', out);
    assert.equal(checked.code, 0, checked.out);
    assert.match(checked.out, /^OK: 5 entries, all genuine; 5 proven entries without a later stamp/);
    assert.doesNotMatch(checked.out, /no log signed/);
    if (hasPython) assert.match(pythonSays(join(out, 'verify.py')), /^OK: all that is here is genuine/);
  });

  test('from a link is proven too, and says that nobody signed for what is in it', async () => {
    const { out, run } = await bag('--from', disk.read);
    assert.equal(run.code, 0, run.err);
    assert.match(run.err, /Proven by the log[^]*The hub did not sign the list/);
    const checked = await cli.run('verify', out, '--json');
    const said = JSON.parse(checked.out) as { readonly ok: boolean; readonly notes: Record<string, number> };
    assert.deepEqual([said.ok, said.notes['unproven'], said.notes['unsigned']], [true, 0, 1]);
  });

  test('from a transfer file says plainly that no log proves it', async () => {
    const file = `${newOut()}.shanyrak`;
    assert.equal((await cli.run('export', '--from', disk.read, '--out', file)).code, 0);
    const { out, run } = await bag(file);
    assert.equal(run.code, 0, run.err);
    assert.match(run.err, /No log proof: there is no log here/);
    assert.match((await cli.run('verify', out)).out, /5 entries that no log is proven to have held/);
  });

  test('writes over nothing', async () => {
    const { out } = await bag(incident, ...fromData());
    const before = readFileSync(join(out, 'data', 'list.txt'));
    const again = await cli.run('bag', incident, ...fromData(), '--out', out);
    assert.equal(again.code, 2);
    assert.match(again.err, /there already, and writes over nothing/);
    assert.deepEqual(readFileSync(join(out, 'data', 'list.txt')), before);
  });

  test('of another key of the log than the reader knows is refused', async () => {
    const { out } = await bag(incident, ...fromData());
    const [known = ''] = readFileSync(join(out, 'data', 'trust', 'log.vkey'), 'utf8').split('\n');
    assert.equal((await cli.run('verify', out, '--log-key', known)).code, 0);
    const other = await cli.run('verify', out, '--log-key', `${known}x`);
    assert.deepEqual([other.code, /not of the log whose key you gave/.test(other.out)], [1, true]);
  });

  test('with a link in it, or an entry changed, is refused by its name', async () => {
    const { out } = await bag(incident, ...fromData());
    const copy = newOut();
    cpSync(out, copy, { recursive: true });
    const [entry = ''] = readdirSync(join(copy, 'data', 'entries')).filter((name) => name.endsWith('.json'));
    const file = join(copy, 'data', 'entries', entry);
    writeFileSync(file, readFileSync(file, 'utf8').replace('T10:30', 'T10:31'));
    symlinkSync('/etc/passwd', join(copy, 'data', 'proofs', 'more'));
    const id = entry.replace('.json', '');
    const checked = await cli.run('verify', copy);
    assert.equal(checked.code, 1);
    assert.match(checked.out, new RegExp(`^WRONG: entry ${id}: `, 'm'));
    assert.match(checked.out, /^WRONG: data\/proofs\/more: no file of a bag/m);
    if (!hasPython) return;
    const python = pythonSays('-I', CHECKER, copy)
      .split('\n')
      .filter((line) => line.startsWith('WRONG'));
    assert.deepEqual(
      python,
      checked.out.split('\n').filter((line) => line.startsWith('WRONG')),
    );
  });
});

describe(
  'a bag of a hub that had its log stamped',
  { skip: !canStamp && 'no openssl to make an authority with' },
  () => {
    test('holds the stamps on earlier states too, and says for each entry by when it was there', async () => {
      const { store, engine } = disk.hub;
      const stamps = [];
      for (const round of [0, 1]) {
        if (round > 0) await disk.hub.post((await disk.hub.newWitness().sayMany(3)).map(({ wire }) => wire));
        await engine.log?.round();
        await engine.log?.settled();
        const head = engine.log?.head();
        assert.ok(head);
        stamps.push({ ...stampOn(head.note, head.size), at: disk.hub.engine.clock.now() });
      }
      await store.append(
        [],
        stamps.map((stamp, n) => stampRow(n + 1, stamp)),
      );
      const certificates = stamps[0]?.certificates ?? '';
      const authority = {
        name: 'test-tsa',
        url: 'https://tsa.example/',
        certificates,
        allowInside: false,
        isRemoved: false,
      };
      store.saveSetting(STAMPS_SETTING, Buffer.from(JSON.stringify(printAuthorities([authority]))));
      const { out, run } = await bag(incident, ...fromData());
      assert.equal(run.code, 0, run.err);
      assert.match(run.err, /stamps of authorities: 2/);
      const said = JSON.parse((await cli.run('verify', out, '--json')).out) as {
        readonly ok: boolean;
        readonly notes: Record<string, number>;
        readonly seen: readonly { readonly size: number }[];
        readonly brackets: readonly {
          readonly index: number;
          readonly notAfter: { readonly size: number };
        }[];
      };
      assert.deepEqual([said.ok, said.notes['unstamped'], said.seen.length], [true, 0, 2]);
      const [first = 0, last = 0] = stamps.map(({ size }) => size);
      assert.deepEqual(
        said.brackets.map(({ index, notAfter }) => notAfter.size === (index < first ? first : last)),
        said.brackets.map(() => true),
      );
      assert.ok(said.brackets.some(({ notAfter }) => notAfter.size === first));
      if (hasPython)
        assert.match(
          pythonSays(join(out, 'verify.py')),
          new RegExp(`^OK: [^]*By .* a stamp saw ${first} entries\nBy .* ${last} entries\n$`),
        );
    });
  },
);

test('a bag of a hub whose log is witnessed names the witnesses, and says by when they saw it', async () => {
  const { store, engine, crypto } = disk.hub;
  const head = engine.log?.head();
  assert.ok(head);
  const seconds = 1_940_000_000;
  const witness = ed25519Cosigner(
    { name: 'witness.example', signer: crypto.newSigner(), seconds },
    crypto.sha256,
  );
  const asks = [
    { name: 'neighbours', key: witness.key, url: 'https://witness.example/', allowInside: false },
  ];
  store.saveSetting(WITNESSES_SETTING, Buffer.from(JSON.stringify(printWitnesses({ watches: [], asks }))));
  const { size, root } = head;
  await engine.log?.addLines(size, [
    await witness.sign({ origin: engine.origin, size, root, extensions: [] }),
  ]);
  const { out, run } = await bag(incident, ...fromData());
  assert.equal(run.code, 0, run.err);
  const said = JSON.parse((await cli.run('verify', out, '--json')).out) as {
    readonly ok: boolean;
    readonly seen: readonly {
      readonly by: string;
      readonly name: string;
      readonly size: number;
      readonly at: number;
    }[];
  };
  assert.equal(said.ok, true);
  assert.deepEqual(
    said.seen.filter(({ by }) => by === 'witness'),
    [{ by: 'witness', name: 'witness.example', size, at: seconds * 1_000 }],
  );
});

describe('a bag for the lawyer', () => {
  test('needs a recipient', async () => {
    const { out, run } = await bag(incident, ...fromData(), '--for', 'lawyer');
    assert.deepEqual([run.code, existsSync(out)], [2, false]);
    assert.match(run.err, /knows no key of the lawyers/);
  });

  test(
    'is one sealed file that age, tar and python open and check',
    { skip: !hasAge && 'no age program on PATH' },
    async () => {
      const sealer = sealAge();
      const identity = await sealer.newIdentity();
      const to = await sealer.recipientOf(identity);
      const { out, run } = await bag(incident, ...fromData(), '--for', 'lawyer', '--to', to);
      assert.equal(run.code, 0, run.err);
      assert.deepEqual(readdirSync(out).toSorted(), ['README.txt', 'bag.tar.age']);
      assert.match(
        readFileSync(join(out, 'README.txt'), 'utf8'),
        /age --decrypt --identity IDENTITY bag\.tar\.age \| tar -x/,
      );
      assert.equal(readFileSync(join(out, 'bag.tar.age')).includes(incident), false);
      const closed = await cli.run('verify', join(out, 'bag.tar.age'));
      assert.deepEqual([closed.code, /sealed: open it with age first/.test(closed.err)], [2, true]);
      writeFileSync(join(out, 'IDENTITY'), `${identity}\n`);
      execFileSync('sh', ['-c', 'age --decrypt --identity IDENTITY bag.tar.age | tar -x'], { cwd: out });
      assert.match((await cli.run('verify', join(out, 'bag'))).out, /^OK: \d+ entries, all genuine/);
      if (hasPython)
        assert.match(pythonSays(join(out, 'bag', 'verify.py')), /^OK: all that is here is genuine/);
    },
  );
});

describe('verify of a hub', () => {
  test('checks its log from the ids up, and each entry and its place in the log', async () => {
    const checked = await cli.run('verify', disk.read);
    assert.equal(checked.code, 0, checked.out + checked.err);
    assert.match(
      checked.out,
      /^OK: \d+ entries, all genuine\nThe log shanyrak\.hub\/\S+: \d+ entries, its tree computed anew/,
    );
    const json = JSON.parse((await cli.run('verify', disk.read, '--json')).out) as Record<string, unknown>;
    assert.deepEqual([json['ok'], json['findings'], json['unproven']], [true, [], 0]);
  });

  test('checks a log alone at its own address', async () => {
    const checked = await cli.run('verify', `${disk.read}/log/`);
    assert.deepEqual([checked.code, checked.err], [0, '']);
    assert.match(checked.out, /^OK: the log, all genuine\nThe log shanyrak\.hub\//);
  });

  test('says when there is neither a hub nor a log', async () => {
    const checked = await cli.run('verify', `${disk.read}x`);
    assert.equal(checked.code, 2);
    assert.match(checked.err, /neither a hub nor a log/);
  });
});

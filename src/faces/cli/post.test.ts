import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { eventBody } from '../../../test/sim/witness.ts';
import { packTransfer } from './transfer-file.ts';

// What a hub takes at once (docs: 413 beyond it).
const BODY_BYTES_MAX = 4 * 1024 * 1024;
const cli = openCli();
const folder = newFolder();
let disk: HubOnDisk;
before(async () => {
  disk = await hubOnDisk();
});
after(async () => {
  cli.end();
  await disk.close();
});

type KeyFile = {
  readonly seed: string;
  readonly incident: string;
  readonly sequence: number;
  readonly previous: string;
  readonly unsent: readonly object[];
};
type CoreJson = {
  readonly s: number;
  readonly p: string;
  readonly i: string;
  readonly a: string;
  readonly re: readonly string[];
};

function keyIn(file: string): KeyFile {
  return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
}

let keys = 0;
const newKey = (): string => join(folder, `key ${keys++}.json`);

const BODY = JSON.stringify(eventBody('They came.'));

function say(key: string, link: string, ...more: readonly string[]): Promise<CliRun> {
  return cli.run(
    'post',
    '--to',
    link,
    '--key',
    key,
    '--kind',
    'event',
    '--at',
    'XXXX-05-17T10:30',
    '--body',
    BODY,
    ...more,
  );
}

/** The cores on the hub that this key wrote, in the log's order. */
function coresOf(incident: string): readonly CoreJson[] {
  const page = disk.hub.engine.read({ after: -1, limit: 100_000 });
  return page.entries.map((e) => JSON.parse(e.e) as CoreJson).filter((core) => core.i === incident);
}

describe('posting an entry', () => {
  test('with a new key file makes one that only its owner may read, and says id and incident', async () => {
    const key = newKey();
    const run = await say(key, disk.write, '--incident', 'new');
    assert.deepEqual([run.code, run.err], [0, '']);
    const { incident, previous, sequence, unsent } = keyIn(key);
    assert.equal(run.out, `${previous}  incident ${incident}\n`);
    assert.deepEqual([sequence, unsent], [1, []]);
    if (process.platform !== 'win32') assert.equal(statSync(key).mode & 0o777, 0o600);
    assert.partialDeepStrictEqual(coresOf(incident), [{ s: 0, p: '' }]);
  });

  test('a second time hangs the new entry on the first', async () => {
    const key = newKey();
    await say(key, disk.write, '--incident', 'new');
    const { incident, previous } = keyIn(key);
    const run = await say(key, `${disk.write}/`, '--re', previous);
    assert.equal(run.code, 0);
    const [first, second] = coresOf(incident);
    assert.ok(first && second);
    assert.deepEqual(second, { ...second, s: 1, p: previous, re: [previous], a: first.a });
    assert.equal((await say(key, disk.write, '--incident', incident)).code, 0);
    assert.equal(coresOf(incident).length, 3);
  });

  test('while the hub is down keeps it, says so, and sends all of them in order the next time', async () => {
    const key = newKey();
    const down = `http://127.0.0.1:${await freePort()}/b/x`;
    for (let n = 1; n <= 3; n++) {
      const run = await say(key, down, ...(n === 1 ? ['--incident', 'new'] : []));
      assert.deepEqual([run.code, run.out], [1, '']);
      assert.match(run.err, /the hub does not answer; is it running\?/);
      assert.match(run.err, new RegExp(`\\(${n} waiting\\) and goes out with the next post`));
      assert.equal(keyIn(key).unsent.length, n);
    }
    const run = await say(key, disk.write, '--json');
    assert.equal(run.code, 0);
    const receipts = run.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly status: string });
    assert.deepEqual(
      receipts.map((r) => r.status),
      ['accepted', 'accepted', 'accepted', 'accepted'],
    );
    assert.deepEqual(
      coresOf(keyIn(key).incident).map((c) => c.s),
      [0, 1, 2, 3],
    );
    assert.deepEqual(keyIn(key).unsent, []);
  });

  test('through a link that may only read, or none, keeps it and exits 1', async () => {
    for (const link of [disk.read, disk.write.slice(0, -1)]) {
      const key = newKey();
      const run = await say(key, link, '--incident', 'new');
      assert.deepEqual([run.code, run.out], [1, '']);
      assert.match(run.err, /does not know that link, or it may only read/);
      assert.equal(keyIn(key).unsent.length, 1);
    }
  });

  test('that the hub refuses says why and exits 1', async () => {
    const key = newKey();
    await say(key, `http://127.0.0.1:${await freePort()}/b/x`, '--incident', 'new');
    writeFileSync(key, readFileSync(key, 'utf8').replace('XXXX-05-17', 'XXXX-05-18'));
    const run = await say(key, disk.write);
    assert.equal(run.code, 1);
    assert.match(run.out, /^refused: .+\n$/);
  });

  test('of the wrong form exits 2, names what is wrong, and touches no key file', async () => {
    const key = newKey();
    const link = ['--to', disk.write, '--key', key, '--incident', 'new'];
    const whole = ['--kind', 'event', '--at', 'XXXX-05-17', '--body', BODY];
    const calls: readonly (readonly [readonly string[], RegExp])[] = [
      [[...whole, '--at', '10:30'], /--at: /],
      [[...whole, '--at', '2031-02-30'], /--at: /],
      [[...whole, '--body', '{'], /--body is a JSON object/],
      [[...whole, '--body', '[]'], /--body is a JSON object/],
      [[...whole, '--body', '{"n":0.5}'], /--body is a JSON object/],
      [[...whole, '--body', '{}'], /--body: act is missing/],
      [[...whole, '--body', BODY.replace('police', 'polce')], /--body: actors .*polce/],
      [[...whole, '--body', BODY.replace('{', '{"colour":"red",')], /--body: colour is not a field/],
      [[...whole, '--kind', 'rumour'], /"rumour" is not a kind of entry/],
      [[...whole, '--kind', 'toString'], /is not a kind of entry/],
      [[...whole, '--re', 'abc'], /--re: "abc" is not an entry id/],
      [
        [...whole, '--re', `${'ab'.repeat(32)},${'ab'.repeat(32)}`],
        /--re names at most 16 entries, each once/,
      ],
      [[...whole, '--incident', 'x'], /needs --incident ID or --incident new/],
    ];
    for (const [argv, words] of calls) {
      const run = await cli.run('post', ...link, ...argv);
      assert.deepEqual([run.code, run.out], [2, ''], argv.join(' '));
      assert.match(run.err, words);
    }
    assert.equal(existsSync(key), false);
  });

  test('with a key file that is none, or of another incident, exits 2 and leaves it as it was', async () => {
    const key = newKey();
    await say(key, disk.write, '--incident', 'new');
    const whole = readFileSync(key, 'utf8');
    assert.equal((await say(key, disk.write, '--incident', 'AAAAAAAAAAAAAAAA')).code, 2);
    const broken = [
      '',
      '{}',
      'x',
      '[]',
      whole.replace('"seed":"', '"seed":"A'),
      whole.replace('"sequence":1', '"sequence":0'),
      whole.replace('"sequence":1', '"sequence":-1'),
      whole.replace('"sequence":1', '"sequence":1.5'),
    ];
    for (const text of broken) {
      writeFileSync(key, text);
      const run = await say(key, disk.write);
      assert.deepEqual([run.code, run.out], [2, ''], text);
      assert.match(run.err, /is not a key file/);
      assert.equal(readFileSync(key, 'utf8'), text);
    }
    assert.equal((await say(folder, disk.write)).code, 2);
  });

  test('with a key file that cannot be written exits 1 and sends nothing', async () => {
    const size = disk.hub.engine.size();
    const run = await say(join(folder, 'none', 'key.json'), disk.write, '--incident', 'new');
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /cannot be written/);
    assert.equal(disk.hub.engine.size(), size);
  });
});

describe('posting a transfer file', () => {
  async function fileOf(count: number, text?: string): Promise<string> {
    const author = disk.hub.newWitness();
    const wires = (await author.sayMany(count, text)).map((s) => s.wire);
    const file = newKey().replace('json', 'shanyrak');
    writeFileSync(file, packTransfer({ incident: disk.hub.incident, audience: 'readers' }, wires));
    return file;
  }

  test('brings all its entries, and again changes nothing', async () => {
    const file = await fileOf(7);
    const size = disk.hub.engine.size();
    for (let n = 0; n < 2; n++) {
      const run = await cli.run('post', '--to', disk.write, file);
      assert.deepEqual([run.code, run.out, run.err], [0, '', '7 of 7 entries are on the hub.\n']);
      assert.equal(disk.hub.engine.size(), size + 7);
    }
  });

  test('larger than a hub takes at once is sent in parts', async () => {
    // A quotation mark within text within text takes four bytes.
    const count = 200;
    const file = await fileOf(count, '"'.repeat(7_900));
    const size = disk.hub.engine.size();
    assert.ok(count * 4 * 7_900 > BODY_BYTES_MAX);
    const run = await cli.run('post', '--to', disk.write, file);
    assert.deepEqual([run.code, run.err], [0, `${count} of ${count} entries are on the hub.\n`]);
    assert.equal(disk.hub.engine.size(), size + count);
  });

  test('that is damaged sends nothing', async () => {
    const file = await fileOf(5);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
    writeFileSync(file, bytes);
    const size = disk.hub.engine.size();
    const run = await cli.run('post', '--to', disk.write, file);
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /is not sound \(line \d+: .*\)\. Nothing was sent\./);
    assert.equal(disk.hub.engine.size(), size);
  });

  test('to a hub that does not answer exits 1', async () => {
    const run = await cli.run('post', '--to', `http://127.0.0.1:${await freePort()}/b/x`, await fileOf(1));
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /does not answer/);
  });
});

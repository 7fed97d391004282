import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { badEntries } from '../../../test/sim/bad-entries.ts';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../../test/sim/witness.ts';
import { BODY_SAMPLES } from '../../../test/vectors/bodies.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { packTransfer } from './transfer-file.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);
const folder = newFolder();
const ENTRIES = 24;
const FLIPS = 200;
const incident = newIncident(crypto);
let sound: Buffer;

before(async () => {
  const author = witness(crypto, incident);
  const kinds = Object.entries(BODY_SAMPLES);
  const wires = [];
  for (let n = 0; n < ENTRIES; n++) {
    const [kind, body] = kinds[n % kinds.length] ?? ['alarm.confirm', {}];
    wires.push((await author.say(kind, body)).wire);
  }
  sound = Buffer.from(packTransfer({ incident, audience: 'readers' }, wires));
});

let files = 0;

async function verify(bytes: Uint8Array, ...more: readonly string[]): Promise<CliRun> {
  const file = join(folder, `${files++}.shanyrak`);
  writeFileSync(file, bytes);
  return cli.run('verify', file, ...more);
}

async function verifyLines(change: (lines: string[]) => void): Promise<CliRun> {
  const lines = gunzipSync(sound).toString().trimEnd().split('\n');
  change(lines);
  return verify(gzipSync(`${lines.join('\n')}\n`));
}

function assertWrong(run: CliRun, what: string, where = /./): void {
  assert.deepEqual([run.code, run.err], [1, ''], what);
  assert.match(run.out, /^WRONG: (line \d+|entry \d+ \(line \d+\))(, id [0-9a-f]{64})?: .{5,}\n$/, what);
  assert.match(run.out, where, what);
}

describe('a sound file', () => {
  test('is OK, with the number of its entries, and as JSON', async () => {
    assert.deepEqual(await verify(sound), { code: 0, out: `OK: ${ENTRIES} entries, all genuine\n`, err: '' });
    const json = await verify(sound, '--json');
    assert.equal(json.code, 0);
    assert.deepEqual(JSON.parse(json.out), {
      ok: true,
      entries: ENTRIES,
      withheld: 0,
      sealed: 0,
      incident,
      audience: 'readers',
    });
  });

  test('of no entries is OK', async () => {
    assert.equal(
      (await verify(packTransfer({ incident, audience: 'readers' }, []))).out,
      'OK: 0 entries, all genuine\n',
    );
  });

  test('packed otherwise is OK: what counts is what is in it', async () => {
    assert.equal((await verify(gzipSync(gunzipSync(sound), { level: 0 }))).code, 0);
  });
});

describe('a file with one byte changed', () => {
  // RFC 1952 section 2.3.1: time, extra flags and system (4 to 9) are read by no one, and of the flags (3) one bit
  // only says that this is text. What is packed is the same then, and OK is the truth.
  const UNREAD = [3, 4, 5, 6, 7, 8, 9];

  test(
    'is refused at any of 200 places with the line or entry and a reason',
    { timeout: 90_000 },
    async () => {
      let refused = 0;
      for (let n = 0; n < FLIPS; n++) {
        // The first twelve bytes one by one, then evenly to the last.
        const at = n < 12 ? n : 12 + Math.floor(((n - 12) * (sound.length - 12)) / (FLIPS - 12));
        const bytes = Buffer.from(sound);
        bytes[at] = (bytes[at] ?? 0) ^ (n % 2 ? 0xff : 1 << (n % 8));
        const run = await verify(bytes);
        if (run.code === 0) {
          assert.ok(UNREAD.includes(at), `byte ${at} was changed and the file was OK`);
          assert.deepEqual(gunzipSync(bytes), gunzipSync(sound));
        } else {
          assertWrong(run, `byte ${at}`);
          refused++;
        }
      }
      assert.ok(refused >= FLIPS - UNREAD.length);
    },
  );

  test('in any of its entries, packed anew, is refused by that entry', { timeout: 90_000 }, async () => {
    const plain = gunzipSync(sound);
    const starts = [0];
    for (let at = plain.indexOf(10); at >= 0; at = plain.indexOf(10, at + 1)) starts.push(at + 1);
    for (let n = 0; n < FLIPS; n++) {
      const at = Math.floor((n * (plain.length - 1)) / (FLIPS - 1));
      const bytes = Buffer.from(plain);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const run = await verify(gzipSync(bytes));
      const line = starts.filter((start) => start <= at).length;
      // In the header the hub's key is its maker's word. An entry whose parts can no longer be found lacks them.
      if (run.code === 0)
        assert.ok(line === 1 || run.out.includes('parts that are not in the file: 1'), `byte ${at}`);
      else assertWrong(run, `byte ${at}`, new RegExp(`\\(line (${line}|${line + 1})\\)|^WRONG: line`));
    }
  });
});

describe('a file cut off', () => {
  test('anywhere is refused, and what stood before the cut is named', { timeout: 60_000 }, async () => {
    for (let n = 0; n <= 40; n++) {
      const cut = Math.floor((n * (sound.length - 1)) / 40);
      assertWrong(await verify(sound.subarray(0, cut)), `cut at ${cut}`);
    }
    const run = await verify(sound.subarray(0, sound.length - 4));
    assert.match(run.out, new RegExp(`the ${ENTRIES} entries before are sound`));
  });

  test('between two lines and packed anew is refused by the number its header promises', async () => {
    assertWrong(
      await verifyLines((lines) => void lines.pop()),
      'one less',
      /the header promises 24 entries, here are 23/,
    );
    assertWrong(
      await verifyLines((lines) => void lines.push(lines[3] ?? '')),
      'one more',
      /the header promises 24 entries, here are 25/,
    );
  });
});

describe('a file that', () => {
  test('is nothing, something else or only a header is refused', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('PK'),
      Buffer.from('{"format":"x"}'),
      gzipSync(''),
      gzipSync('\n'),
      gzipSync('{}'),
      gzipSync('null'),
      gzipSync(Buffer.alloc(1_000, 0xff)),
      Buffer.from([0x1f, 0x8b]),
    ]) {
      assertWrong(await verify(bytes), bytes.toString('hex').slice(0, 20), /line 1/);
    }
  });

  test('holds a broken entry is refused by that entry, whatever is broken', async () => {
    for (const { name, item } of await badEntries(crypto, incident)) {
      const run = await verifyLines((lines) => void lines.splice(5, 1, JSON.stringify(item)));
      assertWrong(run, name, /entry 5 \(line 6\)/);
    }
  });

  test('holds an entry of another incident is refused by it', async () => {
    const { wire } = await witness(crypto, newIncident(crypto)).say('alarm.confirm', {});
    assertWrong(
      await verifyLines((lines) => void lines.splice(2, 1, JSON.stringify(wire))),
      'other incident',
      /entry 2 .*another incident/,
    );
  });

  test('holds a part that was changed is refused by its entry and the part’s name', async () => {
    const run = await verifyLines(
      (lines) => void lines.splice(1, 1, (lines[1] ?? '').replace('үргізуші', 'үргізушы')),
    );
    assertWrong(run, 'part', /entry 1 .*part "body" does not match its commitment/);
  });

  test('lacks a part that was withheld is sound, and says how many', async () => {
    const run = await verifyLines((lines) => {
      const { e, g } = JSON.parse(lines[1] ?? '') as { readonly e: string; readonly g: string };
      lines[1] = JSON.stringify({ e, g });
    });
    assert.deepEqual(
      [run.code, run.out],
      [0, `OK: ${ENTRIES} entries, all genuine; parts that are not in the file: 1\n`],
    );
  });

  test('is wrong says so as JSON, with line, entry and reason', async () => {
    const bytes = Buffer.from(sound);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
    const run = await verify(bytes, '--json');
    assert.equal(run.code, 1);
    const { ok, line, why } = JSON.parse(run.out) as {
      readonly ok: boolean;
      readonly line: number;
      readonly why: string;
    };
    assert.deepEqual([ok, typeof line, typeof why], [false, 'number', 'string']);
  });

  test('unpacks to more than the memory should hold is refused', { timeout: 60_000 }, async () => {
    // A thousandth of its size when packed; the header alone would be sound.
    const header = gunzipSync(sound).toString().split('\n')[0] ?? '';
    const bomb = gzipSync(Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(64 * 1024 * 1024, 0x20)]));
    assertWrong(await verify(bomb), 'bomb', /line 2/);
    assert.ok(readFileSync(join(folder, `${files - 1}.shanyrak`)).length < 100_000);
  });
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { damage, hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { keyOf } from '../../../test/making/vault.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { eventBody, newIncident, witness } from '../../../test/sim/witness.ts';
import type { Said } from '../../../test/sim/witness.ts';
import { BODY_SAMPLES } from '../../../test/vectors/bodies.ts';
import { idWords } from '../../record/id-words.ts';
import { seenOf } from '../../record/log/seen-checkpoint.ts';
import { packTransfer } from './transfer-file.ts';

const cli = openCli();
let disk: HubOnDisk;
let said: readonly Said[];
let file: string;
before(async () => {
  disk = await hubOnDisk();
  // An older incident beside the newest one.
  const older = witness(disk.hub.crypto, newIncident(disk.hub.crypto));
  await disk.hub.post((await older.sayMany(2)).map((s) => s.wire));
  const author = disk.hub.newWitness();
  const kinds = Object.entries(BODY_SAMPLES).filter(([kind]) => kind !== 'alarm.step');
  said = await Promise.all(kinds.map(([kind, body]) => author.say(kind, body)));
  await disk.hub.post(said.map((s) => s.wire));
  await disk.hub.engine.decide();
  file = join(newFolder(), 'record.shanyrak');
  const { entries } = disk.hub.engine.read({ after: -1, incident: disk.hub.incident, limit: 100 });
  packFile(entries.map(({ e, g, parts }) => ({ e, g, parts })));
});
after(async () => {
  cli.end();
  await disk.close();
});

function packFile(wires: Parameters<typeof packTransfer>[1]): void {
  writeFileSync(
    file,
    packTransfer({ incident: disk.hub.incident, audience: 'readers', hub: disk.hub.engine.hubKey }, wires),
  );
}

/** The three places entries can be read from. */
const sources = (): readonly (readonly string[])[] => [
  ['--from', disk.people],
  ['--data', disk.folder, ...keyOf(disk.folder)],
  [file],
];

async function shown(...argv: readonly string[]): Promise<string> {
  const run = await cli.run('show', ...argv);
  assert.equal(run.code, 0, run.err);
  return run.out;
}

describe('showing entries', () => {
  test('lists the newest incident, one line an entry, alike from hub, folder and file', async () => {
    const lists = await Promise.all(sources().map((source) => shown(...source)));
    const bare = lists.map((list) => list.replaceAll(/^ *[\d-]+ {2}/gm, ''));
    for (const list of bare) {
      assert.equal(list.trim().split('\n').length, said.length + 1);
      for (const { id } of said) assert.ok(list.includes(id.slice(0, 12)));
      assert.match(list, /workers refuse\.order done/);
    }
    assert.deepEqual(new Set(bare).size, 1);
    assert.equal(lists[0], lists[1]);
  });

  test('of another incident shows that one', async () => {
    const [older = ''] = disk.hub.engine.incidents();
    for (const source of sources().slice(0, 2)) {
      const run = await cli.run('show', ...source, '--incident', older);
      assert.match(run.err, new RegExp(`^incident ${older}, 2 entries\n$`));
      assert.equal(run.out.trim().split('\n').length, 2);
      const none = await cli.run('show', ...source, '--incident', 'AAAAAAAAAAAAAAAA');
      assert.deepEqual([none.code, none.out], [0, '']);
    }
  });

  test('as JSON is one object a line with id, core and parts', async () => {
    for (const source of sources()) {
      const lines = (await shown(...source, '--json'))
        .trim()
        .split('\n')
        .map(
          (line) =>
            JSON.parse(line) as {
              readonly id: string;
              readonly core: { readonly k: string };
              readonly parts: Readonly<Record<string, unknown>>;
            },
        );
      assert.deepEqual(
        lines.slice(0, said.length).map((l) => l.id),
        said.map((s) => s.id),
      );
      const event = lines.find((l) => l.core.k === 'event');
      assert.deepEqual(event?.parts['body'], BODY_SAMPLES['event']);
    }
  });
});

describe('showing one entry', () => {
  test('takes its id or the beginning of it and ends with its eight words', async () => {
    const [first] = said;
    assert.ok(first);
    for (const source of sources()) {
      for (const prefix of [first.id, first.id.slice(0, 6), first.id.slice(0, 20)]) {
        const text = await shown(...source, '--entry', prefix);
        assert.ok(text.includes(`"id": "${first.id}"`));
        const words = /\nIn words: (.+)\n$/.exec(text)?.[1];
        assert.equal(words, idWords(first.id));
        assert.equal(words?.split(' ').length, 8);
      }
      const one = JSON.parse(await shown(...source, '--entry', first.id, '--json')) as {
        readonly id: string;
      };
      assert.equal(one.id, first.id);
    }
  });

  test('tells between what moments it was signed, and who vouches for each, alike from hub and folder', async () => {
    const own = await hubOnDisk();
    after(own.close);
    const { hub, people, folder } = own;
    const author = hub.newWitness();
    const [first] = await author.sayMany(1);
    assert.ok(first);
    await hub.post([first.wire]);
    const head = hub.engine.log?.head();
    const before = head && seenOf({ origin: hub.engine.origin, ...head });
    assert.ok(head && before);
    const named = await author.say('event', eventBody('They came.'), { before });
    const forged = { ...before, root: Buffer.alloc(16).toString('base64url') };
    const unknown = await author.say('event', eventBody('They came.'), { before: forged });
    await hub.post([named.wire, unknown.wire]);
    const texts: string[] = [];
    for (const source of [
      ['--from', people],
      ['--data', folder, ...keyOf(folder)],
    ]) {
      const text = await shown(...source, '--entry', named.id);
      assert.match(
        text,
        /\nWhen it was signed:\n {2}Not before \d{4}-\d\d-\d\dT\d\d:\d\dZ, by this hub’s clock/,
      );
      assert.ok(text.includes(`this hub’s log of ${head.size} entry,`));
      assert.match(
        text,
        /\n {2}Not after \d{4}-.+Z: this hub\.\n {2}No witness and no time stamp covers it yet/,
      );
      const odd = await shown(...source, '--entry', unknown.id, '--lang', 'ru');
      assert.match(
        odd,
        /\nКогда подписана:\n {2}В ней названо состояние журнала, которого у этого узла не было/,
      );
      const json = JSON.parse(await shown(...source, '--entry', unknown.id, '--json')) as {
        readonly signed: { readonly fault: string; readonly notAfter: readonly { readonly by: string }[] };
      };
      assert.deepEqual([json.signed.fault, json.signed.notAfter[0]?.by], ['unknown', 'hub']);
      texts.push(text);
    }
    assert.equal(texts[0], texts[1]);
    assert.match(
      await shown('--from', people, '--entry', first.id, '--lang', 'kk'),
      /журналдың күйі аталмаған/,
    );
    assert.doesNotMatch(await shown(file, '--entry', said[0]?.id ?? ''), /When it was signed/);
  });

  test('that is not there exits 1; too short or no id at all exits 2', async () => {
    for (const source of sources()) {
      const none = await cli.run('show', ...source, '--entry', '000000000000');
      assert.deepEqual(
        [none.code, none.out, none.err],
        [1, '', 'shanyrak show: there is no entry with 000000000000\n'],
      );
      for (const wrong of ['abc', 'zzzzzzzz', 'ABCDEF01', ''])
        assert.equal((await cli.run('show', ...source, '--entry', wrong)).code, 2, wrong);
    }
  });
});

describe('showing the whole', () => {
  test('situation is JSON, alike from hub, folder and file but for what only the log knows', async () => {
    const [hub, folder, packed] = await Promise.all(
      sources().map(
        async (source) =>
          JSON.parse(await shown(...source, '--situation')) as {
            readonly entries: number;
            readonly alarms: readonly unknown[];
            readonly unlogged: number;
          },
      ),
    );
    assert.deepEqual(hub, folder);
    assert.equal(hub?.entries, said.length + 1);
    assert.deepEqual(packed?.alarms, hub.alarms);
    assert.equal(packed?.unlogged, said.length + 1);
    assert.equal((await shown(file, '--situation', '--json')).split('\n').length, 2);
  });

  test('bulletin is in the language asked for, alike from hub, folder and file', async () => {
    const letters: Readonly<Record<string, RegExp>> = { kk: /[әғқңөұүһі]/, ru: /[ыэъё]|и /, en: /\bthe\b/i };
    for (const [language, form] of Object.entries(letters)) {
      const [hub, folder] = await Promise.all(
        sources().map((source) => shown(...source, '--bulletin', '--lang', language)),
      );
      assert.match(hub ?? '', /^# /);
      assert.match(hub ?? '', form);
      assert.equal(hub, folder);
    }
    assert.equal(await shown(file, '--bulletin'), await shown(file, '--bulletin', '--lang', 'en'));
  });
});

describe('showing from a hub', () => {
  test('that is not there, or does not know the link, is said', async () => {
    const down = await cli.run('show', '--from', `http://127.0.0.1:${await freePort()}/b/x`);
    assert.deepEqual([down.code, down.out], [1, '']);
    assert.match(down.err, /does not answer at that link; is it running\?/);
    const unknown = await cli.run('show', '--from', disk.read.slice(0, -1));
    assert.deepEqual([unknown.code, unknown.out], [2, '']);
    assert.match(unknown.err, /does not know that link; it may have been revoked/);
  });

  test('that has no incident yet is said, also from its folder', async () => {
    const empty = await hubOnDisk();
    for (const source of [
      ['--from', empty.read],
      ['--data', empty.folder, ...keyOf(empty.folder)],
    ]) {
      const run = await cli.run('show', ...source);
      assert.deepEqual([run.code, run.out], [2, '']);
      assert.match(run.err, /holds no incident yet/);
    }
    await empty.close();
  });

  test('reads past a row that the hub cannot read, to the last page', async () => {
    const first = await hubOnDisk();
    const author = first.hub.newWitness();
    const wires = (await author.sayMany(1_010, 'n')).map((s) => s.wire);
    await first.hub.post(wires.slice(0, 600));
    await first.hub.post(wires.slice(600));
    await first.close();
    damage(first.folder, "UPDATE leaf SET content = x'00' WHERE idx IN (5, 700)");
    const again = await hubOnDisk(first.folder);
    assert.deepEqual(again.hub.engine.unreadable, [5, 700]);
    const lines = (await shown('--from', again.read)).trim().split('\n');
    assert.equal(lines.length, 1_008);
    assert.match(lines.at(-1) ?? '', /^ {2}1009 /);
    await again.close();
  });
});

test('a founded hub shows and exports what counts, and says how many entries it leaves out', async () => {
  const disk = await hubOnDisk();
  const { hub } = disk;
  const place = newIncident(hub.crypto);
  const holders = [1, 2].map(() => witness(hub.crypto, place));
  const hash = (): string => Buffer.from(hub.crypto.sha256(hub.crypto.randomBytes(32))).toString('base64url');
  const keyholders = holders.map(({ key }, i) => ({ n: i + 1, key, next: hash() }));
  assert.ok(
    await hub.engine.found({ id: place, body: { settlement: 'East field', languages: ['kk'], keyholders } }),
  );
  const [a, stranger] = [hub.newWitness(), hub.newWitness()];
  const grant = { key: a.key, slot: 1, role: 'resident', cell: 'c1' };
  await hub.post([(await holders[0]!.say('key.grant', grant)).wire]);
  await hub.post([(await a.say('alarm.raise', { mode: 'real', act: 'force.arrive' })).wire]);
  await hub.engine.decide();
  await hub.post([(await a.say('event', eventBody('they came'))).wire]);
  await hub.post([(await stranger.say('event', eventBody('a rumour'))).wire]);
  for (const source of [
    ['--from', disk.people],
    ['--data', disk.folder, ...keyOf(disk.folder)],
  ]) {
    const run = await cli.run('show', ...source, '--json');
    assert.equal(run.code, 0);
    assert.match(run.out, /they came/);
    assert.doesNotMatch(run.out, /a rumour/);
    assert.match(run.err, /^1 entry is left out: nobody vouches/m);
  }
  await disk.close();
});

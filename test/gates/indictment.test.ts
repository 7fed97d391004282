import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { TERMS } from '../../src/acts/words/sentence-words.ts';
import * as vocabulary from '../../src/record/kinds/vocabulary.ts';
import { GRADES } from '../../src/situation/sources.ts';
import { openCli } from '../sim/cli.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { unpackAll } from './extractor.ts';
import { foundHub, PASSPHRASE } from './founded-hub.ts';
import type { FoundedHub, Voice } from './founded-hub.ts';
import { asCode, openIncident, plantOne, PLANTS, plantsIn } from './plants.ts';
import { parseIdentity } from '../../src/record/age-key.ts';

const cli = openCli();
const passphrase = join(newFolder(), 'words');
writeFileSync(passphrase, PASSPHRASE);

let hub: FoundedHub;
let voices: readonly Voice[];
/** All that is made for the public: while the incident is open, and when it is closed. */
let open: Made;
let closed: Made;
/** The same in bags. */
let openBag: MadeBag;
let closedBag: MadeBag;
before(async () => {
  hub = await foundHub('Example field');
  voices = await openIncident(hub);
  for (const [i, plant] of PLANTS.entries()) {
    const voice = voices[i];
    if (voice) await plantOne(plant, voice, `2031-05-17T1${i % 5}:2${i % 10}`);
  }
  assert.equal(hub.engine.situation(hub.incident).unread, 0, 'every plant was read');
  hub.clock.moveMinutes(61);
  // Of this minute: what must wait.
  await voices[0]?.say('event', {
    act: 'cordon.complete',
    modality: 'done',
    lane: 'authorities',
    source: { id: 'w', stance: 'resident', link: 'saw' },
  });
  open = await makeForPublic();
  openBag = await bagForPublic();
  for (const by of hub.keyholders.slice(0, 2)) await by.say('incident.close', { incident: hub.incident });
  closed = await makeForPublic();
  closedBag = await bagForPublic();
});
after(async () => {
  cli.end();
  await hub.stop();
});

type Told = {
  readonly lane: string;
  readonly actors?: readonly string[];
  readonly act: string;
  readonly group?: string;
  readonly numbers?: readonly unknown[];
};
type Made = {
  readonly bytes: Buffer;
  readonly files: readonly string[];
  readonly json: { readonly isOpen: boolean; readonly hours: readonly { readonly told: readonly Told[] }[] };
  readonly said: string;
};

const source = (): readonly string[] => ['--data', hub.folder, '--passphrase-file', passphrase];

async function makeForPublic(): Promise<Made> {
  const out = join(newFolder(), 'public');
  const run = await cli.run('export', ...source(), '--for', 'public', '--out', out);
  assert.equal(run.code, 0, run.err);
  const files = readdirSync(out).sort();
  const bytes = Buffer.concat([
    ...files.map((name) => readFileSync(join(out, name))),
    Buffer.from(run.err + run.out),
  ]);
  const json = JSON.parse(readFileSync(join(out, 'public.json'), 'utf8')) as Made['json'];
  return { bytes, files, json, said: run.err };
}

type MadeBag = { readonly folder: string; readonly bytes: Buffer; readonly list: string };

async function bagForPublic(): Promise<MadeBag> {
  await hub.engine.log?.round();
  await hub.engine.log?.settled();
  const folder = join(newFolder(), 'bag');
  const run = await cli.run('bag', hub.incident, ...source(), '--for', 'public', '--out', folder);
  assert.equal(run.code, 0, run.err);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
  const bytes = Buffer.concat([
    ...files.map((file) => readFileSync(file)),
    Buffer.from(files.join() + run.err),
  ]);
  return { folder, bytes, list: readFileSync(join(folder, 'data', 'list.txt'), 'utf8') };
}

const told = ({ json }: Made): readonly Told[] => json.hours.flatMap((hour) => hour.told);

describe('what is made for the public', () => {
  test('is a file for programs and one in each language', () => {
    for (const made of [open, closed])
      assert.deepEqual(made.files, ['public.en.md', 'public.json', 'public.kk.md', 'public.ru.md']);
  });

  test('holds no name, plate, badge, unit, telephone, address or hash, in whatever writing', () => {
    for (const made of [open, closed]) {
      assert.ok(told(made).length > 5, 'it tells of the day');
      assert.deepEqual(plantsIn(made.bytes), []);
    }
  });

  test('holds no key, id or incident that would lead to an author or an entry', () => {
    const { entries } = hub.engine.read({ after: -1, limit: hub.engine.size() });
    const secrets = [
      hub.incident,
      hub.place,
      ...voices.flatMap(({ key, sent }) => [key, ...sent]),
      ...entries.flatMap(({ g, parts }) => [g, ...Object.values(parts).map((p) => ('s' in p ? p.s : p.x))]),
    ];
    for (const made of [open, closed]) {
      const text = made.bytes.toString();
      assert.deepEqual(
        secrets.filter((secret) => text.includes(secret) || text.includes(secret.slice(0, 12))),
        [],
      );
    }
  });

  test('is written in words of closed vocabularies only', () => {
    const words = new Set<unknown>([
      ...Object.values(vocabulary).flat(),
      ...Object.keys(TERMS.en.groups),
      ...Object.keys(TERMS.en.threats),
      ...GRADES,
      'shanyrak-public v1',
      'public',
      'draft',
      'none',
      'partial',
      'complete',
    ]);
    const isTime = (text: string): boolean => /^XXXX-\d\d-\d\dT\d\d:00$/.test(text);
    for (const made of [open, closed])
      assert.deepEqual(
        stringsIn(made.json).filter((text) => !words.has(text) && !isTime(text)),
        [],
      );
  });

  test('ties nobody of the own side to an act, and tells of its force truthfully, as a group', () => {
    const own = told(closed).filter(({ lane }) => lane !== 'authorities' && lane !== 'workers');
    assert.ok(own.some(({ act }) => act === 'resist.force'));
    for (const line of own) assert.deepEqual([line.lane, line.actors], ['residents', undefined]);
    const numbers = own.flatMap((line) => line.numbers ?? []);
    for (const number of numbers) assert.deepEqual(number, { of: 'people', lo: 1, hi: 9 });
    assert.match(closed.bytes.toString(), /- Residents used force \(1–9 people[^)]*\)\./);
  });

  test('tells of refusals as of some ordered group', () => {
    const groups = told(closed).flatMap(({ group }) => group ?? []);
    assert.deepEqual([...new Set(groups)], ['ordered-group']);
  });

  test('waits an hour while the incident is open, and says that it is a draft for two keyholders', () => {
    const rings = [open, closed].map((made) => told(made).some(({ act }) => act === 'cordon.complete'));
    assert.deepEqual(rings, [false, true]);
    assert.deepEqual([open.json.isOpen, closed.json.isOpen], [true, false]);
    for (const made of [open, closed])
      assert.match(made.said, /a draft, nothing is published.*two keyholders/);
  });
});

describe('a bag for the public', () => {
  test('holds the account that is exported, and no name, plate, number, address or hash besides', () => {
    for (const [bag, made] of [
      [openBag, open],
      [closedBag, closed],
    ] as const) {
      assert.deepEqual(
        JSON.parse(readFileSync(join(bag.folder, 'data/account/public.json'), 'utf8')),
        made.json,
      );
      assert.deepEqual(plantsIn(bag.bytes), []);
    }
  });

  test('holds no entry: no core, no signature, no part, no key, no incident, no hour of one', () => {
    const { entries } = hub.engine.read({ after: -1, limit: hub.engine.size() });
    const secrets = [
      hub.incident,
      hub.place,
      ...voices.map(({ key }) => key),
      ...entries.flatMap(({ g, parts }) => [g, ...Object.values(parts).map((p) => ('s' in p ? p.s : p.x))]),
    ];
    for (const { folder, bytes } of [openBag, closedBag]) {
      const inData = readdirSync(join(folder, 'data')).toSorted();
      assert.deepEqual(inData, ['account', 'list.txt', 'log', 'proofs', 'trust']);
      const text = bytes.toString();
      assert.deepEqual(
        secrets.filter((secret) => text.includes(secret.slice(0, 12))),
        [],
      );
      assert.doesNotMatch(text, /"edtf"|2031-05-17T1\d:\d\d/);
    }
  });

  test('names by id what is behind the account and nothing else: of this incident, and an hour old while it is open', () => {
    const all = hub.engine.read({ after: -1, limit: hub.engine.size() }).entries;
    const own = new Set(hub.engine.gathered(hub.incident)?.byId.keys());
    const now = hub.clock.now();
    const idsIn = ({ list }: MadeBag): readonly string[] =>
      [...list.matchAll(/^entry (\S+)/gm)].map(([, id = '']) => id);
    assert.deepEqual(new Set(idsIn(closedBag)), own);
    const old = [...(hub.engine.gathered(hub.incident)?.byId.values() ?? [])].filter(
      ({ loggedAt }) => loggedAt !== undefined && loggedAt <= now - 60 * 60_000,
    );
    assert.deepEqual(new Set(idsIn(openBag)), new Set(old.map(({ entry }) => entry.id)));
    assert.ok(old.length > PLANTS.length && old.length < own.size && own.size < all.length);
  });

  test('is checked by strangers: the hub signed the list, and each id is proven', async () => {
    for (const { folder } of [openBag, closedBag]) {
      const checked = await cli.run('verify', folder, '--json');
      const { ok, notes } = JSON.parse(checked.out) as {
        readonly ok: boolean;
        readonly notes: Record<string, number>;
      };
      assert.deepEqual([ok, notes['unproven'], notes['unsigned']], [true, 0, 0]);
    }
  });
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

describe('what is made for readers', () => {
  test('holds every plant in the export, the sealed ones too: the search finds what is there', async () => {
    const out = join(newFolder(), 'readers.shanyrak');
    assert.equal((await cli.run('export', ...source(), '--out', out)).code, 0);
    const file = readFileSync(out);
    assert.ok(existsSync(out) && plantsIn(file).length === 0, 'packed, it shows nothing');
    assert.deepEqual(
      plantsIn(Buffer.concat(await unpackAll([file], []))),
      PLANTS.map(({ text }) => text),
    );
    const lawyer = parseIdentity(hub.identities.lawyer);
    const inside = await unpackAll([file], lawyer ? [lawyer] : []);
    const opened = inside.filter((part) => part.includes('видел '));
    assert.equal(opened.filter((part) => plantsIn(part).length > 0).length, opened.length);
    assert.ok(opened.length > PLANTS.length);
  });

  test('is a bulletin without a word of free text, in which codes like plates and numbers are marked', async () => {
    const numbers = PLANTS.filter((plant) => plant.isNumber);
    for (const language of ['kk', 'ru', 'en']) {
      const { code, out } = await cli.run('show', ...source(), '--bulletin', '--lang', language);
      assert.equal(code, 0);
      assert.deepEqual(plantsIn(Buffer.from(out), numbers), [], language);
      assert.equal(out.includes('все знают'), false);
    }
    const { out } = await cli.run('show', ...source(), '--bulletin');
    assert.match(out, /^- An ordered group \\\[a number, not printed\\\] refused\. /m);
  });

  test('is a bulletin that names nobody who refused, was ordered or threatened', async () => {
    const { out } = await cli.run('show', ...source(), '--bulletin');
    // Behind the brackets stand places.
    const groups = out.split('\n').filter((l) => l.includes('ordered group'));
    assert.ok(groups.length > PLANTS.length);
    for (const line of groups) {
      const [who = ''] = line.split(/ were threatened with | \(/);
      assert.deepEqual(plantsIn(Buffer.from(who)), []);
    }
    assert.equal(
      /refused/.test(out.replaceAll(/^.*ordered group.*$/gm, '')),
      false,
      'no refusal is told otherwise',
    );
  });

  test('prints a name somebody wrote as a place or a topic: the program cannot know it for one', async () => {
    const { out } = await cli.run('show', ...source(), '--bulletin');
    assert.ok(out.includes(`approach ${asCode('Serik Ospanov')}`));
  });
});

import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { WITNESS_WORDS } from '../../src/acts/words/witness-words.ts';
import { LANGUAGES } from '../../src/acts/words/words.ts';
import { SECOND_MS } from '../../src/base/instant.ts';
import { startHub } from '../../src/main/start-hub.ts';
import type { StartedHub } from '../../src/main/start-hub.ts';
import { hubLogKey } from '../../src/record/log/hub-log.ts';
import { parseVerifierKey } from '../../src/record/log/note.ts';
import { openCheckpoint } from '../../src/record/log/sign-note.ts';
import { ok } from '../making/committee.ts';
import { keyOf, vaultOf } from '../making/vault.ts';
import { openCli } from '../sim/cli.ts';
import { listenHere } from '../sim/hub-here.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { newIncident, witness } from '../sim/witness.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);

/** A hub of a founded place, in a folder that can be exchanged for an older copy of it. */
class Hub {
  readonly name: string;
  readonly data: string;
  hub!: StartedHub;
  at!: Awaited<ReturnType<typeof listenHere>>;
  board = '';
  passedMs = 0;
  readonly author = witness(crypto, newIncident(crypto));

  constructor(name: string) {
    this.name = name;
    this.data = join(newFolder(), 'hub');
  }

  async found(): Promise<void> {
    const named = ['--settlement', this.name, '--languages', 'en', '--papers', `${this.data}-papers`];
    ok(await cli.run('init', '--data', this.data, ...keyOf(this.data), ...named));
    await this.start();
  }

  async start(): Promise<void> {
    const needs = { clock: clockSystem(), crypto, failed: assert.ifError, progress: undefined };
    const steadyMs = (): number => performance.now() + this.passedMs;
    this.hub = await startHub({ folder: this.data, ...needs, steadyMs }, await vaultOf(this.data));
    this.at = await listenHere(this.hub);
    this.board = `${this.at.address}/b/${this.hub.links.renew().read}`;
  }

  async stop(): Promise<void> {
    await this.at.close();
    await this.hub.close();
  }

  async does(...argv: readonly string[]): Promise<string> {
    const out = ok(await cli.run('witness', ...argv, '--data', this.data, ...keyOf(this.data))).out;
    await this.hub.reread();
    return out;
  }

  async says(what: string): Promise<void> {
    const [said] = await this.author.sayMany(1, what);
    const [receipt] = await this.hub.engine.keep(said === undefined ? [] : [said.wire]);
    assert.equal(receipt?.status, 'accepted');
    await this.hub.engine.log?.round();
    this.passedMs += 400 * SECOND_MS;
    await this.hub.askWitnesses();
  }

  async page(language: string): Promise<string> {
    return (await fetch(`${this.board}?lang=${language}`)).text();
  }

  async health(): Promise<unknown> {
    return (await fetch(`${this.at.address}/health`)).json();
  }
}

describe('two hubs that witness each other', () => {
  const [east, west] = [new Hub('East field'), new Hub('West field')];
  const [olderData, newerData] = [`${east.data}-older`, `${east.data}-newer`];
  let westDoor = '';
  before(async () => {
    await Promise.all([east.found(), west.found()]);
  });
  after(() => Promise.all([east.stop(), west.stop()]));

  /** `of` signs for `other` from now on, and `other` asks it. */
  const introduce = async (of: Hub, other: Hub, name: string): Promise<void> => {
    const [path = '', key = ''] = (await of.does('door')).trim().split('\n');
    if (of === west) westDoor = path;
    const file = join(newFolder(), 'address');
    writeFileSync(file, `${of.at.address}${path}\n`);
    const { log } = JSON.parse(await other.does('list', '--json'));
    await of.does('watch', name === 'west' ? 'east' : 'west', log);
    await other.does('ask', name, key, '--address-file', file, '--inside');
    writeFileSync(file, `witness ${name} ${key}\nquorum ${name}\n`);
    await other.does('policy', file);
  };
  const entries = (hub: Hub): number => hub.hub.engine.size();
  const served = async (hub: Hub): Promise<string> => (await fetch(`${hub.board}/log/checkpoint`)).text();

  test('say on their boards that nobody witnesses them, until they do', async () => {
    assert.deepEqual(await east.health(), { ok: true });
    for (const language of LANGUAGES)
      assert.ok((await east.page(language)).includes(WITNESS_WORDS[language].alone));
    await introduce(west, east, 'west');
    await introduce(east, west, 'east');
    assert.deepEqual(await east.health(), { ok: true, record: 'unwitnessed' });
    assert.ok((await east.page('en')).includes(WITNESS_WORDS.en.none));
    for (const hub of [east, west]) {
      await hub.says('The first to be witnessed');
      assert.deepEqual(await hub.health(), { ok: true, record: 'witnessed' });
    }
  });

  test('serve checkpoints with each other’s lines, and say so', async () => {
    const { witness: key } = JSON.parse(await west.does('list', '--json'));
    const [log, other] = [
      hubLogKey(east.hub.engine.origin, crypto.sha256),
      parseVerifierKey(key, crypto.sha256),
    ];
    assert.ok(log !== undefined && other.ok);
    const keys = { origin: log.name, log: [log], witnesses: [other.value] };
    const opened = await openCheckpoint(await served(east), keys, crypto);
    assert.ok(opened.ok);
    assert.deepEqual(
      opened.value.cosigned.map(({ name }) => name),
      [other.value.name],
    );
    assert.equal(opened.value.checkpoint.size, entries(east));
    for (const language of LANGUAGES)
      assert.ok((await east.page(language)).includes(WITNESS_WORDS[language].signed('1', '1')));
  });

  test('tell boards that are open when a witness has signed', async () => {
    await east.says('Something for open boards');
    const { changes } = east.hub.engine;
    const [said] = await east.author.sayMany(1);
    await east.hub.engine.keep(said === undefined ? [] : [said.wire]);
    await east.hub.engine.log?.round();
    await east.hub.askWitnesses();
    const before = changes();
    await east.hub.askWitnesses();
    assert.equal(changes(), before);
    assert.ok((await east.page('en')).includes(WITNESS_WORDS.en.signed('1', '1')));
    await west.says('What only West asks about');
    assert.equal(changes(), before);
    await east.says('One more');
    assert.ok(changes() > before + 1);
  });

  test('one is set back to an older copy of its folder, as if nothing had been: the other refuses, and both say it', async () => {
    await east.stop();
    cpSync(east.data, olderData, { recursive: true });
    await east.start();
    for (const what of ['Second', 'Third', 'Fourth']) await east.says(what);
    assert.deepEqual(await east.health(), { ok: true, record: 'witnessed' });
    const [had, line] = [entries(east), await served(east)];
    await east.stop();
    renameSync(east.data, newerData);
    renameSync(olderData, east.data);
    await east.start();
    await east.hub.askWitnesses();
    assert.deepEqual(await east.health(), { ok: true, record: 'contradicted' });
    assert.ok(!(await served(east)).includes(line));
    for (const language of LANGUAGES) {
      const { doubted, found } = WITNESS_WORDS[language];
      const [own, others] = [await east.page(language), await west.page(language)];
      for (const said of [
        doubted.heading,
        doubted.longer('west', String(had), String(entries(east))),
        doubted.todo,
      ])
        assert.ok(own.includes(said), said);
      for (const said of [
        found.heading('east'),
        found.shorter(String(entries(east)), String(had)),
        found.todo,
      ])
        assert.ok(others.includes(said), said);
    }
  });

  test('it goes on otherwise: the notes that convict it are kept by the other, which says so, and are written out as files', async () => {
    await east.says('Something else');
    assert.deepEqual(await east.health(), { ok: true, record: 'contradicted' });
    const size = String(entries(east));
    for (const language of LANGUAGES) {
      const page = await west.page(language);
      const { found } = WITNESS_WORDS[language];
      for (const said of [found.heading('east'), found.forked(size), found.means.forked])
        assert.ok(page.includes(said), said);
    }
    const out = newFolder();
    await west.does('evidence', '--out', out);
    const folder = join(out, 'evidence-0');
    assert.deepEqual(
      readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1)),
      ['about.json', 'first.checkpoint', 'log.vkey', 'second.checkpoint'],
    );
    const key = parseVerifierKey(readFileSync(join(folder, 'log.vkey'), 'utf8').trim(), crypto.sha256);
    assert.ok(key.ok);
    const notes = ['first', 'second'].map((name) => readFileSync(join(folder, `${name}.checkpoint`), 'utf8'));
    const opened = await Promise.all(
      notes.map((note) => openCheckpoint(note, { origin: key.value.name, log: [key.value] }, crypto)),
    );
    const roots = opened.flatMap((each) =>
      each.ok ? [Buffer.from(each.value.checkpoint.root).toString('hex')] : [],
    );
    assert.equal(new Set(roots).size, 2);
    const sizes = opened.flatMap((each) => (each.ok ? each.value.checkpoint.size : []));
    assert.deepEqual(sizes, [entries(east), entries(east)]);
  });

  test('it is set right again: nobody holds its record of now against it, and the evidence stays over a restart', async () => {
    await east.stop();
    renameSync(east.data, olderData);
    renameSync(newerData, east.data);
    await east.start();
    await east.hub.askWitnesses();
    assert.deepEqual(await east.health(), { ok: true, record: 'witnessed' });
    assert.ok(!(await east.page('en')).includes(WITNESS_WORDS.en.doubted.heading));
    await west.stop();
    await west.start();
    assert.ok((await west.page('en')).includes(WITNESS_WORDS.en.found.heading('east')));
  });

  test('whoever holds two such notes brings them to any other hub, which keeps and shows them, and nothing else', async () => {
    const out = newFolder();
    await west.does('evidence', '--out', out);
    const notes = ['first', 'second'].map((name) => join(out, 'evidence-0', `${name}.checkpoint`));
    const [first = '', second = ''] = notes;
    const link = `${east.at.address}/b/${east.hub.links.renew().write}`;
    const report = (...files: readonly string[]) => cli.run('witness', 'report', ...files, '--to', link);
    assert.equal((await report(first, first)).code, 1);
    const other = join(out, 'other');
    writeFileSync(other, (await readFile(first, 'utf8')).replace(/\n\d+\n/, '\n1\n'));
    assert.match((await report(first, other)).err, /different sizes/);
    assert.equal(ok(await report(first, second)).out, 'Kept there as number 0.\n');
    assert.equal(ok(await report(second, first)).out, 'Kept there as number 0.\n');
    const page = await (await fetch(`${link}?lang=en`)).text();
    assert.ok(page.includes(WITNESS_WORDS.en.found.heading(WITNESS_WORDS.en.found.own)));
  });

  test('an address of the door that is closed is found by nobody', async () => {
    const ask = async (): Promise<number> =>
      (await fetch(`${west.at.address}${westDoor}/add-checkpoint`, { method: 'POST', body: 'nothing' }))
        .status;
    assert.equal(await ask(), 400);
    await west.does('door', '--close', 'all');
    assert.equal(await ask(), 404);
  });
});

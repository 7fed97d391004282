import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { paperSeed } from '../../src/faces/kit/paper-key.ts';
import { authorKeyOf } from '../../src/record/names.ts';
import type { AuthorKey } from '../../src/record/names.ts';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { newCommittee, ok, publicKeyIn, raiseWith, wordsOn } from '../making/committee.ts';
import type { Committee } from '../making/committee.ts';
import * as screens from '../making/screens.ts';
import { openCli } from '../sim/cli.ts';
import { newFolder } from '../sim/temp-folder.ts';

const { bringIn, letIn, newPaper, open, press, readOff, sayYes, slotsSay, told, typePaper, typePassphrase } =
  screens;
const WITHIN_MS = 30_000;
const crypto = cryptoNode();
const cli = openCli();
let place: Committee;
const people: Person[] = [];

async function someone(): Promise<Person> {
  const person = await newPerson();
  people.push(person);
  return person;
}

async function reopened({ page }: Person): Promise<void> {
  await page.reload();
  await typePassphrase(page);
}

before(async () => {
  if (noBrowser === false) place = await newCommittee(cli);
});
after(async () => {
  for (const { close } of people) await close().catch(() => {});
  cli.end();
  await place?.disk.close();
});

describe('a device whose keys are used up, in a browser', { skip: noBrowser }, () => {
  let [resident, keyholder]: Person[] = [];
  let device = '';
  const slotsOf = (): readonly number[] =>
    [...place.disk.hub.engine.people().grants.values()]
      .flatMap(({ cell, slot }) => (cell === 'c1' && slot > 0 ? [slot] : []))
      .toSorted((a, b) => a - b);
  const asked = (): readonly string[] => resident?.sent.filter((body) => body.startsWith('{"keys"')) ?? [];

  test('is told for which incidents it has keys; there are fewer with each that is raised, and then too few', async () => {
    device = await place.member('resident', '--cell', 'c1');
    resident = await someone();
    const { page } = resident;
    await bringIn(page, place.disk.write, device);
    await slotsSay(page, 'Keys for incidents 1 to 5; the next incident is number 1.');
    assert.equal(await page.locator('.slots strong').count(), 0);
    for (const slot of [1, 2, 3]) await raiseWith(cli, place, join(device, `slot-${slot}.key`));
    await slotsSay(page, 'Keys for incidents 4 to 5; the next incident is number 4.');
    await raiseWith(cli, place, join(device, 'slot-4.key'));
    await slotsSay(page, 'Key for incident 5; the next incident is number 5. Ask for more before');
  });

  test('asks with the same keys while the hub is away, when the answer is lost, and after a reload: one request', async () => {
    assert.ok(resident);
    const { page } = resident;
    await page.route('**/api/slots*', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await page.click('[data-panel=more]');
    await told(page, 'The hub does not answer.');
    await told(page, 'The keys stay in this browser');
    await page.unrouteAll({ behavior: 'wait' });
    assert.deepEqual(place.disk.hub.requests.open(), []);
    // The hub takes it, and nothing more of the hub comes through.
    let isLost = false;
    await page.route('**/api/slots*', async (route) => {
      if (route.request().method() !== 'POST' && !isLost) return route.continue();
      isLost = true;
      await route.fetch();
      await route.abort();
    });
    await page.click('[data-panel=more]');
    await told(page, 'The hub does not answer.');
    await page.locator('[data-panel=more]:enabled').waitFor({ timeout: WITHIN_MS });
    assert.equal(place.disk.hub.requests.open().length, 1);
    await page.unrouteAll({ behavior: 'wait' });
    await reopened(resident);
    await slotsSay(page, 'Your request has the number 2.');
    await slotsSay(page, 'tell this number to your warden, face to face');
    assert.equal(await page.locator('[data-panel=more]').count(), 0);
    const [first, second, ...more] = asked();
    assert.equal(first, second);
    assert.deepEqual(more, []);
    assert.deepEqual(
      place.disk.hub.requests.open().map(({ number, keys }) => [number, keys.map(({ slot }) => slot)]),
      [[2, [6, 7, 8, 9, 10]]],
    );
  });

  test('is let in by the number it told, and its panel says the new keys without a reload', async () => {
    assert.ok(resident);
    keyholder = await someone();
    await bringIn(keyholder.page, place.disk.people, join(place.papers, 'keyholder-3'));
    const line = keyholder.page.locator('[data-form=asking] li');
    assert.match((await line.textContent()) ?? '', /5 more keys for a device that is in/);
    await letIn(keyholder.page, '2');
    await slotsSay(resident.page, 'Keys for incidents 5 to 10; the next incident is number 5.');
    assert.deepEqual(slotsOf(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('that was turned down asks again with the keys it made then', async () => {
    assert.ok(resident && keyholder);
    const { page } = resident;
    await page.click('[data-panel=more]');
    await slotsSay(page, 'Your request has the number 3.');
    await keyholder.page.check('[data-form=asking] input[value="3"]', { timeout: WITHIN_MS });
    await press(keyholder.page, 'button[value=turn-down]');
    await told(keyholder.page, 'Turned down.');
    await reopened(resident);
    await slotsSay(page, 'Keys for incidents 5 to 10');
    await page.click('[data-panel=more]');
    await slotsSay(page, 'Your request has the number 4.');
    const [before, again] = asked().slice(-2);
    assert.equal(before, again);
  });

  test('of a keyholder, or one that nobody let in, is told nothing of slots', async () => {
    assert.ok(keyholder);
    assert.equal(await keyholder.page.locator('.slots').textContent(), '');
    const { page } = await someone();
    const stranger = join(newFolder(), 'device');
    const line = await place.invite(1, 'medic');
    ok(await cli.run('join', line, '--device', stranger, '--to', place.disk.write));
    await page.goto(`${place.disk.write}/committee?lang=en`);
    await page.setInputFiles(
      '#device input[type=file]',
      readdirSync(stranger).map((name) => join(stranger, name)),
    );
    await typePassphrase(page);
    await told(page, 'The hub hears nothing from this key');
    assert.equal(await page.locator('.slots').textContent(), '');
  });
});

describe('a keyholder whose device is lost, in a new browser', { skip: noBrowser }, () => {
  let [old, fresh]: Person[] = [];
  /** What stood on each paper that was seen, the founding's first. */
  const papers: string[] = [];
  const secretOf = (
    words: string,
  ): { readonly key: AuthorKey; readonly next: string; readonly seed: string } => {
    const seed = paperSeed(words);
    assert.ok(seed);
    const { key } = crypto.signerFromSeed(seed);
    const next = Buffer.from(crypto.sha256(key)).toString('base64url');
    return { key: authorKeyOf(key), next, seed: Buffer.from(seed).toString('base64url') };
  };
  /** With which key the fourth keyholder acts, and what it promised. */
  const seat = (): readonly unknown[] => {
    const found = place.disk.hub.engine.people().keyholders.find(({ n }) => n === 4);
    return [found?.key, found?.next];
  };
  const firstKey = (): string => publicKeyIn(join(place.papers, 'keyholder-4', 'place.key'));

  test('makes nothing of words that are not those of a paper', async () => {
    old = await someone();
    await bringIn(old.page, place.disk.people, join(place.papers, 'keyholder-4'));
    papers.push(wordsOn(join(place.papers, 'keyholder-4.html')));
    fresh = await someone();
    const { page } = fresh;
    for (const words of [papers[0]?.split(' ').slice(1).join(' ') ?? '', `${'abandon '.repeat(11)}about`]) {
      await typePaper(page, place.disk.people, { n: 4, words });
      await told(page, 'These are not the 24 words of a paper');
    }
    await page.reload();
    // What is shown where no device is.
    await page.locator('input[type=file]').waitFor({ timeout: WITHIN_MS });
  });

  test('signs nothing before the new paper is at hand, and a wrong number changes nothing', async () => {
    assert.ok(fresh);
    const { page } = fresh;
    const { engine } = place.disk.hub;
    const size = engine.size();
    await typePaper(page, place.disk.people, { n: 2, words: papers[0] ?? '' });
    const paper = await newPaper(page);
    assert.match((await page.textContent('#people h2')) ?? '', /Keyholder 2: first the new paper/);
    await readOff(page, papers[0] ?? '');
    await told(page, 'That is not what stands on the new paper');
    await readOff(page, paper);
    await page.click('dialog button[value=no]');
    assert.equal(engine.size(), size);
    await readOff(page, paper);
    assert.match(await sayYes(page), /You go on as Keyholder 2 .*cannot be taken back/s);
    await told(
      page,
      'This is not the next key that this keyholder had promised. Check the paper and the number.',
    );
    await page.locator('#people:has-text("Nothing has changed, and the old paper is as good")').waitFor();
    assert.equal(engine.size(), size + 1);
    assert.deepEqual(seat(), [firstKey(), secretOf(papers[0] ?? '').next]);
    papers.push(paper);
  });

  test('that takes the right number gets another paper, and once more another after a reload', async () => {
    assert.ok(fresh);
    const { page } = fresh;
    const size = place.disk.hub.engine.size();
    await page.selectOption('#people [name=n]', '4');
    await page.click('#people form button[type=submit]');
    papers.push(await newPaper(page));
    await reopened(fresh);
    papers.push(await newPaper(page));
    assert.match(
      (await page.textContent('#people')) ?? '',
      /Keyholder 4: first.*it counts for nothing: destroy it/s,
    );
    assert.equal(new Set(papers).size, 4);
    assert.equal(place.disk.hub.engine.size(), size);
  });

  test('whose answer is lost keeps both papers, and is through after a reload, with one promise said', async () => {
    assert.ok(fresh && old);
    const { page } = fresh;
    const { engine } = place.disk.hub;
    const paper = papers.at(-1) ?? '';
    const size = engine.size();
    await page.route('**/b/*/entries*', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await readOff(page, paper);
    await sayYes(page);
    await told(page, 'What was signed is kept here');
    await page.locator('#people:has-text("Keep both papers")').waitFor();
    assert.equal(await page.locator('#people .paper').count(), 0);
    await page.unrouteAll({ behavior: 'wait' });
    await reopened(fresh);
    await told(page, '1 act signed before was sent again.');
    await told(page, 'Put the new paper where the old one was, and destroy the old one.');
    await page.locator('.you:has-text("Keyholder 4")').waitFor({ timeout: WITHIN_MS });
    assert.equal(engine.size(), size + 1);
    assert.deepEqual(seat(), [secretOf(papers[0] ?? '').key, secretOf(paper).next]);
    // From now on it opens like any other.
    await open(page, place.disk.people);
    assert.equal(await page.locator('#told').textContent(), '');
  });

  test('speaks, and the old device in its browser speaks no longer', async () => {
    assert.ok(fresh && old);
    const { engine } = place.disk.hub;
    await screens.invite(fresh.page, 'warden', 'c4');
    const invitations = engine.people().invitations.length;
    await old.page.selectOption('[data-form=invite] [name=role]', 'warden');
    await press(old.page, '[data-form=invite] button');
    await told(old.page, 'The hub hears nothing from this key');
    assert.equal(engine.people().invitations.length, invitations);
    assert.equal(await old.page.locator('.you').count(), 0);
  });

  test('goes on from the new paper in its turn, and after the hub was away by one press', async () => {
    const third = await someone();
    const { page } = third;
    await typePaper(page, place.disk.people, { n: 4, words: papers.at(-1) ?? '' });
    const paper = await newPaper(page);
    // Another tab with the same device, and another paper.
    const tab = await page.context().newPage();
    await tab.goto(`${place.disk.people}/committee?lang=en`);
    await typePassphrase(tab);
    const other = await newPaper(tab);
    assert.notEqual(other, paper);
    await page.route('**/entries*', (route) => route.abort());
    await readOff(page, paper);
    await sayYes(page);
    await told(page, 'What was signed is kept here');
    const before = secretOf(papers.at(-1) ?? '');
    assert.deepEqual(seat(), [secretOf(papers[0] ?? '').key, before.next]);
    await page.unrouteAll({ behavior: 'wait' });
    await page.click('#people button:has-text("Try again")');
    await page.locator('.you:has-text("Keyholder 4")').waitFor({ timeout: WITHIN_MS });
    assert.deepEqual(seat(), [before.key, secretOf(paper).next]);
    // What the other tab shows counts for nothing, and is not signed.
    const size = place.disk.hub.engine.size();
    await readOff(tab, other);
    await sayYes(tab);
    await told(tab, 'another paper follows it');
    await tab.locator('.you:has-text("Keyholder 4")').waitFor({ timeout: WITHIN_MS });
    assert.equal(place.disk.hub.engine.size(), size);
    papers.push(paper, other);
  });

  test('is told so when the words are of the key it acts with already, and which paper counts', async () => {
    const { page } = await someone();
    const [paper] = papers.slice(-3);
    await typePaper(page, place.disk.people, { n: 4, words: paper ?? '' });
    await page.locator('.you:has-text("Keyholder 4")').waitFor({ timeout: 3 * WITHIN_MS });
    await told(page, 'This key was put to use before, and another paper follows it');
  });

  test('puts no word, no seed and no passphrase into any address or request', () => {
    assert.ok(papers.length >= 5);
    // Two words in a row, however they were joined: one alone may be part of anything.
    const pairs = [...papers, screens.PASSPHRASE].flatMap((text) => {
      const words = text.split(' ');
      return words.slice(1).flatMap((word, i) => [' ', '+', '%20'].map((by) => `${words[i]}${by}${word}`));
    });
    const secrets = [...pairs, ...papers.map((words) => secretOf(words).seed)];
    assert.ok(
      people.some(({ sent }) => sent.some((text) => text.includes('key.rotate'))),
      'bodies are seen',
    );
    for (const { asked, sent } of people)
      for (const text of [...asked, ...sent])
        assert.deepEqual(
          secrets.filter((secret) => text.includes(secret)),
          [],
          text,
        );
  });

  test('no page threw anything or was blocked by its policy', () => {
    for (const { faults } of people) assert.deepEqual(faults, []);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseAuthorKey } from '../../src/record/names.ts';
import type { AuthorKey } from '../../src/record/names.ts';
import { parseInvitation } from '../../src/record/invitation.ts';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { newCommittee, publicKeyIn } from '../making/committee.ts';
import type { Committee } from '../making/committee.ts';
import { bringIn, bringInZip, invite, joinBy, letIn, open, press, told } from '../making/screens.ts';
import { openCli } from '../sim/cli.ts';

const cli = openCli();
let place: Committee;
const people: Person[] = [];
const someone = async (folder?: string): Promise<Person> => {
  const person = await newPerson(folder === undefined ? {} : { folder });
  people.push(person);
  return person;
};

const keyOfHolder = (n: number): AuthorKey => {
  const key = parseAuthorKey(publicKeyIn(join(place.papers, `keyholder-${n}`, 'place.key')));
  assert.ok(key);
  return key;
};

/** Numbers of all that a key said on the hub, in the order of its log. */
function numbersOf(author: AuthorKey): readonly number[] {
  const { entries } = place.disk.hub.engine.read({ after: -1, limit: 1_000 });
  const cores = entries.map(({ e }) => JSON.parse(e) as { readonly a: string; readonly s: number });
  return cores.filter(({ a }) => a === author).map(({ s }) => s);
}

describe('the committee in its browsers', { skip: noBrowser }, () => {
  before(async () => {
    place = await newCommittee(cli);
  });
  after(async () => {
    for (const { close } of people) await close().catch(() => {});
    cli.end();
    await place.disk.close();
  });
  let [first, second, warden, resident]: Person[] = [];
  let wardenLink = '';
  let wardenKey: AuthorKey | undefined;

  test('a keyholder brings in a device and invites a warden; the hub never sees the code in an address', async () => {
    first = await someone();
    await bringIn(first.page, place.disk.people, join(place.papers, 'keyholder-1'));
    assert.match((await first.page.textContent('.you')) ?? '', /Keyholder 1/);
    wardenLink = await invite(first.page, 'warden', 'c1');
    assert.match(wardenLink, /^http:\/\/127\.0\.0\.1:\d+\/b\/[\w-]+\/join#shanyrak:invite\?/);
    assert.ok(!wardenLink.includes(place.disk.people), 'a keyholder’s own link is not passed on');
  });

  test('the invited makes keys in another browser, loses the line, reloads, and still has one number', async () => {
    assert.ok(first);
    warden = await someone();
    const { page } = warden;
    // The hub takes the request, and the answer is lost on the way.
    await page.route('**/requests*', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.goto(wardenLink);
    await page.fill('#device input[name=passphrase]', 'river lamp stone bread');
    await page.click('#device form button');
    await told(page, 'The hub does not answer.');
    await page.unrouteAll({ behavior: 'wait' });
    await page.reload();
    const number = await joinBy(page, page.url());
    assert.equal(number, '1');
    assert.equal(place.disk.hub.engine.people().grants.size, 0);
    // A used code stands in the address no longer.
    await page.waitForURL(({ hash }) => hash === '');
    const code = new URL(wardenLink).hash.match(/code=([\w-]+)/)?.[1] ?? 'x';
    assert.ok(parseInvitation(wardenLink));
    for (const url of [...warden.asked, ...first.asked]) assert.ok(!url.includes(code), url);
    // Closed and opened again, it still knows that it waits.
    await page.reload();
    await page.fill('#device input[name=passphrase]', 'river lamp stone bread');
    await page.click('#device form button[type=submit]');
    assert.match((await page.locator('.number').textContent({ timeout: 60_000 })) ?? '', /number 1\./);
  });

  test('the keyholder sees who asks without a reload, lets them in, and the invited is told', async () => {
    assert.ok(first && warden);
    const question = await letIn(first.page, '1');
    assert.match(question, /6 keys of request 1: .*Did the person tell you this number\?/);
    assert.equal(place.disk.hub.engine.people().grants.size, 6);
    await warden.page.locator('text=You were let in').waitFor({ timeout: 30_000 });
    await warden.page.click('#device a');
    await warden.page.waitForURL(/\/committee/);
  });

  test('the warden lets in the own cell from their browser, and is offered nothing else', async () => {
    assert.ok(warden);
    const link = wardenLink.split('/join')[0] ?? '';
    await open(warden.page, link);
    const offered = await warden.page.locator('[data-form=invite] option').allTextContents();
    assert.deepEqual(offered.slice(0, 2), ['resident', 'steward']);
    assert.equal(await warden.page.locator('button[value=revoke]').count(), 0);
    const residentLink = await invite(warden.page, 'resident');
    resident = await someone();
    const number = await joinBy(resident.page, residentLink);
    await letIn(warden.page, number);
    await resident.page.locator('text=You were let in').waitFor({ timeout: 30_000 });
    const { grants } = place.disk.hub.engine.people();
    const [standing] = [...grants.values()].filter(({ role, slot }) => role === 'warden' && slot === 0);
    wardenKey = standing?.key;
    assert.ok(wardenKey);
    assert.equal([...grants.values()].filter(({ voucher }) => voucher === wardenKey).length, 6);
  });

  test('two keyholders withdraw a key in under a minute, and what it says afterwards has no weight', async (t) => {
    assert.ok(first && warden && wardenKey);
    second = await someone();
    await bringInZip(second.page, place.disk.people, join(place.papers, 'keyholder-2'));
    const { engine } = place.disk.hub;
    const began = Date.now();
    await first.page.locator('summary:has-text("warden · c1")').click();
    for (const box of await first.page.locator('details:has-text("warden · c1") input').all())
      await box.check();
    const question = await press(first.page, 'button[value=revoke]');
    assert.match(
      question,
      /has no weight any more.*waits: it is so once a second says it too.*cannot be taken back/s,
    );
    await told(first.page, 'Kept. One more must say so: keyholder.');
    assert.ok(!engine.people().revoked.has(wardenKey));
    const pending = `li:has-text("withdraw a key"):has-text("${wardenKey.slice(0, 12)}") button`;
    await second.page.locator(pending).waitFor({ timeout: 30_000 });
    assert.match(await press(second.page, pending), /It holds from entry \d+ of the log on\./);
    await told(second.page, 'Done.');
    const tookMs = Date.now() - began;
    assert.ok(engine.people().revoked.has(wardenKey));
    assert.ok(tookMs < 60_000, `${tookMs} ms`);
    t.diagnostic(`from the first choice to the effect: ${(tookMs / 1000).toFixed(1)} s`);
    // The warden's browser goes on, as a seized one would.
    const size = engine.size();
    await warden.page.selectOption('[data-form=invite] [name=role]', 'resident');
    await press(warden.page, '[data-form=invite] button');
    await told(warden.page, 'This key had been withdrawn by then.');
    // The page looks again after it has told: what the key saw before goes then.
    await warden.page.locator('#invitation svg').waitFor({ state: 'detached' });
    assert.equal(await warden.page.locator('#invitation svg').count(), 0);
    const after = engine.read({ after: size - 1, limit: 10 }).entries;
    assert.deepEqual(
      after.map(({ kind, weight }) => [kind, weight]),
      [['key.invite', 'none']],
    );
    assert.equal(engine.people().invitations.filter(({ by }) => by === wardenKey).length, 0);
  });

  test('a reload between signing and the hub’s answer loses nothing and says nothing twice', async () => {
    assert.ok(second);
    const { page } = second;
    const { engine } = place.disk.hub;
    // It goes out, and neither reaches the hub nor comes back.
    const isOut = page.waitForRequest('**/api/entries*');
    await page.route('**/api/entries*', async () => {});
    const size = engine.size();
    await page.locator('summary:has-text("resident · c1")').click();
    await page.locator('details:has-text("resident · c1") input').first().check();
    await press(page, 'button[value=mute]');
    await isOut;
    assert.equal(engine.size(), size, 'signed, on its way, and not there');
    await page.reload();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await open(page, place.disk.people);
    await told(page, '1 act signed before was sent again.');
    assert.equal(engine.size(), size + 1);
    assert.equal(engine.people().pending.filter(({ matter }) => matter.kind === 'mute').length, 1);
    // The hub takes it, and the answer never comes.
    await page.route('**/api/entries*', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.locator('summary:has-text("Keyholders")').click();
    await page.check(`input[value="${keyOfHolder(5)}"]`);
    await press(page, 'button[value=revoke]');
    await told(page, 'What was signed is kept here');
    await page.unrouteAll({ behavior: 'wait' });
    const heard = engine.size();
    await open(page, place.disk.people);
    await told(page, '1 act signed before was sent again.');
    assert.equal(engine.size(), heard);
    const said = numbersOf(keyOfHolder(2));
    assert.deepEqual(said, [...said.keys()], 'no number twice, none left out');
  });

  test('a browser that was killed opens again with all it had signed', async () => {
    assert.ok(second);
    const { folder, close } = second;
    await close();
    second = await someone(folder);
    await open(second.page, place.disk.people);
    assert.match((await second.page.textContent('.you')) ?? '', /Keyholder 2/);
    assert.equal(await second.page.locator('text=You have said so').count(), 2);
  });

  test('no page threw anything or was blocked by its policy', () => {
    for (const { faults } of people) assert.deepEqual(faults, []);
  });

  test('an address that was asked for holds no seed and no passphrase', () => {
    const seed = readFileSync(join(place.papers, 'keyholder-1', 'place.key'), 'utf8').match(
      /"seed":"([\w-]+)"/,
    )?.[1];
    assert.ok(seed);
    for (const { asked } of people)
      for (const url of asked) assert.ok(!url.includes(seed) && !/lamp/.test(url), url);
  });
});

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { newCommittee, ok, publicKeyIn, raiseWith } from '../making/committee.ts';
import type { Committee } from '../making/committee.ts';
import { bringIn, press, told, typePassphrase } from '../making/screens.ts';
import { openCli } from '../sim/cli.ts';
import { newFolder } from '../sim/temp-folder.ts';

const WITHIN_MS = 30_000;
const cli = openCli();
let place: Committee;
const people: Person[] = [];
let [one, two]: Page[] = [];
let device = '';

async function someone(folder: string, link: string): Promise<Page> {
  const person = await newPerson();
  people.push(person);
  await bringIn(person.page, link, folder);
  return person.page;
}

const incidents = (): readonly string[] =>
  [...place.disk.hub.engine.people().incidents.values()].map(({ state }) => state);

/** The second presses the one button beside what waits; gives what it was asked before. */
async function agree(page: Page, matter: string): Promise<string> {
  const button = `li:has-text("${matter}") [data-act=agree]`;
  await page.locator(button).waitFor({ timeout: WITHIN_MS });
  const question = await press(page, button);
  await told(page, 'Done.');
  return question;
}

describe('acts on the page of people and keys', { skip: noBrowser }, () => {
  before(async () => {
    place = await newCommittee(cli);
    device = await place.member('resident', '--cell', 'c1');
    for (const slot of [1, 2, 3]) await raiseWith(cli, place, join(device, `slot-${slot}.key`));
    one = await someone(join(place.papers, 'keyholder-1'), place.disk.people);
    two = await someone(join(place.papers, 'keyholder-2'), place.disk.people);
  });
  after(async () => {
    for (const { close } of people) await close().catch(() => {});
    cli.end();
    await place.disk.close();
  });
  test('an alarm is ended by two, who press the same', async () => {
    assert.ok(one && two);
    const row = 'section:has(> h2:text-is("Alarms")) li';
    await one.locator(row).first().waitFor({ timeout: WITHIN_MS });
    const before = await one.locator(row).count();
    const question = await press(one, `${row} >> nth=0 >> text=It was false`);
    assert.match(question, /taken back as false.*waits: it is so once a second says it too/s);
    await told(one, 'One more must say so');
    await agree(two, 'decide about an alarm');
    await place.disk.hub.engine.decide();
    await one
      .locator(row)
      .nth(before - 1)
      .waitFor({ state: 'detached', timeout: WITHIN_MS });
  });

  test('an incident is closed by two and put away by one', async () => {
    assert.ok(one && two);
    const row = 'li:has-text("Incident 3")';
    assert.match(await press(one, `${row} [data-act=close]`), /Incident 3 is closed.*cannot be taken back/s);
    await told(one, 'One more must say so');
    assert.match(await agree(two, 'close an incident'), /is closed/);
    assert.deepEqual(incidents(), ['open', 'open', 'closed']);
    await one.locator(`${row} [data-act=archive]`).waitFor({ timeout: WITHIN_MS });
    await press(one, `${row} [data-act=archive]`);
    await told(one, 'Done.');
    assert.deepEqual(incidents(), ['open', 'open', 'archived']);
  });

  test('two incidents are made one by two', async () => {
    assert.ok(one && two);
    await two.selectOption('[data-form=merge] [name=from]', { label: 'Incident 2' });
    await two.selectOption('[data-form=merge] [name=into]', { label: 'Incident 1' });
    assert.match(await press(two, 'button[value=merge]'), /Incident 2 becomes part of Incident 1/);
    await told(two, 'One more must say so');
    await agree(one, 'make two incidents one');
    assert.deepEqual(incidents(), ['open', 'merged', 'archived']);
  });

  test('what a key says is hidden by two, and shown again by two', async () => {
    assert.ok(one && two);
    const key = publicKeyIn(join(device, 'slot-4.key'));
    const mutings = (): readonly boolean[] =>
      [...place.disk.hub.engine.people().muted.values()].flat().map(({ until }) => until === undefined);
    for (const [button, matter, expected] of [
      ['mute', 'hide what a key says', [true]],
      ['unmute', 'show it again', [false]],
    ] as const) {
      await one.locator('summary:has-text("resident · c1")').click();
      await one.check(`input[value="${key}"]`);
      assert.match(await press(one, `button[value=${button}]`), new RegExp(key.slice(0, 12)));
      await told(one, 'One more must say so');
      await agree(two, matter);
      assert.deepEqual(mutings(), expected);
      await one.reload();
      await one.fill('#device input[name=passphrase]', 'river lamp stone bread');
      await one.click('#device form button[type=submit]');
      await one.locator('.you').waitFor({ timeout: 3 * WITHIN_MS });
    }
  });

  test('a request is turned down, after a question; saying no signs and sends nothing', async () => {
    assert.ok(one);
    const line = await place.invite(3, 'medic');
    ok(await cli.run('join', line, '--device', join(newFolder(), 'device'), '--to', place.disk.write));
    const box = one.locator('[data-form=asking] input');
    await box.waitFor({ timeout: WITHIN_MS });
    await box.check();
    const size = place.disk.hub.engine.size();
    for (const button of ['let-in', 'turn-down']) {
      await one.click(`button[value=${button}]`);
      await one.click('dialog button[value=no]');
    }
    assert.equal(place.disk.hub.engine.size(), size);
    assert.match(await press(one, 'button[value=turn-down]'), /is forgotten/);
    await told(one, 'Turned down.');
    await one.locator('text=Nobody waits.').waitFor({ timeout: WITHIN_MS });
    assert.equal(place.disk.hub.engine.size(), size);
  });

  test('somebody leaves, and takes the device out of the browser', async () => {
    const page = await someone(device, place.disk.read);
    // Beside leaving, a resident may only say whether they see an alarm too.
    const offered = await page
      .locator('#people [data-act]')
      .evaluateAll((all) => all.map((each) => each.dataset['act']));
    assert.deepEqual(new Set(offered), new Set(['leave', 'vote']));
    assert.match(await press(page, '[data-act=leave]'), /You vouch|Your standing key ends here/);
    await told(page, 'Done.');
    await told(page, 'The hub hears nothing from this key');
    const { grants } = place.disk.hub.engine.people();
    const left = [...grants.values()].filter(({ end }) => end?.why === 'left');
    assert.deepEqual(
      left.map(({ key }) => key),
      [publicKeyIn(join(device, 'place.key'))],
    );
    await press(page, '[data-panel=forget]');
    await page.locator('input[type=file]').waitFor({ timeout: WITHIN_MS });
  });

  test('a device of another place signs nothing here', async () => {
    const other = await newCommittee(cli);
    const person = await newPerson();
    people.push(person);
    const { page } = person;
    await page.goto(`${place.disk.people}/committee?lang=en`);
    const folder = join(other.papers, 'keyholder-1');
    await page.setInputFiles(
      'input[type=file]',
      readdirSync(folder).map((name) => join(folder, name)),
    );
    await typePassphrase(page);
    await told(page, 'This device is for another place');
    assert.equal(await page.locator('#people [data-act], #people form').count(), 0);
    await other.disk.close();
  });

  test('no page threw anything or was blocked by its policy', () => {
    for (const { faults } of people) assert.deepEqual(faults, []);
  });
});

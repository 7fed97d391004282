import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { asPerson, newPerson, noBrowser } from '../../../test/making/browser.ts';
import type { Person } from '../../../test/making/browser.ts';
import { newCommittee } from '../../../test/making/committee.ts';
import type { Committee } from '../../../test/making/committee.ts';
import { looksWell } from '../../../test/making/looks-well.ts';
import { FAKE_SUBSCRIBE, pushesTo } from '../../../test/making/pushes.ts';
import type { Pushes } from '../../../test/making/pushes.ts';
import { bringIn, open, sayYes, told } from '../../../test/making/screens.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { handRoad } from '../../../test/sim/hand-road.ts';
import { REACH_WORDS } from '../../acts/words/reach-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';

const cli = openCli();
const [sms, email, push] = [handRoad('sms'), handRoad('email'), handRoad('push')];
let pushes: Pushes;
let place: Committee;
let warden: Person;

async function add(page: Page, channel: string, address: string): Promise<void> {
  await page.selectOption('.reach [name=channel]', channel);
  await page.fill('.reach [name=address]', address);
  await page.click('[data-form=address] button[type=submit]');
}

async function giveBack(page: Page, channel: string, digits: () => string): Promise<void> {
  await page.locator(`[data-code=${channel}]`).waitFor();
  await page.fill(`[data-code=${channel}] input`, digits());
  await page.click(`[data-code=${channel}] button`);
}

describe('how an alarm reaches whoever opened a device', { skip: noBrowser }, () => {
  before(async () => {
    place = await newCommittee(cli, [], {
      alarms: { roads: () => [sms, email, push] },
      pushKey: 'B'.repeat(87),
    });
    warden = await newPerson();
    const { origin } = new URL(place.disk.people);
    await warden.page.context().grantPermissions(['notifications'], { origin });
    await warden.page.context().addInitScript(FAKE_SUBSCRIBE);
    pushes = await pushesTo(warden.page);
    await bringIn(warden.page, place.disk.people, await place.member('warden', '--cell', 'c1'));
    await warden.page.locator('.reach h2').waitFor();
  });
  after(async () => {
    await warden.close();
    cli.end();
    await place.disk.close();
  });

  test('is added, confirmed by a code, shown covered, changed and forgotten on the page', async () => {
    const { page } = warden;
    const words = REACH_WORDS.en;
    const { contacts } = place.disk.hub.engine.alarms;
    await add(page, 'sms', '102');
    await told(page, 'One of these is no address');
    await add(page, 'sms', '+7 700 000 00 45');
    await giveBack(page, 'sms', () => 'x');
    await told(page, 'That is not the code');
    await giveBack(page, 'sms', sms.digits);
    await told(page, words.confirmed);
    assert.equal(contacts.roster.has(1, 'sms'), true);
    assert.match((await page.textContent('.reach ul')) ?? '', /SMS\s+\+7 \*\*\* \*\* 45/);
    await add(page, 'email', 'anna@example.org');
    await giveBack(page, 'email', email.digits);
    await page.locator('[data-remove=email]').waitFor();
    await page.click('[data-remove=sms]');
    await told(page, words.removed);
    assert.deepEqual([contacts.roster.has(1, 'sms'), contacts.roster.has(1, 'email')], [false, true]);
    await open(page, place.disk.people, 'ru');
    await page.click('.reach [data-panel=language]');
    await page.locator('.reach [data-panel=language]').waitFor({ state: 'detached' });
    assert.equal(contacts.get(1)?.language, 'ru');
    await page.click('.reach [data-panel=leave]');
    assert.match(await sayYes(page), /будут забыты/);
    await told(page, REACH_WORDS.ru.forgotten);
    assert.equal(contacts.get(1), undefined);
  });

  test('is turned on in this browser by one press; the code that comes to it needs no typing', async () => {
    const { page } = warden;
    await open(page, place.disk.people);
    await page.click('.reach [data-panel=here]');
    await page.locator('[data-code=push]').waitFor();
    const { message, topic } = push.sent[0] ?? {};
    await pushes.deliver({ t: message?.title, b: message?.text, g: topic });
    await page.locator('[data-remove=push]').waitFor();
    const { contacts } = place.disk.hub.engine.alarms;
    const [contact] = contacts.all();
    assert.deepEqual([contact?.role, contact?.addresses[0]?.channel], ['warden', 'push']);
    await page.click('[data-remove=push]');
    await told(page, REACH_WORDS.en.removed);
  });

  test('looks well in every language, with an address, with a code that is waited for, and with none', async () => {
    const { page } = warden;
    const looks = async (name: string, wait: string): Promise<void> => {
      for (const language of LANGUAGES) {
        await open(page, place.disk.people, language);
        await page.locator(wait).first().waitFor();
        await looksWell(page, `${name}-${language}`);
      }
    };
    await looks('reach-none', '.reach form');
    await add(page, 'sms', '+7 700 000 00 45');
    await page.locator('[data-code=sms]').waitFor();
    await add(page, 'email', 'a-rather-long-name-of-a-mailbox@example.org');
    await giveBack(page, 'email', email.digits);
    await page.locator('[data-remove=email]').waitFor();
    assert.equal(
      await page.locator('[data-code=sms]').count(),
      1,
      'a code that is waited for is not dropped',
    );
    await looks('reach', '[data-code=sms]');
  });

  test('is said to be nothing where the hub has no road', async () => {
    const bare = await newCommittee(cli);
    await asPerson({}, async ({ page, faults }) => {
      await bringIn(page, bare.disk.people, await bare.member('warden', '--cell', 'c1'));
      await page.locator('.reach h2').waitFor();
      assert.match((await page.textContent('.reach')) ?? '', /sends no messages yet/);
      assert.equal(await page.locator('.reach form').count(), 0);
      assert.deepEqual(faults, []);
    });
    await bare.disk.close();
  });

  test('leaves no faults of script or policy', () => assert.deepEqual(warden.faults, []));
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { asPerson, noBrowser } from '../../../test/making/browser.ts';
import { foundedHub } from '../../../test/making/founded-hub.ts';
import type { FoundedHub } from '../../../test/making/founded-hub.ts';
import { looksWell } from '../../../test/making/looks-well.ts';
import { placePlan } from '../../../test/making/place-plans.ts';
import { handRoad } from '../../../test/sim/hand-road.ts';
import { listenHere } from '../../../test/sim/hub-here.ts';
import { LANGUAGES } from '../../acts/words/words.ts';

const [sms, email] = [handRoad('sms'), handRoad('email')];
let hub: FoundedHub;
let link = '';
let close = async (): Promise<void> => {};

describe('the pages of those who subscribe', { skip: noBrowser }, () => {
  before(async () => {
    const place = placePlan();
    hub = await foundedHub({ alarms: { roads: () => [sms, email], place: () => place } });
    const here = await listenHere(hub);
    close = here.close;
    const token = hub.links.make({ role: 'supporter', mayPost: false, isToSubscribe: true });
    link = `${here.address}/subscribe/${token}`;
  });
  after(() => close());

  test('lead onto the list and off it without a script, and look well in every language', async () => {
    await asPerson({ javaScriptEnabled: false }, async ({ page }) => {
      await page.goto(`${link}?lang=en`);
      await page.selectOption('[name=near]', '10');
      await page.check('[name=zone-north]');
      await page.selectOption('[name=from-0]', { label: '22:00' });
      await page.selectOption('[name=to-0]', { label: '07:00' });
      await page.selectOption('[name=channel]', 'email');
      await page.fill('[name=address]', 'a-rather-long-name-of-a-mailbox@example.org');
      await page.click('button[type=submit]');
      await page.fill('[name=digits]', email.digits());
      await page.click('button[type=submit]');
      await page.waitForURL(/\/s\//);
      assert.match((await page.textContent('main')) ?? '', /You are on the list/);
      assert.deepEqual([...hub.engine.alarms.contacts.all()][0]?.hours, [{ from: 1_320, to: 420 }]);
      await page.selectOption('[name=from-1]', { label: '12:00' });
      await page.selectOption('[name=to-1]', { label: '12:30' });
      await page.uncheck('[name=zone-north]');
      await page.click('[data-form=near] button');
      await page.locator('text=Saved').waitFor();
      const [contact] = [...hub.engine.alarms.contacts.all()];
      assert.deepEqual([contact?.hours?.length, contact?.zones], [2, undefined]);
      assert.equal(await page.inputValue('[name=from-1]'), '720');
      await page.click('[data-form=leave] button');
      await page.locator('text=You are off the list').waitFor();
    });
    assert.deepEqual([...hub.engine.alarms.contacts.all()], []);
  });

  for (const language of LANGUAGES)
    test(`look well in ${language}`, async () => {
      await asPerson({}, async ({ page, faults }) => {
        await page.goto(`${link}?lang=${language}`);
        await looksWell(page, `subscribe-${language}`);
        await page.selectOption('[name=channel]', 'sms');
        await page.fill('[name=address]', `+7700000000${LANGUAGES.indexOf(language)}`);
        await page.click('[data-form=ask] button[type=submit]');
        await page.locator('[name=digits]').waitFor();
        await page.fill('[name=digits]', 'x');
        await page.click('[data-form=code] button');
        await page.locator('.notice').waitFor();
        await looksWell(page, `subscribe-code-${language}`);
        await page.fill('[name=digits]', sms.digits());
        await page.click('[data-form=code] button');
        await page.waitForURL(/\/s\//);
        await page.selectOption('[data-form=add] [name=channel]', 'email');
        await page.fill('[data-form=add] [name=address]', 'anna@example.org');
        await page.click('[data-form=add] button');
        await page.locator('[data-form=code]').waitFor();
        await page.check('[name=zone-south]');
        await page.selectOption('[name=from-0]', { label: '08:00' });
        await page.selectOption('[name=to-0]', { label: '22:30' });
        await page.click('[data-form=near] button');
        await page.locator('[name=from-1]').waitFor();
        await looksWell(page, `own-${language}`);
        assert.deepEqual(faults, []);
      });
    });
});

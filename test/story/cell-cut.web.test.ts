import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseAuthorKey } from '../../src/record/names.ts';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { cellPlace, NO_COMPOSER, openCell, openDeviceHere, writeDown } from '../making/cell-place.ts';
import type { CellPlace } from '../making/cell-place.ts';
import { publicKeyIn } from '../making/committee.ts';
import { looksWell } from '../making/looks-well.ts';
import { bringIn, told } from '../making/screens.ts';
import { openCli } from '../sim/cli.ts';
import { handRoad } from '../sim/hand-road.ts';

const WITHIN_MS = 30_000;
const cli = openCli();
const push = handRoad('push');
let cells: CellPlace;
let warden: Person;

/** Looks at once, as a telephone does that finds its network again. */
const lookNow = async (): Promise<void> => warden.page.evaluate(`dispatchEvent(new Event('online'))`);

describe('a warden whom the alarm reaches while the network is cut', { skip: noBrowser }, () => {
  before(async () => {
    cells = await cellPlace(cli, { roads: () => [push], address: () => 'https://hub.example' });
    const { place } = cells;
    const device = await place.member('warden', '--cell', 'c1');
    const of = parseAuthorKey(publicKeyIn(join(device, 'place.key')));
    await place.disk.hub.engine.alarms.contacts.put({
      role: 'warden',
      cell: 'c1',
      language: 'ru',
      ...(of && { of }),
      addresses: [{ channel: 'push', address: 'w1@push', isVerified: true }],
    });
    warden = await newPerson({ width: 390 });
    await warden.page.context().addInitScript(NO_COMPOSER);
    await bringIn(warden.page, place.disk.write, device);
    await openCell(warden, place.disk.write);
    await writeDown(warden.page, ['N1 +77015550001 One', 'N2 +77015550002 Two', 'N3 Three']);
    await told(warden.page, 'Written down: 3.');
  });
  after(async () => {
    await warden.close();
    cli.end();
    await cells.place.disk.close();
  });

  test('writes it down by hand on the page that is open, and works through the cell by that', async () => {
    const { page } = warden;
    assert.equal(await page.isVisible('#by-hand'), false);
    await page.context().setOffline(true);
    await lookNow();
    await page.click('#by-hand summary');
    await page.selectOption('#by-hand [name=act]', 'force.arrive');
    await page.fill('#by-hand [name=point]', 'the yard!');
    await page.click('#by-hand button');
    await told(page, 'A place is a code');
    await looksWell(page, 'cell-by-hand-en');
    await page.fill('#by-hand [name=point]', 'B2');
    await page.click('#by-hand button');
    await page.locator('.task[data-phase=call]').waitFor();
    const link = (await page.getAttribute('.task a.press', 'href')) ?? '';
    assert.match(
      decodeURIComponent(link),
      /^sms:\+77015550001,\+77015550002\?body=.*forces arriving\. Meet: B2/,
    );
    await page.click('.task .batch button');
    await page.locator('.task h3:has-text("To be called: 38")').waitFor();
    assert.equal(await page.locator('[data-do=send]').count(), 0);
  });

  test('finds the ticks joined to the hub’s own alarm once it answers again, and sends their counts', async () => {
    const { page } = warden;
    await cells.raise();
    await page.context().setOffline(false);
    await lookNow();
    await page.locator('[data-do=send]').waitFor({ timeout: WITHIN_MS });
    assert.equal(await page.isVisible('#by-hand'), false);
    assert.equal(await page.locator('.alarm').count(), 1);
    await page.click('[data-do=send]');
    await page.locator('.sent[data-state=sent]').waitFor({ timeout: WITHIN_MS });
    const counts = { cell: 'c1', told: 2, acknowledged: 0, coming: 0, cannot: 0, unreached: 38 };
    assert.deepEqual(
      cells.said('alarm.told').map(({ body }) => body),
      [counts],
    );
  });

  test('comes to the page from the link of the message too, and hands in by the link that the device remembers', async () => {
    const { page, asked } = warden;
    const { engine } = cells.place.disk.hub;
    await engine.alarms.delivery.settled();
    const path = new URL(push.sent.at(-1)?.message.link ?? '').pathname;
    await page.goto(new URL(path, cells.place.disk.write).href);
    await page.click('a.onwards');
    await page.waitForURL(/\/a\/[\w-]+\/cell\?lang=ru$/);
    await openDeviceHere(page);
    await page.locator('.sent[data-state=sent]').waitFor({ timeout: WITHIN_MS });
    await page.click('.alarm details[id^=rows] summary');
    await page.click('li:has(b:text-is("N3")) [data-as=coming]');
    await page.locator('.sent[data-state=changed]').waitFor();
    const before = asked.length;
    await page.click('[data-do=send]');
    await page.locator('.sent[data-state=sent]').waitFor({ timeout: WITHIN_MS });
    assert.equal(cells.said('alarm.told').length, 2);
    const posts = asked.slice(before).filter((url) => url.includes('/entries'));
    assert.ok(posts.length > 0 && posts.every((url) => url.startsWith(cells.place.disk.write)));
  });

  test('leaves no faults of script or policy', () => assert.deepEqual(warden.faults, []));
});

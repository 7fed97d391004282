import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { cellPlace, NO_COMPOSER, openCell, openDeviceHere, writeDown } from '../making/cell-place.ts';
import type { CellPlace } from '../making/cell-place.ts';
import { bringIn, told } from '../making/screens.ts';
import { openCli } from '../sim/cli.ts';

const WITHIN_MS = 30_000;
const cli = openCli();
let cells: CellPlace;
let [warden, other]: Person[] = [];

const number = (n: number): string => `+7701555${String(n).padStart(4, '0')}`;
const name = (n: number): string => `Neighbour-of-${n}`;
const LINES = Array.from({ length: 23 }, (_, n) => `N${n + 1} ${number(n + 1)} ${name(n + 1)}`);

/** The recipients and the text of each link that opens the composer for several. */
async function batches(
  page: Page,
): Promise<readonly { readonly to: readonly string[]; readonly body: string }[]> {
  const links = await page
    .locator('.task a.press')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  return links.map((link) => {
    const [, to = '', body = ''] = /^sms:([^?]*)\?body=(.*)$/.exec(link) ?? [];
    return { to: to.split(','), body: decodeURIComponent(body) };
  });
}

async function row(page: Page, home: string): Promise<ReturnType<Page['locator']>> {
  const all = page.locator('.alarm details[id^=rows]');
  if ((await all.getAttribute('open')) === null) await all.locator('summary').click();
  return all.locator(`li:has(b:text-is("${home}"))`);
}

describe('a warden’s own road', { skip: noBrowser }, () => {
  before(async () => {
    cells = await cellPlace(cli);
    const { place } = cells;
    [warden, other] = [await newPerson({ width: 390 }), await newPerson({ width: 390 })];
    for (const person of [warden, other]) {
      await person.page.context().addInitScript(NO_COMPOSER);
      await bringIn(person.page, place.disk.write, await place.member('warden', '--cell', 'c1'));
    }
  });
  after(async () => {
    for (const person of [warden, other]) await person?.close().catch(() => {});
    cli.end();
    await cells.place.disk.close();
  });

  test('leads from their device’s own page to their cell, which they write down before the day', async () => {
    assert.ok(warden);
    const { page } = warden;
    await page.click('#people .you a');
    await page.waitForURL(/\/cell\?/);
    await openDeviceHere(page);
    await page.locator('#work:has-text("No alarm is known here")').waitFor();
    await writeDown(page, [...LINES, 'N24 102 short', 'no-number-here']);
    await told(page, 'Written down: 24.');
    await told(page, 'no number your telephone could dial: “N24 102 short”');
    assert.equal(await page.inputValue('#several textarea'), 'N24 102 short');
    await page.fill('#list [name=home]', 'N24');
    await page.fill('#list [name=number]', '8 701 555 00 24');
    await page.fill('#list [name=called]', name(24));
    await page.click('[data-form=one] button');
    await told(page, 'Written down, on this telephone only.');
    await page.click('[data-remove="no-number-here "]');
    await told(page, 'Removed.');
    assert.equal(await page.textContent('#list-heading'), 'Your neighbours: 24');
  });

  test('shows nothing of the cell after a reload until the device is opened, and then all of it', async () => {
    assert.ok(warden);
    const { page } = warden;
    await page.reload();
    await page.locator('#device form').waitFor();
    assert.ok(!(await page.content()).includes(number(1)));
    await openDeviceHere(page);
    assert.equal(await page.locator('#list .names li').count(), 24);
    assert.match((await page.textContent('#list .names')) ?? '', /N24\s+87015550024 Neighbour-of-24/);
  });

  test('texts nobody before a second person has said so', async () => {
    assert.ok(warden);
    const { page } = warden;
    await cells.raise({ isConfirmed: false });
    await openCell(warden, cells.place.disk.write);
    await page.locator('.alarm:has-text("Nobody else has confirmed it yet")').waitFor({ timeout: WITHIN_MS });
    assert.deepEqual(
      [await page.locator('.alarm a').count(), await page.locator('[data-do=tick]').count()],
      [0, 0],
    );
  });

  test('then texts ten at a time, each number once, and homes without one are told at the door', async () => {
    assert.ok(warden);
    const { page } = warden;
    await cells.confirm();
    await page.locator('.task[data-phase=call]').waitFor({ timeout: WITHIN_MS });
    const sent = await batches(page);
    assert.deepEqual(
      sent.map(({ to }) => to.length),
      [10, 10, 4],
    );
    assert.deepEqual(
      sent.flatMap(({ to }) => to),
      [...LINES.map((_, n) => number(n + 1)), '87015550024'],
    );
    assert.equal(sent[0]?.body, 'East field: forces arriving. Meet: B2. 1 20 = in 20 min, 2 = no');
    assert.match((await page.textContent('.task')) ?? '', /at the door: N25, N26, .*N40/);
    await page.selectOption('.task select', 'kk');
    await page.locator('.task blockquote[lang=kk]').waitFor();
    assert.equal(
      (await batches(page))[2]?.body,
      'East field: күштер келді. Жиналу: B2. 1 20 = 20 минутта, 2 = жоқ',
    );
  });

  test('ticks stay on the telephone over a reload, also when the line is down', async () => {
    assert.ok(warden);
    const { page } = warden;
    await page.click('.task .batch button >> nth=0');
    await page.locator('.task h3:has-text("To be called: 30")').waitFor();
    await (await row(page, 'N1')).locator('[data-as=coming]').click();
    await page.locator('.counts .now:has-text("Told 10, coming 1, cannot 0")').waitFor();
    await page.reload();
    await openDeviceHere(page);
    await page
      .locator('.counts .now:has-text("Told 10, coming 1, cannot 0")')
      .waitFor({ timeout: WITHIN_MS });
    await page.context().setOffline(true);
    await (await row(page, 'N2')).locator('[data-as=cannot]').click();
    await (await row(page, 'N30')).locator('[data-as=told]').click();
    await page.locator('.counts .now:has-text("Told 11, coming 1, cannot 1")').waitFor();
    await page.click('[data-do=send]');
    await page.locator('.sent[data-state=waits]').waitFor({ timeout: WITHIN_MS });
    assert.deepEqual(cells.said('alarm.told'), []);
  });

  test('the counts go out by themselves once the line is back, signed and once; the same again is nothing new', async () => {
    assert.ok(warden);
    const { page } = warden;
    await page.context().setOffline(false);
    await page.locator('.sent[data-state=sent]').waitFor({ timeout: WITHIN_MS });
    const counts = { cell: 'c1', told: 11, acknowledged: 2, coming: 1, cannot: 1, unreached: 29 };
    const [said, ...more] = cells.said('alarm.told');
    assert.deepEqual([said?.body, said?.about, more], [counts, [cells.alarm().id], []]);
    await page.click('[data-do=send]');
    await told(page, 'The hub has these counts.');
    assert.equal(cells.said('alarm.told').length, 1);
    // By the key of the incident, which nothing ties to the one that opens the page.
    const { grants } = cells.place.disk.hub.engine.people();
    assert.equal([...grants.values()].find(({ key }) => key === said?.author)?.slot, 1);
  });

  test('counts that changed take the place of the old ones, and the board shows them', async () => {
    assert.ok(warden);
    const { page } = warden;
    await (await row(page, 'N3')).locator('[data-as=coming]').click();
    await page.locator('.sent[data-state=changed]').waitFor();
    await page.click('[data-do=send]');
    await page.locator('.sent[data-state=sent]').waitFor({ timeout: WITHIN_MS });
    assert.equal(cells.said('alarm.told').length, 2);
    const { told: reached, acknowledged, coming } = cells.reach();
    assert.deepEqual([reached.lo, acknowledged.lo, coming.lo], [11, 3, 2]);
    const board = await cells.place.disk.hub.ask(`${cells.place.disk.hub.read}?lang=en`);
    const text = await board.text();
    assert.match(text, /why\/told[^>]*>11</);
    assert.match(text, /For wardens: tell your cell/);
  });

  test('sends those who were told elsewhere once the way is closed, and the others there at once', async () => {
    assert.ok(warden);
    const { page } = warden;
    await page.click('.task a.press >> nth=0');
    await cells.closeTheWay();
    await page.locator('.task[data-phase=redirect] h3:has-text("10")').waitFor({ timeout: WITHIN_MS });
    const texts = (await batches(page)).map(({ to, body }) => `${to.length} ${body}`);
    assert.deepEqual(texts, [
      '9 East field. Кіреберіс жабық. Тек мына жерге барыңыз: school-yard',
      '10 East field: күштер келді. Жиналу: school-yard. Жауап: 1 20 не 2 (жоқ)',
      '4 East field: күштер келді. Жиналу: school-yard. Жауап: 1 20 не 2 (жоқ)',
    ]);
  });

  test('when it is over, whoever told somebody is asked to say so, until they have ticked it; others are asked nothing', async () => {
    assert.ok(warden && other);
    const { page } = warden;
    await openCell(other, cells.place.disk.write);
    await other.page.locator('.task[data-phase=call]').waitFor({ timeout: WITHIN_MS });
    await cells.end();
    await page.locator('.task[data-phase=over]').waitFor({ timeout: WITHIN_MS });
    // Told: 11. Opened in the composer and never ticked: ten more, who may have got it.
    assert.match((await page.textContent('.task h3')) ?? '', /tell them so: 21/);
    assert.equal((await batches(page))[0]?.body, 'АЯҚТАЛДЫ: East field. Дабыл аяқталды, келу қажет емес.');
    await other.page.locator('#work:has-text("No alarm is known here")').waitFor({ timeout: WITHIN_MS });
    for (let left = await page.locator('.task .batch').count(); left > 0; left--)
      await page.click('.task .batch button >> nth=0');
    await (await row(page, 'N30')).locator('[data-as=told]').click();
    await page.locator('.alarm:has-text("Nothing more is to be done")').waitFor();
    await page.reload();
    await openDeviceHere(page);
    await page.locator('.alarm:has-text("Nothing more is to be done")').waitFor({ timeout: WITHIN_MS });
  });

  test('no number and no name left the telephone, and no page threw anything or was blocked', () => {
    assert.ok(warden && other);
    for (const { asked, sent, faults } of [warden, other]) {
      assert.ok(asked.some((url) => url.includes('/api/cell')));
      for (const text of [...asked, ...sent])
        for (const secret of ['701555', 'Neighbour', 'N24'])
          assert.ok(!text.includes(secret), text.slice(0, 80));
      assert.deepEqual(faults, []);
    }
  });
});

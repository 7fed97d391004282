import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { ALARM_WORDS } from '../../src/acts/words/alarm-words.ts';
import { STANDBY_WORDS } from '../../src/acts/words/standby-words.ts';
import { LANGUAGES } from '../../src/acts/words/words.ts';
import { MINUTE_MS } from '../../src/base/instant.ts';
import type { Instant } from '../../src/base/instant.ts';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { newCommittee } from '../making/committee.ts';
import type { Committee } from '../making/committee.ts';
import { looksWell } from '../making/looks-well.ts';
import { placePlan } from '../making/place-plans.ts';
import { bringIn, open, press, told } from '../making/screens.ts';
import { openCli } from '../sim/cli.ts';
import { handRoad } from '../sim/hand-road.ts';

const cli = openCli();
const sms = handRoad('sms');
const started = clockSystem().now();
let place: Committee;
let silentSince: Instant | undefined;
const people: Person[] = [];

// Two hours ahead of what it is now by UTC, so that no check-in of this day is over.
const hour = new Date(started + 120 * MINUTE_MS).toISOString().slice(11, 16);
const PLAN = placePlan({
  offset: '+00:00',
  organisers: ['o1', 'o2'].map((handle) => ({ handle, checkIns: [hour], deputies: [] })),
});

async function person(device: string): Promise<Person> {
  const made = await newPerson();
  people.push(made);
  await bringIn(made.page, place.disk.people, device);
  return made;
}

/** The page of the warden's message, which says this first; gives its link. */
async function readyPage(status: 'ready' | 'readyOver'): Promise<string> {
  const { codes, keeper } = place.disk.hub.engine.alarms;
  const viewer = await newPerson();
  people.push(viewer);
  const { origin } = new URL(place.disk.people);
  const link = `${origin}/a/${codes.tokenOf(keeper.ledger.row(0))}`;
  for (const lang of LANGUAGES) {
    await viewer.page.goto(`${link}?lang=${lang}`);
    assert.equal(await viewer.page.textContent('.status'), ALARM_WORDS[lang][status]);
    assert.equal(await viewer.page.locator('button, form').count(), 0);
    await looksWell(viewer.page, `${status}-${lang}`);
  }
  return link;
}

describe('check-ins and readiness in browsers', { skip: noBrowser }, () => {
  before(async () => {
    place = await newCommittee(cli, [], {
      alarms: {
        roads: () => [sms],
        place: () => PLAN,
        peers: () => [
          { name: 'east', state: 'heard', heardAt: started, isTold: false },
          {
            name: 'west',
            state: silentSince === undefined ? 'unknown' : 'silent',
            isTold: true,
            ...(silentSince !== undefined && { silentSince }),
          },
        ],
      },
    });
    const address = { channel: 'sms', address: '+77010000001', isVerified: true } as const;
    await place.disk.hub.engine.alarms.contacts.put({ role: 'warden', language: 'ru', addresses: [address] });
  });
  after(async () => {
    for (const { close } of people) await close().catch(() => {});
    cli.end();
    await place.disk.close();
  });

  test('an organiser says that they are free with two presses, under a handle of the plan that is nobody’s yet', async () => {
    const device = await place.member('organiser');
    const { page } = await person(device);
    assert.deepEqual(await page.locator('#check-in option').allTextContents(), ['o1', 'o2']);
    await page.selectOption('#check-in select', 'o1');
    assert.match(await press(page, '#check-in button'), /You say as o1 that you are free/);
    await told(page, 'Done.');
    await page.locator('#check-in input[value=o1]').waitFor({ state: 'attached' });
    const { organisers } = place.disk.hub.engine.alarms.standbys.report();
    assert.ok(organisers[0]?.heard);
    for (const lang of LANGUAGES) {
      await open(page, place.disk.people, lang);
      await page.locator(`#check-in button:has-text("${STANDBY_WORDS[lang].checkIn.button}")`).waitFor();
      await looksWell(page, `check-in-${lang}`);
    }
  });

  test('keyholders see who is to be ready, and two of them say that it is over', async () => {
    const { engine } = place.disk.hub;
    silentSince = clockSystem().now();
    await engine.decide();
    assert.equal(sms.sent.length, 1);
    const [first, second] = [
      await person(join(place.papers, 'keyholder-1')),
      await person(join(place.papers, 'keyholder-2')),
    ];
    await first.page.locator('#standbys li:has-text("Another hub is silent (west)")').waitFor();
    await looksWell(first.page, 'standbys');
    await readyPage('ready');
    assert.match(await press(first.page, '#standbys button'), /Nobody needs to be ready/);
    await told(first.page, 'One more must say so');
    assert.match(await press(second.page, '[data-act=agree]'), /Nobody needs to be ready/);
    await told(second.page, 'Done.');
    await engine.decide();
    assert.deepEqual(engine.alarms.standbys.standing(), []);
    assert.equal(sms.sent.length, 2);
  });

  test('the board shows it, and names and hours to keyholders alone', async () => {
    const viewer = await newPerson();
    people.push(viewer);
    for (const lang of LANGUAGES) {
      await viewer.page.goto(`${place.disk.people}?lang=${lang}`);
      assert.match((await viewer.page.textContent('.watch')) ?? '', /(west|east)[^]*(west|east)/);
      await looksWell(viewer.page, `board-standby-${lang}`);
    }
    await viewer.page.goto(`${place.disk.read}?lang=en`);
    const watch = (await viewer.page.textContent('.watch')) ?? '';
    assert.match(watch, /Another hub is silent: told from/);
    assert.doesNotMatch(watch, /west|east|o1|o2/);
  });

  test('a message leads to a page that asks for no answer', async () => {
    const link = await readyPage('readyOver');
    const seen = await fetch(`${link}/seen`, { method: 'POST' });
    assert.equal(seen.status, 204);
    assert.equal((await fetch(link, { method: 'POST' })).status, 404);
  });

  test('no page threw anything or was blocked by its policy', () => {
    for (const { faults } of people) assert.deepEqual(faults, []);
  });
});

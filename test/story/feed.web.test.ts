import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FEED_WORDS } from '../../src/acts/words/feed-words.ts';
import { LANGUAGES } from '../../src/acts/words/words.ts';
import { FEEDS_SETTING, feedPath } from '../../src/faces/kit/feed-addresses.ts';
import { newAddressToken, printAddresses } from '../../src/faces/kit/secret-addresses.ts';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { newCommittee } from '../making/committee.ts';
import type { Committee } from '../making/committee.ts';
import { looksWell } from '../making/looks-well.ts';
import { placePlan } from '../making/place-plans.ts';
import { bringIn, open, press, told } from '../making/screens.ts';
import { htmlValidator } from '../making/valid-html.ts';
import { openCli } from '../sim/cli.ts';

const cli = openCli();
const POINTS = [{ code: 'B2', name: 'the bakery yard', approach: 'north-road' }, { code: 'school' }];
let place: Committee;
let address = '';
const people: Person[] = [];

async function keyholder(n: number): Promise<Person> {
  const person = await newPerson();
  people.push(person);
  await bringIn(person.page, place.disk.people, join(place.papers, `keyholder-${n}`));
  return person;
}

const statusOfFeed = async (): Promise<number> => (await fetch(address)).status;

describe('the feed on the page of people and keys', { skip: noBrowser }, () => {
  let [first, second]: Person[] = [];
  before(async () => {
    place = await newCommittee(cli, [], { alarms: { place: () => placePlan({ points: POINTS }) } });
    const { hub } = place.disk;
    const { token, hash } = newAddressToken(hub.crypto);
    hub.store.saveSetting(FEEDS_SETTING, printAddresses([hash]));
    hub.feeds.reread();
    address = new URL(feedPath(token), place.disk.people).href;
    [first, second] = [await keyholder(1), await keyholder(2)];
  });
  after(async () => {
    for (const { close } of people) await close().catch(() => {});
    cli.end();
    await place.disk.close();
  });

  test('shows the exact words in three languages, and above them that nothing is approved', async () => {
    assert.ok(first);
    const { page } = first;
    for (const language of LANGUAGES) {
      await open(page, place.disk.people, language);
      const text = (await page.textContent('#feed')) ?? '';
      assert.ok(text.includes(FEED_WORDS[language].states.none));
      assert.match(text, /East field: сносят дома[^]*East field: homes being torn down/);
      assert.match(
        text,
        /safe place: B2, the bakery yard\. [^]*goes only to: school-yard, the school yard\./,
      );
      assert.match(text, /UTC\+05:00[^]*43\.30, 76\.80/);
      await looksWell(page, `feed-proposed-${language}`);
    }
    const served = await (await fetch(`${place.disk.people}/committee?lang=kk`)).text();
    const { results } = await htmlValidator().validateString(served);
    assert.deepEqual(
      results.flatMap(({ messages }) => messages.map((m) => `${m.ruleId} ${m.message}`)),
      [],
    );
  });

  test('is opened by two keyholders who press the button below the same words', async () => {
    assert.ok(first && second);
    await open(first.page, place.disk.people);
    const question = await press(first.page, '#feed [data-act=feed]');
    const [, mark = ''] = /words marked ([0-9a-f]{16}),/.exec(question) ?? [];
    assert.ok(mark);
    await told(first.page, 'One more must say so');
    assert.equal(await statusOfFeed(), 404);
    await first.page.locator('#feed h3:has-text("Waits for a second voice")').waitFor();
    assert.equal(await first.page.locator('#feed [data-act=agree]').count(), 0);
    await looksWell(first.page, 'feed-waits');
    await second.page.locator('#feed h3:has-text("approved by Keyholder 1")').waitFor();
    assert.equal(
      await second.page.locator('[data-act=agree]').count(),
      1,
      'below the words and nowhere else',
    );
    assert.ok((await press(second.page, '#feed [data-act=agree]')).includes(mark));
    await told(second.page, 'Done.');
    assert.equal(await statusOfFeed(), 200);
    await second.page.locator(`#feed b:has-text("${FEED_WORDS.en.states['in-force']}")`).waitFor();
    assert.match(await (await fetch(`${address}?lang=en`)).text(), /<title>Alarms of East field<\/title>/);
    await looksWell(second.page, 'feed-open');
  });

  test('is stopped by one', async () => {
    assert.ok(second);
    assert.match(
      await press(second.page, '#feed [data-act=stop-feed]'),
      /two keyholders approve its words anew/,
    );
    await told(second.page, 'Done.');
    assert.equal(await statusOfFeed(), 404);
    await second.page.locator(`#feed b:has-text("${FEED_WORDS.en.states.none}")`).waitFor();
  });

  test('shows nothing to do to whoever holds a keyholder’s link alone', async () => {
    assert.ok(first);
    const page = await (await fetch(`${place.disk.people}/committee?lang=en`)).text();
    assert.match(page, /id="feed"[^]*Alarms of East field/);
    assert.doesNotMatch(page, /data-act="feed"|data-act="stop-feed"/);
    for (const { faults } of people) assert.deepEqual(faults, []);
  });
});

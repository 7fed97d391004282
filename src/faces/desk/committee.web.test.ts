import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { htmlValidator } from '../../../test/making/valid-html.ts';
import type { Page } from 'playwright-core';
import { asPerson, newPerson, noBrowser, probe } from '../../../test/making/browser.ts';
import type { Person } from '../../../test/making/browser.ts';
import { looksWell, PICTURES } from '../../../test/making/looks-well.ts';
import { newCommittee, ok, publicKeyIn, raiseWith, wordsOn } from '../../../test/making/committee.ts';
import type { Committee } from '../../../test/making/committee.ts';
import {
  bringIn,
  invite,
  newPaper,
  open,
  readOff,
  sayYes,
  slotsSay,
  told,
  typePaper,
  typePassphrase,
} from '../../../test/making/screens.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { SIGN_WORDS } from '../../acts/words/sign-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';

const cli = openCli();
let place: Committee;
let keyholder: Person;

let resident = '';

/** Somebody asks to be let in. */
async function ask(role: string, ...more: readonly string[]): Promise<void> {
  const line = await place.invite(1, role, ...more);
  ok(await cli.run('join', line, '--device', join(newFolder(), 'device'), '--to', place.disk.write));
}

/** On paper stands the paper, and nothing else of the page. */
async function printsAlone(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, 'printed.png'), fullPage: true });
  const texts = await page.evaluate(
    `[document.body, document.querySelector('.paper')].map((e) => e.innerText.trim())`,
  );
  await page.emulateMedia({ media: 'screen' });
  assert.ok(Array.isArray(texts));
  assert.match(String(texts[1]), /^East field/);
  assert.equal(texts[0], texts[1]);
}

/** A committee with something of everything to do. */
async function livelyPlace(): Promise<void> {
  const device = await place.member('resident', '--cell', 'c1');
  resident = await place.member('resident', '--cell', 'c3');
  await ask('medic');
  await ask('resident', '--cell', 'c2');
  ok(await cli.run('revoke', publicKeyIn(join(device, 'slot-3.key')), ...place.as(3)));
  for (const slot of [1, 2]) await raiseWith(cli, place, join(device, `slot-${slot}.key`));
  assert.equal(place.disk.hub.engine.people().incidents.size, 2);
}

describe('the pages on which a key signs', { skip: noBrowser }, () => {
  before(async () => {
    place = await newCommittee(cli);
    keyholder = await newPerson();
  });
  after(async () => {
    await keyholder.close();
    cli.end();
    await place.disk.close();
  });
  before(livelyPlace);

  test('are whole without a script: they show, and say that the commands do it', async () => {
    await asPerson({ javaScriptEnabled: false }, async (reader) => {
      for (const language of LANGUAGES) {
        await reader.page.goto(`${place.disk.people}/committee?lang=${language}`);
        const text = (await reader.page.textContent('main')) ?? '';
        assert.match(text, /shanyrak approve/);
        assert.match(text, /2026|2031/);
        assert.equal(await reader.page.locator('#device').isVisible(), false);
        assert.equal(await reader.page.locator('button').count(), 0);
        await reader.page.goto(`${place.disk.write}/join?lang=${language}`);
        assert.match((await reader.page.textContent('main')) ?? '', /shanyrak join/);
      }
    });
  });

  test('over plain http from another machine sign nothing, and say why', async () => {
    await asPerson({}, async (reader) => {
      const link = place.disk.people.replace('127.0.0.1', 'hub.lan');
      for (const language of LANGUAGES)
        for (const screen of ['committee', 'join']) {
          await reader.page.goto(`${link}/${screen}?lang=${language}`);
          await reader.page.locator('#device p').waitFor();
          assert.equal(await reader.page.textContent('#device p'), SIGN_WORDS[language].device.insecure);
          assert.equal(await reader.page.locator('input').count(), 0);
        }
      assert.deepEqual(reader.faults, []);
      await looksWell(reader.page, 'insecure');
    });
  });

  test('are valid HTML', async () => {
    const validator = htmlValidator();
    const pages = await Promise.all(
      LANGUAGES.flatMap((language) =>
        ['committee', 'join'].map(async (screen) =>
          (await fetch(`${place.disk.people}/${screen}?lang=${language}`)).text(),
        ),
      ),
    );
    for (const page of pages) {
      const { results } = await validator.validateString(page);
      assert.deepEqual(
        results.flatMap(({ messages }) => messages.map((m) => `${m.ruleId} ${m.message}`)),
        [],
      );
    }
  });

  for (const language of LANGUAGES)
    test(`look well in ${language}: closed, open, asking, with an invitation`, async () => {
      const { page } = keyholder;
      await open_(keyholder, language, async () => looksWell(page, `closed-${language}`));
      await probe(page, 'openFolds()');
      await looksWell(page, `open-${language}`);
      await page.locator('[data-form=keys] input[type=checkbox]').first().check();
      await page.click('button[value=revoke]');
      await page.locator('dialog').waitFor();
      await looksWell(page, `asking-${language}`);
      await page.click('dialog button[value=no]');
      await page.locator('dialog').waitFor({ state: 'detached' });
      const link = await invite(page, 'warden', `ж-${LANGUAGES.indexOf(language)}`);
      await looksWell(page, `invitation-${language}`);
      await printsAlone(page);
      await asPerson({}, async (guest) => {
        await guest.page.goto(link.replace('/join#', `/join?lang=${language}#`));
        await guest.page.locator('#device form').waitFor();
        await looksWell(guest.page, `join-${language}`);
        await typePassphrase(guest.page);
        await guest.page.locator('.number').waitFor({ timeout: 90_000 });
        await looksWell(guest.page, `number-${language}`);
        assert.deepEqual(guest.faults, []);
      });
    });

  for (const language of LANGUAGES)
    test(`look well in ${language}: the keys of a device, those it asked for, and going on from paper`, async () => {
      const { slots } = SIGN_WORDS[language];
      await asPerson({}, async ({ page, faults }) => {
        await bringIn(page, place.disk.write, resident, language);
        await page.locator('.slots p').first().waitFor();
        await looksWell(page, `slots-${language}`);
        await page.click('[data-panel=more]');
        await slotsSay(page, slots.stillOpen);
        await looksWell(page, `more-${language}`);
        const [open] = place.disk.hub.requests.open().filter(({ cell }) => cell === 'c3');
        assert.ok(open && place.disk.hub.requests.turnDown(open.number));
        assert.deepEqual(faults, []);
      });
      await asPerson({}, async ({ page, faults }) => {
        await page.goto(`${place.disk.people}/committee?lang=${language}`);
        await page.locator('[data-panel=paper]').waitFor();
        await looksWell(page, `bring-${language}`);
        await page.click('[data-panel=paper]');
        const words = wordsOn(join(place.papers, 'keyholder-4.html'));
        await looksWell(page, `paper-form-${language}`);
        await typePaper(page, place.disk.people, { n: 5, words, lang: language });
        const paper = await newPaper(page);
        await looksWell(page, `new-paper-${language}`);
        await printsAlone(page);
        await readOff(page, 'x '.repeat(24));
        await told(page, SIGN_WORDS[language].rotate.notTheseWords);
        await readOff(page, paper);
        await sayYes(page);
        await page.locator('#people [name=n]').waitFor();
        await looksWell(page, `no-effect-${language}`);
        assert.deepEqual(faults, []);
      });
    });

  test('nobody has faults of script or policy', () => assert.deepEqual(keyholder.faults, []));
});

/** The keyholder's device, brought in the first time and opened after that. */
async function open_(
  { page }: Person,
  language: Language = 'en',
  closed: () => Promise<void> = async () => {},
): Promise<void> {
  await page.goto(`${place.disk.people}/committee?lang=${language}`);
  await page.locator('#device form').waitFor();
  if ((await page.locator('input[type=file]').count()) > 0)
    return bringIn(page, place.disk.people, join(place.papers, 'keyholder-2'), language);
  await closed();
  await open(page, place.disk.people, language);
}

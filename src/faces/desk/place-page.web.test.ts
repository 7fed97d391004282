import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { asPerson, noBrowser } from '../../../test/making/browser.ts';
import { looksWell } from '../../../test/making/looks-well.ts';
import { hubHere, listenHere } from '../../../test/sim/hub-here.ts';
import { parsePlacePlan } from '../../acts/alarm/place-plan.ts';
import type { PlacePlan } from '../../acts/alarm/place-plan.ts';
import { checkPlace } from '../../acts/care/place-check.ts';
import { PLAN_EDITOR_WORDS } from '../../acts/words/plan-editor-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { readYaml } from '../../adapters/yaml-file/read-yaml.ts';
import { assert as hold } from '../../base/assert.ts';
import { parseJson } from '../../base/canonical-json.ts';

const SHOWN = join(import.meta.dirname, '../../../docs/place.yaml');
const WORDS = PLAN_EDITOR_WORDS.en;
const PASSPHRASE = 'river lamp stone bread';
// Argon2id in a browser, on a machine that does other things.
const OPEN_WITHIN_MS = 90_000;

/** All that the browser keeps of a draft. */
const KEPT = `new Promise((resolve) => {
  const opening = indexedDB.open('shanyrak-plan');
  opening.onsuccess = () => {
    const asking = opening.result.transaction('files').objectStore('files').getAll();
    asking.onsuccess = () => { opening.result.close(); resolve(asking.result.join()); };
  };
})`;

let link = '';
let close = async (): Promise<void> => {};

function planIn(text: string): PlacePlan {
  const read = readYaml(text, 'place.yaml', (root) => parseJson(JSON.stringify(root.value)) ?? null);
  hold(read.ok, read.ok ? '' : JSON.stringify(read.error));
  const plan = parsePlacePlan(read.value);
  hold(plan.ok, plan.ok ? '' : JSON.stringify(plan.error));
  return plan.value;
}

async function begin(page: Page, lang = 'en'): Promise<void> {
  await page.goto(`${link}/plan?lang=${lang}`);
  await page.locator('#settlement-0-settlement').waitFor();
}

async function openShown(page: Page): Promise<void> {
  await page.setInputFiles('#open', SHOWN);
  await page.locator('#cells-2').waitFor();
}

/** What the line at the foot says once it says this. */
async function counted(page: Page, says: RegExp): Promise<void> {
  await page.locator('#counted', { hasText: says }).waitFor();
}

async function add(page: Page, part: string, texts: Readonly<Record<string, string>>): Promise<void> {
  const row = await page.locator(`.row-${part}`).count();
  await page.click(`[data-act=add][data-part=${part}]`);
  await type(page, `${part}-${row}`, texts);
}

async function type(page: Page, row: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [field, text] of Object.entries(texts)) {
    const place = page.locator(`#${row}-${field}`);
    if (field === 'zone' || field === 'approach') await place.selectOption(text);
    else await place.fill(text);
  }
}

async function saved(page: Page): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=save]')]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

describe('the page on which the plan of a place is filled in', { skip: noBrowser }, () => {
  before(async () => {
    const hub = await hubHere();
    const here = await listenHere(hub);
    ({ close } = here);
    link = `${here.address}${hub.read}`;
  });
  after(() => close());

  test('takes a plan from nothing until nothing is unsafe, on a telephone, and sends none of it', async () => {
    await asPerson({ width: 360 }, async ({ page, faults, asked, sent }) => {
      await begin(page);
      await counted(page, /^1 field is still to be mended$/);
      await page.fill('#settlement-0-settlement', 'Aq Saj');
      await counted(page, /^0 cells, 0 people, 0 wardens; \d things are unsafe\. There are changes/);
      await add(page, 'zones', { code: 'north' });
      await add(page, 'zones', { code: 'south' });
      await page.check('#zones-0-next-1');
      await add(page, 'cells', {
        code: 'c1',
        zone: 'north',
        homes: 'N1…N12',
        people: '25',
        wardens: 'w-1, w-2',
      });
      await add(page, 'cells', { code: 'c2', zone: 'south', homes: 'S1..S12', people: '30', wardens: 'w-3' });
      await add(page, 'organisers', { handle: 'o-1', checkIns: '07:00, 21:00', deputies: 'w-1' });
      await add(page, 'approaches', { code: 'canal-road' });
      await page.check('#approaches-0-zones-0');
      await page.check('#approaches-0-zones-1');
      await add(page, 'points', { code: 'yard', name: 'the yard of the mosque', approach: 'canal-road' });
      await type(page, 'outside-0', { code: 'market', map: '43.2, 76.9' });
      await type(page, 'viewing-0', { code: 'hill' });
      await type(page, 'press-0', { handle: 'press-1', address: 'press@example.org' });
      for (const n of [0, 1, 2, 3, 4]) await type(page, `keyholders-${n}`, { handle: `k-${n + 1}` });
      await counted(page, /^2 cells, 55 people, 3 wardens; 1 thing is unsafe/);
      // The finding leads to where it is mended.
      await page.click('#found .found a');
      assert.equal(await page.evaluate('document.activeElement.id'), 'cells-1-wardens');
      await page.keyboard.press('End');
      await page.keyboard.type(', w-4');
      await counted(page, /^2 cells, 55 people, 4 wardens; nothing is unsafe/);
      const { name, text } = await saved(page);
      assert.equal(name, 'place.yaml');
      const plan = planIn(text);
      assert.deepEqual(checkPlace(plan), []);
      assert.deepEqual(plan.zones, [
        { code: 'north', next: ['south'] },
        { code: 'south', next: [] },
      ]);
      assert.equal(plan.cells[0]?.homes.length, 12);
      await counted(page, /nothing is unsafe$/);
      assert.deepEqual(
        asked.map((url) => url.replace(/^blob:/, '').replace(/.*\/(?=[^/]*$)/, '')).slice(0, 3),
        ['plan?lang=en', 'plan.css', 'plan.js'],
      );
      assert.deepEqual(
        asked.slice(3).filter((url) => !url.startsWith('blob:')),
        [],
      );
      assert.equal(sent.join(''), '');
      assert.deepEqual(faults, []);
    });
  });

  test('opens a plan, changes it and saves it; what was chosen follows a new name', async () => {
    await asPerson({ width: 1_600 }, async ({ page, faults }) => {
      await begin(page);
      await openShown(page);
      await counted(page, /^3 cells, 94 people, 6 wardens; nothing is unsafe$/);
      await page.fill('#zones-1-code', 'river');
      await page.fill('#cells-0-people', '26');
      await page.click('[data-act=remove][data-part=cells][data-row="1"]');
      await counted(page, /^2 cells, 67 people/);
      await page.click('#cells-back');
      await counted(page, /^3 cells, 95 people, 6 wardens; nothing is unsafe\. There are changes/);
      assert.equal(await page.inputValue('#cells-2-zone'), 'river');
      assert.deepEqual(await page.locator('#cells-2-zone option').allTextContents(), [
        'choose',
        'north',
        'river',
      ]);
      await page.click('[data-act=up][data-part=points]');
      const { text } = await saved(page);
      const before = readFileSync(SHOWN, 'utf8');
      const expected = planIn(
        before
          .replaceAll(/\bsouth\b/g, 'river')
          .replace('people: 25', 'people: 26')
          .replace(/( {2}- \{ code: mosque-yard.*\n)( {2}- \{ code: kiosk.*\n)/, '$2$1'),
      );
      assert.deepEqual(planIn(text), expected);
      assert.deepEqual(faults, []);
    });
  });

  test('says what is refused at its field, in the language of the reader, and forgets nothing when that changes', async () => {
    await asPerson({}, async ({ page, faults }) => {
      await begin(page);
      await openShown(page);
      await page.fill('#cells-1-homes', 'N24..N13');
      const fault = page.locator('#cells-1-homes-fault');
      await fault.waitFor();
      assert.match((await fault.textContent()) ?? '', /^Codes such as N1\.\.N24/);
      assert.equal(await page.getAttribute('#cells-1-homes', 'aria-invalid'), 'true');
      await page.click('[data-language=kk]');
      assert.match((await fault.textContent()) ?? '', /сияқты кодтар/);
      assert.equal(await page.inputValue('#cells-1-homes'), 'N24..N13');
      assert.equal(await page.textContent('h1'), PLAN_EDITOR_WORDS.kk.title);
      assert.equal(await page.getAttribute('html', 'lang'), 'kk');
      await page.fill('#cells-1-homes', 'N13..N24');
      await counted(page, /^3 ұя, 94 адам, 6 жетекші; қауіпті ештеңе жоқ$/);
      assert.equal(await fault.isVisible(), false);
      assert.deepEqual(faults, []);
    });
  });

  for (const language of LANGUAGES)
    test(`looks well in ${language}: empty, with all that can be said, and with a file that is none`, async () => {
      await asPerson({}, async ({ page, faults }) => {
        await begin(page, language);
        await page.click('summary');
        await looksWell(page, `plan-new-${language}`);
        await openShown(page);
        await page.fill('#cells-1-wardens', 'Aigul-Serikova');
        await page.fill('#outside-0-code', 'c1');
        await page.fill('#press-0-handle', '');
        await page.fill('#press-0-address', '');
        await page.click('[data-act=remove][data-part=organisers][data-row="1"]');
        await page.locator('.found li').nth(3).waitFor();
        await looksWell(page, `plan-found-${language}`);
        await page.fill('#cells-0-code', 'a b');
        await page.fill('#outside-0-map', 'by the canal');
        await page.setInputFiles('#open', {
          name: 'x.yaml',
          mimeType: 'text/plain',
          buffer: Buffer.from('a: *b'),
        });
        await page.locator('dialog button[value=yes]').click();
        await page.locator('#told .notice').waitFor();
        await looksWell(page, `plan-refused-${language}`);
        assert.equal(await page.inputValue('#cells-0-code'), 'a b');
        assert.deepEqual(faults, []);
      });
    });

  test('names what of a file has no place in a plan, and opens none that cannot be read', async () => {
    await asPerson({}, async ({ page, faults }) => {
      await begin(page);
      const open = (text: string): Promise<void> =>
        page.setInputFiles('#open', { name: 'p.yaml', mimeType: 'text/plain', buffer: Buffer.from(text) });
      const told = async (says: RegExp): Promise<void> => page.locator('#told', { hasText: says }).waitFor();
      await open('settlement: Aq Saj\nwardens: [w1]\n');
      await told(/It will not be saved:\s*wardens/);
      assert.equal(await page.inputValue('#settlement-0-settlement'), 'Aq Saj');
      for (const [text, says] of [
        ['x'.repeat(1_048_577), /larger than a plan may be/],
        [`a: ${'['.repeat(100_000)}`, /cannot be read as a plan/],
        ['zones: &z []\ncells: *z', /has an anchor/],
        ['cells: !!js/function x', /has a tag/],
        ['- 1', /no plan of a place/],
      ] as const) {
        await open(text);
        await told(says);
        assert.equal(await page.inputValue('#settlement-0-settlement'), 'Aq Saj');
      }
      assert.deepEqual(faults, []);
    });
  });

  test('may ask its hub for nothing, and nobody else', async () => {
    await asPerson({}, async ({ page }) => {
      const [left, held]: [string[], (string | undefined)[]] = [[], []];
      page.on('requestfinished', (request) => void left.push(request.url()));
      page.on('requestfailed', (request) => void held.push(request.failure()?.errorText));
      await begin(page);
      const tries = `Promise.all([location.origin + '/health', 'http://hub.lan/'].map((url) =>
        fetch(url, { method: 'POST', body: 'plan' }).then(() => 'sent', () => 'blocked')))`;
      assert.deepEqual(await page.evaluate(tries), ['blocked', 'blocked']);
      await page.evaluate(`navigator.sendBeacon(location.origin + '/health', 'plan')`);
      await page.evaluate(`new Image().src = location.origin + '/plan.png'`);
      await page.waitForTimeout(500);
      assert.equal(left.length, 3, left.join());
      assert.deepEqual(new Set(held), new Set(['csp']));
    });
  });

  test('asks before what is not saved is lost', async () => {
    await asPerson({}, async ({ page }) => {
      await begin(page);
      await page.reload();
      await page.locator('#settlement-0-settlement').fill('Aq Saj');
      await counted(page, /not saved/);
      await page.click('[data-do=anew]');
      await page.locator('dialog', { hasText: WORDS.file.loses }).waitFor();
      await page.click('dialog button[value=no]');
      assert.equal(await page.inputValue('#settlement-0-settlement'), 'Aq Saj');
      const warned = page.waitForEvent('dialog');
      const leaving = page.reload().catch(() => {});
      const dialog = await warned;
      assert.equal(dialog.type(), 'beforeunload');
      await dialog.accept();
      await leaving;
      await page.locator('#settlement-0-settlement').waitFor();
      assert.equal(await page.inputValue('#settlement-0-settlement'), '');
      assert.deepEqual(await page.evaluate('indexedDB.databases()'), []);
    });
  });

  test('keeps a draft over a reload only when asked to, and sealed', async () => {
    await asPerson({}, async ({ page, faults }) => {
      const within = { timeout: OPEN_WITHIN_MS };
      page.on('dialog', (dialog) => void dialog.accept());
      await begin(page);
      await page.fill('#settlement-0-settlement', 'Aq Saj');
      await page.click('summary');
      await page.fill('#passphrase', 'short');
      await page.click('[data-do=keep] button');
      await page.locator('#told', { hasText: WORDS.keep.short }).waitFor();
      await page.fill('#passphrase', PASSPHRASE);
      await page.click('[data-do=keep] button');
      await page.locator('#keep', { hasText: WORDS.keep.kept }).waitFor(within);
      await page.click('[data-act=add][data-part=zones]');
      await page.fill('#zones-0-code', 'Karagash');
      await page.fill('#press-0-address', 'press@example.org');
      await counted(page, /not saved/);
      const kept = async (): Promise<string> => String(await page.evaluate(KEPT));
      const before = await kept();
      await page.fill('#press-0-handle', 'press-1');
      while ((await kept()) === before) await page.waitForTimeout(50);
      assert.match(await kept(), /"box":/);
      assert.doesNotMatch(await kept(), /Karagash|Aq Saj|press/);

      await page.reload();
      await page.fill('#passphrase', 'another passphrase');
      await page.click('[data-do=open-kept] button');
      await page.locator('#told', { hasText: WORDS.keep.wrong }).waitFor(within);
      // Whoever would rather go on with what they have just typed does not lose what is kept.
      await page.fill('#settlement-0-settlement', 'Another');
      await page.fill('#passphrase', PASSPHRASE);
      await page.click('[data-do=open-kept] button');
      await page.locator('dialog button[value=no]').click(within);
      await page.fill('#settlement-0-settlement', '');
      await page.fill('#settlement-0-settlement', 'Yet another');
      await counted(page, /^0 cells/);
      await page.reload();
      await page.fill('#passphrase', PASSPHRASE);
      await page.click('[data-do=open-kept] button');
      await page.locator('#zones-0-code').waitFor(within);
      assert.equal(await page.inputValue('#zones-0-code'), 'Karagash');
      assert.equal(await page.inputValue('#press-0-handle'), 'press-1');
      await counted(page, /not saved/);
      await page.click('[data-do=forget]');
      await page.locator('#told', { hasText: WORDS.keep.forgotten }).waitFor();
      assert.equal(await kept(), '');
      assert.deepEqual(faults, []);
    });
  });

  test('says what to use instead where there is no script, and where somebody on the way could read along', async () => {
    await asPerson({ javaScriptEnabled: false }, async ({ page }) => {
      await page.goto(`${link}/plan?lang=en`);
      assert.match((await page.textContent('#no-script')) ?? '', /shanyrak place new/);
    });
    await asPerson({}, async ({ page }) => {
      await page.goto(`${link.replace('127.0.0.1', 'hub.lan')}/plan?lang=en`);
      await page.locator('#no-script', { hasText: 'plain http' }).waitFor();
      assert.equal(await page.locator('input').count(), 0);
    });
  });
});

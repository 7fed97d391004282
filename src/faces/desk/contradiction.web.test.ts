import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newPerson, noBrowser } from '../../../test/making/browser.ts';
import type { Person } from '../../../test/making/browser.ts';
import { newCommittee } from '../../../test/making/committee.ts';
import type { Committee } from '../../../test/making/committee.ts';
import { looksWell } from '../../../test/making/looks-well.ts';
import { bringIn, invite, open, press } from '../../../test/making/screens.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { forger, someIds } from '../../../test/sim/forged-log.ts';
import { LOG_TRUST_WORDS } from '../../acts/words/log-trust-words.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { checkpointIn } from '../../record/log/checkpoint.ts';

const cli = openCli();
let place: Committee;
let keyholder: Person;

/** Whoever has the hub's key answers each post with the state of another log of the same length. */
async function forgeAnswers({ page }: Person): Promise<void> {
  const { crypto, store } = place.disk.hub;
  const seed = store.setting('hub-seed');
  assert.ok(seed);
  const hub = forger(crypto, '', crypto.signerFromSeed(seed));
  await page.route('**/entries?*', async (route) => {
    const response = await route.fetch();
    const answer = parseJson(await response.text());
    const log = isJsonObject(answer) ? answer['log'] : undefined;
    assert.ok(isJsonObject(answer) && isJsonObject(log) && typeof log['checkpoint'] === 'string');
    const size = checkpointIn(log['checkpoint'])?.size ?? 0;
    const checkpoint = await hub.sign(hub.tree(someIds(size, crypto)));
    await route.fulfill({ response, json: { ...answer, log: { ...log, checkpoint } } });
  });
}

describe('the page of people and keys, of a hub that contradicts itself', { skip: noBrowser }, () => {
  before(async () => {
    place = await newCommittee(cli);
    keyholder = await newPerson();
  });
  after(async () => {
    await keyholder.close();
    cli.end();
    await place.disk.close();
  });

  test('says what happened, what is kept and what to do, in three languages, and gives both states out', async () => {
    const { page } = keyholder;
    await bringIn(page, place.disk.people, join(place.papers, 'keyholder-1'));
    await invite(page, 'observer');
    assert.equal(await page.locator('.contradicted').count(), 0);
    await forgeAnswers(keyholder);
    await page.selectOption('[data-form=invite] [name=role]', 'press');
    await press(page, '[data-form=invite] button');
    const { en } = LOG_TRUST_WORDS;
    await page.locator('#device .contradicted').waitFor({ timeout: 30_000 });
    const told = await page.locator('#told').innerText();
    for (const line of [en.notProven, ...en.distrusted]) assert.ok(told.includes(line), told);
    await looksWell(page, 'contradiction');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('[data-panel=evidence]'),
    ]);
    const [pair] = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
      readonly known: string;
      readonly shown: string;
    }[];
    assert.ok(pair);
    assert.equal(checkpointIn(pair.known)?.origin, place.disk.hub.engine.origin);
    assert.notDeepEqual(checkpointIn(pair.known)?.root, checkpointIn(pair.shown)?.root);
    await page.unroute('**/entries?*');
    for (const language of ['ru', 'kk'] as const) {
      await open(page, place.disk.people, language);
      const [happened] = LOG_TRUST_WORDS[language].distrusted;
      await page.locator(`#device .contradicted:has-text("${happened}")`).waitFor({ timeout: 30_000 });
    }
    assert.deepEqual(keyholder.faults, []);
  });
});

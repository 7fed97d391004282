import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { asPerson, noBrowser } from '../../test/making/browser.ts';
import { looksWell } from '../../test/making/looks-well.ts';
import { editPlan, OTHER_PLAN } from '../../test/sim/place-editing.ts';

describe('the page beside its file', { skip: noBrowser }, () => {
  test('saves back, says when somebody else changed the file, looks well, and ends', async () => {
    const { run, file, link } = await editPlan();
    await asPerson({}, async ({ page, faults }) => {
      const told = async (says: RegExp): Promise<void> => page.locator('#told', { hasText: says }).waitFor();
      await page.goto(`${link}?lang=en`);
      await page.fill('#cells-0-people', '26');
      await page.click('[data-do=save-back]');
      await told(/^place\.yaml is saved/);
      assert.match(readFileSync(file, 'utf8'), /code: c1, .* people: 26/);
      await looksWell(page, 'plan-beside-file');
      writeFileSync(file, OTHER_PLAN);
      await page.fill('#cells-0-people', '27');
      await page.click('[data-do=save-back]');
      await told(/changed by somebody else/);
      assert.equal(readFileSync(file, 'utf8'), OTHER_PLAN);
      assert.equal(await page.inputValue('#cells-0-people'), '27');
      // A copy among the downloads is no save: the page goes on asking.
      await Promise.all([page.waitForEvent('download'), page.click('[data-do=save]')]);
      await told(/handed to the browser/);
      await page.locator('#counted', { hasText: 'not saved' }).waitFor();
      page.on('dialog', (dialog) => void dialog.accept());
      await page.reload();
      await page.locator('#settlement-0-settlement').waitFor();
      assert.equal(await page.inputValue('#settlement-0-settlement'), 'Aq Saj');
      await page.click('[data-do=done]');
      await page.locator('main', { hasText: 'The page has ended' }).waitFor();
      assert.deepEqual(faults, []);
    });
    assert.deepEqual(await run.ended, { code: 0, signal: null });
  });

  test('does not show a form that would lose what stands in the file', async () => {
    const { run, file, link } = await editPlan();
    writeFileSync(file, 'just words\n');
    await asPerson({}, async ({ page }) => {
      await page.goto(`${link}?lang=en`);
      await page.locator('#told', { hasText: 'no plan of a place' }).waitFor();
      assert.equal(await page.locator('input, button').count(), 0);
    });
    await run.end('SIGTERM');
  });
});

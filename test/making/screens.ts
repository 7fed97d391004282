import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { zipFile } from '../../src/faces/kit/zip-file.ts';

/** What a person does on the pages on which a key signs. */

export const PASSPHRASE = 'river lamp stone bread';
// Argon2id in a browser, on a machine that does other things.
const OPEN_WITHIN_MS = 90_000;
const ACT_WITHIN_MS = 30_000;

/** Brings a device folder into the browser and waits until its key may act. */
export async function bringIn(page: Page, link: string, folder: string, lang = 'en'): Promise<void> {
  await page.goto(`${link}/committee?lang=${lang}`);
  await page.setInputFiles(
    '#device input[type=file]',
    readdirSync(folder).map((name) => join(folder, name)),
  );
  await typePassphrase(page);
  await page.locator('#people .you').waitFor({ timeout: OPEN_WITHIN_MS });
}

/** The same with the one file as which a device is handed over. */
export async function bringInZip(page: Page, link: string, folder: string): Promise<void> {
  const entries = readdirSync(folder).map((name) => ({
    path: `device/${name}`,
    bytes: readFileSync(join(folder, name)),
  }));
  const buffer = Buffer.from(zipFile(entries));
  await page.goto(`${link}/committee?lang=en`);
  await page.setInputFiles('#device input[type=file]', {
    name: 'keyholder.zip',
    mimeType: 'application/zip',
    buffer,
  });
  await typePassphrase(page);
  await page.locator('#people .you').waitFor({ timeout: OPEN_WITHIN_MS });
}

/** Opens the device that the browser keeps. */
export async function open(page: Page, link: string, lang = 'en'): Promise<void> {
  await page.goto(`${link}/committee?lang=${lang}`);
  await typePassphrase(page);
  await page.locator('#people .you').waitFor({ timeout: OPEN_WITHIN_MS });
}

export async function typePassphrase(page: Page): Promise<void> {
  await page.fill('#device input[name=passphrase]', PASSPHRASE);
  await page.click('#device form button[type=submit]');
}

/** Presses, reads what will be done, says yes; gives the question. */
export async function press(page: Page, button: string): Promise<string> {
  await page.click(button);
  return sayYes(page);
}

/** Waits until the page has told this. */
export async function told(page: Page, text: string): Promise<void> {
  await page.locator(`#told:has-text("${text}")`).waitFor({ timeout: ACT_WITHIN_MS });
}

/** Makes an invitation on the screen; gives the link that the invited open. */
export async function invite(page: Page, role: string, cell?: string): Promise<string> {
  await page.selectOption('[data-form=invite] [name=role]', role);
  if (cell !== undefined) await page.fill('[data-form=invite] [name=cell]', cell);
  await press(page, '[data-form=invite] button');
  await page.locator('#invitation svg').waitFor({ timeout: ACT_WITHIN_MS });
  return (await page.textContent('#invitation .line')) ?? '';
}

/** Opens an invitation's link, makes keys and asks; gives the number of the request. */
export async function joinBy(page: Page, link: string): Promise<string> {
  await page.goto(link);
  await typePassphrase(page);
  const number = await page.locator('#device .number').textContent({ timeout: OPEN_WITHIN_MS });
  return /\d+/.exec(number ?? '')?.[0] ?? '';
}

/** Lets in those with these numbers. */
export async function letIn(page: Page, ...numbers: readonly string[]): Promise<string> {
  for (const number of numbers)
    await page.check(`[data-form=asking] input[value="${number}"]`, { timeout: ACT_WITHIN_MS });
  const question = await press(page, 'button[value=let-in]');
  await told(page, 'Done.');
  return question;
}

/** What the panel says of the device's slots, once it says this. */
export async function slotsSay(page: Page, text: string): Promise<void> {
  await page.locator(`#device .slots:has-text("${text}")`).waitFor({ timeout: ACT_WITHIN_MS });
}

/** Fills in the form by which a keyholder goes on from paper, and sends it. */
export async function typePaper(
  page: Page,
  link: string,
  { n, words, lang = 'en' }: { readonly n: number; readonly words: string; readonly lang?: string },
): Promise<void> {
  await page.goto(`${link}/committee?lang=${lang}`);
  await page.click('#device [data-panel=paper]');
  await page.selectOption('#device [name=n]', String(n));
  await page.fill('#device [name=words]', words);
  await typePassphrase(page);
}

/** The words on the new paper, once it is shown. */
export async function newPaper(page: Page): Promise<string> {
  await page.locator('#people .paper').waitFor({ timeout: OPEN_WITHIN_MS });
  return (await page.locator('#people .paper ol li').allTextContents()).join(' ');
}

/** Reads the two words that are asked for off a paper, and sends them. */
export async function readOff(page: Page, paper: string): Promise<void> {
  for (const label of await page.locator('#people form label').all()) {
    const at = Number(/\d+/.exec((await label.textContent()) ?? '')?.[0]);
    await label.locator('input').fill(paper.split(' ')[at - 1] ?? '');
  }
  await page.click('#people form button[type=submit]');
}

/** Says yes to what is asked; gives the question. */
export async function sayYes(page: Page): Promise<string> {
  const question = (await page.textContent('dialog #confirm-says')) ?? '';
  await page.click('dialog button[value=yes]');
  return question;
}

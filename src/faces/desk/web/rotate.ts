import { COMMITTEE_WORDS } from '../../../acts/words/committee-words.ts';
import { isJsonObject, parseJson } from '../../../base/canonical-json.ts';
import { KEYHOLDERS_MAX } from '../../../record/kinds/people.ts';
import type { HubPlace } from '../../kit/hub-place.ts';
import { shuffled } from '../../kit/join-requests.ts';
import { makeDevice } from '../../kit/kept-device.ts';
import type { DeviceResult, KeptDevice } from '../../kit/kept-device.ts';
import { newNextKey, PAPER_WORDS, paperSeed, promiseTold, rotateAct } from '../../kit/paper-key.ts';
import type { NextKey } from '../../kit/paper-key.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { keyholderSheet } from '../key-paper.ts';
import { confirm } from './confirm.ts';
import { fieldOf, onSent, show, tell, tellMore, wordsField } from './page.ts';
import type { Page } from './page.ts';
import { onPassphrase, passphraseField } from './panel.ts';
import type { Screen } from './panel.ts';
import { onPrint, paperToPrint } from './paper.ts';
import { speak } from './speak.ts';
import type { Spoken } from './speak.ts';

/**
 * A keyholder whose device is lost goes on with the key from paper. First a device is made of it; then the next paper, whose
 * secret is in the memory of this page only; and only once that is on paper the promise of it is signed.
 */

/** The form that makes a device of the words on paper. */
export function showPaperForm(page: Page, screen: Screen): void {
  const { rotate, device } = page.words;
  show(
    page.panel,
    html`<h2>${rotate.title}</h2>
      <p>${rotate.what}</p>
      <form autocomplete="off">
        ${numberField(page)} ${wordsField(rotate.words, rotate.wordsNote, 4)}
        ${passphraseField(device.passphrase, device.passphraseNew)}
        <p class="buttons">
          <button type="submit">${rotate.start}</button>
          <button type="button" class="plain" data-panel="back">${rotate.back}</button>
        </p>
        <p class="working quiet"></p>
      </form>`,
  );
  page.panel.querySelector('[data-panel=back]')?.addEventListener('click', screen.without);
  onPassphrase(page, screen, (passphrase, form) => make(page, form, passphrase));
}

function numberField({ words: { rotate } }: Page): Html {
  const numbers = Array.from({ length: KEYHOLDERS_MAX }, (_, i) => i + 1);
  return html`<label
    >${rotate.n}
    <select name="n" required>
      <option value="">${rotate.choose}</option>
      ${numbers.map((n) => html`<option value="${n}">${n}</option>`)}
    </select></label
  >`;
}

async function make(
  page: Page,
  form: HTMLFormElement,
  passphrase: string,
): Promise<DeviceResult | undefined> {
  const seed = paperSeed(fieldOf(form, 'words'));
  if (seed === undefined) return void tell(page.words.rotate.notThePaper);
  const place = await page.hub.place();
  if (place === undefined) return void tell(page.words.device.hubSilent);
  const note = printNote({ keyholder: Number(fieldOf(form, 'n')) });
  const of = { place: place.place, slots: [], seed, note, crypto: page.crypto };
  return makeDevice(page.folder, passphrase, of);
}

/** On a device until the hub hears its key: as which keyholder it goes on, and what it has promised, once it has. */
type Note = { readonly keyholder: number; readonly next?: string };

function printNote(note: Note): string {
  return JSON.stringify(note);
}

async function noteOn(device: KeptDevice): Promise<Note | undefined> {
  const value = parseJson((await device.note()) ?? '');
  const { keyholder, next } = isJsonObject(value) ? value : {};
  if (typeof keyholder !== 'number') return undefined;
  return { keyholder, ...(typeof next === 'string' && { next }) };
}

type Rotating = {
  readonly page: Page;
  readonly device: KeptDevice;
  readonly place: HubPlace;
  /** Where the paper is shown. */
  readonly people: HTMLElement;
  /** What comes once the hub hears the key. */
  readonly onwards: () => Promise<void>;
};

/**
 * Goes on where the device's note says that it was made of a paper; with any other device at once. `said`: what became of the
 * rotation, when it was signed and sent just before.
 */
export async function rotateFirst(rotating: Rotating, said?: Spoken): Promise<void> {
  const { page, device, people, onwards } = rotating;
  const { rotate } = page.words;
  const note = await noteOn(device);
  if (note === undefined) return onwards();
  // Signed and not answered for: a second promise beside it would be one too many.
  if ((await device.waiting()) > 0) return showAgain(rotating, rotate.waits);
  const { status, value } = await page.hub.askAs(device, { path: '/people' });
  if (status === 404)
    return said === undefined ? showPaper(rotating, note.keyholder) : showNumber(rotating, rotate.noEffect);
  if (status !== 200) {
    tellMore(page.words.device.hubSilent);
    return showAgain(rotating);
  }
  await device.keepNote('');
  people.replaceChildren();
  // It may have gone on before with another paper: in another tab, or in a browser it was removed from.
  const isThisPaper = note.next !== undefined && promiseTold(value, device.key) === note.next;
  tellMore(isThisPaper ? rotate.done : rotate.already);
  await onwards();
}

function showAgain(rotating: Rotating, text?: string): void {
  const { page, device, people } = rotating;
  show(
    people,
    html`<form class="acts from-paper">
      ${text !== undefined && html`<p><strong>${text}</strong></p>`}
      <p class="buttons"><button type="submit">${page.words.rotate.again}</button></p>
    </form>`,
  );
  onSent(page, people.querySelector('form'), async () => {
    const said = (await device.waiting()) > 0 ? await speak(page, device, []) : undefined;
    await rotateFirst(rotating, said);
  });
}

/** Asks as which keyholder, and makes a paper for that one. */
function showNumber(rotating: Rotating, text?: string): void {
  const { page, device, people } = rotating;
  const { rotate } = page.words;
  show(
    people,
    html`<form class="acts from-paper">
      ${text !== undefined && html`<p><strong>${text}</strong></p>`} ${numberField(page)}
      <p class="buttons"><button type="submit">${rotate.makePaper}</button></p>
    </form>`,
  );
  onSent(page, people.querySelector('form'), async (form) => {
    const n = Number(fieldOf(form, 'n'));
    await device.keepNote(printNote({ keyholder: n }));
    showPaper(rotating, n);
  });
}

/** The paper of a fresh secret, and the question whether it is on paper. */
function showPaper(rotating: Rotating, n: number): void {
  const { page, place, people } = rotating;
  const { rotate } = page.words;
  const next = newNextKey(page.crypto);
  const asked = twoPlaces(page);
  const { settlement, languages } = place;
  show(
    people,
    html`<section class="from-paper">
      <h2>${rotate.paper(nameOf(page, n))}</h2>
      <p><strong>${rotate.paperWhat}</strong></p>
      <p>${rotate.earlier}</p>
      ${paperToPrint(page, settlement, keyholderSheet({ languages, words: next.words, n }))}
      <form class="acts" autocomplete="off">
        <p>${rotate.confirm}</p>
        ${asked.map(
          (at) =>
            html`<label
              >${rotate.word(at + 1)}
              <input
                name="${`word-${at}`}"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                required
            /></label>`,
        )}
        <p class="buttons">
          <button type="submit">${rotate.onPaper}</button>
          <button type="button" class="plain" data-other>${rotate.otherNumber}</button>
        </p>
      </form>
    </section>`,
  );
  onPrint(people);
  people.querySelector('[data-other]')?.addEventListener('click', () => showNumber(rotating));
  onSent(page, people.querySelector('form'), async (form) => {
    const words = next.words.split(' ');
    const isRight = asked.every((at) => fieldOf(form, `word-${at}`).trim().toLowerCase() === words[at]);
    if (!isRight) return tell(rotate.notTheseWords);
    await sign(rotating, n, next);
  });
  people.scrollIntoView({ block: 'start' });
}

/** Two words that whoever has the paper can read off it. */
function twoPlaces({ crypto }: Page): readonly number[] {
  const places = Array.from({ length: PAPER_WORDS }, (_, at) => at);
  return shuffled(places, crypto)
    .slice(0, 2)
    .toSorted((a, b) => a - b);
}

async function sign(rotating: Rotating, n: number, next: NextKey): Promise<void> {
  const { page, device, onwards } = rotating;
  const { questions, rotate } = page.words;
  const question = { lines: [rotate.question(nameOf(page, n))], isFinal: true };
  if (!(await confirm(question, questions))) return;
  // Another tab is through, or on its way: its paper is the good one.
  if ((await noteOn(device)) === undefined) {
    tell(rotate.already);
    return onwards();
  }
  if ((await device.waiting()) > 0) return rotateFirst(rotating);
  await device.keepNote(printNote({ keyholder: n, next: next.next }));
  const said = await speak(page, device, [rotateAct(n, next)]);
  if (said !== 'not-signed') await rotateFirst(rotating, said);
}

function nameOf({ language }: Page, n: number): string {
  return COMMITTEE_WORDS[language].keyholder(n);
}

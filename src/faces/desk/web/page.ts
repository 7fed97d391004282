import type { Language } from '../../../acts/words/words.ts';
import { LANGUAGES } from '../../../acts/words/words.ts';
import { SIGN_WORDS } from '../../../acts/words/sign-words.ts';
import type { SignWords } from '../../../acts/words/sign-words.ts';
import { cryptoWeb } from '../../../adapters/crypto-web/crypto-web.ts';
import { folderBrowser } from '../../../adapters/folder-browser/folder-browser.ts';
import type { DeviceFolder } from '../../../ports/device-folder.ts';
import type { Primitives } from '../../../record/primitives.ts';
import { isJsonObject } from '../../../base/canonical-json.ts';
import { html, printHtml } from '../html.ts';
import type { Html } from '../html.ts';
import { hubBehind } from './hub.ts';
import type { Answer, Hub } from './hub.ts';

/** The page as the script finds it, and what it works with. */
export type Page = {
  readonly language: Language;
  readonly words: SignWords;
  readonly hub: Hub;
  readonly base: string;
  readonly folder: DeviceFolder;
  readonly crypto: Primitives;
  /** The place for the device this browser keeps. */
  readonly panel: HTMLElement;
};

export function openPage(panel: HTMLElement): Page {
  const { base = '', language: asked } = document.body.dataset;
  const language = LANGUAGES.find((known) => known === asked) ?? 'ru';
  const words = SIGN_WORDS[language];
  const crypto = cryptoWeb((done) => {
    const place = panel.querySelector('.working');
    if (place !== null) place.textContent = words.device.working(Math.floor(done * 100));
  });
  const hub = hubBehind(base, language, crypto);
  return { language, words, hub, base, folder: folderBrowser(), crypto, panel };
}

/** Puts markup in place; focus is the caller's to set. */
export function show(place: Element, markup: Html): void {
  place.innerHTML = printHtml(markup);
}

/** Tells the person something, each line once, and reads it out. */
export function tell(...lines: readonly string[]): void {
  const place = document.getElementById('told');
  if (place === null) return;
  place.replaceChildren(
    ...[...new Set(lines)].map((line) => {
      const text = document.createElement('span');
      text.textContent = line;
      return text;
    }),
  );
  if (lines.length > 0) place.scrollIntoView({ block: 'nearest' });
}

/** Tells more, beside what stands there. */
export function tellMore(...lines: readonly string[]): void {
  const told = [...document.querySelectorAll('#told span')].map(({ textContent }) => textContent ?? '');
  tell(...told, ...lines);
}

/** Why a hub did not take what it was asked, in its own words where it gave any. */
export function whyNot({ words }: Page, { value }: Answer): string {
  const says = isJsonObject(value) ? value['says'] : undefined;
  return typeof says === 'string' ? says : words.device.hubSilent;
}

/** Where somebody types words off a paper. Nothing offers to keep, complete or correct them. */
export function wordsField(label: string, note: string, rows: number): Html {
  return html`<label
    >${label}
    <textarea
      name="words"
      rows="${rows}"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      required
    ></textarea>
    <span class="quiet">${note}</span></label
  >`;
}

/** Works on a form each time it is sent, once at a time; what fails is told, and the form stays to be tried again. */
export function onSent(
  page: Page,
  form: HTMLFormElement | null,
  work: (form: HTMLFormElement) => Promise<void>,
): void {
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    if (button === null || button.disabled) return;
    button.disabled = true;
    tell();
    void work(form)
      .catch(() => tell(page.words.device.failed))
      .finally(() => {
        button.disabled = false;
      });
  });
}

export function fieldOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

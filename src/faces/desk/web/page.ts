import type { Language } from '../../../acts/words/words.ts';
import { LANGUAGES } from '../../../acts/words/words.ts';
import { SIGN_WORDS } from '../../../acts/words/sign-words.ts';
import type { SignWords } from '../../../acts/words/sign-words.ts';
import { cryptoWeb } from '../../../adapters/crypto-web/crypto-web.ts';
import { folderBrowser } from '../../../adapters/folder-browser/folder-browser.ts';
import type { DeviceFolder } from '../../../ports/device-folder.ts';
import type { Primitives } from '../../../record/primitives.ts';
import { printHtml } from '../html.ts';
import type { Html } from '../html.ts';
import { hubBehind } from './hub.ts';
import type { Hub } from './hub.ts';

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

export function fieldOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

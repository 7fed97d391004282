import { NOTICE_WORDS } from '../../acts/words/notice-words.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { aboutHref } from './view.ts';
import type { View } from './view.ts';

/** The last line of every page of the board: who answers for it, and where more is said. */
export function renderAboutLine({ options }: View): Html {
  const words = NOTICE_WORDS[options.language];
  return html`<p class="about-line">${words.foot} <a href="${aboutHref(options)}">${words.about}</a></p>`;
}

import { LOCKED_WORDS } from '../../acts/words/locked-words.ts';
import { NOTICE_WORDS } from '../../acts/words/notice-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { renderFormPage } from './form-page.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** What the last try came to, and whether this hub can be opened from a page at all. */
export type LockedState = 'closed' | 'wrong' | 'wait' | 'open' | 'key-file-only' | 'terminal-only';

/** All that a hub without its key shows. It tells nothing of what it holds, not even whether a link is right. */
export function renderLocked(state: LockedState, language: Language): string {
  const words = LOCKED_WORDS[language];
  const isOpenable = state === 'closed' || state === 'wrong' || state === 'wait';
  if (state === 'open') return page(language, words.opened, html`<p>${words.openedSays}</p>`);
  const notice = { wrong: words.wrong, wait: words.wait, 'key-file-only': words.noPassphrase };
  const said = state === 'wrong' || state === 'wait' || state === 'key-file-only' ? notice[state] : undefined;
  return page(
    language,
    words.title,
    html`<p>${words.says}</p>
      ${said && html`<p class="notice" role="status">${said}</p>`}
      ${
        isOpenable
          ? html`<form method="post" action="/unlock?lang=${language}">
              <label for="passphrase">${words.passphrase}</label>
              <input
                id="passphrase"
                name="passphrase"
                type="password"
                autocomplete="off"
                maxlength="1024"
                required
              />
              <button type="submit">${words.open}</button>
            </form>`
          : html`<p class="quiet">${words.atTerminal}</p>`
      }`,
  );
}

function page(language: Language, title: string, content: Html): string {
  const foot = NOTICE_WORDS[language].footLocked;
  return renderFormPage({ language, title, css: '/locked.css', hrefOf: (l) => `?lang=${l}`, content, foot });
}

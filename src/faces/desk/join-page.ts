import { SIGN_WORDS } from '../../acts/words/sign-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import { renderDevicePanel } from './device-panel.ts';
import { html } from './html.ts';
import { renderSubPage } from './sub-page.ts';
import { joinHref, viewOf } from './view.ts';
import type { BoardOptions } from './view.ts';

/**
 * The page an invitation leads to. The invitation itself stands behind the `#` of its address, which no browser sends: the
 * hub learns its code only from the request to be let in.
 */
export function renderJoin(settlement: string | undefined, options: BoardOptions): string {
  const view = viewOf(options, undefined);
  const words = SIGN_WORDS[options.language].join;
  const main =
    settlement === undefined
      ? html`<p>${COMMITTEE_WORDS[options.language].notFounded}</p>`
      : html`<p>${words.what}</p>
          ${renderDevicePanel(view)}
          <p class="quiet no-script">${words.withoutScript}</p>`;
  return renderSubPage(
    {
      heading: words.title,
      ...(settlement !== undefined && { facts: settlement }),
      hrefOf: (language: Language) => joinHref(options, language),
      main,
      mainClass: 'committee',
      screen: 'join',
    },
    view,
  );
}

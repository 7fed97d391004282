import type { FirstRunWords } from '../../acts/words/first-run-words.ts';
import type { FirstRunStage, HandOver, PapersPlace } from '../kit/first-run.ts';
import { nameOf } from '../kit/first-run.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

export type HandOverStage = Extract<FirstRunStage, { readonly kind: 'handing-over' }>;

/** Where the forms and links of a page lead: its address, and the language it goes on in. */
export type Here = { readonly base: string; readonly lang: string };

/** Everything that is to be handed over, each with its mark; at the end the way to forget it here. */
export function renderHandOver(stage: HandOverStage, all: FirstRunWords, here: Here): Html {
  const words = all.handingOver;
  const { items, asked, place, key, areWardensIn } = stage;
  const left = items.filter(({ isHanded }) => !isHanded).length;
  const seats = Array.from({ length: asked.keyholders }, (_, i) => i + 1);
  const wardens = items.filter(({ what }) => what === 'warden');
  return html`${words.says.map((said) => html`<p>${said}</p>`)} ${placeLine(place, all)}
    ${key?.way === 'key-file' && html`<p class="notice">${words.keyFile(key.file)}${key.isSameDisk && html` ${all.check.sameDisk}`}</p>`}
    ${!areWardensIn && html`<p class="notice">${all.stopped.by['invitation-refused']}</p>`}
    <p>${words.links}</p>
    <p>${withCode(words.devices, DEVICE_OPTION)}</p>
    ${seats.map(
      (n) =>
        html`<section class="seat">
          <h2>${words.keyholder(n)}</h2>
          <ul>
            ${items.filter((item) => item.what !== 'warden' && item.n === n).map((item) => itemLine(item, all, here))}
          </ul>
        </section>`,
    )}
    ${
      wardens.length > 0 &&
      html`<section class="seat">
        <h2>${words.invitations}</h2>
        <p class="hint">${words.invitationsSay}</p>
        <ul>
          ${wardens.map((item) => itemLine(item, all, here))}
        </ul>
      </section>`
    }
    ${
      left > 0
        ? html`<p role="status">${words.left(left)}</p>`
        : html`<p>${words.forgetSays}</p>
            ${forgetForm(words.forget, here)}`
    }`;
}

/** Where everything lies; a disk is a warning. */
export function placeLine({ kind, folder }: PapersPlace, { places }: FirstRunWords): Html {
  return html`<p class="${kind === 'memory' ? 'note' : 'notice'}">
    ${withCode(places[kind](folder), folder)}
  </p>`;
}

// As it is typed: it must not be broken at its hyphens.
const DEVICE_OPTION = '--device keyholder-1';

/** Sets what is typed apart from the sentence it stands in. */
export function withCode(text: string, code: string): Html {
  if (!text.includes(code)) return html`${text}`;
  const [before = '', after = ''] = text.split(code);
  return html`${before}<code>${code}</code>${after}`;
}

export function forgetForm(label: string, here: Here): Html {
  return html`<form method="post" action="${here.base}/forget?lang=${here.lang}">
    <button type="submit">${label}</button>
  </form>`;
}

function itemLine(item: HandOver, all: FirstRunWords, { base, lang }: Here): Html {
  const words = all.handingOver;
  const name = nameOf(item);
  const what = item.what === 'warden' ? words.warden(item.n, item.cell) : words[item.what];
  const href = `${base}/file/${name}`;
  return html`<li id="${name}">
    <span>${what}</span>
    ${
      item.what === 'device'
        ? html`<a href="${href}" download>${words.download}</a>`
        : html`<a href="${href}" target="_blank" rel="noopener">${words.print}</a>`
    }
    <form method="post" action="${base}/mark?lang=${lang}">
      <input type="hidden" name="name" value="${name}" />
      <input type="hidden" name="handed" value="${item.isHanded ? 'no' : 'yes'}" />
      ${item.isHanded && html`<span>✓ ${words.handed}</span>`}
      <button type="submit" class="${item.isHanded ? 'bare' : 'mild'}">
        ${item.isHanded ? words.unmark : words.mark}<span class="unseen"> – ${subjectOf(item, all)}</span>
      </button>
    </form>
  </li>`;
}

/** For a screen reader: which of the many buttons this is. */
function subjectOf(item: HandOver, { handingOver: words }: FirstRunWords): string {
  return item.what === 'warden'
    ? words.warden(item.n, item.cell)
    : `${words.keyholder(item.n)}, ${words[item.what]}`;
}

import type { SlotWords } from '../../../acts/words/sign-words.ts';
import { isJsonObject } from '../../../base/canonical-json.ts';
import type { KeptDevice } from '../../kit/kept-device.ts';
import { numberTold } from '../../kit/join-requests.ts';
import { rowsOf, slotsLetIn, slotsToAsk, slotsTold } from '../../kit/more-slots.ts';
import type { SlotsKnown } from '../../kit/more-slots.ts';
import { html, printHtml } from '../html.ts';
import type { Html } from '../html.ts';
import type { Answer } from './hub.ts';
import { show, tell, whyNot } from './page.ts';
import type { Page } from './page.ts';

/**
 * Shows in the panel, each time it is called, for which incidents to come the device has keys that are good, or its request
 * that is still open, and offers to ask for more. A device that nobody let in has none, and a keyholder's needs none.
 */
export function slotsShown(page: Page, device: KeptDevice): () => Promise<void> {
  const place = document.createElement('div');
  place.className = 'slots';
  // What comes of a press is read out.
  place.role = 'status';
  page.panel.append(place);
  let shown = '';
  let needsNone = false;
  const look = async (): Promise<void> => {
    if (needsNone) return;
    const { answer, known, nextNumber } = await slotsNow(page, device);
    needsNone = isKeyholders(answer);
    if (answer.status === 404) return place.replaceChildren();
    if (known === undefined || nextNumber === undefined) return;
    const markup =
      known.request === undefined
        ? offer(page, slotsLetIn(await device.slots(), { ...known, nextNumber }), nextNumber)
        : asked(page, known.request);
    // Drawn anew it would take the focus from whoever is on its button.
    if (printHtml(markup) === shown && place.childElementCount > 0) return;
    shown = printHtml(markup);
    show(place, markup);
    const button = place.querySelector('button');
    button?.addEventListener('click', () => {
      button.disabled = true;
      void ask(page, device)
        .then(look)
        .catch(() => tell(page.words.device.failed))
        .finally(() => {
          button.disabled = false;
        });
    });
  };
  return look;
}

type SlotsNow = {
  readonly answer: Answer;
  readonly known: SlotsKnown | undefined;
  readonly nextNumber: number | undefined;
};

async function slotsNow({ hub }: Page, device: KeptDevice): Promise<SlotsNow> {
  const answer = await hub.askAs(device, { path: '/slots' });
  const known = slotsTold(answer.value);
  return { answer, known, nextNumber: known && (await hub.place())?.nextNumber };
}

/** A keyholder's key speaks in every incident, and will. */
function isKeyholders({ value }: Answer): boolean {
  return isJsonObject(value) && value['kind'] === 'no-slots-needed';
}

function asked({ words: { join, slots } }: Page, number: number): Html {
  return html`<p class="number"><strong>${join.number(number)}</strong></p>
    <p>${slots.stillOpen}</p>`;
}

function offer(
  { words: { slots } }: Page,
  { ahead, isLow }: ReturnType<typeof slotsLetIn>,
  nextNumber: number,
): Html {
  return html`<p>${haveText(ahead, nextNumber, slots)} ${isLow && html`<strong>${slots.few}</strong>`}</p>
    <p class="buttons">
      <button type="button" class="${isLow ? '' : 'plain'}" data-panel="more">${slots.more}</button>
    </p>`;
}

function haveText(ahead: readonly number[], nextNumber: number, words: SlotWords): string {
  if (ahead.length === 0) return words.none(nextNumber);
  const rows = rowsOf(ahead).map(([first, last]) => (first === last ? `${first}` : words.row(first, last)));
  return words.have(rows.join(', '), ahead.length, nextNumber);
}

/**
 * Asks in the device's own name. The keys are kept before: asked with again, after an answer that was lost, they are the same
 * request.
 */
async function ask(page: Page, device: KeptDevice): Promise<void> {
  tell();
  const { known, nextNumber } = await slotsNow(page, device);
  if (known === undefined || nextNumber === undefined) return tell(page.words.device.hubSilent);
  if (known.request !== undefined) return;
  const keys = await device.makeSlots(slotsToAsk({ upTo: known.upTo, nextNumber }));
  const body = JSON.stringify({ keys });
  const answer = await page.hub.askAs(device, { method: 'POST', path: '/slots', body });
  if (answer.status !== 202 || numberTold(answer.value) === undefined)
    tell(whyNot(page, answer), page.words.slots.keysStay);
}

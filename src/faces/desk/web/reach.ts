import { REACH_WORDS } from '../../../acts/words/reach-words.ts';
import type { ReachWords } from '../../../acts/words/reach-words.ts';
import { ADDRESSED } from '../../../acts/alarm/address.ts';
import type { Addressed } from '../../../acts/alarm/address.ts';
import { isJsonObject } from '../../../base/canonical-json.ts';
import type { Json } from '../../../base/canonical-json.ts';
import type { KeptDevice } from '../../kit/kept-device.ts';
import { reachBody, reachTold } from '../../kit/reach-told.ts';
import type { ReachTold } from '../../kit/reach-told.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { confirm } from './confirm.ts';
import { canNotify, codeShown, onCode, subscribeHere } from './notify.ts';
import { fieldOf, onSent, show, tell, whyNot } from './page.ts';
import type { Page } from './page.ts';

type Reaching = {
  readonly page: Page;
  readonly words: ReachWords;
  readonly device: KeptDevice;
  readonly place: HTMLElement;
  /** By which this browser can subscribe; nothing where the hub or the browser does not. */
  readonly pushKey: string | undefined;
};

/** Shows in the panel by which roads an alarm reaches whoever opened the device, and lets them change it. */
export async function showReach(page: Page, device: KeptDevice): Promise<void> {
  const place = document.createElement('div');
  place.className = 'reach';
  page.panel.append(place);
  const pushKey = canNotify() ? await pushKeyOf(page, device) : undefined;
  const reaching = { page, device, place, words: REACH_WORDS[page.language], pushKey };
  const told = await ask(reaching, 'GET');
  if (told !== undefined) draw(reaching, told);
  onCode((digits) => giveBackHere(reaching, digits));
}

async function pushKeyOf({ hub }: Page, device: KeptDevice): Promise<string | undefined> {
  const { value } = await hub.askAs(device, { path: '/push-key' });
  const key = isJsonObject(value) ? value['key'] : undefined;
  return typeof key === 'string' ? key : undefined;
}

/** A code that came to this browser needs no typing; while none is waited for it is an old one. */
function giveBackHere(reaching: Reaching, digits: string | undefined): void {
  if (digits === undefined || reaching.place.querySelector('[data-code=push]') === null) return;
  void giveBack(reaching, 'push', digits).catch(() => {});
}

/** Shows that an address is one's own by the code that went there. */
async function giveBack(reaching: Reaching, channel: string, digits: string): Promise<void> {
  const after = await ask(reaching, 'POST', { path: '/verify', body: { channel, digits } });
  if (after === undefined) return;
  draw(reaching, after);
  tell(reaching.words.confirmed);
}

/** Asks in the device's own name; what the hub does not take is told in its words. */
async function ask(
  { page, device }: Reaching,
  method: string,
  { path = '', body }: { readonly path?: string; readonly body?: Json } = {},
): Promise<ReachTold | undefined> {
  const answer = await page.hub.askAs(device, {
    method,
    path: `/reach${path}`,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const told = answer.status === 200 ? reachTold(answer.value) : undefined;
  if (told === undefined && answer.status !== 404) tell(whyNot(page, answer));
  return told;
}

function draw(reaching: Reaching, told: ReachTold): void {
  const { place, words } = reaching;
  const isEmpty = told.channels.length === 0 && told.addresses.length === 0;
  show(
    place,
    html`<h2>${words.title}</h2>
      ${isEmpty ? html`<p class="quiet">${words.noRoads}</p>` : addressList(reaching, told)}
      ${told.waiting.map((each) => codeForm(words, each))}
      ${
        reaching.pushKey !== undefined &&
        html`<p class="buttons"><button type="button" data-panel="here">${words.thisBrowser}</button></p>`
      }
      ${told.channels.length > 0 && addForm(words, told.channels)}`,
  );
  if (told.notSent.length > 0) tell(...told.notSent.map(({ says }) => says));
  listen(reaching, told);
  // It may have been faster than the answer that told of it.
  if (told.waiting.some(({ channel }) => channel === 'push'))
    void codeShown().then((digits) => giveBackHere(reaching, digits));
}

function addressList({ page, words }: Reaching, { addresses, language }: ReachTold): Html {
  if (addresses.length === 0) return html`<p>${words.none}</p>`;
  return html`<ul>
      ${addresses.map(
        ({ channel, shown }) =>
          html`<li>
            <b>${words.roads[channel]}</b> ${shown}
            <button type="button" class="plain" data-remove="${channel}">${words.remove}</button>
          </li>`,
      )}
    </ul>
    <p>
      ${language !== undefined && words.messagesIn[language]}
      ${
        language !== page.language &&
        html`<button type="button" class="plain" data-panel="language">${words.inThisLanguage}</button>`
      }
    </p>
    <p class="buttons">
      <button type="button" class="plain" data-panel="leave">${words.forget}</button>
    </p>`;
}

function codeForm(words: ReachWords, { channel, shown }: ReachTold['waiting'][number]): Html {
  return html`<form data-code="${channel}">
    <p>${words.codeSent(shown)}</p>
    <label
      >${words.digits}
      <input name="digits" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required />
    </label>
    <p class="buttons"><button type="submit">${words.confirm}</button></p>
  </form>`;
}

function addForm(words: ReachWords, channels: readonly Addressed[]): Html {
  return html`<form data-form="address">
    <label
      >${words.road}
      <select name="channel">
        ${channels.map((channel) => html`<option value="${channel}">${words.roads[channel]}</option>`)}
      </select>
    </label>
    <label
      >${words.address}
      <input
        name="address"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="340"
        required
      />
      <span class="quiet">${words.addressNote}</span></label
    >
    <p class="quiet">${words.kept}</p>
    <p class="buttons"><button type="submit">${words.add}</button></p>
  </form>`;
}

function listen(reaching: Reaching, told: ReachTold): void {
  const { page, place, words } = reaching;
  const { language = page.language } = told;
  const set = async (body: Json, said?: string): Promise<void> => {
    const after = await ask(reaching, 'PUT', { body });
    if (after === undefined) return;
    draw(reaching, after);
    if (said !== undefined) tell(said);
  };
  onSent(page, place.querySelector('[data-form=address]'), async (form) => {
    const channel = ADDRESSED.find((each) => each === fieldOf(form, 'channel'));
    if (channel === undefined) return;
    await set(reachBody(told, language, [{ channel, address: fieldOf(form, 'address') }]));
    place.querySelector<HTMLInputElement>('[name=digits]')?.focus();
  });
  for (const form of place.querySelectorAll<HTMLFormElement>('[data-code]'))
    onSent(page, form, () => giveBack(reaching, form.dataset['code'] ?? '', fieldOf(form, 'digits')));
  for (const button of place.querySelectorAll<HTMLElement>('[data-remove]'))
    onPress(page, button, async () => {
      const left = told.addresses.filter(({ channel }) => channel !== button.dataset['remove']);
      await set(reachBody({ ...told, addresses: left }, language), words.removed);
    });
  onPress(page, place.querySelector<HTMLElement>('[data-panel=language]'), () =>
    set(reachBody(told, page.language)),
  );
  onPress(page, place.querySelector<HTMLElement>('[data-panel=here]'), async () => {
    const address = await subscribeHere(page.base, reaching.pushKey ?? '');
    if (address === undefined) return tell(words.browserRefuses);
    await set(reachBody(told, language, [{ channel: 'push', address }]));
  });
  onPress(page, place.querySelector<HTMLElement>('[data-panel=leave]'), async () => {
    const question = { lines: [words.forgetQuestion], isFinal: false, yes: words.forget };
    if (!(await confirm(question, page.words.questions))) return;
    const after = await ask(reaching, 'DELETE');
    if (after === undefined) return;
    draw(reaching, after);
    tell(words.forgotten);
  });
}

function onPress(page: Page, button: HTMLElement | null, work: () => Promise<void>): void {
  button?.addEventListener('click', () => {
    tell();
    void work().catch(() => tell(page.words.device.failed));
  });
}

import { roleInCell } from '../../../acts/words/people-words.ts';
import { bytesToBase64Url } from '../../../base/bytes.ts';
import { parseJson } from '../../../base/canonical-json.ts';
import { INVITATION_CODE_BYTES, parseInvitation } from '../../../record/invitation.ts';
import type { Invitation } from '../../../record/invitation.ts';
import { parseSecretWords } from '../../../record/secret-words.ts';
import { numberTold } from '../../kit/join-requests.ts';
import { makeDevice } from '../../kit/kept-device.ts';
import type { DeviceResult, KeptDevice } from '../../kit/kept-device.ts';
import { slotsToAsk } from '../../kit/more-slots.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { fieldOf, onSent, show, tell, whyNot, wordsField } from './page.ts';
import type { Page } from './page.ts';
import { onPassphrase, passphraseField } from './panel.ts';
import type { Screen } from './panel.ts';

const LOOK_EVERY_MS = 5_000;

/** Where an invitation leads: keys are made here, asked to be let in, and looked after until they are. */
export function joinScreen(page: Page): Screen {
  const invitation = parseInvitation(location.hash.slice(1));
  return {
    without: () => showForm(page, invitation),
    opened: (device) => goOn(page, device, invitation),
  };
}

function showForm(page: Page, invitation: Invitation | undefined): void {
  const { join, device } = page.words;
  show(
    page.panel,
    html`<h2>${join.title}</h2>
      ${invitation && html`<p>${join.invitedAs(roleInCell(invitation.role, invitation.cell, page.language))}</p>`}
      <form>
        ${invitation === undefined && invitationField(page)}
        ${passphraseField(device.passphrase, device.passphraseNew)}
        <p class="buttons"><button type="submit">${join.join}</button></p>
        <p class="working quiet"></p>
      </form>`,
  );
  onPassphrase(page, joinScreen(page), (passphrase, form) => make(page, form, { invitation, passphrase }));
}

function invitationField({ words: { join } }: Page): Html {
  return wordsField(join.words, join.wordsNote, 2);
}

/** The invitation's code, from the link or as typed. */
function codeIn(form: HTMLFormElement | null, invitation: Invitation | undefined): Uint8Array | undefined {
  if (invitation !== undefined) return invitation.code;
  const typed = form === null ? '' : fieldOf(form, 'words');
  const code = parseInvitation(typed)?.code ?? parseSecretWords(typed);
  return code?.length === INVITATION_CODE_BYTES ? code : undefined;
}

/** Makes the keys, once the invitation is one for here, and asks with them. */
async function make(
  page: Page,
  form: HTMLFormElement,
  { invitation, passphrase }: { readonly invitation: Invitation | undefined; readonly passphrase: string },
): Promise<DeviceResult | undefined> {
  const { join, device } = page.words;
  const code = codeIn(form, invitation);
  if (code === undefined) return void tell(join.notAnInvitation);
  const place = await page.hub.place();
  if (place === undefined) return void tell(device.hubSilent);
  if (invitation !== undefined && invitation.place !== place.place) return void tell(join.otherPlace);
  const nextNumber = Math.max(place.nextNumber, invitation?.next ?? 1);
  const of = { place: place.place, slots: slotsToAsk({ upTo: 0, nextNumber }), crypto: page.crypto };
  const made = await makeDevice(page.folder, passphrase, of);
  if (!made.ok) return made;
  await askIn(page, made.device, code);
  return made;
}

/** Sent again with the same keys it is the same request, so that an answer that was lost does no harm. */
async function askIn(page: Page, device: KeptDevice, code: Uint8Array): Promise<void> {
  const request = { place: device.place, code: bytesToBase64Url(code), keys: await device.slots() };
  const answer = await page.hub.ask({ method: 'POST', path: '/requests', body: JSON.stringify(request) });
  const number = numberTold(answer.value);
  if (answer.status === 202 && number !== undefined) await device.keepNote(JSON.stringify({ number }));
  else tell(whyNot(page, answer));
}

/** A device is open: it has asked, or asks now, and waits to be let in. */
async function goOn(page: Page, device: KeptDevice, invitation: Invitation | undefined): Promise<void> {
  if ((await numberOf(device)) === undefined && invitation !== undefined && invitation.place === device.place)
    await askIn(page, device, invitation.code);
  // The code is used: it need not stand in the address any longer, whenever it was that the hub took it.
  if ((await numberOf(device)) !== undefined) history.replaceState(null, '', location.href.split('#')[0]);
  await showState(page, device);
}

async function numberOf(device: KeptDevice): Promise<number | undefined> {
  return numberTold(parseJson((await device.note()) ?? ''));
}

async function showState(page: Page, device: KeptDevice): Promise<void> {
  const { join } = page.words;
  const number = await numberOf(device);
  const isIn = (await page.hub.askAs(device, { path: '/place' })).status === 200;
  const committee = `${page.base}/committee?lang=${page.language}`;
  if (isIn)
    return show(
      page.panel,
      html`<h2>${join.title}</h2>
        <p><strong>${join.letIn}</strong></p>
        <p><a href="${committee}">${join.onwards}</a></p>`,
    );
  if (number === undefined) return showAsk(page, device);
  show(
    page.panel,
    html`<h2>${join.title}</h2>
      <p class="number"><strong>${join.number(number)}</strong></p>
      <p>${join.tell}</p>
      <p class="quiet">${join.waiting}</p>`,
  );
  setTimeout(() => void showState(page, device).catch(() => tell(page.words.device.failed)), LOOK_EVERY_MS);
}

/** The keys are there, and no hub has taken the request yet. */
function showAsk(page: Page, device: KeptDevice): void {
  const { join } = page.words;
  show(
    page.panel,
    html`<h2>${join.title}</h2>
      <form>
        ${invitationField(page)}
        <p class="buttons"><button type="submit">${join.join}</button></p>
      </form>`,
  );
  onSent(page, page.panel.querySelector('form'), async (form) => {
    const code = codeIn(form, undefined);
    if (code === undefined) return tell(join.notAnInvitation);
    await askIn(page, device, code);
    await showState(page, device);
  });
}

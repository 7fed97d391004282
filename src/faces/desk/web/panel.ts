import { filesInZip } from '../../kit/files-in-zip.ts';
import type { DeviceFault, DeviceResult, KeptDevice } from '../../kit/kept-device.ts';
import { BROUGHT_BYTES_MAX, bringDevice, isDeviceHere, openDevice } from '../../kit/kept-device.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { confirm } from './confirm.ts';
import { showContradictions } from './contradictions.ts';
import { fieldOf, onSent, show, tell } from './page.ts';
import type { Page } from './page.ts';

/** What a screen does around the device: when one is opened, and where there is none yet. */
export type Screen = {
  readonly opened: (device: KeptDevice) => Promise<void>;
  /** Shows what there is to do without a device in this browser. */
  readonly without: () => void;
};

/** Shows what the browser keeps: the device closed, or none. */
export async function startPanel(page: Page, screen: Screen): Promise<void> {
  page.panel.hidden = false;
  if (await isDeviceHere(page.folder)) showClosed(page, screen);
  else screen.without();
}

function showClosed(page: Page, screen: Screen): void {
  const { device } = page.words;
  show(
    page.panel,
    html`<h2>${device.title}</h2>
      <form>
        ${passphraseField(device.passphrase)}
        <p class="buttons">
          <button type="submit">${device.open}</button>
          <button type="button" class="plain" data-panel="forget">${device.forgetIt}</button>
        </p>
        <p class="working quiet"></p>
      </form>`,
  );
  onForget(page);
  onPassphrase(page, screen, (passphrase) => openDevice(page.folder, passphrase, page.crypto));
}

/** A form that brings in a device folder; a keyholder without one goes on from paper. */
export function showBring(page: Page, screen: Screen, onPaper: () => void): void {
  const { device, join, rotate } = page.words;
  show(
    page.panel,
    html`<h2>${device.title}</h2>
      <p>${device.noneHere} <a href="${page.base}/join?lang=${page.language}">${join.title}</a></p>
      <form>
        <label>${device.bringFiles} <input type="file" name="files" multiple required /></label>
        ${passphraseField(device.passphrase, device.passphraseNew)}
        <p class="quiet">${device.bringNote}</p>
        <p class="buttons"><button type="submit">${device.bring}</button></p>
        <p class="working quiet"></p>
      </form>
      <p class="buttons other-way">
        <button type="button" class="plain" data-panel="paper">${rotate.offer}</button>
      </p>`,
  );
  page.panel.querySelector('[data-panel=paper]')?.addEventListener('click', onPaper);
  onPassphrase(page, screen, async (passphrase, form) => {
    const files = await filesIn(form);
    if (files === undefined) return { ok: false, why: 'not-a-device' };
    const brought = await bringDevice(page.folder, files, passphrase, page.crypto);
    if (brought.ok) tell(device.brought);
    return brought;
  });
}

async function filesIn(form: HTMLFormElement): Promise<ReadonlyMap<string, string> | undefined> {
  const files = [...(form.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [])];
  if (files.reduce((sum, { size }) => sum + size, 0) > BROUGHT_BYTES_MAX) return undefined;
  const [first] = files;
  if (files.length === 1 && first?.name.endsWith('.zip') === true)
    return filesInZip(new Uint8Array(await first.arrayBuffer()));
  return new Map(await Promise.all(files.map(async (file) => [file.name, await file.text()] as const)));
}

/** The passphrase is never offered to be kept by the browser, as far as browsers ask us. */
export function passphraseField(label: string, note?: string): Html {
  return html`<label
    >${label}
    <input type="password" name="passphrase" autocomplete="off" maxlength="1024" required />
    ${note !== undefined && html`<span class="quiet">${note}</span>`}</label
  >`;
}

/** Works on the passphrase that is sent with the panel's form; a fault leaves the form as it is, to be tried again. */
export function onPassphrase(
  page: Page,
  screen: Pick<Screen, 'opened'>,
  work: (passphrase: string, form: HTMLFormElement) => Promise<DeviceResult | undefined>,
): void {
  onSent(page, page.panel.querySelector('form'), async (form) => {
    try {
      const result = await work(fieldOf(form, 'passphrase'), form);
      if (result?.ok === false) tell(page.words.device.faults[result.why satisfies DeviceFault]);
      if (result?.ok === true) await screen.opened(result.device);
    } finally {
      const working = form.querySelector('.working');
      if (working !== null) working.textContent = '';
    }
  });
}

/** The device is open: its key, and how to close it or take it away. */
export function showOpen(page: Page, opened: KeptDevice): void {
  const { device } = page.words;
  page.panel.classList.add('is-open');
  show(
    page.panel,
    html`<p>${device.isOpen(opened.key.slice(0, 12))}</p>
      <p class="buttons">
        <button type="button" class="plain" data-panel="close">${device.closeIt}</button>
        <button type="button" class="plain" data-panel="forget">${device.forgetIt}</button>
      </p>`,
  );
  onForget(page, opened);
  void showContradictions(page, opened);
  // What opened it is in the memory of this page only: a fresh page has it no more.
  page.panel
    .querySelector('[data-panel=close]')
    ?.addEventListener('click', () => location.replace(location.href.split('#')[0] ?? ''));
}

function onForget(page: Page, opened?: KeptDevice): void {
  const { questions, device } = page.words;
  page.panel.querySelector('[data-panel=forget]')?.addEventListener('click', () => {
    void (async () => {
      const waiting = (await opened?.waiting().catch(() => 0)) ?? 0;
      const lines = [questions.forget, ...(waiting > 0 ? [questions.forgetWaiting(waiting)] : [])];
      if (!(await confirm({ lines, isFinal: true, yes: device.forgetIt }, questions))) return;
      await page.folder.alone(page.folder.clear);
      location.replace(location.href.split('#')[0] ?? '');
    })().catch(() => tell(device.failed));
  });
}

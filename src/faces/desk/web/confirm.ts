import type { SignQuestions } from '../../../acts/words/sign-words.ts';
import { html } from '../html.ts';
import { show } from './page.ts';

/** What is about to be done, in sentences. `isFinal`: nothing brings it back. */
export type Question = {
  readonly lines: readonly string[];
  readonly isFinal: boolean;
  readonly yes?: string;
};

type Answers = Pick<SignQuestions, 'yes' | 'no' | 'final'>;

/** Asks before anything is signed; whether the person said yes. Escape and the other button are no. */
export function confirm({ lines, isFinal, yes }: Question, words: Answers): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = isFinal ? 'confirm is-final' : 'confirm';
  dialog.setAttribute('aria-labelledby', 'confirm-says');
  show(
    dialog,
    html`<form method="dialog">
      <div id="confirm-says">
        ${lines.map((line) => html`<p>${line}</p>`)}
        ${isFinal && html`<p><strong>${words.final}</strong></p>`}
      </div>
      <p class="buttons">
        <button type="button" value="yes">${yes ?? words.yes}</button>
        <button type="button" value="no" class="plain" autofocus>${words.no}</button>
      </p>
    </form>`,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    for (const button of dialog.querySelectorAll('button'))
      button.addEventListener('click', () => dialog.close(button.value));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}

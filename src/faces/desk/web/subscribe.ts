// The script of the pages on which people put themselves on the list: notifications in this browser, where it gives them.
import { REACH_WORDS } from '../../../acts/words/reach-words.ts';
import { LANGUAGES } from '../../../acts/words/words.ts';
import { canNotify, codeShown, onCode, subscribeHere } from './notify.ts';

const { base = '', language: asked, key = '' } = document.body.dataset;
const words = REACH_WORDS[LANGUAGES.find((known) => known === asked) ?? 'ru'];

const addressed = document.querySelector<HTMLFormElement>('[data-form=ask], [data-form=add]');
if (addressed !== null && key !== '' && canNotify()) offer(addressed);

// A code that came as a notification is given back by itself, once: a wrong one must not use up the tries.
const field = document.querySelector<HTMLInputElement>('[data-form=code]:has([value=push]) [name=digits]');
let isGiven = document.querySelector('.notice') !== null;
const give = (digits: string | undefined): void => {
  if (isGiven || field === null || digits === undefined) return;
  isGiven = true;
  field.value = digits;
  field.form?.requestSubmit();
};
if (field !== null) {
  onCode(give);
  void codeShown().then(give);
}

/** One press in place of an address that nobody can type. */
function offer(form: HTMLFormElement): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'here';
  button.textContent = words.thisBrowser;
  const refused = document.createElement('p');
  refused.setAttribute('role', 'status');
  form.prepend(button, refused);
  button.addEventListener('click', () => {
    button.disabled = true;
    void subscribeHere(base, key).then((address) => {
      button.disabled = false;
      if (address === undefined) refused.textContent = words.browserRefuses;
      else send(form, address);
    });
  });
}

function send(form: HTMLFormElement, address: string): void {
  const [channel, field] = [
    form.querySelector<HTMLSelectElement>('[name=channel]'),
    form.querySelector<HTMLInputElement>('[name=address]'),
  ];
  if (channel === null || field === null) return;
  channel.value = 'push';
  field.value = address;
  form.requestSubmit();
}

// The script of the page on which the plan of a place is filled in. On a hub's page nothing of the plan leaves the browser: its
// policy lets the page ask for nothing. The page of `place edit` reads and writes the file it is served beside.
import { LANGUAGES } from '../../../acts/words/words.ts';
import type { Language } from '../../../acts/words/words.ts';
import { renderLanguageLinks } from '../form-page.ts';
import { html, printHtml } from '../html.ts';
import type { Html } from '../html.ts';
import type { PlaceDraft } from '../place-draft.ts';
import { renderBar, renderFiles, renderFrame } from '../place-files.ts';
import { planFoot, planHref, renderPlanIntro } from '../place-page.ts';
import { planDrawer } from './plan-drawer.ts';
import { mayLose, openChosen, planActs } from './plan-files.ts';
import { goTo, planForm } from './plan-form.ts';
import { fresh, isUnsaved, newPlanState, wordsOf } from './plan-state.ts';
import type { PlanState } from './plan-state.ts';

const editor = document.getElementById('editor');
if (editor !== null) begin(editor, newPlanState());

function begin(place: HTMLElement, state: PlanState): void {
  const notice = document.getElementById('no-script');
  // What came over plain http anybody on the way may have changed.
  if (!isSecureContext) {
    if (notice !== null) notice.textContent = wordsOf(state).insecure;
    return;
  }
  notice?.remove();
  place.innerHTML = printHtml(renderFrame());
  const form = planForm(state, partOf('form'), () => drawer.put());
  const shown = (draft: PlaceDraft, says: Html): void => {
    Object.assign(state, fresh(draft));
    draw();
    tell(says);
  };
  const drawer = planDrawer(state, partOf('keep'), {
    tell: (says) => tell(html`${says}`),
    opened: async (draft) => {
      if (!(await mayLose(state))) return false;
      shown(draft, html``);
      // It is in no file yet.
      state.saved = '';
      form.look();
      return true;
    },
  });
  const draw = (): void => {
    partOf('files').innerHTML = printHtml(renderFiles(state.mode, state.name, state.language));
    partOf('bar').innerHTML = printHtml(renderBar(state.mode, state.language));
    if (state.mode === 'hub') drawer.draw();
    form.draw();
  };
  const acts = planActs(state, { shown, tell, look: form.look });
  draw();
  onLinks(state, draw);
  onPresses(place, acts.press);
  place.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.id === 'open') void openChosen(target, acts.open);
  });
  addEventListener('beforeunload', (event) => {
    if (isUnsaved(state)) event.preventDefault();
  });
  if (state.mode === 'file') void acts.fetch();
}

function partOf(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

function tell(says: Html): void {
  const told = partOf('told');
  told.innerHTML = printHtml(says);
  if (told.textContent !== '') told.scrollIntoView({ block: 'nearest' });
}

/** Links to fields lead there without a trace in the address; those to another language change it where the reader is. */
function onLinks(state: PlanState, draw: () => void): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const language = LANGUAGES.find((known) => known === link?.dataset['language']);
    const href = link?.getAttribute('href') ?? '';
    if (language !== undefined) speak(state, language);
    else if (href.startsWith('#')) goTo(href.slice(1));
    else return;
    event.preventDefault();
    if (language !== undefined) draw();
  });
}

function speak(state: PlanState, language: Language): void {
  state.language = language;
  const { title } = wordsOf(state);
  const hrefOf = (l: Language): string => planHref({ ...state, language: l });
  history.replaceState(null, '', hrefOf(language));
  document.documentElement.lang = language;
  document.title = title;
  const set = (selector: string, content: Html): void => {
    const found = document.querySelector(selector);
    if (found !== null) found.innerHTML = printHtml(content);
  };
  set('h1', html`${title}`);
  set('.languages', renderLanguageLinks(language, hrefOf));
  set('.about-line', html`${planFoot(state.mode, language)}`);
  set('#intro', renderPlanIntro(state.mode, language));
  set('#told', html``);
  document.querySelector<HTMLElement>('.languages [aria-current]')?.focus();
}

function onPresses(place: HTMLElement, press: (does: string) => Promise<void>): void {
  place.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button[data-do]') : null;
    const does = button?.dataset['do'];
    if (does !== undefined) void press(does);
  });
}

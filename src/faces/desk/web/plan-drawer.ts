// The part of the page that keeps a sealed draft, for who asked for it.
import { passphraseFault } from '../../kit/passphrase.ts';
import { printHtml } from '../html.ts';
import { renderKeep } from '../place-files.ts';
import type { KeepState } from '../place-files.ts';
import type { PlaceDraft } from '../place-draft.ts';
import { forgetPlan, isPlanKept, keepPlan, openKept } from './plan-keep.ts';
import type { KeptPlan } from './plan-keep.ts';
import { wordsOf } from './plan-state.ts';
import type { PlanState } from './plan-state.ts';

export type PlanDrawer = {
  readonly draw: () => void;
  /** Keeps the draft as it is now, where that was asked for. */
  readonly put: () => void;
};

type Needs = { readonly opened: (draft: PlaceDraft) => Promise<void>; readonly tell: (says: string) => void };

export function planDrawer(state: PlanState, place: HTMLElement, { opened, tell }: Needs): PlanDrawer {
  let kept: KeptPlan | undefined;
  const draw = (): void => {
    const keep: KeepState = kept !== undefined ? 'open' : isPlanKept() ? 'closed' : 'none';
    place.innerHTML = printHtml(renderKeep(keep, state.language));
  };
  const put = (): void => {
    if (kept === undefined || kept.put(state.draft)) return;
    kept = undefined;
    forgetPlan();
    draw();
    tell(wordsOf(state).keep.full);
  };
  const work = async (does: string | undefined, passphrase: string): Promise<void> => {
    const words = wordsOf(state).keep;
    const onWork = (done: number): void => {
      const working = document.getElementById('working');
      if (working !== null) working.textContent = words.working(Math.floor(done * 100));
    };
    if (does === 'keep') {
      if (passphraseFault(passphrase) !== undefined) return tell(words.short);
      kept = await keepPlan(passphrase, onWork);
      put();
      if (kept !== undefined) draw();
      return;
    }
    const found = await openKept(passphrase, onWork);
    if (found === undefined) {
      draw();
      return tell(words.wrong);
    }
    ({ kept } = found);
    draw();
    await opened(found.draft);
  };
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    const { target } = event;
    if (!(target instanceof HTMLFormElement)) return;
    const passphrase = new FormData(target).get('passphrase');
    const button = target.querySelector('button');
    if (button?.disabled !== false) return;
    button.disabled = true;
    void work(target.dataset['do'], typeof passphrase === 'string' ? passphrase : '').finally(() => {
      button.disabled = false;
    });
  });
  place.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || target.closest('[data-do=forget]') === null) return;
    kept = undefined;
    forgetPlan();
    draw();
    tell(wordsOf(state).keep.forgotten);
  });
  return { draw, put };
}

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

type Needs = {
  /** Whether the person took the draft that was kept. */
  readonly opened: (draft: PlaceDraft) => Promise<boolean>;
  readonly tell: (says: string) => void;
};

export function planDrawer(state: PlanState, place: HTMLElement, { opened, tell }: Needs): PlanDrawer {
  let keep: KeepState = 'none';
  let kept: KeptPlan | undefined;
  // One after the other, so that the last state is the one that lies there.
  let last: Promise<void> = Promise.resolve();
  const turnTo = (turned: KeepState): void => {
    keep = turned;
    if (turned !== 'open') kept = undefined;
    draw();
  };
  const draw = (): void => {
    place.innerHTML = printHtml(renderKeep(keep, state.language));
  };
  const put = (): void => {
    const drawer = kept;
    const { draft } = state;
    if (drawer === undefined) return;
    last = last
      .then(() => (drawer === kept ? drawer.put(draft) : undefined))
      .catch(() => {
        turnTo('none');
        tell(wordsOf(state).keep.full);
      });
  };
  const forget = async (): Promise<void> => {
    kept = undefined;
    await last;
    await forgetPlan().catch(() => undefined);
    turnTo('none');
    tell(wordsOf(state).keep.forgotten);
  };
  const work = async (does: string | undefined, passphrase: string): Promise<void> => {
    const words = wordsOf(state).keep;
    if (does === 'keep') {
      if (passphraseFault(passphrase) !== undefined) return tell(words.short);
      kept = await keepPlan(passphrase, onWork(words.working));
      turnTo('open');
      return put();
    }
    const found = await openKept(passphrase, onWork(words.working));
    if (found === undefined) {
      draw();
      return tell(words.wrong);
    }
    // What was kept is not written over by what somebody would rather go on with.
    if (!(await opened(found.draft))) return turnTo('closed');
    ({ kept } = found);
    turnTo('open');
  };
  onSubmit(place, (does, passphrase) => work(does, passphrase).catch(() => tell(wordsOf(state).keep.full)));
  place.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-do=forget]') !== null) void forget();
  });
  // Beside a file the file is what is kept.
  if (state.mode === 'hub')
    void isPlanKept().then((isKept) => {
      if (isKept && keep === 'none') turnTo('closed');
    });
  return { draw, put };
}

function onWork(words: (percent: number) => string): (done: number) => void {
  return (done) => {
    const working = document.getElementById('working');
    if (working !== null) working.textContent = words(Math.floor(done * 100));
  };
}

/** One passphrase at a time. */
function onSubmit(
  place: HTMLElement,
  work: (does: string | undefined, passphrase: string) => Promise<void>,
): void {
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    const { target } = event;
    const button = target instanceof HTMLFormElement ? target.querySelector('button') : null;
    if (!(target instanceof HTMLFormElement) || button?.disabled !== false) return;
    const passphrase = new FormData(target).get('passphrase');
    button.disabled = true;
    void work(target.dataset['do'], typeof passphrase === 'string' ? passphrase : '').finally(() => {
      button.disabled = false;
    });
  });
}

import { bytesToBase64Url } from '../base/bytes.ts';
import { say, tell } from '../faces/cli/command.ts';
import type { Given } from '../faces/cli/command.ts';
import { askSecretly, headerIn, holdToLength } from '../faces/cli/hub-key.ts';
import { BOARD_CSS } from '../faces/desk/board.css.ts';
import { FIRST_RUN_CSS } from '../faces/desk/first-run.css.ts';
import { renderFirstRun } from '../faces/desk/first-run-page.ts';
import { FORM_CSS } from '../faces/desk/form.css.ts';
import { firstRunApp, noHubApp } from '../faces/hub/first-run.ts';
import type { FirstRunStage } from '../faces/kit/first-run.ts';
import type { Vault } from '../record/at-rest.ts';
import type { Primitives } from '../record/primitives.ts';
import { firstRun } from './first-run.ts';
import type { FirstRun, FirstRunNeeds } from './first-run.ts';
import { makeVault } from './hub-vault.ts';
import { isJournal } from './journal.ts';
import { isLoopback } from './locked-door.ts';
import type { Door } from './locked-door.ts';

/** A first run with its pages. `answer` is silent where only this machine may ask and others can. */
export type FirstRunHere = Pick<FirstRun, 'attach' | 'vault' | 'keyTaken'> & {
  readonly answer: (request: Request) => Response | Promise<Response> | undefined;
  /** What to say of it, with the link to it once the hub listens at `address`; nothing when there is nothing to do. */
  readonly sayings: (address: string) => { readonly says: string; readonly link?: string } | undefined;
};

const TOKEN_BYTES = 16;

export function firstRunHere(needs: FirstRunNeeds, host: string): FirstRunHere {
  const run = firstRun(needs);
  const { crypto } = needs.making;
  const app = firstRunApp({
    acts: run.acts,
    page: renderFirstRun,
    css: BOARD_CSS + FORM_CSS + FIRST_RUN_CSS,
    newToken: () => bytesToBase64Url(crypto.randomBytes(TOKEN_BYTES)),
    nowMs: () => performance.now(),
  });
  void run.founded.then(() => tell(LOST_PAGE));
  return {
    ...run,
    answer: isLoopback(host) ? app.answer : () => undefined,
    sayings: (address) => {
      const says = SAYS[run.acts.stage().kind];
      if (says === '') return undefined;
      if (!isLoopback(host)) return { says: `${says} Only on this machine itself: start it without --host.` };
      if (isJournal())
        return { says: `${says} Stop the service and start it by hand: then a link is printed.` };
      return { says, link: address + app.path() };
    },
  };
}

const SAYS: Readonly<Record<FirstRunStage['kind'], string>> = {
  form: 'Nobody has founded a place here yet. Found it in a browser on this machine:',
  check: 'Nobody has founded a place here yet. Found it in a browser on this machine:',
  founding: '',
  'handing-over': 'A place was founded here. Its devices and papers wait to be handed over:',
  stopped: 'A founding was begun here and could not be finished:',
  lost: 'A place was founded here, and what was to be handed over is gone:',
  over: '',
};

const LOST_PAGE =
  'The founding is through. What to hand over stands on the page that is open; if it was closed, stop this and start it again: it prints a new link.';

/** Whether a hub is there to be opened, or its first key is still to be chosen, by a page or at the terminal. */
export function isWithoutKey(folder: string, given: Given): boolean {
  const isGiven = ['key-file', 'passphrase-file'].some((name) => given.text(name) !== undefined);
  return !isGiven && headerIn(folder) === undefined;
}

/** What stands before a hub that is new: the pages of the first run, and the terminal for who wants no place yet. */
export function newDoor(
  first: FirstRunHere,
  { folder, given, crypto }: { readonly folder: string; readonly given: Given; readonly crypto: Primitives },
): Door {
  const typed = Promise.withResolvers<Vault>();
  return {
    app: noHubApp(),
    opened: Promise.race([first.vault, typed.promise]),
    sayClosed: (address) => {
      const { says = '', link = '' } = first.sayings(address) ?? {};
      if (given.flag('json')) say(JSON.stringify({ ready: false, isNew: true, address, found: link }));
      else {
        say('This hub is new.');
        say(`${says} ${link}`);
        tell('The link holds until the place is founded or this stops, and only on this machine.');
        vaultTyped(folder, first.keyTaken, crypto).then(
          (vault) => vault && typed.resolve(vault),
          typed.reject,
        );
      }
    },
  };
}

const CHOOSE = 'Or, for a hub without a place, choose a passphrase of four or five words here: ';

async function vaultTyped(
  folder: string,
  until: AbortSignal,
  crypto: Primitives,
): Promise<Vault | undefined> {
  try {
    const text = await askSecretly(CHOOSE, until);
    if (text === undefined) return undefined;
    await holdToLength(text, true, until);
    return until.aborted ? undefined : await makeVault(folder, { kind: 'passphrase', text }, crypto);
  } catch (cause) {
    // Chosen on the page meanwhile: what was being typed here is of no account.
    if (until.aborted) return undefined;
    throw cause;
  }
}

import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { liesOn, memoryFolder } from '../adapters/machine-facts/memory-folder.ts';
import { assert } from '../base/assert.ts';
import type { Engine } from '../engine/engine.ts';
import { UsageError, WorldError } from '../faces/cli/command.ts';
import type { Making } from '../faces/cli/founding-papers.ts';
import { headerIn } from '../faces/cli/hub-key.ts';
import { nameOf } from '../faces/kit/first-run.ts';
import type {
  ChosenKey,
  FirstRunActs,
  FirstRunStage,
  PapersPlace,
  Progress,
  StoppedBy,
} from '../faces/kit/first-run.ts';
import type { Asked } from '../faces/kit/founding-ask.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Vault } from '../record/at-rest.ts';
import type { Secret } from '../record/vault-header.ts';
import { checkForm } from './first-run-check.ts';
import type { Draft } from './first-run-check.ts';
import { begunIn, foundPlace, saveBegun } from './found-place.ts';
import { dropSlip, forgetPapers, handOverFile, handOvers, PAPERS, saveSlip, slipIn } from './hand-over.ts';
import { keyFileSecret, makeVault } from './hub-vault.ts';

export type FirstRunNeeds = {
  /** The hub's folder. */
  readonly data: string;
  /** Where the folder for the papers goes; without it into memory, else beside the hub. */
  readonly papers: string | undefined;
  /** Whether the hub has no key yet, so that it is chosen on the page. */
  readonly needsKey: boolean;
  readonly making: Making;
};

/** A place that is being founded on pages, beside the hub or before it. */
export type FirstRun = {
  readonly acts: FirstRunActs;
  /** The hub's key, once it is chosen on the page: then the hub can start. */
  readonly vault: Promise<Vault>;
  /** Told when a key is being made on the page. */
  readonly keyTaken: AbortSignal;
  /** To be called when the hub has started: finishes what an earlier start began. */
  readonly attach: (engine: Engine) => Promise<void>;
  /** Told when a place that was founded on the page is on the hub's record. */
  readonly founded: Promise<void>;
};

type State = {
  readonly needs: FirstRunNeeds;
  needsKey: boolean;
  stage: FirstRunStage;
  draft: Draft | undefined;
  forgetting: Promise<void> | undefined;
  readonly vault: PromiseWithResolvers<Vault>;
  readonly engine: PromiseWithResolvers<Engine>;
  readonly keyTaken: AbortController;
  readonly founded: PromiseWithResolvers<void>;
};

export function firstRun(needs: FirstRunNeeds): FirstRun {
  const s: State = {
    needs,
    needsKey: needs.needsKey,
    stage: { kind: 'form', typed: undefined, faults: [], needsKey: needs.needsKey },
    draft: undefined,
    forgetting: undefined,
    vault: Promise.withResolvers(),
    engine: Promise.withResolvers(),
    keyTaken: new AbortController(),
    founded: Promise.withResolvers(),
  };
  return {
    acts: actsOf(s),
    vault: s.vault.promise,
    keyTaken: s.keyTaken.signal,
    founded: s.founded.promise,
    attach: async (engine) => {
      s.needsKey = false;
      s.engine.resolve(engine);
      // Begun on the page already, it goes on by itself.
      if (s.stage.kind !== 'founding') s.stage = await resumed(s, engine);
    },
  };
}

function actsOf(s: State): FirstRunActs {
  return {
    stage: () => s.stage,
    check: (typed, passphrase) => {
      if (s.stage.kind !== 'form' && s.stage.kind !== 'check') return;
      const { needsKey } = s;
      const found = checkForm(typed, passphrase, { data: s.needs.data, needsKey });
      s.draft = found.ok ? found.value : undefined;
      s.stage = found.ok
        ? {
            kind: 'check',
            asked: found.value.asked,
            key: found.value.key,
            place: placeOf(papersParent(s.needs)),
          }
        : { kind: 'form', typed, faults: found.error, needsKey };
    },
    change: () => {
      if (s.stage.kind !== 'check') return;
      s.stage = { kind: 'form', typed: s.draft?.typed, faults: [], needsKey: s.needsKey };
      s.draft = undefined;
    },
    found: () => {
      const { draft } = s;
      if (s.stage.kind !== 'check' || draft === undefined) return false;
      s.draft = undefined;
      s.stage = { kind: 'founding', asked: draft.asked, done: NOTHING_DONE };
      void run(s, draft);
      return true;
    },
    mark: (name, isHanded) => mark(s, name, isHanded),
    forget: () => {
      // Pressed twice it is done once.
      s.forgetting ??= forget(s).finally(() => {
        s.forgetting = undefined;
      });
      return s.forgetting;
    },
    file: (name) => {
      if (s.stage.kind !== 'handing-over') return undefined;
      const item = s.stage.items.find((one) => nameOf(one) === name);
      return item && handOverFile(s.stage.place.folder, item);
    },
  };
}

async function forget(s: State): Promise<void> {
  const { data } = s.needs;
  const { stage } = s;
  if (stage.kind === 'lost') {
    dropSlip(data);
    s.stage = { kind: 'over' };
  } else if (stage.kind === 'handing-over' && stage.items.every((item) => item.isHanded))
    s.stage = await forgotten(s, stage.place.folder);
}

/** Takes the papers off this machine; what stays because it could not be is said. */
async function forgotten({ needs }: State, folder: string): Promise<FirstRunStage> {
  try {
    await forgetPapers(needs.data, folder, needs.making);
    return { kind: 'over' };
  } catch (cause) {
    if (!(cause instanceof WorldError)) throw cause;
    return { kind: 'stopped', by: 'papers-not-gone', folder };
  }
}

function mark(s: State, name: string, isHanded: boolean): void {
  const { stage } = s;
  if (stage.kind !== 'handing-over' || !stage.items.some((item) => nameOf(item) === name)) return;
  const out = stage.place.folder;
  const begun = begunIn(out);
  if (!begun.ok || begun.value === undefined) return;
  const others = begun.value.handed.filter((each) => each !== name);
  const now = { ...begun.value, handed: isHanded ? [...others, name] : others };
  saveBegun(out, now);
  s.stage = { ...stage, items: handOvers(now) };
  void s.needs.making.onStep(`handed ${now.handed.length}`);
}

const NOTHING_DONE: Progress = { hasKey: false, keyholders: 0, wardens: 0, isOnHub: false };

/** From the form to the papers. Whatever fails is shown on the page; what was whole is gone on with. */
async function run(s: State, draft: Draft): Promise<void> {
  const { data } = s.needs;
  try {
    const fault = draft.key && (await giveKey(s, draft));
    if (fault !== undefined) {
      s.stage = stageAfter(s, draft, fault);
      return;
    }
    const engine = await s.engine.promise;
    await showing(s)('vault');
    if (engine.people().founding !== undefined || engine.size() > 0) {
      s.stage = { kind: 'stopped', by: 'holds-something', folder: data };
      return;
    }
    const out = join(papersParent(s.needs), PAPERS + hubIn(data));
    saveSlip(data, { papers: out, isOver: false });
    await s.needs.making.onStep('slip');
    s.stage = await founded(s, engine, { out, asked: draft.asked, key: draft.key });
    if (s.stage.kind === 'handing-over') s.founded.resolve();
  } catch (cause) {
    s.stage = stageAfter(s, draft, stoppedBy(cause));
  }
}

/** The hub's key: until it lies in its place the hub cannot start. */
async function giveKey(s: State, { key, passphrase }: Draft): Promise<StoppedBy | undefined> {
  const { crypto } = s.needs.making;
  s.keyTaken.abort();
  let secret: Secret = { kind: 'passphrase', text: passphrase };
  try {
    if (key?.way === 'key-file') secret = keyFileSecret(key.file, crypto);
  } catch (cause) {
    if (cause instanceof WorldError || cause instanceof UsageError) return 'key-file-unwritable';
    throw cause;
  }
  s.vault.resolve(await makeVault(s.needs.data, secret, crypto));
  return undefined;
}

type Papers = { readonly out: string; readonly asked: Asked; readonly key?: ChosenKey | undefined };

async function founded(s: State, engine: Engine, { out, asked, key }: Papers): Promise<FirstRunStage> {
  const { data, making } = s.needs;
  const founding = { out, asked, hub: hubIn(data), engine: async () => engine };
  const result = await foundPlace(founding, { ...making, onStep: showing(s) });
  const begun = begunIn(out);
  // The devices and papers of the keyholders count all the same.
  const isRefused = !result.ok && result.error.kind === 'invitation-refused';
  if ((!result.ok && !isRefused) || !begun.ok || begun.value === undefined)
    return { kind: 'stopped', by: result.ok ? 'note-damaged' : result.error.kind, folder: out };
  return {
    kind: 'handing-over',
    asked,
    items: handOvers(begun.value),
    place: placeOf(out),
    key,
    areWardensIn: result.ok && result.value.areWardensIn,
  };
}

/** Where a hub that has just started stands: what was begun before is finished, and never begun again. */
async function resumed(s: State, engine: Engine): Promise<FirstRunStage> {
  const { data } = s.needs;
  const slip = slipIn(data);
  const isFounded = engine.people().founding !== undefined;
  if (slip === undefined)
    return isFounded || engine.size() > 0
      ? { kind: 'over' }
      : { kind: 'form', typed: undefined, faults: [], needsKey: false };
  const out = slip.papers;
  if (slip.isOver) return forgotten(s, out);
  try {
    const begun = begunIn(out);
    if (!begun.ok) return { kind: 'stopped', by: begun.error.kind, folder: out };
    const known = begun.value?.hub === hubIn(data) ? begun.value : undefined;
    if (known?.founding !== undefined) return await founded(s, engine, { out, asked: known.asked });
  } catch (cause) {
    return { kind: 'stopped', by: stoppedBy(cause), folder: out };
  }
  if (isFounded) return { kind: 'lost', folder: out };
  // Its keys were never used: it starts clean.
  return { kind: 'form', typed: undefined, faults: [], needsKey: false };
}

/** Tells the page how far it is, and lets it be asked for in between. */
function showing(s: State): Making['onStep'] {
  return async (step) => {
    const { stage } = s;
    const [what, n = ''] = step.split(' ');
    if (stage.kind === 'founding') {
      const done = {
        ...stage.done,
        ...(what === 'vault' && { hasKey: true }),
        ...(what === 'paper' && { keyholders: Number(n) }),
        ...(what === 'warden' && { wardens: Number(n) }),
        ...(what === 'papers' && { keyholders: stage.asked.keyholders, wardens: stage.asked.cells.length }),
        ...(what === 'founded' && { isOnHub: true }),
      };
      s.stage = { ...stage, done };
    }
    await setImmediate();
    await s.needs.making.onStep(step);
  };
}

/** What a failure of the world is called on the page; whatever else is thrown is a bug and goes on. */
function stoppedBy(cause: unknown): StoppedBy {
  if (cause instanceof WorldError) return 'papers-unwritable';
  if (cause instanceof UsageError) return 'note-damaged';
  if (!(cause instanceof StoreFailure)) throw cause;
  return cause.kind === 'in-use' ? 'key-made-meanwhile' : 'store-failed';
}

/** Papers that are whole are for the next start to go on with; before that it may be tried again at once. */
function stageAfter(s: State, draft: Draft, by: StoppedBy): FirstRunStage {
  const { data } = s.needs;
  const slip = slipIn(data);
  const begun = slip && begunIn(slip.papers);
  if (slip !== undefined && (begun?.ok === false || begun?.value?.founding !== undefined))
    return { kind: 'stopped', by, folder: slip.papers };
  s.needsKey = headerIn(data) === undefined;
  return { kind: 'form', typed: draft.typed, faults: [], needsKey: s.needsKey, stoppedBy: by };
}

function hubIn(data: string): string {
  const hub = headerIn(data)?.hub;
  assert(hub !== undefined, 'a hub that runs has its header');
  return hub;
}

/** In memory where there is such a folder: what lay there is gone with the power. */
function papersParent({ papers, data }: FirstRunNeeds): string {
  return resolve(papers ?? memoryFolder(process.env) ?? dirname(resolve(data)));
}

function placeOf(folder: string): PapersPlace {
  return { folder, kind: liesOn(folder) };
}

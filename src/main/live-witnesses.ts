import { witnessHttp } from '../adapters/witness-http/witness-http.ts';
import type { Engine } from '../engine/engine.ts';
import { evidenceDesk } from '../engine/evidence.ts';
import { keepEvidence } from '../engine/keep-evidence.ts';
import type { LogKeeper } from '../engine/log-keeper.ts';
import { witnessHealth, witnessMark } from '../engine/witness-board.ts';
import type { WitnessBoard } from '../engine/witness-board.ts';
import { witnessDesk } from '../engine/witness-desk.ts';
import type { WitnessDesk } from '../engine/witness-desk.ts';
import { witnessedRecord } from '../engine/witnessed-record.ts';
import { newAsker } from '../engine/witnessing.ts';
import type { AskedWitness, OwnLog } from '../engine/witnessing.ts';
import { tell } from '../faces/cli/command.ts';
import { witnessSigner } from '../faces/cli/witness-keys.ts';
import { parseWitnesses, WITNESSES_SETTING } from '../faces/cli/witness-settings.ts';
import type { WitnessSettings } from '../faces/cli/witness-settings.ts';
import type { HubNeeds } from '../faces/hub/app.ts';
import { secretAddresses } from '../faces/kit/secret-addresses.ts';
import { WITNESS_DOORS_SETTING } from '../faces/kit/witness-door.ts';
import { parsePolicy } from '../record/log/policy.ts';
import type { Policy } from '../record/log/policy.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Store } from '../ports/store.ts';
import { newlyKept } from './live-alarms.ts';

/** The witnesses of a running hub, and the hub as a witness, as its settings say now. */
export type LiveWitnesses = {
  /** What of it is reached over HTTP. */
  readonly hub: Pick<HubNeeds, 'witness' | 'witnessed' | 'keepEvidence'>;
  readonly board: () => WitnessBoard;
  /** Asks the witnesses that it is time to ask. Call it every second: what came within one is witnessed together. */
  readonly ask: () => Promise<void>;
  /** Takes up what was changed since. */
  readonly reread: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type WitnessesNeeds = {
  readonly store: Store;
  readonly crypto: Primitives;
  readonly engine: Pick<Engine, 'clock' | 'origin' | 'hubKey' | 'log' | 'changed'>;
  readonly steadyMs: () => number;
};

const NONE: WitnessSettings = { watches: [], asks: [] };

/** A played day asks nobody and signs for nobody. */
export async function liveWitnesses(needs: WitnessesNeeds): Promise<LiveWitnesses> {
  const { store, crypto, engine, steadyMs } = needs;
  const { clock, origin, hubKey } = engine;
  let desk: WitnessDesk | undefined;
  const { settings, asked, policy, ...rules } = witnessRules(needs);
  const doors = secretAddresses(store, WITNESS_DOORS_SETTING, crypto);
  const base = { store, crypto, now: clock.now };
  const evidence = evidenceDesk(base);
  const log = ownLog(engine.log);
  const keys = engine.log?.keys ?? [];
  const record = witnessedRecord({ ...base, log, origin, keys, policy });
  const reread = async (): Promise<void> => {
    if (await rules.reread()) await record.weigh();
    doors.reread();
    const cosigner = clock.kind === 'real' ? witnessSigner(store, crypto) : undefined;
    desk ??= cosigner && witnessDesk({ ...base, evidence, cosigner, logs: () => settings().watches });
  };
  await reread();
  const asker = newAsker({ ...base, ...record, log, asked, steadyMs });
  const board = (): WitnessBoard => {
    const upTo = record.upTo();
    return {
      size: engine.log?.head()?.size ?? 0,
      origin,
      witnesses: asker.witnesses(),
      hasRule: policy() !== undefined,
      ...(upTo && { upTo }),
      doubts: record.doubts().filter(({ witness }) => asked().some(({ name }) => name === witness)),
      watched: desk?.watched() ?? [],
      evidence: evidence.held(),
    };
  };
  const announce = announcer(engine.changed);
  return {
    hub: {
      witness: {
        isOpenTo: (token) => desk !== undefined && doors.isOpenTo(token),
        addCheckpoint: async (body) => desk?.addCheckpoint(body) ?? { status: 404 },
      },
      witnessed: () => witnessHealth(board()),
      keepEvidence: (notes) =>
        keepEvidence(notes, { desk: evidence, logs: settings().watches, hubKey, sha256: crypto.sha256 }),
    },
    board,
    ask: async () => {
      announce(board());
      await asker.round();
      announce(board());
    },
    reread,
    close: async () => {
      await rules.close();
      await asker.round();
    },
  };
}

/** What was set, and what it was made into. */
type WitnessRules = {
  readonly settings: () => WitnessSettings;
  readonly asked: () => readonly AskedWitness[];
  readonly policy: () => Policy | undefined;
  /** Whether they are others now. */
  readonly reread: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

function witnessRules({ store, crypto, engine }: WitnessesNeeds): WitnessRules {
  const settingsNow = newlyKept(store, WITNESSES_SETTING);
  let settings = NONE;
  let asked: readonly AskedWitness[] = [];
  let policy: Policy | undefined;
  const askOthers = async (others: readonly AskedWitness[]): Promise<void> => {
    const old = asked;
    asked = others;
    await Promise.all(old.map(({ witness }) => witness.close()));
  };
  return {
    settings: () => settings,
    asked: () => asked,
    policy: () => policy,
    reread: async () => {
      const { kept, isNew } = settingsNow();
      if (!isNew || engine.clock.kind !== 'real') return false;
      const read = parseWitnesses(kept, crypto.sha256);
      if (read === undefined) {
        tell('hub: the witnesses cannot be read, and all is as before. See: shanyrak witness list');
        return false;
      }
      settings = read;
      policy = ruleOf(read, crypto);
      await askOthers(
        read.asks.map(({ name, key, ...config }) => ({ name, key, witness: witnessHttp(config) })),
      );
      return true;
    },
    close: () => askOthers([]),
  };
}

/** Tells open boards when they would say something else. */
function announcer(changed: () => void): (board: WitnessBoard) => void {
  let last: string | undefined;
  return (board) => {
    const mark = witnessMark(board);
    if (last !== undefined && mark !== last) changed();
    last = mark;
  };
}

/** A rule that asks for no witness is none: what nobody signed is not shown as witnessed. */
function ruleOf({ policy }: WitnessSettings, { sha256 }: Primitives): Policy | undefined {
  const rule = policy === undefined ? undefined : parsePolicy(policy, sha256);
  return rule?.ok && rule.value.quorum !== 'none' ? rule.value : undefined;
}

function ownLog(keeper: LogKeeper | undefined): OwnLog {
  return {
    newest: () => {
      const head = keeper?.head();
      return head && { size: head.size, note: head.shortNote };
    },
    consistency: (from, to) => keeper?.consistencyProof({ from, to }) ?? [],
    addLines: async (size, lines) => keeper?.addLines(size, lines),
  };
}

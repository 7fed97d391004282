import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { canonicalJson, parseJson } from '../base/canonical-json.ts';
import { INSTANT_MS_MAX, instant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { fieldsOf } from '../record/kinds/fields.ts';
import type { Fields } from '../record/kinds/fields.ts';
import { printVerifierKey } from '../record/log/note.ts';
import type { VerifierKey } from '../record/log/note.ts';
import { openCheckpoint, withLines } from '../record/log/sign-note.ts';
import type { NoteCrypto } from '../record/log/sign-note.ts';
import { isSatisfied } from '../record/log/policy.ts';
import type { Policy } from '../record/log/policy.ts';
import { isPlainObject } from '../record/subset.ts';
import type { Store } from '../ports/store.ts';
import { NOTE } from './kept-evidence.ts';
import type { AskerNeeds, Doubt, LogState, OwnLog, WitnessLine } from './witnessing.ts';

/** How far this hub's own record is witnessed, and what its witnesses hold against it. Kept, so that a restart forgets neither. */
export type WitnessedRecord = Pick<AskerNeeds, 'signed' | 'doubted'> & {
  /** The longest checkpoint that enough witnesses signed by the policy, with their lines, and since when. */
  readonly upTo: () => WitnessedState | undefined;
  readonly doubts: () => readonly Doubt[];
  /** Reckons anew what is witnessed. Call it at the start and when the policy has changed. */
  readonly weigh: () => Promise<void>;
};

export type WitnessedState = LogState & { readonly at: Instant };

export type WitnessedNeeds = {
  readonly store: Pick<Store, 'setting' | 'saveSetting'>;
  readonly log: Pick<OwnLog, 'addLines'>;
  /** The name of this hub's log: what was signed of one with another name says nothing of this one. */
  readonly origin: string;
  /** By which its own lines are verified. */
  readonly keys: readonly VerifierKey[];
  readonly policy: () => Policy | undefined;
  readonly crypto: NoteCrypto;
  readonly now: () => Instant;
};

const WITNESSED = 'witnessed';
const DOUBTS = 'witness-doubts';
/** Of so many checkpoints lines are gathered at once: slower witnesses sign older ones. */
const GATHERED_MAX = 8;

type Gathered = LogState & { readonly lines: readonly WitnessLine[] };

export function witnessedRecord(needs: WitnessedNeeds): WitnessedRecord {
  const { store, log, origin, policy, now } = needs;
  let best = keptState(store.setting(WITNESSED), origin);
  let doubts = keptDoubts(store.setting(DOUBTS), origin);
  let gathered: readonly Gathered[] = [];
  const gather = ({ size, note }: LogState, line: WitnessLine): Gathered => {
    const old = gathered.find((each) => each.note === note);
    const id = printVerifierKey(line.key);
    const others = old?.lines.filter(({ key }) => printVerifierKey(key) !== id) ?? [];
    const state = { size, note, lines: [...others, line] };
    gathered = [...gathered.filter((each) => each !== old), state].slice(-GATHERED_MAX);
    return state;
  };
  const consider = ({ size, note, lines }: Gathered): void => {
    const rule = policy();
    if (rule === undefined || size < (best?.size ?? 0) || !isSatisfied(rule, lines)) return;
    const at = size === best?.size ? best.at : now();
    const under = lines.map((each) => each.line);
    best = { size, note: withLines(note, under), at };
    store.saveSetting(WITNESSED, utf8Encode(canonicalJson(best)));
  };
  return {
    signed: async (state, line) => {
      const grown = gather(state, line);
      await log.addLines(state.size, [line.line]);
      consider(grown);
    },
    weigh: async () => {
      const rule = policy();
      const isStill = best !== undefined && rule !== undefined && (await isEnough(best, rule, needs));
      if (!isStill) best = undefined;
      for (const state of gathered) consider(state);
    },
    doubted: async (witness, doubt) => {
      const old = doubts.find((each) => each.witness === witness);
      if (old === undefined && doubt === undefined) return;
      // What it says may grow; since when it says so stays.
      const since = old?.since ?? now();
      const others = doubts.filter((each) => each !== old);
      doubts = doubt === undefined ? others : [...others, { ...doubt, since }];
      store.saveSetting(
        DOUBTS,
        utf8Encode(canonicalJson({ origin, doubts: doubts.map((each) => ({ ...each })) })),
      );
    },
    upTo: () => best,
    doubts: () => doubts,
  };
}

/** Whether the witnesses under a note are enough by a policy that may not be the one it was kept by. */
async function isEnough({ note }: LogState, rule: Policy, needs: WitnessedNeeds): Promise<boolean> {
  const keys = { origin: needs.origin, log: needs.keys, witnesses: rule.witnesses.map(({ key }) => key) };
  const opened = await openCheckpoint(note, keys, needs.crypto);
  return opened.ok && isSatisfied(rule, opened.value.cosigned);
}

function keptState(kept: Uint8Array | undefined, origin: string): WitnessedState | undefined {
  const value = kept === undefined ? undefined : parseJson(utf8Decode(kept) ?? '');
  if (!isPlainObject(value)) return undefined;
  const f = fieldsOf(value);
  const read = {
    size: f.count('size', Number.MAX_SAFE_INTEGER),
    note: f.inForm('note', NOTE),
    at: instant(f.count('at', INSTANT_MS_MAX)),
  };
  return f.fault() === undefined && read.note.startsWith(`${origin}\n`) ? read : undefined;
}

/** What was held against a log of another name is over with that log. */
function keptDoubts(kept: Uint8Array | undefined, origin: string): readonly Doubt[] {
  const value = kept === undefined ? undefined : parseJson(utf8Decode(kept) ?? '');
  if (!isPlainObject(value)) return [];
  const f = fieldsOf(value);
  const [of, doubts] = [f.words('origin'), f.list('doubts', readDoubt)];
  return f.fault() === undefined && of === origin ? doubts : [];
}

function readDoubt(f: Fields): Doubt {
  return {
    witness: f.code('witness'),
    kind: f.oneOf('kind', ['longer', 'other']),
    theirs: f.count('theirs', Number.MAX_SAFE_INTEGER),
    since: instant(f.count('since', INSTANT_MS_MAX)),
  };
}

import { SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { parseNote, parseSignatureLines } from '../record/log/note.ts';
import type { SignatureLine, VerifierKey } from '../record/log/note.ts';
import { openNote } from '../record/log/sign-note.ts';
import type { NoteCrypto } from '../record/log/sign-note.ts';
import { printAddCheckpoint } from '../record/log/witness-request.ts';
import type { Witness, WitnessAnswer } from '../ports/witness.ts';

/** A hub's own log, as far as its witnesses are shown of it. */
export type OwnLog = {
  /** The newest checkpoint that was signed and lies on the disk. */
  readonly newest: () => LogState | undefined;
  /** The proof that the first `from` entries are the beginning of the first `to` (RFC 6962, 2.1.2). */
  readonly consistency: (from: number, to: number) => readonly Uint8Array[];
  /** Puts lines of witnesses under the checkpoint of that size where it is served, if it still is the newest. */
  readonly addLines: (size: number, lines: readonly SignatureLine[]) => Promise<void>;
};

export type LogState = { readonly size: number; readonly note: string };

/** A witness that is asked. Its key was given by its people, never by itself. */
export type AskedWitness = { readonly name: string; readonly key: VerifierKey; readonly witness: Witness };

/** A line of a witness under a checkpoint of ours, verified. `seconds`: what it states, since 1970. */
export type WitnessLine = {
  readonly key: VerifierKey;
  readonly seconds: number;
  readonly line: SignatureLine;
};

/** `other`: the witness signed what is not the beginning of our log; `longer`: more than it has. */
export type Doubt = {
  readonly witness: string;
  readonly kind: 'longer' | 'other';
  readonly theirs: number;
  readonly since: Instant;
};

/** `asked`: it has not said anything yet. `false`: what it answered is no signature of its own over our checkpoint of now. */
export type WitnessState = 'asked' | 'signed' | 'silent' | 'refuses' | 'false' | 'doubts';

export type WitnessNow = {
  readonly name: string;
  readonly state: WitnessState;
  /** How many entries it signed last. */
  readonly size?: number;
};

export type Asker = {
  /** Call it after checkpoints and every second or so: asks whom it is time to ask, and resolves when they have answered. */
  readonly round: () => Promise<void>;
  readonly witnesses: () => readonly WitnessNow[];
};

export type AskerNeeds = {
  readonly log: OwnLog;
  readonly asked: () => readonly AskedWitness[];
  readonly crypto: NoteCrypto;
  readonly now: () => Instant;
  /** Milliseconds that no setting of a clock moves. */
  readonly steadyMs: () => number;
  /** Told of each line that was verified. */
  readonly signed: (state: LogState, line: WitnessLine) => Promise<void>;
  /** Told when a witness begins to know another record than ours, and when it knows ours again. */
  readonly doubted: (witness: string, doubt: Omit<Doubt, 'since'> | undefined) => Promise<void>;
};

const WITHIN_MS: number = 10 * SECOND_MS;
/** As much as hubs allow each other's clocks in an entry; a line of another hour was made for another day. */
const CLOCKS_APART_S = 600;
const WAIT_MS = { first: 2 * SECOND_MS, most: 300 * SECOND_MS } as const;

type Standing = {
  state: WitnessState;
  /** What it says, or showed, that it has signed. */
  known: number;
  /** The text of the checkpoint that it signed last. */
  text?: string;
  size?: number;
  failures: number;
  notBeforeMs: number;
};

/** Asks every witness for its line under the newest checkpoint, each at its own pace: one that is slow holds up no other. */
export function newAsker(needs: AskerNeeds): Asker {
  const { log, asked, steadyMs, doubted, signed } = needs;
  // One that was entered anew is asked anew.
  const standings = new WeakMap<Witness, Standing>();
  const running = new Map<Witness, Promise<void>>();
  const of = ({ witness }: AskedWitness): Standing => {
    const known = standings.get(witness) ?? { state: 'asked', known: 0, failures: 0, notBeforeMs: 0 };
    standings.set(witness, known);
    return known;
  };

  const failed = (standing: Standing, state: WitnessState): void => {
    const { failures } = standing;
    const wait = Math.min(WAIT_MS.first * 2 ** Math.min(failures, 10), WAIT_MS.most);
    Object.assign(standing, { state, failures: failures + 1, notBeforeMs: steadyMs() + wait });
  };

  const doubt = async (witness: string, standing: Standing, theirs: number, size: number): Promise<void> => {
    failed(standing, 'doubts');
    await doubted(witness, { witness, kind: theirs > size ? 'longer' : 'other', theirs });
  };

  const ask = async (one: AskedWitness, newest: LogState): Promise<void> => {
    const standing = of(one);
    let answer = await askFrom(one, standing.known, { newest, log });
    // Once: whoever names another size each time is not answered without end.
    if (answer.kind === 'conflict' && answer.size !== undefined && answer.size !== standing.known) {
      standing.known = answer.size;
      if (answer.size <= newest.size) answer = await askFrom(one, answer.size, { newest, log });
    }
    if (answer.kind === 'signed') {
      const line = await lineIn(answer.lines, newest.note, one.key, needs);
      if (line === undefined) return failed(standing, 'false');
      const { size, note } = newest;
      await doubted(one.name, undefined);
      await signed(newest, line);
      // Not before: what could not be kept is asked for again.
      Object.assign(standing, { state: 'signed', known: size, size, text: textOf(note), failures: 0 });
      return;
    }
    // An older question of ours may have come to it meanwhile, and the log may have grown past what it said.
    const before = standing.known;
    if (answer.kind === 'conflict') standing.known = answer.size ?? before;
    const isPassed = standing.known > newest.size && standing.known <= (log.newest()?.size ?? 0);
    if (standing.known !== before || isPassed) return failed(standing, 'asked');
    const isOther = answer.kind === 'conflict' || answer.kind === 'unproven';
    if (isOther && standing.known > 0) return doubt(one.name, standing, standing.known, newest.size);
    return failed(standing, STATE_AFTER[answer.kind]);
  };

  return {
    round: async () => {
      const newest = log.newest();
      if (newest === undefined) return;
      for (const one of asked()) {
        const { text, notBeforeMs } = of(one);
        if (running.has(one.witness) || text === textOf(newest.note) || steadyMs() < notBeforeMs) continue;
        const turn = ask(one, newest).finally(() => running.delete(one.witness));
        running.set(one.witness, turn);
      }
      await Promise.all(running.values());
    },
    witnesses: () =>
      asked().map((one) => {
        const { state, size } = of(one);
        return { name: one.name, state, ...(size !== undefined && { size }) };
      }),
  };
}

type From = { readonly newest: LogState; readonly log: Pick<OwnLog, 'consistency'> };

function askFrom({ witness }: AskedWitness, from: number, { newest, log }: From): Promise<WitnessAnswer> {
  const { size, note } = newest;
  const old = Math.min(from, size);
  const proof = old === 0 || old === size ? [] : log.consistency(old, size);
  return witness.addCheckpoint(printAddCheckpoint({ old, proof, note }), WITHIN_MS);
}

/** The witness's line under this note, of about now. What else it answered is passed over. */
async function lineIn(
  lines: string,
  note: string,
  key: VerifierKey,
  { crypto, now }: Pick<AskerNeeds, 'crypto' | 'now'>,
): Promise<WitnessLine | undefined> {
  const [read, under] = [parseSignatureLines(lines), parseNote(note)];
  if (!read.ok || !under.ok) return undefined;
  const line = read.value.find(({ name, keyId }) => name === key.name && keyId === key.keyId);
  if (line === undefined) return undefined;
  const opened = await openNote({ text: under.value.text, lines: [line] }, [key], crypto);
  const seconds = opened.ok ? opened.value[0]?.at : undefined;
  if (seconds === undefined) return undefined;
  const isNow = Math.abs(seconds - now() / SECOND_MS) <= CLOCKS_APART_S;
  return isNow ? { key, seconds, line } : undefined;
}

/** What is signed, without the lines under it, which become more. */
function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n'));
}

const STATE_AFTER: Readonly<Record<Exclude<WitnessAnswer['kind'], 'signed'>, WitnessState>> = {
  conflict: 'false',
  unproven: 'false',
  refused: 'refuses',
  unknown: 'refuses',
  faulty: 'refuses',
  down: 'silent',
};

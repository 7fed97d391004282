/**
 * What a witness of logs answers (C2SP tlog-witness). `signed`: the lines of the answer as they came, which prove nothing until they are
 * checked. `conflict`: it signed a checkpoint of another size than the one to go from, `size` where it says which, or of the same size
 * with another root. `unproven`: the proof does not lead from what it signed to this. `refused`: signed by no key it trusts for this log.
 * `unknown`: there is no such witness, or it does not know this log. `faulty`: it could not read what it was sent. `down`: no answer, or none that
 * means anything.
 */
export type WitnessAnswer =
  | { readonly kind: 'signed'; readonly lines: string }
  | { readonly kind: 'conflict'; readonly size?: number }
  | { readonly kind: 'unproven' | 'refused' | 'unknown' | 'faulty' | 'down' };

/** A witness that is asked to sign checkpoints of this hub's log. It tries once, keeps no state and throws nothing. */
export type Witness = {
  /** `request`: the whole body of an `add-checkpoint`. */
  readonly addCheckpoint: (request: string, withinMs: number) => Promise<WitnessAnswer>;
  readonly close: () => Promise<void>;
};

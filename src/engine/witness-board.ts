import type { Evidence } from './evidence.ts';
import type { WatchedNow } from './witness-desk.ts';
import type { WitnessedState } from './witnessed-record.ts';
import type { Doubt, WitnessNow } from './witnessing.ts';

/** How a hub stands with its witnesses and with those it witnesses, for whoever shows it. */
export type WitnessBoard = {
  /** Entries in the newest checkpoint of this hub's log. */
  readonly size: number;
  readonly origin: string;
  /** Those that are asked to sign for this hub. */
  readonly witnesses: readonly WitnessNow[];
  /** Whether it was said how many have to sign. */
  readonly hasRule: boolean;
  readonly upTo?: Pick<WitnessedState, 'size' | 'at'>;
  readonly doubts: readonly Doubt[];
  /** Those for which this hub signs. */
  readonly watched: readonly WatchedNow[];
  readonly evidence: readonly Evidence[];
};

/** For who watches over the hub: none by name. Nothing where no witness is asked. */
export type WitnessHealth = 'witnessed' | 'unwitnessed' | 'contradicted';

export function witnessHealth(board: WitnessBoard): WitnessHealth | undefined {
  if (board.witnesses.length === 0) return undefined;
  if (board.doubts.length > 0) return 'contradicted';
  return board.upTo?.size === board.size ? 'witnessed' : 'unwitnessed';
}

/** Another text whenever a page would say something else. */
export function witnessMark({ size, witnesses, upTo, doubts, watched, evidence }: WitnessBoard): string {
  const open = evidence.filter(({ answeredAt }) => answeredAt === undefined).length;
  const back = watched.map(({ shorter }) => shorter?.size ?? '');
  return JSON.stringify([size, witnesses, upTo?.size, doubts, back, open]);
}

import { isConsistent } from '../../record/log/merkle-check.ts';
import { holdLog } from '../../record/log/held-log.ts';
import { checkpointIn } from '../../record/log/checkpoint.ts';
import type { SeenLog } from '../../record/log/seen-log.ts';
import type { NoteCrypto } from '../../record/log/sign-note.ts';

/** What is asked of a hub's log before something is signed. Nothing where the hub does not answer. */
export type AskLog = {
  readonly newest: () => Promise<string | undefined>;
  readonly growth: (from: number, to: number) => Promise<readonly Uint8Array[] | undefined>;
};

/** Where a hub tells of its log, below a link. */
export const LOG_CHECKPOINT_PATH = '/log/checkpoint';

export function logGrowthPath(from: number, to: number): string {
  return `/log/consistency?from=${from}&to=${to}`;
}

/**
 * The newest checkpoint of the hub, to be named in what is signed next: that shows that it is not older. What is not believed
 * leaves things as they were, and the next answer to a post says so. A contradiction stands until the hub shows that its two
 * states continue each other: somebody on the way may have spoiled the proof alone.
 */
export async function lookAtLog(
  kept: SeenLog | undefined,
  { newest, growth }: AskLog,
  crypto: NoteCrypto,
): Promise<SeenLog | undefined> {
  const believed = kept?.against ? await lifted(kept, growth, crypto) : kept;
  if (believed?.against) return believed;
  const note = await newest();
  const now = note === undefined ? undefined : checkpointIn(note);
  if (note === undefined || now === undefined) return believed;
  const last = believed && checkpointIn(believed.checkpoint);
  const isGrown = last?.origin === now.origin && last.size > 0 && last.size < now.size;
  const consistency = isGrown ? await growth(last.size, now.size) : undefined;
  // Without a proof nothing is decided: it is asked for again with the next post.
  if (isGrown && consistency === undefined) return believed;
  const held = await holdLog(believed, { checkpoint: note, ...(consistency && { consistency }) }, crypto);
  // That the log was begun anew is said where something is said at all.
  if (held.kind === 'doubted' || (held.kind === 'believed' && held.left !== undefined)) return believed;
  return held.log;
}

async function lifted(
  kept: SeenLog,
  growth: AskLog['growth'],
  { sha256 }: Pick<NoteCrypto, 'sha256'>,
): Promise<SeenLog> {
  const { against, ...rest } = kept;
  const [known, shown] = [checkpointIn(against?.known ?? ''), checkpointIn(against?.shown ?? '')];
  if (against === undefined || known === undefined || shown === undefined || known.size >= shown.size)
    return kept;
  const proof = await growth(known.size, shown.size);
  const claim = { from: known.size, to: shown.size, fromRoot: known.root, toRoot: shown.root };
  if (proof === undefined || !isConsistent({ ...claim, proof }, sha256)) return kept;
  return { ...rest, checkpoint: against.shown };
}

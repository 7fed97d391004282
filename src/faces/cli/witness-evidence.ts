import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesToBase64 } from '../../base/base64.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { evidenceIn } from '../../engine/kept-evidence.ts';
import { hubLogKey } from '../../record/log/hub-log.ts';
import { printVerifierKey } from '../../record/log/note.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Store } from '../../ports/store.ts';
import { WorldError } from './command.ts';
import type { WitnessSettings } from './witness-settings.ts';

/** A pair of notes that contradict each other, and what is said of it. */
export type FoundEvidence = {
  readonly evidence: Evidence;
  readonly about: Readonly<Record<string, string | number>>;
  /** By which anybody verifies both. */
  readonly keys: readonly string[];
};

const SAYS: Readonly<Record<Evidence['kind'], string>> = {
  forked: 'two records of one length, both signed',
  unproven: 'a longer record, not shown to contain the one signed before',
};

export function evidenceOf(
  store: Pick<Store, 'inDrawer'>,
  { watches }: WitnessSettings,
  { sha256 }: Primitives,
): readonly FoundEvidence[] {
  return evidenceIn(store).map((evidence) => {
    const { n, kind, origin, from, at, answeredAt, first, second } = evidence;
    const ours = watches.filter(({ key }) => key.name === origin);
    const [own] = [hubLogKey(origin, sha256)].filter((key) => key !== undefined);
    const keys = ours.length > 0 ? ours.map(({ key }) => key) : own === undefined ? [] : [own];
    const hub = ours[0]?.name;
    return {
      evidence,
      keys: keys.map(printVerifierKey),
      about: {
        number: n,
        ...(hub !== undefined && { hub }),
        log: origin,
        says: SAYS[kind],
        entries: `${first.size}, ${second.size}`,
        since: new Date(at).toISOString(),
        from,
        ...(answeredAt !== undefined && { provedAt: new Date(answeredAt).toISOString() }),
      },
    };
  });
}

/** Each pair as files in a folder of its own, byte for byte as it was signed. Nothing that lies there is written over. */
export function writeEvidence(folder: string, found: readonly FoundEvidence[]): void {
  try {
    for (const { evidence, about, keys } of found) {
      const own = join(folder, `evidence-${evidence.n}`);
      mkdirSync(own, { recursive: true });
      const put = (name: string, text: string): void => writeFileSync(join(own, name), text, { flag: 'wx' });
      put('first.checkpoint', evidence.first.note);
      put('second.checkpoint', evidence.second.note);
      put('log.vkey', keys.map((key) => `${key}\n`).join(''));
      if (evidence.kind === 'unproven')
        put('consistency.txt', evidence.proof.map((hash) => `${bytesToBase64(hash)}\n`).join(''));
      put('about.json', `${JSON.stringify(about, undefined, 2)}\n`);
    }
  } catch (cause) {
    throw new WorldError(`${folder} cannot be written, or holds such files already: give an empty folder`, {
      cause,
    });
  }
}

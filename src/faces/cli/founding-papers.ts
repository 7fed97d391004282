import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { PlainObject } from '../../record/subset.ts';
import { writeEntry } from '../../record/write.ts';
import type { Asked } from '../kit/founding-ask.ts';
import { WorldError, writePrivate } from './command.ts';
import { makeDevice } from './device.ts';
import { newInvitation } from '../kit/new-invitation.ts';
import { newNextKey } from '../kit/paper-key.ts';
import type { Papers } from './papers.ts';
import { happenedNow } from '../kit/place-acts.ts';

export type Making = {
  readonly crypto: Primitives;
  readonly now: () => Instant;
  readonly papers: Papers;
  /** Told after each file, and waited for; what comes next can fail or never happen. */
  readonly onStep: (step: string) => void | Promise<void>;
};

// Time enough to walk to every cell, and not to lie about for a season.
const WARDEN_HOURS = 24 * 7;
const HOUR_MS = 3_600_000;
const NAMES = /^(keyholder-[1-5]|keyholder-[1-5]\.html|warden-\d{1,2}\.html)(\.part)?$/;

export function keyholderPaper(out: string, n: number): string {
  return join(out, `keyholder-${n}.html`);
}

export function wardenPaper(out: string, n: number): string {
  return join(out, `warden-${n}.html`);
}

export function keyholderFolder(out: string, n: number): string {
  return join(out, `keyholder-${n}`);
}

/** Takes away what an earlier start made and never came to be used: those keys are in no founding. */
export function clearPapers(out: string): void {
  for (const name of readdirSync(out)) if (NAMES.test(name)) rmSync(join(out, name), { recursive: true });
}

/** Makes the keyholders' devices, their papers, and the first wardens' papers; gives back what the founding says. */
export async function makePapers(
  out: string,
  place: IncidentId,
  { asked, making }: { readonly asked: Asked; readonly making: Making },
): Promise<PlainObject> {
  const { settlement, languages, keyholders } = asked;
  const { crypto, papers, onStep } = making;
  const seats: { readonly n: number; readonly key: string; readonly next: string }[] = [];
  for (let n = 1; n <= keyholders; n++) {
    const device = await makeDevice(keyholderFolder(out, n), undefined, crypto);
    await onStep(`folder ${n}`);
    device.make(0, { place });
    await onStep(`device ${n}`);
    const { words, next } = newNextKey(crypto);
    writePrivate(keyholderPaper(out, n), papers.keyholder({ settlement, languages, words, n }));
    await onStep(`paper ${n}`);
    const [standing] = device.slots();
    if (standing === undefined) throw new WorldError(`${device.folder} cannot be read back`);
    seats.push({ n, key: standing.key, next });
  }
  await inviteWardens(out, place, { asked, making });
  return { settlement, languages: [...languages], keyholders: seats };
}

/** Signed by the first keyholder, and kept in that device's key file until the hub has them. */
async function inviteWardens(
  out: string,
  place: IncidentId,
  { asked: { cells, settlement, languages }, making }: { readonly asked: Asked; readonly making: Making },
): Promise<void> {
  const { crypto, now, papers, onStep } = making;
  const kept = (await makeDevice(keyholderFolder(out, 1), undefined, crypto)).standing();
  const until = instant(now() + WARDEN_HOURS * HOUR_MS);
  const signer = crypto.signerFromSeed(kept.key.seed);
  let { key } = kept;
  for (const [i, cell] of cells.entries()) {
    const at = { place, settlement, languages, nextNumber: 1 };
    const made = newInvitation({ role: 'warden', cell, until }, at, crypto);
    const { kind, body } = made.act;
    const written = await writeEntry(
      { kind, at: happenedNow(now()), parts: { body } },
      key.place,
      signer,
      crypto,
    );
    key = { ...key, place: written.next, unsent: [...key.unsent, written.wire] };
    writePrivate(wardenPaper(out, i + 1), papers.invitation({ ...made.paper, hasHub: false }));
    await onStep(`warden ${i + 1}`);
  }
  kept.save(key);
}

export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new WorldError(`the folder ${folder} cannot be made`, { cause });
  }
}

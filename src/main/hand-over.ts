import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isJsonObject, parseJson } from '../base/canonical-json.ts';
import { WorldError, writePrivate } from '../faces/cli/command.ts';
import { keyholderFolder, keyholderPaper, wardenPaper } from '../faces/cli/founding-papers.ts';
import type { Making } from '../faces/cli/founding-papers.ts';
import { textOf } from '../faces/cli/key-file.ts';
import { destroySecret } from '../faces/cli/secret-file.ts';
import { nameOf } from '../faces/kit/first-run.ts';
import type { HandOver, HandOverFile } from '../faces/kit/first-run.ts';
import { zipFile } from '../faces/kit/zip-file.ts';
import type { Begun } from './found-place.ts';

/**
 * Lies in a hub's folder from before the papers are made until they are handed over, and says where they are. It holds
 * no secret. Without it nobody could tell papers that went with a machine's memory from papers that were handed over.
 */
export type Slip = { readonly papers: string; readonly isOver: boolean };

/** What the name of a folder for papers begins with; the rest is the hub's. */
export const PAPERS = 'shanyrak-papers-';
const SLIP = 'handing-over.json';
const FORMAT = 'shanyrak handing over v1';

/** `undefined` when nothing is to be handed over; a damaged one stands for papers nobody knows the place of. */
export function slipIn(data: string): Slip | undefined {
  const file = join(data, SLIP);
  if (!existsSync(file)) return undefined;
  const value = parseJson(textOf(file));
  const known = isJsonObject(value) && value['format'] === FORMAT ? value : {};
  const { papers } = known;
  // What it names is destroyed in the end: never anything but a folder of ours.
  const isOurs = typeof papers === 'string' && basename(papers).startsWith(PAPERS);
  return { papers: isOurs ? papers : join(data, PAPERS), isOver: known['isOver'] === true };
}

export function saveSlip(data: string, slip: Slip): void {
  writePrivate(join(data, SLIP), `${JSON.stringify({ format: FORMAT, ...slip })}\n`);
}

export function dropSlip(data: string): void {
  rmSync(join(data, SLIP), { force: true });
}

/** What a founding left to be handed over, in the order of the page. */
export function handOvers({ asked, handed }: Begun): readonly HandOver[] {
  const seats = Array.from({ length: asked.keyholders }, (_, i) => i + 1);
  const isHanded = (name: string): boolean => handed.includes(name);
  return [
    ...seats.flatMap((n) =>
      (['device', 'paper'] as const).map((what) => ({ what, n, isHanded: isHanded(nameOf({ what, n })) })),
    ),
    ...asked.cells.map((cell, i) => {
      const one = { what: 'warden', n: i + 1 } as const;
      return { ...one, cell, isHanded: isHanded(nameOf(one)) };
    }),
  ];
}

/** One of them as a file: the folder of a device as an archive, a paper as it stands. */
export function handOverFile(out: string, { what, n }: HandOver): HandOverFile {
  if (what === 'paper') return { kind: 'page', html: readFileSync(keyholderPaper(out, n), 'utf8') };
  if (what === 'warden') return { kind: 'page', html: readFileSync(wardenPaper(out, n), 'utf8') };
  const folder = keyholderFolder(out, n);
  const name = `keyholder-${n}`;
  const entries = readdirSync(folder).map((file) => ({
    path: `${name}/${file}`,
    bytes: readFileSync(join(folder, file)),
  }));
  return { kind: 'download', name: `${name}.zip`, bytes: zipFile(entries) };
}

/** Overwrites and takes away every device and paper. Stopped halfway, the slip says that it is to be gone on with. */
export async function forgetPapers(
  data: string,
  papers: string,
  { crypto, onStep }: Pick<Making, 'crypto' | 'onStep'>,
): Promise<void> {
  saveSlip(data, { papers, isOver: true });
  await onStep('forgetting');
  if (existsSync(papers)) {
    for (const file of readdirSync(papers, { recursive: true, withFileTypes: true }))
      if (file.isFile()) destroySecret(join(file.parentPath, file.name), crypto);
    await onStep('wiped');
    removeFolder(papers);
  }
  await onStep('forgotten');
  dropSlip(data);
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true });
  } catch (cause) {
    throw new WorldError(`the folder ${folder} cannot be removed`, { cause });
  }
}

import { statSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { isSameDisk, nearestFolder } from '../adapters/machine-facts/folder-facts.ts';
import { isWritableFolder } from '../adapters/machine-facts/memory-folder.ts';
import { readKeyFile } from '../adapters/vault-file/vault-file.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { ChosenKey, FormFault, Typed, TypedTwice } from '../faces/kit/first-run.ts';
import { readAsking } from '../faces/kit/founding-ask.ts';
import type { Asked } from '../faces/kit/founding-ask.ts';
import { passphraseFault } from '../faces/kit/passphrase.ts';

/** A form that was found right. `passphrase` is held in memory until the place is founded, and nowhere else. */
export type Draft = {
  readonly typed: Typed;
  readonly asked: Asked;
  readonly key: ChosenKey | undefined;
  readonly passphrase: string;
};

/** All that is wrong with the form at once, so that it comes back once. `data`: the hub's folder. */
export function checkForm(
  typed: Typed,
  twice: TypedTwice,
  { data, needsKey }: { readonly data: string; readonly needsKey: boolean },
): Result<Draft, readonly FormFault[]> {
  const cells = typed.cells.split(/[\s,;]+/).filter((cell) => cell !== '');
  const asked = readAsking({
    settlement: typed.settlement,
    languages: typed.languages,
    keyholders: wholeIn(typed.keyholders),
    wardens: cells.length * wholeIn(typed.wardensPerCell),
    cells,
  });
  const ofKey = needsKey ? keyFaults(typed, twice, data) : [];
  if (!asked.ok) return err([...asked.error, ...ofKey]);
  if (ofKey.length > 0) return err(ofKey);
  return ok({
    typed,
    asked: asked.value,
    key: needsKey ? chosenKey(typed, data) : undefined,
    passphrase: twice.first,
  });
}

function wholeIn(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
}

function keyFaults({ way, keyFile }: Typed, twice: TypedTwice, data: string): readonly FormFault[] {
  if (way === 'key-file') {
    const fault = keyFileFault(keyFile.trim(), data);
    return fault === undefined ? [] : [fault];
  }
  const fault = passphraseFault(twice.first);
  if (fault !== undefined) return [fault];
  return twice.first === twice.second ? [] : ['passphrase-differs'];
}

function keyFileFault(file: string, data: string): FormFault | undefined {
  if (!isAbsolute(file) || file.includes('\0')) return 'key-file-path';
  if (`${resolve(file)}${sep}`.startsWith(`${resolve(data)}${sep}`)) return 'key-file-in-hub';
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined) return isKeyFile(file) ? undefined : 'key-file-other';
  // Never made here: a folder that is not there is a stick that is not in, and the key would land on the disk.
  return isWritableFolder(dirname(file)) ? undefined : 'key-file-folder';
}

function isKeyFile(file: string): boolean {
  try {
    return readKeyFile(file).length > 0;
  } catch {
    return false;
  }
}

function chosenKey({ way, keyFile }: Typed, data: string): ChosenKey {
  if (way === 'passphrase') return { way };
  const file = resolve(keyFile.trim());
  return { way, file, isSameDisk: isSameDisk(nearestFolder(data), dirname(file)) };
}

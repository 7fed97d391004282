import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Engine } from '../engine/engine.ts';
import { writePrivate } from '../faces/cli/command.ts';
import { makeDevice } from '../faces/cli/device.ts';
import { clearPapers, keyholderFolder, makeFolder, makePapers } from '../faces/cli/founding-papers.ts';
import type { Making } from '../faces/cli/founding-papers.ts';
import { textOf } from '../faces/cli/key-file.ts';
import type { Asked } from '../faces/kit/founding-ask.ts';
import type { FoundingFault } from '../faces/kit/first-run.ts';
import { SPOKEN } from '../record/kinds/vocabulary.ts';
import { newIncidentId, parseIncidentId } from '../record/names.ts';
import type { IncidentId } from '../record/names.ts';
import { isObject, parsePlain } from '../record/subset.ts';
import type { PlainObject } from '../record/subset.ts';

/**
 * What was begun in a folder for papers and is not over. With `founding` the papers are whole and count as soon as the
 * hub has it. `hub`: the one they are for. `handed`: what a person has marked as handed over.
 */
export type Begun = {
  readonly asked: Asked;
  readonly hub: string;
  readonly place: IncidentId;
  readonly founding?: PlainObject;
  readonly handed: readonly string[];
};

/** A founding to make: `engine` is asked for once the papers are whole. */
export type Founding = {
  readonly out: string;
  readonly asked: Asked;
  readonly hub: string;
  readonly engine: () => Promise<Engine>;
};

/** `areWardensIn`: whether the hub has the first wardens' invitations, or the device that signed them is gone. */
export type Founded = { readonly begun: Begun; readonly areWardensIn: boolean };

const NOTE = 'unfinished.json';
const FORMAT = 'shanyrak founding v1';

/**
 * Founds a place: devices and papers in a folder, then the founding and the first invitations on the hub's log. Stopped
 * anywhere, the same call goes on where it stopped: papers that are whole are never made again, and a place is founded
 * once. Whether the hub is new is for the caller to see to; the note stays in the folder until the caller takes it away.
 */
export async function foundPlace(
  founding: Founding,
  making: Making,
): Promise<Result<Founded, FoundingFault>> {
  const { out, asked, hub } = founding;
  const known = begunIn(out);
  if (!known.ok) return known;
  if (isAnother(known.value, founding)) return err({ kind: 'another-begun', folder: out });
  makeFolder(out);
  const begun = known.value?.founding ? known.value : await begin(out, { asked, hub }, making);
  const engine = await founding.engine();
  await making.onStep('store');
  const { place, founding: body } = begun;
  const there = engine.people().founding;
  if (there !== undefined && there.place !== place) return err({ kind: 'another-place' });
  if (there === undefined && (body === undefined || !(await engine.found({ id: place, body }))))
    return err({ kind: 'not-taken' });
  await making.onStep('founded');
  const invited = await keepInvitations(out, engine, making);
  if (!invited.ok) return invited;
  await making.onStep('invited');
  return ok({ begun, areWardensIn: invited.value });
}

/** Papers that are whole belong to what was asked then: they are neither used for anything else nor thrown away. */
export function isAnother(
  begun: Begun | undefined,
  { asked, hub }: { readonly asked: Asked; readonly hub: string | undefined },
): boolean {
  if (begun?.founding === undefined) return false;
  return begun.hub !== hub || JSON.stringify(begun.asked) !== JSON.stringify(asked);
}

export function begunIn(out: string): Result<Begun | undefined, FoundingFault> {
  const file = join(out, NOTE);
  if (!existsSync(file)) return ok(undefined);
  const begun = readNote(parseJson(textOf(file)));
  return begun === undefined ? err({ kind: 'note-damaged', file }) : ok(begun);
}

export function saveBegun(out: string, begun: Begun): void {
  writePrivate(join(out, NOTE), `${JSON.stringify({ format: FORMAT, ...begun })}\n`);
}

export function forgetBegun(out: string): void {
  rmSync(join(out, NOTE));
}

function readNote(value: Json | undefined): Begun | undefined {
  if (!isJsonObject(value) || value['format'] !== FORMAT) return undefined;
  const { hub, handed } = value;
  const [place, asked] = [parseIncidentId(value['place']), readAsked(value['asked'])];
  if (place === undefined || asked === undefined || typeof hub !== 'string') return undefined;
  const begun = { asked, hub, place, handed: textsIn(handed) };
  if (value['founding'] === undefined) return begun;
  const founding = parsePlain(canonicalJson(value['founding']));
  return founding.ok && isObject(founding.value) ? { ...begun, founding: founding.value } : undefined;
}

function readAsked(value: Json | undefined): Asked | undefined {
  if (!isJsonObject(value)) return undefined;
  const { settlement, keyholders } = value;
  if (typeof settlement !== 'string' || typeof keyholders !== 'number') return undefined;
  const named = textsIn(value['languages']);
  const languages = SPOKEN.filter((language) => named.includes(language));
  return { settlement, languages, keyholders, cells: textsIn(value['cells']) };
}

function textsIn(value: Json | undefined): readonly string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Makes devices and papers, and notes last what they are for: from then on none of them is made again. */
async function begin(
  out: string,
  { asked, hub }: { readonly asked: Asked; readonly hub: string },
  making: Making,
): Promise<Begun> {
  const place = newIncidentId(making.crypto.randomBytes);
  const begun = { asked, hub, place, handed: [] };
  saveBegun(out, begun);
  await making.onStep('begun');
  clearPapers(out);
  await making.onStep('cleared');
  const founding = await makePapers(out, place, { asked, making });
  saveBegun(out, { ...begun, founding });
  await making.onStep('papers');
  return { ...begun, founding };
}

/** Puts the first wardens' invitations on the log; kept before, they change nothing. */
async function keepInvitations(
  out: string,
  engine: Engine,
  { crypto }: Making,
): Promise<Result<boolean, FoundingFault>> {
  const folder = keyholderFolder(out, 1);
  if (!existsSync(folder)) return ok(false);
  const { key, save } = (await makeDevice(folder, undefined, crypto)).standing();
  if (key.unsent.length === 0) return ok(true);
  const items = parseJson(JSON.stringify(key.unsent));
  const receipts = await engine.keep(isJsonArray(items) ? items : []);
  if (receipts.some(({ status }) => status === 'refused')) return err({ kind: 'invitation-refused' });
  save({ ...key, unsent: [] });
  return ok(true);
}

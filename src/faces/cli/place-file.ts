import { parsePlacePlan } from '../../acts/alarm/place-plan.ts';
import type { PlacePlan } from '../../acts/alarm/place-plan.ts';
import { faultAt } from '../../adapters/yaml-file/fault-at.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { FileFault, FileSpot } from '../../base/file-spot.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { EXIT_USAGE, say, tell } from './command.ts';
import { faultLine, readYamlFile } from './yaml-text.ts';

// A screen of them; whoever mends these sees the others at the next look.
const FAULTS_SHOWN_MAX = 20;

/** A plan, and the JSON it was read from, which reads as the same again. */
export type PlaceFile = { readonly plan: PlacePlan; readonly json: Json };

/** Why a file is no place plan: the first faults by line and column, and how many more there are. */
export type PlaceRefusal = { readonly faults: readonly FileFault[]; readonly more: number };

export function readPlaceFile(file: string): Result<PlaceFile, PlaceRefusal> {
  const read = readYamlFile(file, 'place plan', (root) => planIn(root, file));
  return read.ok ? read.value : err({ faults: [read.error], more: 0 });
}

function planIn(root: FileSpot, file: string): Result<PlaceFile, PlaceRefusal> {
  const json = parseJson(JSON.stringify(root.value)) ?? null;
  const plan = parsePlacePlan(json);
  if (plan.ok) return ok({ plan: plan.value, json });
  const faults = plan.error
    .slice(0, FAULTS_SHOWN_MAX)
    .map(({ field, why }) => faultAt(root, file, field, why))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
  return err({ faults, more: plan.error.length - faults.length });
}

/** `done`: what was not done with the file. */
export function refusePlace({ faults, more }: PlaceRefusal, done: string, asJson: boolean): number {
  if (asJson) say(JSON.stringify({ ok: false, faults, more }));
  else {
    for (const fault of faults) tell(faultLine(fault));
    if (more > 0) tell(`… and ${more} more.`);
    tell(`The plan was not ${done}. docs/place-plan.md says what each field means.`);
  }
  return EXIT_USAGE;
}

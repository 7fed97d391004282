import { parsePlacePlan } from '../../acts/alarm/place-plan.ts';
import { placeText } from '../../acts/paper/place-text.ts';
import { PLACE_WORDS } from '../../acts/words/place-words.ts';
import type { PlanFileFault } from '../../acts/words/plan-editor-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { readYaml, YAML_BYTES_MAX } from '../../adapters/yaml-file/read-yaml.ts';
import { utf8Decode } from '../../base/bytes.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { draftOfPlan, planOfDraft } from './place-draft.ts';
import type { PlaceDraft } from './place-draft.ts';

export type OpenedPlan = { readonly draft: PlaceDraft; readonly left: readonly string[] };

/** Why a file was not opened, and where in it; `detail` is the English of the reader of YAML. */
export type UnopenedPlan = { readonly why: PlanFileFault; readonly detail?: string };

/**
 * Reads the file of a plan into the form, by the rules of `place check` for what a file may be. What it would be refused for
 * as a plan is no hindrance: it is shown at its field, to be mended there.
 */
export function openPlan(bytes: Uint8Array): Result<OpenedPlan, UnopenedPlan> {
  if (bytes.length > YAML_BYTES_MAX) return err({ why: 'too-large' });
  const text = utf8Decode(bytes);
  if (text === undefined) return err({ why: 'not-utf8' });
  const read = readYaml(text, '', (root) => parseJson(JSON.stringify(root.value)));
  if (!read.ok) {
    const { line, column, field, why } = read.error;
    return err({ why: 'not-yaml', detail: `${line}:${column} ${field} ${why}`.replace('  ', ' ') });
  }
  const plan = read.value;
  if (!isJsonObject(plan)) return err({ why: 'not-a-plan' });
  const parsed = parsePlacePlan(plan);
  const tooMany = parsed.ok ? undefined : parsed.error.find(({ fact }) => fact?.kind === 'too-many');
  if (tooMany !== undefined) return err({ why: 'too-many', detail: tooMany.field });
  const opened = draftOfPlan(plan);
  const isOther = opened.left.length > 0 && opened.left.length === Object.keys(plan).length;
  return isOther && opened.left.every((name) => Object.hasOwn(plan, name))
    ? err({ why: 'not-a-plan' })
    : ok(opened);
}

/** The text of a draft as a file, with the program's own remarks. */
export function printPlan(draft: PlaceDraft, language: Language): string {
  return placeText(planOfDraft(draft).plan, PLACE_WORDS[language]);
}

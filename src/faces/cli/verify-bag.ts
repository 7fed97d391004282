import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkBagStamp } from '../../adapters/stamp-rfc3161/check-bag-stamp.ts';
import { checkBag } from '../../record/bag-check.ts';
import type { BagChecked } from '../../record/bag-check.ts';
import { DECLARATION, LIST, PAYLOAD_MANIFEST } from '../../record/bag-layout.ts';
import { BAG_NOTES } from '../../record/bag-check.ts';
import type { Primitives } from '../../record/primitives.ts';
import { bagFindingLine, BAG_NOTE_WORDS } from './bag-words.ts';
import { bagFolder } from './bag-folder.ts';
import { EXIT_OK, EXIT_WRONG, say, UsageError } from './command.ts';

export type VerifyAs = { readonly isJson: boolean; readonly logKey: string | undefined };

/** Checks a bag in a folder and says what was found. */
export async function verifyBag(
  folder: string,
  crypto: Primitives,
  { isJson, logKey }: VerifyAs,
): Promise<number> {
  const isBag = [DECLARATION, PAYLOAD_MANIFEST, LIST].some((name) => existsSync(join(folder, name)));
  if (!isBag) throw new UsageError(`finds no evidence bag in the folder ${folder}`);
  const needs = { crypto, checkStamp: checkBagStamp, ...(logKey !== undefined && { logKey }) };
  const checked = await checkBag(bagFolder(folder), needs);
  const isOk = checked.findings.length === 0;
  if (isJson) say(JSON.stringify(bagJson(checked)));
  else for (const line of bagLines(checked)) say(line);
  return isOk ? EXIT_OK : EXIT_WRONG;
}

function bagJson({ findings, notes, list, seen, named }: BagChecked): object {
  return {
    ok: findings.length === 0,
    findings,
    notes,
    ...(list && {
      entries: list.entries.length,
      audience: list.audience,
      ...(list.incident && { incident: list.incident }),
      ...(list.origin && { origin: list.origin }),
    }),
    seen,
    brackets: list?.entries.map(({ id, index }) => ({
      id,
      ...(index !== undefined && { index }),
      // It was signed after the log had so many entries, and was there when the first of these saw so many.
      notBefore: named.get(id),
      notAfter: index === undefined ? undefined : seen.find(({ size }) => size > index),
    })),
  };
}

function bagLines({ findings, notes, list, seen }: BagChecked): readonly string[] {
  const beside = BAG_NOTES.filter((name) => notes[name] > 0).map(
    (name) => `${notes[name]} ${BAG_NOTE_WORDS[name]}`,
  );
  const entries = list?.entries.length ?? 0;
  const verdict =
    findings.length === 0 ? `OK: ${entries} entries, all genuine` : `${findings.length} things are wrong`;
  return [
    ...findings.map(bagFindingLine),
    [verdict, ...beside].join('; '),
    ...(list?.origin === undefined
      ? []
      : [`The log is ${list.origin}: compare it with what you know of the hub.`]),
    ...seen.map(
      ({ by, name, size, at }) => `By ${new Date(at).toISOString()} ${by} ${name} saw ${size} entries.`,
    ),
  ];
}

import { readFileSync } from 'node:fs';
import { canonicalJson, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { NewPlace } from '../engine/decide.ts';
import { UsageError } from '../faces/cli/command.ts';
import { parseBody } from '../record/kinds/body.ts';
import { parseIncidentId } from '../record/names.ts';
import { isPlainObject } from '../record/subset.ts';

/** What a played day's hub is founded with: `{id, body}`. Made and read by this program; anything else is refused. */
export function readFounding(file: string): NewPlace {
  const value = parseJson(textOf(file));
  const id = isJsonObject(value) ? parseIncidentId(value['id']) : undefined;
  const body = isJsonObject(value) ? value['body'] : undefined;
  const isFounding = isPlainObject(body) && parseBody('place.found', canonicalJson(body)).ok;
  if (id === undefined || !isFounding) throw new UsageError(`--found: ${file} does not found a place`);
  return { id, body };
}

export function printFounding({ id, body }: NewPlace): string {
  return `${JSON.stringify({ id, body })}\n`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`--found: ${file} cannot be read`, { cause });
  }
}

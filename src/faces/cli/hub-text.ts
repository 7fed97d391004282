import { parseJson } from '../../base/canonical-json.ts';
import { textWithin } from './body-within.ts';
import { WorldError } from './command.ts';
import { ENGLISH, saysOf } from './hub-post.ts';

const TIMEOUT_MS = 30_000;
// Five hundred cells in a table are a tenth of it.
const BYTES_MAX = 1_000_000;
// oxlint-disable-next-line no-control-regex -- what a terminal would obey is no text
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** A page that a hub gives as plain text, without what would move a terminal. */
export async function readText(url: string): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { headers: ENGLISH, signal }).catch(() => undefined);
  const text = await textWithin(response, BYTES_MAX);
  if (response?.ok !== true) throw new WorldError(saysOf(response, parseJson(text ?? '')).replace(/\.$/, ''));
  if (text === undefined) throw new WorldError('that link does not answer like a hub of this version');
  return text.replaceAll(CONTROLS, '');
}

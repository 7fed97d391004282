import { utf8Encode } from '../../base/bytes.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { PART_BYTES_MAX } from '../../record/commit.ts';
import { parseBody } from '../../record/kinds/body.ts';
import type { PlainObject } from '../../record/subset.ts';

/** Which field of a body the record would refuse, and why. */
export type BodyFault = { readonly field: string; readonly why: string };

/** What the record would find wrong with this body once somebody of the played day has written it. */
export function bodyFault(kind: string, body: PlainObject): BodyFault | undefined {
  const text = canonicalJson(body);
  const bytes = bytesOf(text);
  if (bytes > PART_BYTES_MAX)
    return { field: '', why: `makes ${bytes} bytes; one entry holds at most ${PART_BYTES_MAX}` };
  const checked = parseBody(kind, text);
  if (checked.ok) return undefined;
  if (checked.error.kind === 'body-kind-unknown')
    return { field: 'kind', why: `"${kind}" is not a kind of entry` };
  if (checked.error.kind === 'body-not-canonical') return { field: '', why: 'cannot be written as an entry' };
  return { field: checked.error.field, why: `${checked.error.field} ${checked.error.why}` };
}

/** A writer composes text (NFC), which in some scripts makes it longer. */
export function bytesOf(text: string): number {
  return Math.max(utf8Encode(text).length, utf8Encode(text.normalize('NFC')).length);
}

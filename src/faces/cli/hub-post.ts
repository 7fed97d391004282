import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { WireEntry } from '../../record/wire.ts';
import type { Posted } from '../kit/say-entries.ts';
import { UsageError } from './command.ts';
import type { Given } from './command.ts';

const TIMEOUT_MS = 60_000;

/** The commands speak English, and so does what they pass on from a hub. */
export const ENGLISH = { 'accept-language': 'en' } as const;

/** The link in `--to`, without the slash some copy with it. */
export function linkIn(given: Given): string {
  const link = given.need('to').replace(/\/$/, '');
  if (!URL.canParse(link)) throw new UsageError('--to is a link such as http://127.0.0.1:8420/b/…');
  return link;
}

export async function postEntries(link: string, entries: readonly WireEntry[]): Promise<Posted> {
  const response = await fetch(`${link}/entries`, {
    method: 'POST',
    headers: ENGLISH,
    body: JSON.stringify({ entries }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined);
  const answer = response && parseJson(await response.text().catch(() => ''));
  const receipts = isJsonObject(answer) ? answer['receipts'] : undefined;
  if (isJsonArray(receipts) && receipts.length === entries.length) return { ok: true, receipts };
  return { ok: false, says: saysOf(response, answer) };
}

/** Why a hub did not answer as asked, in its words or ours. */
export function saysOf(response: Response | undefined, answer: Json | undefined): string {
  if (isJsonObject(answer) && typeof answer['says'] === 'string') return answer['says'];
  return response?.status === 404
    ? 'the hub does not know that link, or it may only read'
    : 'the hub does not answer; is it running?';
}

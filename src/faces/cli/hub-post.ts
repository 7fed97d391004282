import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseHashLines } from '../../record/log/post-proof.ts';
import { LOG_TRUST_WORDS } from '../../acts/words/log-trust-words.ts';
import { logLines } from '../kit/log-lines.ts';
import { LOG_CHECKPOINT_PATH, logGrowthPath } from '../kit/look-at-log.ts';
import type { AskLog } from '../kit/look-at-log.ts';
import { postBody } from '../kit/say-entries.ts';
import type { LogSaid, Post } from '../kit/say-entries.ts';
import { textWithin } from './body-within.ts';
import { tell, UsageError } from './command.ts';
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

export function postingTo(link: string): Post {
  return async (entries, known) => {
    const response = await fetch(`${link}/entries`, {
      method: 'POST',
      headers: ENGLISH,
      body: postBody(entries, known),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => undefined);
    const answer = response && parseJson((await textWithin(response)) ?? '');
    const receipts = isJsonObject(answer) ? answer['receipts'] : undefined;
    if (isJsonArray(receipts) && receipts.length === entries.length) return { ok: true, receipts, answer };
    return { ok: false, says: saysOf(response, answer) };
  };
}

// Nothing is kept before it is signed: on a bad line whoever writes must not wait long for this.
const LOOK_WITHIN_MS = 5_000;
// A checkpoint is of a few lines; a proof is of a few dozen hashes.
const LOG_BYTES_MAX: number = 256 * 1024;

/** The log of a hub, asked through its link. */
export function askingLog(link: string): AskLog {
  const textAt = async (path: string): Promise<string | undefined> => {
    const signal = AbortSignal.timeout(LOOK_WITHIN_MS);
    const response = await fetch(link + path, { headers: ENGLISH, signal }).catch(() => undefined);
    return response?.ok === true ? textWithin(response, LOG_BYTES_MAX) : undefined;
  };
  return {
    newest: () => textAt(LOG_CHECKPOINT_PATH),
    growth: async (from, to) => {
      const text = await textAt(logGrowthPath(from, to));
      return text === undefined ? undefined : parseHashLines(text);
    },
  };
}

/** Says how the hub's log stood; whether what was handed in can count there. `of`: the option that names the keys. */
export function tellLog(log: LogSaid | undefined, of: string): boolean {
  for (const line of logLines(log, 'en')) tell(line);
  if (log?.standing !== 'contradicted') return true;
  tell(`Write both states out with: shanyrak evidence ${of} --out DIR`);
  return false;
}

/** What is said of an entry that the hub accepted without proof. */
export const NOT_PROVEN: string = LOG_TRUST_WORDS.en.notProven;

/** Why a hub did not answer as asked, in its words or ours. */
export function saysOf(response: Response | undefined, answer: Json | undefined): string {
  if (isJsonObject(answer) && typeof answer['says'] === 'string') return answer['says'];
  return response?.status === 404
    ? 'the hub does not know that link, or it may only read'
    : 'the hub does not answer; is it running?';
}

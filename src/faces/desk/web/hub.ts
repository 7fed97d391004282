import { isJsonArray, isJsonObject, parseJson } from '../../../base/canonical-json.ts';
import type { Json } from '../../../base/canonical-json.ts';
import { utf8Encode } from '../../../base/bytes.ts';
import type { AuthorKey, IncidentId } from '../../../record/names.ts';
import type { Primitives } from '../../../record/primitives.ts';
import { parseHubPlace } from '../../kit/hub-place.ts';
import type { HubPlace } from '../../kit/hub-place.ts';
import type { KeptDevice } from '../../kit/kept-device.ts';
import { chainPath, headsTold } from '../../kit/own-chain.ts';
import type { ChainHead } from '../../kit/own-chain.ts';
import { parseHashLines } from '../../../record/log/post-proof.ts';
import { LOG_CHECKPOINT_PATH, logGrowthPath } from '../../kit/look-at-log.ts';
import type { AskLog } from '../../kit/look-at-log.ts';
import { signRequest } from '../../kit/request-signature.ts';
import { postBody } from '../../kit/say-entries.ts';
import type { Post, Posted } from '../../kit/say-entries.ts';

const TIMEOUT_MS = 30_000;
// Nothing is kept before it is signed: on a bad line whoever presses must not wait long for this.
const CHAIN_WITHIN_MS = 5_000;

/** `status` 0: no answer came. */
export type Answer = { readonly status: number; readonly text: string; readonly value: Json | undefined };

type Asked = {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly timeoutMs?: number;
};

/** The hub that served this page, asked through its link or in a key's own name. */
export type Hub = {
  /** Where the link leads, as somebody else can open it. */
  readonly link: string;
  readonly place: () => Promise<HubPlace | undefined>;
  readonly ask: (asked: Asked) => Promise<Answer>;
  readonly askAs: (device: KeptDevice, asked: Asked) => Promise<Answer>;
  /** Hands in entries in the key's own name, and through the link when the hub does not hear that key. */
  readonly post: (device: KeptDevice) => Post;
  /** Hands in entries through the link alone. */
  readonly postOpenly: Post;
  /** What the hub has of a key's chain; nothing when it does not answer. */
  readonly heads: (incident: IncidentId, key: AuthorKey) => Promise<readonly ChainHead[]>;
  /** Asked through the link alone, so that no key is tied to what it has seen. */
  readonly log: AskLog;
};

/** Why nothing came of a post: for words in `SIGN_WORDS`. */
export const SILENT = 'silent';
export const NOT_HEARD = 'not-heard';

export function hubBehind(base: string, language: string, crypto: Primitives): Hub {
  const query = `?lang=${language}`;
  // A telephone's clock may be off by an hour; a signed request is judged by the hub's.
  let behindMs = 0;
  const ask = async (
    url: string,
    { method = 'GET', body, timeoutMs = TIMEOUT_MS }: Asked,
    headers = {},
  ): Promise<Answer> => {
    const init = {
      method,
      headers,
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(timeoutMs),
    };
    const own = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;
    const response = await fetch(url, { ...init, ...own }).catch(() => undefined);
    if (response === undefined) return { status: 0, text: '', value: undefined };
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) behindMs = date - Date.now();
    const text = await response.text().catch(() => '');
    return { status: response.status, text, value: parseJson(text) };
  };
  const askAs: Hub['askAs'] = async ({ signer }, asked) => {
    const path = `/api${asked.path}`;
    const body = utf8Encode(asked.body ?? '');
    const request = { method: asked.method ?? 'GET', path, query, body };
    const createdSeconds = Math.floor((Date.now() + behindMs) / 1_000);
    const headers = await signRequest(request, signer, { createdSeconds, crypto });
    return ask(path + query, asked, headers);
  };
  return {
    link: location.origin + base,
    place: async () => {
      const place = parseHubPlace((await ask(`${base}/place`, { path: '' })).value);
      return typeof place === 'string' ? undefined : place;
    },
    ask: (asked) => ask(base + asked.path + query, asked),
    askAs,
    heads: async (incident, key) => {
      const asked = { path: chainPath(incident, key), timeoutMs: CHAIN_WITHIN_MS };
      return headsTold((await ask(base + asked.path + query, asked)).value);
    },
    log: {
      newest: async () => {
        const asked = { path: '', timeoutMs: CHAIN_WITHIN_MS };
        const { status, text } = await ask(base + LOG_CHECKPOINT_PATH, asked);
        return status === 200 ? text : undefined;
      },
      growth: async (from, to) => {
        const asked = { path: '', timeoutMs: CHAIN_WITHIN_MS };
        const { status, text } = await ask(base + logGrowthPath(from, to), asked);
        return status === 200 ? parseHashLines(text) : undefined;
      },
    },
    postOpenly: async (entries, known) => {
      const asked = { method: 'POST', path: '/entries', body: postBody(entries, known) };
      return postedOf(await ask(base + asked.path + query, asked), entries.length);
    },
    post: (device) => async (entries, known) => {
      const asked = { method: 'POST', path: '/entries', body: postBody(entries, known) };
      const signed = await askAs(device, asked);
      const answer = signed.status === 404 ? await ask(base + asked.path + query, asked) : signed;
      return postedOf(answer, entries.length);
    },
  };
}

function postedOf({ status, value }: Answer, count: number): Posted {
  const receipts = isJsonObject(value) ? value['receipts'] : undefined;
  if (isJsonArray(receipts) && receipts.length === count) return { ok: true, receipts, answer: value };
  if (isJsonObject(value) && typeof value['says'] === 'string') return { ok: false, says: value['says'] };
  return { ok: false, says: status === 404 ? NOT_HEARD : SILENT };
}

import { utf8Encode } from '../../base/bytes.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { KeptKey } from '../kit/author-key.ts';
import { parseHubPlace } from '../kit/hub-place.ts';
import type { HubPlace } from '../kit/hub-place.ts';
import { signRequest } from '../kit/request-signature.ts';
import { textWithin } from './body-within.ts';
import { UsageError, WorldError } from './command.ts';
import { ENGLISH, saysOf } from './hub-post.ts';

const TIMEOUT_MS = 30_000;

export type Answer = { readonly response: Response | undefined; readonly value: Json | undefined };

type Init = {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
};

export async function askHub(url: string, { timeoutMs = TIMEOUT_MS, ...init }: Init = {}): Promise<Answer> {
  if (!URL.canParse(url)) throw new UsageError('a link is such as http://127.0.0.1:8420/b/…');
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { ...init, headers: { ...ENGLISH, ...init.headers }, signal }).catch(
    () => undefined,
  );
  return { response, value: response && parseJson((await textWithin(response)) ?? '') };
}

export async function readPlace(link: string): Promise<HubPlace> {
  const { response, value } = await askHub(`${link}/place`);
  const place = parseHubPlace(value);
  switch (place) {
    case 'not-a-hub':
      throw new WorldError(saysOf(response, value));
    case 'not-founded':
      throw new WorldError('nobody has founded a place on that hub yet; see: shanyrak init --help');
    case 'other-version':
      throw new WorldError('that link does not answer like a hub of this version');
    default:
      return place;
  }
}

/** In whose name a program asks: with a device's standing key. */
export type Asking = {
  readonly standing: KeptKey;
  readonly crypto: Primitives;
  readonly now: () => Instant;
};

/**
 * What only some may read: through the link if it opens that, else in the device's own name, by a signed request.
 * `undefined` when neither may.
 */
export async function readAs(
  path: string,
  link: string,
  { standing, ...rest }: Omit<Asking, 'standing'> & { readonly standing?: KeptKey },
): Promise<Json | undefined> {
  const plain = await askHub(link + path);
  if (plain.response?.ok === true) return plain.value;
  if (plain.response?.status !== 404) throw new WorldError(saysOf(plain.response, plain.value));
  if (standing === undefined) return undefined;
  const signed = await askSigned(path, link, { ...rest, standing });
  return signed.response?.ok === true ? signed.value : undefined;
}

/** Asks in the device's own name; where no method is given, with a body a POST, else a GET. */
export async function askSigned(
  path: string,
  link: string,
  { standing, crypto, now, body, ...more }: Asking & { readonly body?: Json; readonly method?: string },
): Promise<Answer> {
  const { method = body === undefined ? 'GET' : 'POST' } = more;
  const text = body === undefined ? '' : JSON.stringify(body);
  const request = { method, path: `/api${path}`, query: '?', body: utf8Encode(text) };
  const createdSeconds = Math.floor(now() / 1_000);
  const signer = crypto.signerFromSeed(standing.key.seed);
  const headers = { ...(await signRequest(request, signer, { createdSeconds, crypto })) };
  const init = { method, headers, ...(body !== undefined && { body: text }) };
  return askHub(`${new URL(link).origin}/api${path}`, init);
}

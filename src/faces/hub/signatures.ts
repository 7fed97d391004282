import type { Engine } from '../../engine/engine.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Primitives } from '../../record/primitives.ts';
import { standingOf } from '../../situation/people-standing.ts';
import { claimedBy } from '../kit/request-signature.ts';
import { BODY_BYTES_MAX } from './api.ts';

/** Who signed a request, if somebody of this place did, and for the first time. */
export type Signatures = (
  request: Request,
) => Promise<{ readonly key: AuthorKey; readonly role: Role } | undefined>;

export type SignaturesNeeds = {
  readonly engine: Engine;
  readonly crypto: Primitives;
  /** Real time: how old a request may be has nothing to do with a played day. */
  readonly nowMs: () => number;
};

// A phone's clock is off by minutes; whoever listens on the way must not keep a request for later.
const AGE_SECONDS_MAX = 300;
const NONCES_MAX = 100_000;

/** Keys nobody vouched for are turned away before any work on the curve. */
export function requestSignatures({ engine, crypto, nowMs }: SignaturesNeeds): Signatures {
  const seen = new Map<string, number>();
  const isFirst = (nonce: string, created: number): boolean => {
    const now = nowMs() / 1000;
    for (const [old, at] of seen) {
      if (at > now - 2 * AGE_SECONDS_MAX && seen.size < NONCES_MAX) break;
      seen.delete(old);
    }
    if (Math.abs(now - created) > AGE_SECONDS_MAX || seen.has(nonce)) return false;
    seen.set(nonce, now);
    return true;
  };
  return async (request) => {
    const url = new URL(request.url);
    const body = await bodyOf(request);
    if (body === undefined) return undefined;
    const signed = {
      method: request.method,
      path: url.pathname,
      query: url.search === '' ? '?' : url.search,
      body,
    };
    const headers = {
      'signature-input': request.headers.get('signature-input') ?? '',
      signature: request.headers.get('signature') ?? '',
      'content-digest': request.headers.get('content-digest') ?? '',
    };
    const claimed = claimedBy(signed, headers, crypto);
    const people = engine.people();
    const place = people.founding?.place;
    if (claimed === undefined || place === undefined) return undefined;
    const standing = standingOf(people, claimed.key, { incident: place, index: engine.size() });
    if (standing.kind !== 'granted') return undefined;
    if (!crypto.isTorsionFree(claimed.check.key)) return undefined;
    const [isGenuine] = await crypto.verifyBatch([claimed.check]);
    if (isGenuine !== true || !isFirst(claimed.nonce, claimed.created)) return undefined;
    return { key: claimed.key, role: standing.role };
  };
}

/** The body, while it stays within what a post may hold; the request itself can still be read by its route. */
async function bodyOf(request: Request): Promise<Uint8Array | undefined> {
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > BODY_BYTES_MAX) return undefined;
  const bytes = await request
    .clone()
    .bytes()
    .catch(() => undefined);
  return bytes === undefined || bytes.length > BODY_BYTES_MAX ? undefined : bytes;
}

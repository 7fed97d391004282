import type { MiddlewareHandler } from 'hono';

const CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
/** On every answer: no other page, no address, no cache and no crawler learns anything from it. */
export const HEADERS = {
  'content-security-policy': CSP,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), interest-cohort=()',
} as const;

/** For a page with a form of ours: it may be sent back to the hub, and nowhere else. */
export const FORM_CSP: string = HEADERS['content-security-policy'].replace(
  "form-action 'none'",
  "form-action 'self'",
);

/** For a page on which people write what the hub is not to have: its style and its script are all that it may ask for. */
export const SILENT_CSP: string = HEADERS['content-security-policy']
  .replace("connect-src 'self'", "connect-src 'none'")
  .replace("img-src 'self' data:", 'img-src data:');

export const POLICY = 'content-security-policy';

/** Of what never changes: C2SP tlog-tiles asks for it. For the reader's own cache, since its address is a secret. */
export const IMMUTABLE = 'private, max-age=31536000, immutable';
const CACHE = 'cache-control';

/** Puts them on every answer; one with a policy of its own keeps that, the others get `policy`. */
export function guardAnswers(policy: string = HEADERS[POLICY]): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const own = c.res.headers.get(POLICY) ?? policy;
    const isImmutable = c.res.headers.get(CACHE) === IMMUTABLE;
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
    if (isImmutable) c.res.headers.set(CACHE, IMMUTABLE);
    c.res.headers.set(POLICY, own);
  };
}

const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
// What a proxy adds: behind one, whoever asks may be anybody.
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const;

/**
 * Whether somebody at this machine asked for this very address. A name of somebody else's that was made to point here
 * (DNS rebinding) still stands in `Host`; a picture or a frame in another page says what it is for.
 */
export function isForThisMachine({ headers }: Request): boolean {
  const host = headers.get('host') ?? '';
  const isEmbedded =
    headers.get('sec-fetch-site') === 'cross-site' && headers.get('sec-fetch-dest') !== 'document';
  return (
    OWN_NAMES.has(host.replace(/:\d+$/, '')) && FORWARDED.every((name) => !headers.has(name)) && !isEmbedded
  );
}

/**
 * Whether a post came from a page of ours. Browsers say so in `Sec-Fetch-Site` (W3C Fetch Metadata, section 2.1); to
 * those that do not, the page's policy of sending no referrer makes `Origin` "null", so they are refused. A program on
 * this machine sends neither.
 */
export function isFromOwnPage({ headers }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  return origin === null || origin === `http://${headers.get('host') ?? ''}`;
}

import { setTimeout as wait } from 'node:timers/promises';
import { instant } from '../../base/instant.ts';
import { parseRetryAfter } from '../../base/retry-after.ts';
import { bodyWithin } from './body-within.ts';
import { UsageError } from './command.ts';

/** A file of a log as a server gave it, or why it did not. `unreachable`: no answer came, or none that is one. */
export type Fetched =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' | 'too-large' | 'unreachable' };

/** The files of a log below one address, as C2SP tlog-tiles lays them out; any static server will do. */
export type LogOverHttp = {
  readonly address: string;
  /** Gives up on a file that is longer than `bytesMax`: what a stranger serves may never end. */
  readonly fetch: (path: string, bytesMax: number) => Promise<Fetched>;
};

const TIMEOUT_MS = 30_000;
// A server that is asked for a long log may say: more slowly. It is heard for some minutes, not for ever.
const WAITS_MAX = 30;
const WAIT_MS_MAX = 30_000;
const SLOW_DOWN: ReadonlySet<number> = new Set([429, 503]);
const GONE: ReadonlySet<number> = new Set([404, 410]);

export function logOverHttp(given: string): LogOverHttp {
  const address = given.replace(/\/+$/, '');
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw new UsageError('the address of a log is such as https://example.org/log');
  return {
    address,
    fetch: async (path, bytesMax) => {
      for (let waits = 0; ; waits++) {
        const got = await fetchOnce(`${address}/${path}`, bytesMax);
        if (got.kind !== 'slow-down') return got;
        if (waits === WAITS_MAX) return { kind: 'unreachable' };
        await wait(got.afterMs);
      }
    },
  };
}

type SlowDown = { readonly kind: 'slow-down'; readonly afterMs: number };

async function fetchOnce(url: string, bytesMax: number): Promise<Fetched | SlowDown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { status, headers, body } = response;
    if (status === 200) {
      const bytes = await bodyWithin(body, bytesMax);
      return bytes === undefined ? { kind: 'too-large' } : { kind: 'bytes', bytes };
    }
    await body?.cancel();
    if (GONE.has(status)) return { kind: 'missing' };
    const afterMs = parseRetryAfter(headers.get('retry-after') ?? '', instant(Date.now()));
    if (!SLOW_DOWN.has(status) || afterMs === undefined) return { kind: 'unreachable' };
    return { kind: 'slow-down', afterMs: Math.min(afterMs, WAIT_MS_MAX) };
  } catch {
    return { kind: 'unreachable' };
  }
}

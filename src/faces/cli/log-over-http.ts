import { UsageError } from './command.ts';

/** A file of a log as a server gave it, or why it did not. `unreachable`: no answer came, or one that says to try later. */
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

export function logOverHttp(given: string): LogOverHttp {
  const address = given.replace(/\/+$/, '');
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw new UsageError('the address of a log is such as https://example.org/log');
  return {
    address,
    fetch: async (path, bytesMax) => {
      try {
        const response = await fetch(`${address}/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        if (response.status === 404 || response.status === 410) {
          await response.body?.cancel();
          return { kind: 'missing' };
        }
        if (response.status !== 200 || response.body === null) {
          await response.body?.cancel();
          return { kind: 'unreachable' };
        }
        return await bounded(response.body, bytesMax);
      } catch {
        return { kind: 'unreachable' };
      }
    },
  };
}

async function bounded(body: ReadableStream<Uint8Array>, bytesMax: number): Promise<Fetched> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop lets go of the connection.
  for await (const chunk of body) {
    length += chunk.length;
    if (length > bytesMax) return { kind: 'too-large' };
    chunks.push(chunk);
  }
  return { kind: 'bytes', bytes: Uint8Array.from(Buffer.concat(chunks)) };
}

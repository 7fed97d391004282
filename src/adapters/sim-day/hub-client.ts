import type { WireEntry } from '../../record/wire.ts';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseWireEntry } from '../../record/wire.ts';

/** What a phone can do with a hub, over HTTP and nothing else. */
export type HubClient = {
  /**
   * Offers entries; `known`: how many entries of the hub's log were seen. `undefined`: no answer, nobody knows; keep them and
   * try again.
   */
  readonly post: (
    entries: readonly WireEntry[],
    known: number | undefined,
  ) => Promise<PostAnswer | undefined>;
  readonly since: (
    index: number,
  ) => Promise<{ readonly entries: readonly WireEntry[]; readonly next: number } | undefined>;
  /** The hub's log: its name and how long it is now. */
  readonly log: () => Promise<{ readonly origin: string; readonly size: number } | undefined>;
};

/** One receipt an entry, and all that the hub answered. */
export type PostAnswer = { readonly receipts: readonly Json[]; readonly answer: Json };

const TIMEOUT_MS = 10_000;
const PAGE = 1_000;

/** `link`: the address of the hub up to and with the capability. `send`: to a hub in this process, without a socket. */
export function hubClient(
  link: string,
  send: (url: string, init: RequestInit) => Promise<Response> = fetch,
): HubClient {
  const ask = async (path: string, init: RequestInit): Promise<Json | undefined> => {
    try {
      const response = await send(`${link}${path}`, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const text = await response.text();
      return response.ok ? parseJson(text) : undefined;
    } catch {
      return undefined; // A hub that is down is what a phone must live with.
    }
  };
  return {
    post: async (entries, known) => {
      const body = JSON.stringify({ entries, ...(known !== undefined && { known }) });
      const answer = await ask('/entries', { method: 'POST', body });
      if (!isJsonObject(answer)) return undefined;
      const { receipts } = answer;
      return isJsonArray(receipts) && receipts.length === entries.length ? { receipts, answer } : undefined;
    },
    since: async (index) => {
      const answer = await ask(`/entries?since=${index}&limit=${PAGE}`, { method: 'GET' });
      if (!isJsonObject(answer) || !isJsonArray(answer['entries']) || typeof answer['next'] !== 'number')
        return undefined;
      const entries = answer['entries'].flatMap((item) => {
        const wire = parseWireEntry(item);
        return wire.ok ? [wire.value] : [];
      });
      return { entries, next: answer['next'] };
    },
    log: async () => {
      const answer = await ask('/place', { method: 'GET' });
      const { origin, size } = isJsonObject(answer) ? answer : {};
      return typeof origin === 'string' && typeof size === 'number' ? { origin, size } : undefined;
    },
  };
}

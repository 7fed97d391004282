import { UsageError, WorldError } from './command.ts';

const TIMEOUT_MS = 30_000;
/** The largest thing a log gives: a tile has 8 KiB, a bundle of ids less than 9. */
const BYTES_MAX: number = 1024 * 1024;

/** The bytes at an address; `undefined` where there is nothing. */
export async function getBytes(url: string): Promise<Uint8Array | undefined> {
  if (!URL.canParse(url)) throw new UsageError('takes a link such as http://127.0.0.1:8420/b/…');
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  if (response === undefined) throw new WorldError('the hub does not answer at that link; is it running?');
  if (response.status === 404) return undefined;
  if (!response.ok) throw new WorldError(`the hub answers ${response.status} and gives nothing`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > BYTES_MAX) throw new WorldError('the hub answers with more than a log ever holds');
  return bytes;
}

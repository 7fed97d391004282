import { utf8Decode } from '../../base/bytes.ts';

/** A page of entries as JSON is about 5 MB at most; more than this no hub sends, and nobody holds in memory. */
export const HUB_ANSWER_BYTES_MAX: number = 32 * 1024 * 1024;

/** The body of an answer; `undefined` when it is longer than `bytesMax`, and the rest is left. Throws where the line is cut. */
export async function bodyWithin(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop lets go of the connection.
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

/** The text of an answer; `undefined` where there is none, it is longer, is cut, or is no UTF-8. */
export async function textWithin(
  response: Response | undefined,
  bytesMax: number = HUB_ANSWER_BYTES_MAX,
): Promise<string | undefined> {
  const bytes = response && (await bodyWithin(response.body, bytesMax).catch(() => undefined));
  return bytes && utf8Decode(bytes);
}

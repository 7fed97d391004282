import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BODY_BYTES_MAX } from './api.ts';

/** Refuses a body over so many bytes in words, and lets the sender hear them. */
export function boundedBody(maxSize: number): MiddlewareHandler {
  const counted = bodyLimit({
    maxSize,
    onError: async (c) => {
      await discard(c.req.raw.body);
      return c.json(
        {
          kind: 'body-too-large',
          says: `A post holds at most ${maxSize} bytes. Nothing was kept: send less at once, in several posts.`,
        },
        413,
      );
    },
  });
  return (c, next) => (isSmallAsSaid(c, maxSize) ? next() : counted(c, next));
}

/**
 * Whether the head says how long the body is, and that it is short enough: a server reads no more than was said. To
 * ask for the body itself would make a stream of it, which costs as much as all the rest of a request.
 */
function isSmallAsSaid(c: Context, maxSize: number): boolean {
  if (c.req.header('transfer-encoding') !== undefined) return false;
  const said = c.req.header('content-length') ?? '';
  return /^\d{1,15}$/.test(said) && Number(said) <= maxSize;
}

// What a phone may have kept over days and sends by mistake at once; whoever sends more is cut off.
const DISCARD_BYTES_MAX: number = 16 * BODY_BYTES_MAX;

/** Takes a body in and throws it away: a sender that is cut off while it sends never hears why. */
async function discard(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (body === null || body.locked) return;
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > DISCARD_BYTES_MAX) return;
    }
  } catch {
    // The sender went away by itself.
  }
}

import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { isJsonObject, parseJson } from '../base/canonical-json.ts';

/** Where a hub that has just started can be reached; the links only on the first start on its folder. */
export type Ready = {
  readonly address: string;
  readonly read?: string;
  readonly write?: string;
  readonly people?: string;
};

/** Why there is no ready hub: it said nothing for too long, ended, or said something else. */
export type NotReady =
  | { readonly kind: 'silent' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'other-words'; readonly line: string };

/**
 * Waits for the line by which `serve --json` says that it is ready. A hub with many entries takes as long as it takes to
 * read them back, and says a line meanwhile: only silence is waited for no longer than `silentMs`.
 */
export function untilReady(output: Readable, silentMs: number): Promise<Ready | NotReady> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: output });
    const end = (result: Ready | NotReady): void => {
      clearTimeout(timer);
      lines.off('line', read);
      resolve(result);
    };
    const listen = (): NodeJS.Timeout => setTimeout(() => end({ kind: 'silent' }), silentMs);
    const read = (line: string): void => {
      const value = parseJson(line);
      if (!isJsonObject(value)) return end({ kind: 'other-words', line });
      if (value['ready'] === false) {
        clearTimeout(timer);
        timer = listen();
        return;
      }
      const { address, read: readLink, write, people } = value;
      if (typeof address !== 'string') return end({ kind: 'other-words', line });
      end({
        address,
        ...(typeof readLink === 'string' && { read: readLink }),
        ...(typeof write === 'string' && { write }),
        ...(typeof people === 'string' && { people }),
      });
    };
    let timer = listen();
    lines.on('line', read);
    lines.once('close', () => end({ kind: 'ended' }));
  });
}

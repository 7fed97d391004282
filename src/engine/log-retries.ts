import { MINUTE_MS, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Clock } from '../ports/clock.ts';
import { TileFailure } from '../ports/tile-files.ts';
import type { TileFailureKind } from '../ports/tile-files.ts';

/** The log cannot be written. What was accepted is in the store, and comes into the log later. */
export type LogTrouble = { readonly kind: TileFailureKind | 'unexpected'; readonly since: Instant };

/** Whether the log can be written, and when it is tried again. */
export type LogRetries = {
  readonly trouble: () => LogTrouble | undefined;
  /** It is not to be tried yet: whoever asks now would only hear the same. */
  readonly isWaiting: () => boolean;
  readonly wentWell: () => void;
  readonly wentWrong: (cause: unknown) => void;
};

export type LogRetriesNeeds = {
  readonly clock: Clock;
  /** Told why the log could not be written, each time. */
  readonly failed?: (cause: unknown) => void;
  /** Called when trouble begins, becomes another, and is over. */
  readonly changed: () => void;
};

const FIRST_MS: number = SECOND_MS;
const LONGEST_MS: number = MINUTE_MS / 2;
const DOUBLINGS_MAX = 10;

export function newLogRetries({ clock, failed = () => {}, changed }: LogRetriesNeeds): LogRetries {
  const passedMs = clock.passedMs ?? clock.now;
  let trouble: LogTrouble | undefined;
  let [failures, retryAt] = [0, 0];
  return {
    trouble: () => trouble,
    isWaiting: () => trouble !== undefined && passedMs() < retryAt,
    wentWell: () => {
      const wasTroubled = trouble !== undefined;
      [trouble, failures] = [undefined, 0];
      if (wasTroubled) changed();
    },
    wentWrong: (cause) => {
      const isRetryable = !(cause instanceof TileFailure) || cause.retryable;
      const kind = cause instanceof TileFailure ? cause.kind : 'unexpected';
      const isNew = trouble?.kind !== kind;
      trouble = { kind, since: trouble?.since ?? clock.now() };
      // What does not pass by itself waits for somebody to mend it.
      const waitMs = isRetryable ? FIRST_MS * 2 ** Math.min(failures++, DOUBLINGS_MAX) : LONGEST_MS;
      retryAt = passedMs() + Math.min(LONGEST_MS, waitMs);
      failed(cause);
      if (isNew) changed();
    },
  };
}

import { tell } from '../faces/cli/command.ts';
import { STORE_FAILURES } from '../faces/cli/store-words.ts';
import { StoreFailure } from '../ports/store.ts';

/** What fails in the rounds of a running hub, said once in a row: the disk may stay full for hours. */
export type Trouble = {
  readonly failed: (cause: unknown) => void;
  /** Whether nothing has failed since a round went well. */
  readonly isWell: () => boolean;
  /** One round. The next trouble is said again once a round went well to its end. */
  readonly round: (work: () => Promise<void>) => Promise<void>;
};

export function newTrouble(): Trouble {
  let failures = 0;
  const failed = (cause: unknown): void => {
    if (failures++ > 0) return;
    tell(
      cause instanceof StoreFailure
        ? `hub: ${STORE_FAILURES[cause.kind]}`
        : 'hub: a decision could not be taken; trying again',
    );
  };
  return {
    failed,
    isWell: () => failures === 0,
    round: async (work) => {
      const before = failures;
      try {
        await work();
        if (failures === before) failures = 0;
      } catch (cause) {
        failed(cause);
      }
    },
  };
}

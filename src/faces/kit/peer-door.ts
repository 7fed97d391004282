import { isProven, readBeat } from '../../adapters/peer-http/beat-proof.ts';
import type { BeatKey } from '../../adapters/peer-http/beat-proof.ts';
import type { PeersHeard } from '../../engine/peers.ts';

/** Where other hubs say that they are well: whoever does not hold the key of the address finds nothing there. */
export type PeerDoor = {
  readonly isOpenTo: (id: string) => boolean;
  readonly hear: (id: string, said: unknown) => ReturnType<PeersHeard['hear']> | undefined;
  /** Whether every hub that is expected was heard in time; nothing where none is. */
  readonly areHeard: () => boolean | undefined;
};

export function peerDoor(heard: PeersHeard, keys: () => readonly BeatKey[]): PeerDoor {
  return {
    isOpenTo: (id) => keys().some((each) => each.id === id),
    hear: (id, said) => {
      const beat = readBeat(said);
      const key = keys().find((each) => each.id === id);
      return beat && key && isProven(beat, key) ? heard.hear(id, beat) : undefined;
    },
    areHeard: () => {
      const all = heard.now();
      return all.length === 0 ? undefined : all.every(({ state }) => state !== 'silent');
    },
  };
}

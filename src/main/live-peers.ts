import { peerHttp } from '../adapters/peer-http/peer-http.ts';
import { bytesToBase64Url } from '../base/bytes.ts';
import { newHeart, newPeersHeard } from '../engine/peers.ts';
import type { Heart, PeersHeard } from '../engine/peers.ts';
import { tell } from '../faces/cli/command.ts';
import { parsePeers, PEERS_SETTING } from '../faces/cli/peer-settings.ts';
import type { PeerSettings } from '../faces/cli/peer-settings.ts';
import { peerDoor } from '../faces/kit/peer-door.ts';
import type { PeerDoor } from '../faces/kit/peer-door.ts';
import type { Clock } from '../ports/clock.ts';
import type { Peer } from '../ports/peer.ts';
import type { Store } from '../ports/store.ts';
import type { Primitives } from '../record/primitives.ts';
import { newlyKept } from './live-alarms.ts';

/** The other hubs of a running hub, as its settings say now. */
export type LivePeers = {
  readonly heard: PeersHeard;
  readonly door: PeerDoor;
  readonly heart: (isBusy: () => boolean) => Heart;
  /** Takes up what was changed since. */
  readonly reread: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type PeerNeeds = {
  readonly store: Pick<Store, 'setting'>;
  readonly clock: Clock;
  readonly crypto: Pick<Primitives, 'randomBytes'>;
  readonly steadyMs: () => number;
};

const WORD_BYTES = 16;
const NONE: PeerSettings = { expects: [], tells: [] };
const FAILED = {
  refused: 'does not know this one: set both up anew with shanyrak peer',
  silent: 'does not answer; it is told again every half minute',
} as const;

/** A played day says nothing to anybody, and hears nobody. */
export async function livePeers({ store, clock, crypto, steadyMs }: PeerNeeds): Promise<LivePeers> {
  const peersNow = newlyKept(store, PEERS_SETTING);
  let settings = NONE;
  let isClosed = false;
  let peers: ReadonlyMap<string, Peer> = new Map();
  const reread = async (): Promise<void> => {
    const { kept, isNew } = peersNow();
    if (!isNew || clock.kind !== 'real') return;
    const read = parsePeers(kept);
    if (read === undefined)
      return tell('hub: the other hubs cannot be read, and all is as before. See: shanyrak peer list');
    settings = read;
    const old = peers;
    peers = new Map(settings.tells.map(({ name, ...config }) => [name, peerHttp(config)]));
    await Promise.all([...old.values()].map((peer) => peer.close()));
  };
  await reread();
  const expected = (): PeerSettings['expects'] => settings.expects;
  const newWord = (): string => bytesToBase64Url(crypto.randomBytes(WORD_BYTES));
  const heard = newPeersHeard({ clock, steadyMs, newWord, expected });
  return {
    heard,
    door: peerDoor(heard, expected),
    heart: (isBusy) =>
      newHeart({
        peers: () => peers,
        isBusy,
        steadyMs,
        // What is cut off because this hub stops is no silence of another.
        failed: (kind) => {
          if (!isClosed) tell(`hub: another hub ${FAILED[kind]}.`);
        },
      }),
    reread,
    close: async () => {
      isClosed = true;
      const old = peers;
      peers = new Map();
      await Promise.all([...old.values()].map((peer) => peer.close()));
    },
  };
}

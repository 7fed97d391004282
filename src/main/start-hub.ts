import { join } from 'node:path';
import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
import { tileFolder } from '../adapters/tile-folder/tile-folder.ts';
import type { AlarmNeeds } from '../engine/alarm-desk.ts';
import { startEngine } from '../engine/engine.ts';
import type { Engine, EngineNeeds } from '../engine/engine.ts';
import { newRequests } from '../engine/requests.ts';
import { backupsOf } from '../faces/cli/hub-backups.ts';
import { headerIn } from '../faces/cli/hub-key.ts';
import { hubApp } from '../faces/hub/app.ts';
import { requestSignatures } from '../faces/hub/signatures.ts';
import { hubLinks } from '../faces/hub/links.ts';
import { FEEDS_SETTING } from '../faces/kit/feed-addresses.ts';
import { LOG_FOLDER, LOGS_SETTING } from '../faces/kit/log-addresses.ts';
import { secretAddresses } from '../faces/kit/secret-addresses.ts';
import { smsGateway } from '../faces/kit/sms-gateway.ts';
import type { TakeSms } from '../ports/channel.ts';
import type { Backups } from '../ports/backups.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Vault } from '../record/at-rest.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Heart } from '../engine/peers.ts';
import type { Stamps } from '../engine/stamping.ts';
import { livePeers } from './live-peers.ts';
import { liveStamps } from './live-stamps.ts';
import { liveAlarms } from './live-alarms.ts';
import type { LiveAlarms } from './live-alarms.ts';
import { logFailed } from './log-watch.ts';
import { liveWitnesses } from './live-witnesses.ts';
import type { LiveWitnesses } from './live-witnesses.ts';
import { hubPages } from './pages.ts';

type Starting = {
  readonly folder: string;
  readonly clock: Clock;
  readonly crypto: Primitives;
  readonly progress: EngineNeeds['progress'];
  /** Told when a message could not be noted, or what was changed could not be read. */
  readonly failed: (cause: unknown) => void;
  /** How time passes, whatever somebody sets a clock to. */
  readonly steadyMs?: () => number;
  /** Of a played day: roads to simulated telephones, in place of all others. */
  readonly alarms?: AlarmNeeds;
  /** Of a hub whose whole world is in this process: a commit waits for no other. */
  readonly isAlone?: boolean;
};

export type StartedHub = {
  readonly engine: Engine;
  readonly links: ReturnType<typeof hubLinks>;
  readonly app: ReturnType<typeof hubApp>;
  /** Says to other hubs that this one is well, while it is; call it every half minute. */
  readonly beat: Heart['beat'];
  /** Has what is new in the log stamped by those whose turn it is; call it every half minute. */
  readonly stamp: Stamps['round'];
  /** Has the newest state of the record signed by its witnesses; call it every second. */
  readonly askWitnesses: LiveWitnesses['ask'];
  /** Takes up channels, place plan, address, other hubs, witnesses, authorities and the addresses of feed and log as they are kept now. */
  readonly reread: () => Promise<void>;
  /** Once no message is on its way any more. */
  readonly close: () => Promise<void>;
};

/** A hub on a folder whose vault is open: its store and its roads are held until whoever started it closes it. */
export async function startHub(
  {
    folder,
    clock,
    crypto,
    progress,
    failed,
    alarms,
    isAlone = false,
    steadyMs = clock.passedMs ?? (() => performance.now()),
  }: Starting,
  vault: Vault,
): Promise<StartedHub> {
  const store = storeSqlite({ folder, vault, ...(isAlone && { groupWaitMs: 0 }) });
  let live: LiveAlarms | undefined;
  const inbound = newInbound();
  try {
    const roads = await liveAlarms({ store, clock, failed, take: inbound.take });
    live = roads;
    const peers = await livePeers({ store, clock, crypto, steadyMs });
    const engine = await startEngine({
      store,
      clock,
      crypto,
      alarms: { ...roads.needs, peers: peers.heard.now, ...alarms },
      log: { files: tileFolder(join(folder, LOG_FOLDER)), failed: logFailed },
      ...(progress && { progress }),
      ...backupsHere(folder, vault, store),
    });
    const stamps = liveStamps({ store, clock, crypto, steadyMs, engine });
    const witnesses = await liveWitnesses({ store, crypto, engine, steadyMs });
    inbound.giveTo((sms) => isKept(engine.alarms.texts.take(sms), failed));
    const links = hubLinks(store, crypto);
    const feeds = secretAddresses(store, FEEDS_SETTING, crypto);
    const logs = secretAddresses(store, LOGS_SETTING, crypto);
    const app = hubApp({
      engine,
      crypto,
      links,
      pages: hubPages(engine, engine.clock, witnesses.board),
      signatures: requestSignatures({ engine, crypto, nowMs: () => Date.now() }),
      requests: newRequests({ store, clock: engine.clock, crypto, engine }),
      pushKey: roads.pushKey,
      feeds,
      logs,
      gateway: smsGateway(store, crypto, () => Date.now()),
      peers: peers.door,
      ...witnesses.hub,
      nowMs: () => performance.now(),
    });
    const close = async (): Promise<void> => {
      await Promise.all([roads, peers, witnesses, stamps].map((each) => each.close()));
      await Promise.all([engine.alarms.delivery.settled(), engine.log?.settled()]);
      store.close();
    };
    const reread = async (): Promise<void> => {
      for (const each of [feeds, logs, stamps]) each.reread();
      await Promise.all([roads.reread(), peers.reread(), witnesses.reread()]);
    };
    const { beat } = peers.heart(engine.alarms.isRunning);
    const rounds = { beat, stamp: stamps.round, askWitnesses: witnesses.ask };
    return { engine, links, app, ...rounds, reread, close };
  } catch (cause) {
    // A carrier's line is open already: it would keep the process from ending.
    inbound.giveTo(() => Promise.resolve(false));
    await live?.close();
    store.close();
    throw cause;
  }
}

/** None for a folder whose header does not name the hub. */
function backupsHere(folder: string, vault: Vault, store: Store): { readonly backups?: Backups } {
  const hub = headerIn(folder)?.hub;
  return hub === undefined ? {} : { backups: backupsOf({ folder, hub, vault, store }) };
}

type Inbound = { readonly take: TakeSms; readonly giveTo: (taker: TakeSms) => void };

/** What comes in while the hub still reads its record waits until it can be taken, or will not be. */
function newInbound(): Inbound {
  const { promise: taker, resolve: giveTo } = Promise.withResolvers<TakeSms>();
  return { take: async (sms) => (await taker)(sms), giveTo };
}

async function isKept(taking: Promise<unknown>, failed: Starting['failed']): Promise<boolean> {
  try {
    await taking;
    return true;
  } catch (cause) {
    failed(cause);
    return false;
  }
}

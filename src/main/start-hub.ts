import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
import type { AlarmNeeds } from '../engine/alarm-desk.ts';
import { startEngine } from '../engine/engine.ts';
import type { Engine, EngineNeeds } from '../engine/engine.ts';
import { newRequests } from '../engine/requests.ts';
import { backupsOf } from '../faces/cli/hub-backups.ts';
import { headerIn } from '../faces/cli/hub-key.ts';
import { hubApp } from '../faces/hub/app.ts';
import { requestSignatures } from '../faces/hub/signatures.ts';
import { hubLinks } from '../faces/hub/links.ts';
import { smsGateway } from '../faces/kit/sms-gateway.ts';
import type { Clock } from '../ports/clock.ts';
import type { Vault } from '../record/at-rest.ts';
import type { Primitives } from '../record/primitives.ts';
import { liveAlarms } from './live-alarms.ts';
import type { LiveAlarms } from './live-alarms.ts';
import { hubPages } from './pages.ts';
import type { HearSms } from './roads.ts';

type Starting = {
  readonly folder: string;
  readonly clock: Clock;
  readonly crypto: Primitives;
  readonly progress: EngineNeeds['progress'];
  /** Told when a message could not be noted, or what was changed could not be read. */
  readonly failed: (cause: unknown) => void;
  /** Of a played day: roads to simulated telephones, in place of all others. */
  readonly alarms?: AlarmNeeds;
  /** Of a hub whose whole world is in this process: a commit waits for no other. */
  readonly isAlone?: boolean;
};

export type StartedHub = {
  readonly engine: Engine;
  readonly links: ReturnType<typeof hubLinks>;
  readonly app: ReturnType<typeof hubApp>;
  /** Takes up channels, place plan and address as they are kept now. */
  readonly reread: () => Promise<void>;
  /** Once no message is on its way any more. */
  readonly close: () => Promise<void>;
};

/** A hub on a folder whose vault is open: its store and its roads are held until whoever started it closes it. */
export async function startHub(
  { folder, clock, crypto, progress, failed, alarms, isAlone = false }: Starting,
  vault: Vault,
): Promise<StartedHub> {
  const store = storeSqlite({ folder, vault, ...(isAlone && { groupWaitMs: 0 }) });
  let live: LiveAlarms | undefined;
  try {
    const hub = headerIn(folder)?.hub;
    const backups = hub === undefined ? undefined : backupsOf({ folder, hub, vault, store });
    const inbound = newInbound();
    const roads = await liveAlarms({ store, clock, failed, hear: inbound.hear });
    live = roads;
    const engine = await startEngine({
      store,
      clock,
      crypto,
      alarms: { ...roads.needs, ...alarms },
      ...(progress && { progress }),
      ...(backups && { backups }),
    });
    inbound.giveTo((sms) => void engine.alarms.texts.take(sms).catch(failed));
    const links = hubLinks(store, crypto);
    const app = hubApp({
      engine,
      links,
      pages: hubPages(engine, clock),
      signatures: requestSignatures({ engine, crypto, nowMs: () => Date.now() }),
      requests: newRequests({ store, clock, crypto, engine }),
      pushKey: roads.pushKey,
      gateway: smsGateway(store, crypto, () => Date.now()),
      nowMs: () => performance.now(),
    });
    const close = async (): Promise<void> => {
      await roads.close();
      await engine.alarms.delivery.settled();
      store.close();
    };
    return { engine, links, app, reread: roads.reread, close };
  } catch (cause) {
    // A carrier's line is open already: it would keep the process from ending.
    await live?.close();
    store.close();
    throw cause;
  }
}

type Inbound = { readonly hear: HearSms; readonly giveTo: (take: HearSms) => void };

/** What comes in while the hub still reads its record is kept until it can be taken. */
function newInbound(): Inbound {
  const early: Parameters<HearSms>[0][] = [];
  let take: HearSms = (sms) => void early.push(sms);
  return {
    hear: (sms) => take(sms),
    giveTo: (taker) => {
      take = taker;
      for (const sms of early.splice(0)) taker(sms);
    },
  };
}

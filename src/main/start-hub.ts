import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
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
import type { Store } from '../ports/store.ts';
import type { Vault } from '../record/at-rest.ts';
import type { Primitives } from '../record/primitives.ts';
import { hubPages } from './pages.ts';

type Starting = {
  readonly folder: string;
  readonly clock: Clock;
  readonly crypto: Primitives;
  readonly progress: EngineNeeds['progress'];
};

export type StartedHub = {
  readonly store: Store;
  readonly engine: Engine;
  readonly links: ReturnType<typeof hubLinks>;
  readonly app: ReturnType<typeof hubApp>;
};

/** A hub on a folder whose vault is open: its store is held until whoever started it closes it. */
export async function startHub(
  { folder, clock, crypto, progress }: Starting,
  vault: Vault,
): Promise<StartedHub> {
  const store = storeSqlite({ folder, vault });
  try {
    const hub = headerIn(folder)?.hub;
    const backups = hub === undefined ? undefined : backupsOf({ folder, hub, vault, store });
    const engine = await startEngine({
      store,
      clock,
      crypto,
      alarms: {},
      ...(progress && { progress }),
      ...(backups && { backups }),
    });
    const links = hubLinks(store, crypto);
    const app = hubApp({
      engine,
      links,
      pages: hubPages(engine, clock),
      signatures: requestSignatures({ engine, crypto, nowMs: () => Date.now() }),
      requests: newRequests({ store, clock, crypto, engine }),
      gateway: smsGateway(store, crypto, () => Date.now()),
      nowMs: () => performance.now(),
    });
    return { store, engine, links, app };
  } catch (cause) {
    store.close();
    throw cause;
  }
}

import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../../src/adapters/store-memory/store-memory.ts';
import type { AlarmNeeds } from '../../src/engine/alarm-desk.ts';
import { tileMemory } from '../../src/adapters/tile-memory/tile-memory.ts';
import { startEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { newRequests } from '../../src/engine/requests.ts';
import type { Requests } from '../../src/engine/requests.ts';
import { hubApp } from '../../src/faces/hub/app.ts';
import { requestSignatures } from '../../src/faces/hub/signatures.ts';
import { hubLinks } from '../../src/faces/hub/links.ts';
import { FEEDS_SETTING } from '../../src/faces/kit/feed-addresses.ts';
import { LOGS_SETTING } from '../../src/faces/kit/log-addresses.ts';
import { secretAddresses } from '../../src/faces/kit/secret-addresses.ts';
import type { SecretAddresses } from '../../src/faces/kit/secret-addresses.ts';
import { smsGateway } from '../../src/faces/kit/sms-gateway.ts';
import type { WitnessDoor } from '../../src/faces/kit/witness-door.ts';
import type { Links } from '../../src/faces/hub/links.ts';
import { hubPages } from '../../src/main/pages.ts';
import type { Backups } from '../../src/ports/backups.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Store } from '../../src/ports/store.ts';
import type { TileFiles } from '../../src/ports/tile-files.ts';
import type { IncidentId } from '../../src/record/names.ts';
import type { Primitives } from '../../src/record/primitives.ts';
import { newIncident, witness } from './witness.ts';
import type { Witness } from './witness.ts';

/** A whole hub in the test's own process, without a socket: real store, engine, links, app and pages. */
export type HubHere = {
  readonly crypto: Primitives;
  readonly store: Store;
  readonly engine: Engine;
  readonly links: Links;
  readonly feeds: SecretAddresses;
  readonly logs: SecretAddresses;
  readonly requests: Requests;
  readonly app: ReturnType<typeof hubApp>;
  /** Paths that open the hub, `/b/TOKEN`. */
  readonly read: string;
  readonly write: string;
  readonly people: string;
  readonly incident: IncidentId;
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly post: (entries: unknown, path?: string) => Promise<Response>;
  readonly newWitness: () => Witness;
};

export type HubHereNeeds = {
  readonly store?: Store;
  /** Where its log is kept. */
  readonly tiles?: TileFiles;
  readonly clock?: Clock;
  readonly nowMs?: () => number;
  readonly backups?: Backups;
  /** One that runs already, on this store and clock. */
  readonly engine?: Engine;
  readonly alarms?: AlarmNeeds;
  readonly pushKey?: string;
  readonly witness?: WitnessDoor;
};

export async function hubHere({
  store = storeMemory(),
  clock = clockSystem(),
  tiles = tileMemory(),
  nowMs,
  backups,
  engine: running,
  alarms,
  pushKey,
  witness: door,
}: HubHereNeeds = {}): Promise<HubHere> {
  const crypto = cryptoNode();
  const log = { files: tiles };
  const needs = { store, clock, crypto, log, ...(backups && { backups }), ...(alarms && { alarms }) };
  const engine = running ?? (await startEngine(needs));
  const links = hubLinks(store, crypto);
  const feeds = secretAddresses(store, FEEDS_SETTING, crypto);
  const logs = secretAddresses(store, LOGS_SETTING, crypto);
  const requests = newRequests({ store, clock, crypto, engine });
  const app = hubApp({
    engine,
    crypto,
    links,
    pages: hubPages(engine, clock),
    signatures: requestSignatures({ engine, crypto, nowMs: () => Date.now() }),
    requests,
    feeds,
    logs,
    gateway: smsGateway(store, crypto, () => Date.now()),
    ...(pushKey !== undefined && { pushKey: () => pushKey }),
    ...(door && { witness: door }),
    nowMs: nowMs ?? (() => performance.now()),
  });
  const made = links.renew();
  const [read, write, people] = [`/b/${made.read}`, `/b/${made.write}`, `/b/${made.people}`];
  const incident = newIncident(crypto);
  const ask = async (path: string, init?: RequestInit): Promise<Response> => app.request(path, init);
  return {
    crypto,
    store,
    engine,
    links,
    feeds,
    logs,
    requests,
    app,
    read,
    write,
    people,
    incident,
    ask,
    post: (entries, path = write) =>
      ask(`${path}/entries`, { method: 'POST', body: JSON.stringify({ entries }) }),
    newWitness: () => witness(crypto, incident),
  };
}

/** Puts a hub on a free port of this machine. */
export async function listenHere({
  app,
}: Pick<HubHere, 'app'>): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A test that failed before it closed its hub must not keep the others waiting.
  server.unref();
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a server has a port');
  return {
    address: `http://127.0.0.1:${bound.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

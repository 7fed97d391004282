import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { clockScenario } from '../adapters/clock-scenario/clock-scenario.ts';
import type { ScenarioPace } from '../adapters/clock-scenario/clock-scenario.ts';
import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { copiesBeforeUpgrade } from '../adapters/store-sqlite/before-upgrade.ts';
import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
import { instant, INSTANT_MS_MAX } from '../base/instant.ts';
import { ClockMismatch, startEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/engine.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError } from '../faces/cli/command.ts';
import type { Command, Given } from '../faces/cli/command.ts';
import { STORE_FAILURES } from '../faces/cli/store-words.ts';
import { KEY_HELP, KEY_OPTIONS } from '../faces/cli/hub-key.ts';
import { BOARD_CSS } from '../faces/desk/board.css.ts';
import { FORM_CSS } from '../faces/desk/form.css.ts';
import { renderLocked } from '../faces/desk/locked-page.ts';
import { hubApp } from '../faces/hub/app.ts';
import { lockedApp } from '../faces/hub/locked.ts';
import { hubLinks } from '../faces/hub/links.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import { newVault } from '../record/at-rest.ts';
import type { Vault } from '../record/at-rest.ts';
import type { Primitives } from '../record/primitives.ts';
import { unlock } from '../record/vault-header.ts';
import type { VaultHeader } from '../record/vault-header.ts';
import { vaultFor } from './hub-vault.ts';
import { hubPages } from './pages.ts';

const PORT_DEFAULT = 8420;
const DATA_DEFAULT = 'shanyrak-data';
// Decisions are due by the minute; a quarter of a second keeps "at once" honest.
const DECIDE_EVERY_MS = 250;

const HELP = `shanyrak serve [--data DIR] [--port N] [--host ADDRESS] [--new-links] [--json]

Runs a hub: keeps entries, folds them to the situation, serves the board. The first start prints two links, one to
read and one to write. They are shown once and kept only as hashes: whoever has a link has what it opens.

All it keeps is encrypted. It needs its key at every start and holds it in memory only: until then it serves a locked
page and keeps nothing. A hub that is new is given its key at the first start.

  --data DIR              where the hub keeps its record (${DATA_DEFAULT})
${KEY_HELP}
  --port N                port; 0 takes a free one (${PORT_DEFAULT})
  --host ADDRESS          address to listen on (127.0.0.1: this machine only)
  --new-links             revoke all links and print two new ones
  --scenario …            for played days only: FROM,SINCE,SPEED,UNTIL; such a store never mixes with real incidents
  --json                  print one line of JSON once it is ready
Exit: 0 stopped, 1 the world failed (disk, port, store in use), 2 the command was used wrongly.`;

export function serveCommand(crypto: Primitives): Command {
  return {
    name: 'serve',
    summary: 'run a hub with its board',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const given = readArgs(
        argv,
        {
          data: text,
          port: text,
          host: text,
          scenario: text,
          'new-links': { type: 'boolean' },
          json: { type: 'boolean' },
          ...KEY_OPTIONS,
        },
        0,
      );
      try {
        return await serve(given, crypto);
      } catch (cause) {
        return sayFailure(cause, given);
      }
    },
  };
}

async function serve(given: Given, crypto: Primitives): Promise<number> {
  hushExperiments();
  // All this process writes is its owner's only, whatever the shell was set to.
  process.umask(0o077);
  const clock = clockOf(given.text('scenario'));
  const port = given.whole('port', { lo: 0, hi: 65_535 }) ?? PORT_DEFAULT;
  const host = given.text('host') ?? '127.0.0.1';
  const folder = given.text('data') ?? DATA_DEFAULT;
  const found = await vaultFor(folder, given, crypto);
  const door = found.kind === 'locked' ? lockedDoor(found.header, host, crypto) : undefined;
  // Before the port is taken: two hubs on one folder is the fault to hear of first.
  let hub = found.kind === 'open' ? await startHub({ folder, clock, crypto, vault: found.vault }) : undefined;
  try {
    let answer = hub?.app.fetch ?? door?.app.fetch;
    const server = createAdaptorServer({ fetch: (request, env) => answer?.(request, env) ?? NO_ANSWER });
    server.listen(port, host);
    await once(server, 'listening');
    const bound = server.address();
    const address = `http://${host.includes(':') ? `[${host}]` : host}:${typeof bound === 'object' ? (bound?.port ?? port) : port}`;
    if (hub === undefined && door !== undefined) {
      sayLocked(given, address);
      const vault = await Promise.race([door.opened, stopSignal()]);
      if (vault === undefined) return closeServer(server);
      hub = await startHub({ folder, clock, crypto, vault });
      answer = hub.app.fetch;
    }
    if (hub === undefined) return EXIT_WRONG;
    if (given.flag('new-links')) hub.links.revokeAll();
    const madeKeyFile = found.kind === 'open' ? found.madeKeyFile : undefined;
    announce({ given, folder, address, host, madeKeyFile, links: hub.links, engine: hub.engine });
    await stopAsked(hub.engine);
    return closeServer(server);
  } finally {
    hub?.store.close();
  }
}

function closeServer(server: ReturnType<typeof createAdaptorServer>): number {
  server.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  return EXIT_OK;
}

const NO_ANSWER = new Response(null, { status: 503 });

type Starting = {
  readonly folder: string;
  readonly clock: Clock;
  readonly crypto: Primitives;
  readonly vault: Vault;
};

type Started = {
  readonly store: Store;
  readonly engine: Engine;
  readonly links: ReturnType<typeof hubLinks>;
  readonly app: ReturnType<typeof hubApp>;
};

async function startHub({ folder, clock, crypto, vault }: Starting): Promise<Started> {
  const store = storeSqlite({ folder, vault });
  try {
    const engine = await startEngine({ store, clock, crypto });
    const links = hubLinks(store, crypto);
    const app = hubApp({ engine, links, pages: hubPages(engine, clock), nowMs: () => performance.now() });
    return { store, engine, links, app };
  } catch (cause) {
    store.close();
    throw cause;
  }
}

type Door = { readonly app: ReturnType<typeof lockedApp>; readonly opened: Promise<Vault> };

/** The locked page, and the vault once somebody has opened it there. */
function lockedDoor(header: VaultHeader, host: string, crypto: Primitives): Door {
  const { promise: opened, resolve: open } = Promise.withResolvers<Vault>();
  const hasPassphrase = header.ways.some(({ kind }) => kind === 'passphrase');
  const app = lockedApp({
    // From another machine the passphrase would cross the network in the open.
    way: !isLoopback(host) ? 'terminal-only' : hasPassphrase ? 'passphrase' : 'key-file-only',
    tryPassphrase: async (text) => {
      const tried = await unlock(header, { kind: 'passphrase', text }, crypto);
      if (!tried.ok) return 'wrong';
      open(newVault(tried.value.dataKeys, crypto));
      return 'open';
    },
    page: renderLocked,
    css: BOARD_CSS + FORM_CSS,
    nowMs: () => performance.now(),
  });
  return { app, opened };
}

function sayLocked(given: Given, address: string): void {
  if (given.flag('json')) say(JSON.stringify({ ready: false, locked: true, address }));
  else
    say(
      `The hub at ${address} is locked: it shows nothing and keeps nothing until it is opened. Open that address here, or start it with --key-file or --passphrase-file.`,
    );
}

function isLoopback(host: string): boolean {
  return ['127.0.0.1', '::1', 'localhost'].includes(host);
}

type Announcing = {
  readonly given: Given;
  readonly folder: string;
  readonly address: string;
  readonly host: string;
  readonly madeKeyFile: string | undefined;
  readonly links: ReturnType<typeof hubLinks>;
  readonly engine: Engine;
};

function announce({ given, folder, address, host, madeKeyFile, links, engine }: Announcing): void {
  const isFirst = links.count() === 0;
  const made = isFirst
    ? { read: `${address}/b/${links.make('read')}`, write: `${address}/b/${links.make('write')}` }
    : undefined;
  if (given.flag('json')) {
    say(
      JSON.stringify({
        ready: true,
        address,
        entries: engine.size(),
        unreadable: engine.unreadable.length,
        ...made,
      }),
    );
    return;
  }
  say(`The hub runs at ${address} with ${engine.size()} entries.`);
  if (madeKeyFile !== undefined)
    say(
      `Its key: ${madeKeyFile}. Keep a copy apart from the hub: without it nothing here can be read again.`,
    );
  if (made) {
    say(`Board, to read:  ${made.read}/`);
    say(`To write:        ${made.write}`);
    say('Keep these links: they are not shown again. `--new-links` revokes them and makes new ones.');
  } else say('The links made at the first start still hold. `--new-links` revokes them and makes new ones.');
  if (engine.unreadable.length > 0)
    tell(
      `${engine.unreadable.length} entries could not be read back. Copy the data folder away, then run: shanyrak fsck`,
    );
  if (copiesBeforeUpgrade(folder).length > 0)
    tell(
      `The copy of before the upgrade lies in the data folder and may be open to whoever takes the disk. Once all is well: shanyrak upgrade-done --data ${folder}`,
    );
  if (!isLoopback(host))
    tell(
      'This hub can be reached from other machines, without encryption on the way: put TLS in front of it.',
    );
  say('Stop it with Ctrl+C.');
}

/** Runs the decisions until somebody asks to stop; a decision under way is finished first. */
async function stopAsked(engine: Engine): Promise<void> {
  let failures = 0;
  const decide = async (): Promise<void> => {
    try {
      await engine.decide();
      failures = 0;
    } catch (cause) {
      // Said once in a row: the disk may stay full for hours.
      if (failures++ === 0)
        tell(
          cause instanceof StoreFailure
            ? `hub: ${STORE_FAILURES[cause.kind]}`
            : 'hub: a decision could not be taken; trying again',
        );
    }
  };
  const timer = setInterval(() => void decide(), DECIDE_EVERY_MS);
  await stopSignal();
  clearInterval(timer);
  await decide();
}

function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined));
    // A hub started by `day` ends with it, even when that is killed.
    if (process.env['SHANYRAK_PARENT_PIPE'] === '1')
      process.stdin.once('end', () => resolve(undefined)).resume();
  });
}

/** The board's script is served with its types stripped, which Node calls an experiment: nothing a reader can mend. */
function hushExperiments(): void {
  const printers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') for (const print of printers) print(warning);
  });
}

function clockOf(scenario: string | undefined): Clock {
  if (scenario === undefined) return clockSystem();
  const [from, since, speed, until] = scenario.split(',').map(Number);
  const all = [from, since, speed, until];
  const isPace = (n: number | undefined): boolean =>
    n !== undefined && Number.isSafeInteger(n) && Math.abs(n) <= INSTANT_MS_MAX;
  if (!all.every(isPace) || scenario.split(',').length !== 4)
    throw new UsageError('--scenario is FROM,SINCE,SPEED,UNTIL');
  const pace: ScenarioPace = {
    from: instant(from ?? 0),
    since: instant(since ?? 0),
    speed: speed ?? 1,
    until: instant(until ?? 0),
  };
  return clockScenario(pace);
}

function sayFailure(cause: unknown, given: Given): number {
  if (cause instanceof StoreFailure) tell(`shanyrak serve: ${STORE_FAILURES[cause.kind]}`);
  else if (cause instanceof ClockMismatch) {
    tell(
      `shanyrak serve: the data folder belongs to a ${cause.stored === 'replay' ? 'played day' : 'real hub'}. Played and real days never share a folder: give another with --data.`,
    );
  } else if (isCode(cause, 'EADDRINUSE'))
    tell(
      `shanyrak serve: port ${given.text('port') ?? PORT_DEFAULT} is in use. Give another with --port, or 0 for a free one.`,
    );
  else if (isCode(cause, 'EADDRNOTAVAIL') || isCode(cause, 'EACCES'))
    tell('shanyrak serve: cannot listen there. Check --host and --port.');
  else throw cause;
  return EXIT_WRONG;
}

function isCode(cause: unknown, code: string): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === code;
}

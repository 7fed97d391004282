import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { clockScenario } from '../adapters/clock-scenario/clock-scenario.ts';
import type { ScenarioPace } from '../adapters/clock-scenario/clock-scenario.ts';
import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { instant, INSTANT_MS_MAX } from '../base/instant.ts';
import { ClockMismatch } from '../engine/engine.ts';
import type { NewPlace } from '../engine/decide.ts';
import type { Engine } from '../engine/engine.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError } from '../faces/cli/command.ts';
import type { Command, Given } from '../faces/cli/command.ts';
import { STORE_FAILURES } from '../faces/cli/store-words.ts';
import { KEY_HELP, KEY_OPTIONS } from '../faces/cli/hub-key.ts';
import { restoreProgress } from '../faces/cli/restore-progress.ts';
import type { Making } from '../faces/cli/founding-papers.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreFailure } from '../ports/store.ts';
import { announce } from './announce.ts';
import { firstRunHere, isWithoutKey, newDoor } from './first-run-door.ts';
import type { FirstRunHere } from './first-run-door.ts';
import { vaultFor } from './hub-vault.ts';
import { readFounding } from './founding-file.ts';
import { watchLog } from './log-watch.ts';
import { isLoopback, lockedDoor } from './locked-door.ts';
import { simRoads } from './sim-roads.ts';
import type { SimRoads } from './sim-roads.ts';
import { startHub } from './start-hub.ts';
import type { StartedHub } from './start-hub.ts';
import { newTrouble } from './trouble.ts';
import type { Trouble } from './trouble.ts';

const PORT_DEFAULT = 8420;
const DATA_DEFAULT = 'shanyrak-data';
// What is due by the clock alone is looked for this often, what follows from an entry at once: entries that come this close
// together are looked at together.
const DECIDE_EVERY_MS = 250;
const DECIDE_WITHIN_MS = 20;
// Sticks come and go, readers finish: what an erasure could not reach is tried again this often.
const TEND_EVERY_MS = 15_000;
const AUDIT_EVERY_MS = 30_000;
// As many entries as come within this are witnessed together.
const ASK_EVERY_MS = 1_000;

const HELP = `shanyrak serve [--data DIR] [--port N] [--host ADDRESS] [--new-links] [--json]

Runs a hub: keeps entries, folds them to the situation, serves the board. The first start prints three links: to read,
to write, and for keyholders. They are shown once and kept only as hashes: whoever has a link has what it opens.

All it keeps is encrypted. It needs its key at every start and holds it in memory only: until then it serves a locked
page and keeps nothing. A hub that is new is given its key at the first start: with an option, at the terminal, or on the pages whose
link it prints. On these pages a place is founded without a terminal, as init does it with one: once, on this machine only.

  --data DIR              where the hub keeps its record (${DATA_DEFAULT})
${KEY_HELP}
  --port N                port; 0 takes a free one (${PORT_DEFAULT})
  --host ADDRESS          address to listen on (127.0.0.1: this machine only)
  --papers DIR            where the first-run pages put devices and papers until they are handed over; without it into
                          this machine's memory, else beside the data folder
  --new-links             revoke all links and print three new ones, once the hub listens
  --scenario …            for played days only: FROM,SINCE,SPEED,UNTIL; such a store never mixes with real incidents
  --found FILE            for played days only: founds the place at the first start, so that grants decide who counts
  --phones FILE           for played days only: simulated telephones, the only ones such a hub ever writes to
  --json                  print one line of JSON once it is ready ({"ready":true,…}), and before it one for every 5000
                          entries that are read back ({"ready":false,…})
Exit: 0 stopped, 1 the world failed (disk, port, store in use), 2 the command was used wrongly.`;

export type ServeNeeds = Pick<Making, 'crypto' | 'papers' | 'onStep'>;

export function serveCommand(needs: ServeNeeds): Command {
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
          found: text,
          phones: text,
          papers: text,
          'new-links': { type: 'boolean' },
          json: { type: 'boolean' },
          ...KEY_OPTIONS,
        },
        0,
      );
      try {
        return await serve(given, needs);
      } catch (cause) {
        return sayFailure(cause, given);
      }
    },
  };
}

async function serve(given: Given, needs: ServeNeeds): Promise<number> {
  const { crypto } = needs;
  hushExperiments();
  const clock = clockOf(given.text('scenario'));
  const founding = foundingOf(given);
  const simulated = simulatedOf(given, clock);
  const port = given.whole('port', { lo: 0, hi: 65_535 }) ?? PORT_DEFAULT;
  const host = given.text('host') ?? '127.0.0.1';
  const folder = given.text('data') ?? DATA_DEFAULT;
  const first = clock.kind === 'replay' ? undefined : firstRunOf(given, { folder, host, clock }, needs);
  const isNew = first !== undefined && isLoopback(host) && isWithoutKey(folder, given);
  const found = isNew ? ({ kind: 'new' } as const) : await vaultFor(folder, given, crypto);
  const isJson = given.flag('json');
  const door =
    found.kind === 'locked'
      ? lockedDoor({ ...found, folder, isJson }, host, crypto)
      : isNew
        ? newDoor(first, { folder, given, crypto })
        : undefined;
  const progress = restoreProgress({
    isJson,
    nowMs: () => performance.now(),
    say,
    tell,
  });
  const trouble = newTrouble();
  const alarms = simulated && { alarms: simulated.needs };
  const starting = { folder, clock, crypto, progress, failed: trouble.failed, ...alarms };
  // Before the port is taken: two hubs on one folder is the fault to hear of first.
  let hub = found.kind === 'open' ? await startHub(starting, found.vault) : undefined;
  let answer = hub?.app.fetch ?? door?.app.fetch;
  const server = createAdaptorServer({
    fetch: (request, env) => first?.answer(request) ?? answer?.(request, env) ?? NO_ANSWER,
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
    const bound = server.address();
    const address = `http://${host.includes(':') ? `[${host}]` : host}:${typeof bound === 'object' ? (bound?.port ?? port) : port}`;
    if (hub === undefined && door !== undefined) {
      door.sayClosed(address);
      const vault = await Promise.race([door.opened, stopSignal()]);
      if (vault === undefined) return EXIT_OK;
      hub = await startHub(starting, vault);
      answer = hub.app.fetch;
    }
    if (hub === undefined) return EXIT_WRONG;
    // Founded before, as after a restart, it stays as it was.
    if (founding) await hub.engine.found(founding);
    const { engine, app } = hub;
    watchLog(engine);
    const ask = async (path: string, init: RequestInit): Promise<unknown> => app.request(path, init);
    const hush = await simulated?.begin({ desk: engine.alarms, ask }, trouble.failed);
    await first?.attach(hub.engine);
    const madeKeyFile = found.kind === 'open' ? found.madeKeyFile : undefined;
    announce({ given, folder, address, host, madeKeyFile, links: hub.links, engine: hub.engine, first });
    await stopAsked(hub, trouble);
    hush?.();
    return EXIT_OK;
  } finally {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await hub?.close();
  }
}

function firstRunOf(
  given: Given,
  { folder, host, clock }: { readonly folder: string; readonly host: string; readonly clock: Clock },
  { crypto, papers, onStep }: ServeNeeds,
): FirstRunHere {
  const making = { crypto, papers, onStep, now: clock.now };
  const needsKey = isWithoutKey(folder, given);
  return firstRunHere({ data: folder, papers: given.text('papers'), needsKey, making }, host);
}

const NO_ANSWER = new Response(null, { status: 503 });

/** Runs the decisions until somebody asks to stop; a decision under way is finished first. */
async function stopAsked(hub: StartedHub, trouble: Trouble): Promise<void> {
  const { engine, reread, beat, stamp, askWitnesses } = hub;
  let decidedAt = performance.now();
  const decide = async (): Promise<void> => {
    await trouble.round(engine.decide);
    decidedAt = performance.now();
  };
  const timer = setInterval(() => {
    void decide();
    engine.alarms.prepare();
  }, DECIDE_EVERY_MS);
  let soon: NodeJS.Timeout | undefined;
  const stopListening = engine.onChange(() => {
    soon ??= setTimeout(() => {
      soon = undefined;
      void decide();
    }, DECIDE_WITHIN_MS);
  });
  const tend = tendHub(engine);
  const tender = setInterval(() => {
    tend();
    void reread().catch(trouble.failed);
  }, TEND_EVERY_MS);
  const audit = auditHub(engine);
  const isWell = (): boolean => audit() && trouble.isWell() && performance.now() - decidedAt < AUDIT_EVERY_MS;
  const audited = (): void => {
    void beat(isWell());
    void stamp().catch(trouble.failed);
  };
  const auditor = setInterval(audited, AUDIT_EVERY_MS);
  audited();
  const asker = setInterval(() => void askWitnesses().catch(trouble.failed), ASK_EVERY_MS);
  await stopSignal();
  stopListening();
  clearTimeout(soon);
  clearInterval(timer);
  clearInterval(tender);
  clearInterval(auditor);
  clearInterval(asker);
  await decide();
}

const AUDIT_FAULTS: Readonly<Record<ReturnType<Engine['alarms']['audit']>[number], string>> = {
  miscounted: 'the ledger of messages does not add up. Nothing is lost: stop the hub and start it again',
  adrift:
    'messages are on their way and nobody waits for them: stop the hub and start it again, it sends them anew',
  forgotten:
    'an alarm runs and was not looked at for half a minute: the machine is too busy, or the disk does not answer',
  clock:
    'the clock of this machine has jumped. The alarm that runs goes on by the minutes that pass; set the clock right',
};

/** Says what is wrong with the work on alarms, when that changes; whether nothing is. */
function auditHub(engine: Engine): () => boolean {
  let said = '';
  return () => {
    const faults = engine.alarms.audit();
    if (faults.join() !== said) for (const fault of faults) tell(`hub: alarms: ${AUDIT_FAULTS[fault]}.`);
    said = faults.join();
    return faults.length === 0;
  };
}

/** Does what earlier erasures could not do yet, and says when what is left to do changes. */
function tendHub(engine: Engine): () => void {
  let said = '';
  const tend = async (): Promise<void> => {
    const { isScrubbed, unreached } = await engine.tend();
    // Not where they are: this may end in a journal on the disk.
    const backups = unreached.length === 0 ? [] : [`${unreached.length} backups: shanyrak backup names them`];
    const journal = isScrubbed ? [] : ['the write-ahead log, while another program reads the data folder'];
    const left = [...journal, ...backups].join('; ');
    if (left !== said && left !== '') tell(`hub: what was erased may still stand in ${left}`);
    if (left !== said && left === '') tell('hub: what was erased is erased everywhere the hub knows of.');
    said = left;
  };
  const tendOrSay = (): void =>
    void tend().catch((cause: unknown) => {
      if (!(cause instanceof StoreFailure)) throw cause;
      tell(`hub: ${STORE_FAILURES[cause.kind]}`);
    });
  tendOrSay();
  return tendOrSay;
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

function foundingOf(given: Given): NewPlace | undefined {
  const file = given.text('found');
  if (file === undefined) return undefined;
  if (given.text('scenario') === undefined)
    throw new UsageError('--found is for played days; a real place is founded with: shanyrak init');
  return readFounding(file);
}

/** Played days have simulated roads or none; real ones never. */
function simulatedOf(given: Given, clock: Clock): SimRoads | undefined {
  const file = given.text('phones');
  if (file === undefined) return undefined;
  if (clock.kind !== 'replay') throw new UsageError('--phones is for played days');
  return simRoads(file, clock);
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
  const links = given.flag('new-links') ? ' The links people have still hold: none was revoked.' : '';
  if (cause instanceof StoreFailure) tell(`shanyrak serve: ${STORE_FAILURES[cause.kind]}${links}`);
  else if (cause instanceof ClockMismatch) {
    tell(
      `shanyrak serve: the data folder belongs to a ${cause.stored === 'replay' ? 'played day' : 'real hub'}. Played and real days never share a folder: give another with --data.`,
    );
  } else if (isCode(cause, 'EADDRINUSE'))
    tell(
      `shanyrak serve: port ${given.text('port') ?? PORT_DEFAULT} is in use. Give another with --port, or 0 for a free one.${links}`,
    );
  else if (isCode(cause, 'EADDRNOTAVAIL') || isCode(cause, 'EACCES'))
    tell(`shanyrak serve: cannot listen there. Check --host and --port.${links}`);
  else throw cause;
  return EXIT_WRONG;
}

function isCode(cause: unknown, code: string): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === code;
}

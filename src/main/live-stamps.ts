import { utf8Encode } from '../base/bytes.ts';
import type { Engine } from '../engine/engine.ts';
import type { LogHead } from '../engine/log-keeper.ts';
import { newStamps } from '../engine/stamping.ts';
import type { NewestCheckpoint, Stamps } from '../engine/stamping.ts';
import { stampRfc3161 } from '../adapters/stamp-rfc3161/stamp-rfc3161.ts';
import { tell } from '../faces/cli/command.ts';
import { parseAuthorities, STAMP_NOW_SETTING, STAMPS_SETTING } from '../faces/cli/stamp-settings.ts';
import { stampTroubleWords } from '../faces/cli/stamp-words.ts';
import type { Clock } from '../ports/clock.ts';
import type { Stamper } from '../ports/stamper.ts';
import type { Store } from '../ports/store.ts';
import type { Primitives } from '../record/primitives.ts';
import { newlyKept } from './live-alarms.ts';

/** The stamps of a running hub's log, by the authorities its settings name now. */
export type LiveStamps = Pick<Stamps, 'round'> & {
  /** Takes up what was changed since. */
  readonly reread: () => void;
  readonly close: () => Promise<void>;
};

type StampNeeds = {
  readonly store: Store;
  readonly clock: Clock;
  readonly crypto: Pick<Primitives, 'randomBytes' | 'sha256'>;
  readonly steadyMs: () => number;
  readonly engine: Pick<Engine, 'people' | 'incidents'> & {
    readonly log: { readonly head: () => Pick<LogHead, 'size' | 'note'> | undefined } | undefined;
  };
  readonly environment?: NodeJS.ProcessEnv;
};

/** A played day is stamped by nobody. */
export function liveStamps(needs: StampNeeds): LiveStamps {
  const { store, clock, crypto, steadyMs, engine } = needs;
  const isProxied = isProxySet(needs.environment ?? process.env);
  const [authoritiesNow, hurriedNow] = [
    newlyKept(store, STAMPS_SETTING),
    newlyKept(store, STAMP_NOW_SETTING),
  ];
  let [isStarted, isClosed] = [false, false];
  let authorities: ReadonlyMap<string, Stamper> = new Map();
  const stamps = newStamps({
    store,
    clock,
    steadyMs,
    sha256: crypto.sha256,
    newestCheckpoint: () => newestOf(engine),
    isBusy: () => isIncidentOpen(engine),
    authorities: () => authorities,
    // What is cut off because this hub stops is no failure of another's.
    failed: (name, why) => {
      if (!isClosed) tell(`hub: ${name}, which stamps the log, ${stampTroubleWords(why)}.`);
    },
  });
  // Who is being asked when the settings change may still answer.
  const opened: Stamper[] = [];
  const reread = (): void => {
    const [{ kept, isNew }, hurried] = [authoritiesNow(), hurriedNow()];
    if (clock.kind !== 'real' || isClosed) return;
    const read = isNew ? parseAuthorities(kept) : undefined;
    if (isNew && read === undefined)
      tell(
        'hub: the authorities that stamp the log cannot be read, and all is as before. See: shanyrak stamp list',
      );
    if (read !== undefined) {
      const asked = read.filter(({ isRemoved }) => !isRemoved);
      const { randomBytes } = crypto;
      authorities = new Map(
        asked.map(({ name, ...config }) => [name, stampRfc3161({ ...config, isProxied, randomBytes })]),
      );
      opened.push(...authorities.values());
    }
    // Whoever set something up wants to see whether it works. At a start: what somebody wanted at once while the hub did not run.
    if ((read !== undefined && isStarted) || (hurried.isNew && hurried.kept !== undefined)) stamps.hurry();
    isStarted = true;
  };
  reread();
  return {
    round: stamps.round,
    reread,
    close: async () => {
      isClosed = true;
      authorities = new Map();
      await Promise.all(opened.map((stamper) => stamper.close()));
      await stamps.settled();
    },
  };
}

/** As most programs take it from the environment. */
function isProxySet(environment: NodeJS.ProcessEnv): boolean {
  return ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].some((name) =>
    [name, name.toLowerCase()].some((each) => (environment[each] ?? '') !== ''),
  );
}

function newestOf({ log }: StampNeeds['engine']): NewestCheckpoint | undefined {
  const head = log?.head();
  return head && { size: head.size, bytes: utf8Encode(head.note) };
}

/** Whether an incident is open; on a hub that is not founded nobody can close one. */
function isIncidentOpen({ people, incidents }: StampNeeds['engine']): boolean {
  const now = people();
  if (now.founding === undefined) return incidents().length > 0;
  return [...now.incidents.values()].some(({ state }) => state === 'open');
}

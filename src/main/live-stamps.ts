import type { Engine } from '../engine/engine.ts';
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
export type LiveStamps = Pick<Stamps, 'round' | 'seen'> & {
  /** Takes up what was changed since. */
  readonly reread: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type StampNeeds = {
  readonly store: Store;
  readonly clock: Clock;
  readonly crypto: Pick<Primitives, 'randomBytes' | 'sha256'>;
  readonly steadyMs: () => number;
  readonly newestCheckpoint: () => NewestCheckpoint | undefined;
  readonly isBusy: () => boolean;
  readonly environment?: NodeJS.ProcessEnv;
};

/** A played day is stamped by nobody. */
export async function liveStamps(needs: StampNeeds): Promise<LiveStamps> {
  const { store, clock, crypto } = needs;
  const isProxied = isProxySet(needs.environment ?? process.env);
  const [authoritiesNow, hurriedNow] = [
    newlyKept(store, STAMPS_SETTING),
    newlyKept(store, STAMP_NOW_SETTING),
  ];
  let isClosed = false;
  let authorities: ReadonlyMap<string, Stamper> = new Map();
  const stamps = newStamps({
    ...needs,
    sha256: crypto.sha256,
    authorities: () => authorities,
    // What is cut off because this hub stops is no failure of another's.
    failed: (name, why) => {
      if (!isClosed) tell(`hub: ${name}, which stamps the log, ${stampTroubleWords(why)}.`);
    },
  });
  const use = async (next: ReadonlyMap<string, Stamper>): Promise<void> => {
    const old = authorities;
    authorities = next;
    await Promise.all([...old.values()].map((stamper) => stamper.close()));
  };
  const reread = async (): Promise<void> => {
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
      await use(
        new Map(
          asked.map(({ name, ...config }) => [name, stampRfc3161({ ...config, isProxied, randomBytes })]),
        ),
      );
    }
    if (hurried.isNew && hurried.kept !== undefined) stamps.hurry();
  };
  await reread();
  return {
    round: stamps.round,
    seen: stamps.seen,
    reread,
    close: async () => {
      isClosed = true;
      await use(new Map());
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

/** Whether an incident is open; on a hub that is not founded nobody can close one. */
export function isIncidentOpen({ people, incidents }: Pick<Engine, 'people' | 'incidents'>): boolean {
  const now = people();
  if (now.founding === undefined) return incidents().length > 0;
  return [...now.incidents.values()].some(({ state }) => state === 'open');
}

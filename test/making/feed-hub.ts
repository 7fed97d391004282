import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../../src/adapters/store-memory/store-memory.ts';
import type { PlacePlan } from '../../src/acts/alarm/place-plan.ts';
import { feedAct } from '../../src/faces/kit/committee-matters.ts';
import { FEEDS_SETTING, feedPath } from '../../src/faces/kit/feed-addresses.ts';
import { newAddressToken, printAddresses } from '../../src/faces/kit/secret-addresses.ts';
import type { Store } from '../../src/ports/store.ts';
import type { EntryId } from '../../src/record/names.ts';
import type { FeedTemplate } from '../../src/record/kinds/feed.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { HandClock } from '../sim/hand-clock.ts';
import { answerHub, answerHubAgain } from './answer-hub.ts';
import type { AnswerHub } from './answer-hub.ts';
import { textsIn } from './feed-samples.ts';

/** A hub whose feed has one address, and what goes out by it. */
export type FeedHub = AnswerHub & {
  readonly path: string;
  readonly approve: (by?: readonly number[], template?: FeedTemplate) => Promise<void>;
  readonly stop: (by: number) => Promise<void>;
  /** A real alarm that two more have seen, a warden among them: it has reached press and lawyers. */
  readonly raiseOutward: () => Promise<EntryId>;
  /** Somebody saw it in this minute. */
  readonly sees: (body: PlainObject, minute?: string) => Promise<void>;
  readonly feed: (init?: RequestInit) => Promise<Response>;
  /** The feed in English. */
  readonly atom: () => Promise<string>;
  /** The messages that the feed leads to, in its order. */
  readonly caps: () => Promise<readonly string[]>;
};

const crypto = cryptoNode();

export async function feedHub({
  store = storeMemory(),
  ...needs
}: {
  readonly place?: () => PlacePlan;
  readonly clock?: HandClock;
  readonly store?: Store;
} = {}): Promise<FeedHub> {
  const { token, hash } = newAddressToken(crypto);
  store.saveSetting(FEEDS_SETTING, printAddresses([hash]));
  return feeding(await answerHub({ store, ...needs }), feedPath(token));
}

/** The same hub after its process ended. */
export async function feedHubAgain(hub: FeedHub): Promise<FeedHub> {
  return feeding(await answerHubAgain(hub), hub.path);
}

function feeding(hub: AnswerHub, path: string): FeedHub {
  const { engine, keyholders } = hub;
  const feed: FeedHub['feed'] = (init) => hub.web.ask(`${path}?lang=en`, init);
  const atom = async (): Promise<string> => (await feed()).text();
  const asKeyholder = async (n: number, kind: string, body: PlainObject): Promise<void> => {
    const by = keyholders[n - 1];
    if (by === undefined) throw new Error('there are five keyholders');
    await hub.says(by, kind, body);
  };
  return {
    ...hub,
    path,
    feed,
    atom,
    approve: async (by = [1, 2], template = engine.alarms.feed.proposed()) => {
      if (template === undefined) throw new Error('no feed can be here');
      for (const n of by) await asKeyholder(n, 'feed.approve', feedAct(template).body);
      await hub.run();
    },
    stop: async (by) => {
      await asKeyholder(by, 'feed.stop', {});
      await hub.run();
    },
    raiseOutward: async () => {
      const id = await hub.raise();
      for (const { key } of [hub.warden, hub.neighbour]) await hub.says(key, 'alarm.confirm', {}, [id]);
      await hub.run();
      return id;
    },
    sees: async (body, minute = '10:30') => {
      const event = { modality: 'done', lane: 'authorities', actors: ['police'], source: SAW, ...body };
      const { wire } = await hub.apa.key.say('event', event, { at: `2031-05-17T${minute}` });
      await engine.keep([wire]);
      await hub.run();
    },
    caps: async () => {
      const base = `https://hub.example${path}`;
      const links = [...(await atom()).matchAll(/rel="alternate"[^>]* href="([^"]+)"/g)];
      const paths = links.map(([, link]) => new URL(link ?? '', base).pathname);
      return Promise.all(paths.map(async (each) => (await hub.web.ask(each)).text()));
    },
  };
}

const SAW = { id: 'w1', stance: 'resident', link: 'saw' } as const;

/** One text of a message, the English one where it is said in three languages. */
export function textIn(cap: string | undefined, name: string): string | undefined {
  return textsIn(cap ?? '', name).at(-1);
}

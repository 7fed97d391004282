import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { feedAct } from '../../src/faces/kit/committee-matters.ts';
import { FEEDS_SETTING, feedPath } from '../../src/faces/kit/feed-addresses.ts';
import { newAddressToken, printAddresses } from '../../src/faces/kit/secret-addresses.ts';
import type { FoundedHub } from './founded-hub.ts';

/** Two keyholders approve what the feed says; the address that somebody outside is given. */
export async function addressOfFeed({ engine, keyholders, store }: FoundedHub): Promise<string> {
  const template = engine.alarms.feed.proposed();
  if (template === undefined) throw new Error('a founded hub can have a feed');
  for (const by of keyholders.slice(0, 2)) await by.say('feed.approve', feedAct(template).body);
  const { token, hash } = newAddressToken(cryptoNode());
  store.saveSetting(FEEDS_SETTING, printAddresses([hash]));
  return feedPath(token);
}

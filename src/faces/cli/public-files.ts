import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clockSystem } from '../../adapters/clock-system/clock-system.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { isForPublic, publicAccountOf } from '../../acts/dispatch/public-account.ts';
import type { PublicAccount } from '../../acts/dispatch/public-account.ts';
import { publicJson, publicMarkdown } from '../../acts/dispatch/public-text.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Store } from '../../ports/store.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Logged } from '../../situation/buckets.ts';
import { lastMomentOf } from '../../situation/gather.ts';
import { UsageError, WorldError, writePrivate } from './command.ts';
import type { Given } from './command.ts';
import { openFolder } from './hub-key.ts';
import { idNamed, incidentAsked } from './hub-incidents.ts';
import { keptHub } from './kept-hub.ts';

/**
 * The account of one incident for the public, from a hub's own folder only: a link or a file tells neither what has
 * weight nor whether the incident is closed.
 */
export async function publicAccountIn(given: Given, crypto: Primitives): Promise<PublicAccount> {
  const folder = given.text('data');
  if (folder === undefined || given.text('from') !== undefined || given.files.length > 0)
    throw new UsageError(
      'makes a file for the public from a hub of its own only: --data DIR, and neither --from nor FILE',
    );
  const vault = await openFolder(folder, given, crypto);
  const store = storeSqlite({ folder, vault, mode: 'read' });
  try {
    return (await publicOf(store, incidentAsked(given), crypto)).account;
  } finally {
    store.close();
  }
}

/** The account, and the entries it may be made from: of the incident, that count, and while it is open an hour old. */
export async function publicOf(
  store: Store,
  asked: string | undefined,
  crypto: Primitives,
): Promise<{ readonly account: PublicAccount; readonly entries: readonly Logged[] }> {
  if (store.size() === 0) throw new UsageError('the data folder holds no incident yet');
  const engine = await keptHub(store, crypto);
  const incident = asked === undefined ? engine.shown() : idNamed(asked, engine.people().incidents.values());
  const gathered = incident && engine.gathered(incident);
  // The place log says who is who here, and is of no incident.
  if (incident === undefined || gathered === undefined || incident === engine.people().founding?.place)
    throw new UsageError('the data folder holds no such incident');
  // What nobody has closed is going on: a mistake here must hide, not show.
  const state = engine.people().incidents.get(incident)?.state;
  const needs = {
    // The record's own last moment: a clock that runs ahead must not shorten the delay.
    asOf: lastMomentOf(gathered) ?? clockSystem().now(),
    isOpen: state !== 'closed' && state !== 'archived',
    hubKeys: gathered.hubKeys,
  };
  const all = [...gathered.byId.values()];
  const entries = all.filter((logged) => isForPublic(logged, needs));
  return { account: publicAccountOf(all, needs), entries };
}

/** Writes `public.json` and the account in each language into a folder; gives the names. */
export function writePublicFiles(folder: string, account: PublicAccount): readonly string[] {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new WorldError(
      `${folder} cannot be made. Nothing was written: give a folder that may be written to`,
      {
        cause,
      },
    );
  }
  const files = publicFiles(account);
  for (const { name, text } of files) writePrivate(join(folder, name), text);
  return files.map(({ name }) => name);
}

/** The account as files: for programs, and in each language. */
export function publicFiles(
  account: PublicAccount,
): readonly { readonly name: string; readonly text: string }[] {
  return [
    { name: 'public.json', text: `${JSON.stringify(publicJson(account), undefined, 1)}\n` },
    ...LANGUAGES.map((l) => ({ name: `public.${l}.md`, text: publicMarkdown(account, l) })),
  ];
}

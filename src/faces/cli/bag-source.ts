import { existsSync } from 'node:fs';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { publicFiles, publicOf } from './public-files.ts';
import { keptHubSigner } from '../../engine/engine.ts';
import { stampsHeld } from '../../engine/stamps-kept.ts';
import type { Store } from '../../ports/store.ts';
import type { Recipient } from '../../record/age-key.ts';
import type { ContentsOfBag, EntryForBag, LogForBag, StampForBag } from '../../record/bag.ts';
import { isAuthorityName } from '../../record/bag-layout.ts';
import { utf8Decode } from '../../base/bytes.ts';
import type { Audience } from '../../record/bundle.ts';
import type { Primitives } from '../../record/primitives.ts';
import { UsageError } from './command.ts';
import type { Given } from './command.ts';
import { openFolder } from './hub-key.ts';
import { idNamed, incidentAsked, readIncidents } from './hub-incidents.ts';
import { baseOf, readHub, readSource, readStore, tellLeftOut } from './hub-reader.ts';
import type { Source } from './hub-reader.ts';
import { keptHub } from './kept-hub.ts';
import { logAtLink, logInFolder } from './log-source.ts';
import { parseAuthorities, STAMPS_SETTING } from './stamp-settings.ts';
import { parseWitnesses, WITNESSES_SETTING } from './witness-settings.ts';
import { hubLogKey } from '../../record/log/hub-log.ts';
import { printVerifierKey } from '../../record/log/note.ts';
import { parseIncidentId } from '../../record/names.ts';

/** What a bag is made from, wherever it came from. */
export type BagSource = Pick<ContentsOfBag, 'entries' | 'incident' | 'log' | 'signer' | 'account'> & {
  /** To whom the hub's people seal what is for the lawyer; known from a hub's own folder only. */
  readonly lawyer?: Recipient;
};

type Asked = { readonly given: Given; readonly crypto: Primitives; readonly audience: Audience };

/** Reads what the one word and the options point to: a transfer file, or an incident of a hub. */
export async function bagSource(asked: Asked): Promise<BagSource> {
  const { given, crypto, audience } = asked;
  const [word] = given.files;
  const [link, folder] = [given.text('from'), given.text('data')];
  const isFile = word !== undefined && existsSync(word);
  if (isFile && (link ?? folder) !== undefined)
    throw new UsageError('takes a FILE, or an INCIDENT with --data or --from');
  if (audience === 'public' && folder === undefined)
    throw new UsageError(
      'makes a bag for the public from a hub of its own only: --data DIR, and neither --from nor FILE',
    );
  if (folder !== undefined && link === undefined) return fromFolder(folder, named(given, word), asked);
  if (link !== undefined && folder === undefined) return fromLink(baseOf(link), named(given, word), crypto);
  if (!isFile) throw new UsageError('needs a FILE, or an INCIDENT with --data DIR or --from LINK');
  return entriesOf(await readSource(given, crypto));
}

/** The options with the incident as if it had been given by `--incident`. */
function named(given: Given, incident: string | undefined): Given {
  return {
    ...given,
    files: [],
    text: (name) => (name === 'incident' ? (incident ?? given.text(name)) : given.text(name)),
  };
}

function entriesOf(source: Source): BagSource {
  tellLeftOut(source);
  const { incident, logged } = source;
  // A bag is of one incident, as a file is.
  const own = logged.filter(({ entry }) => entry.core.incident === incident);
  const entries = own.map(({ entry, index }): EntryForBag => {
    const place = index === undefined ? {} : { index };
    return { id: entry.id, wire: entry.wire, ...place };
  });
  return { incident, entries, account: [] };
}

async function fromFolder(folder: string, given: Given, { crypto, audience }: Asked): Promise<BagSource> {
  const vault = await openFolder(folder, given, crypto);
  const store = storeSqlite({ folder, vault, mode: 'read' });
  try {
    const asked = incidentAsked(given);
    const state = await logInFolder(folder, store, crypto);
    const signer = keptHubSigner(store, crypto);
    const beside = {
      ...(signer && { signer }),
      ...(state && { log: { ...state, stamps: stampsIn(store, state), ...policyIn(store, state, crypto) } }),
    };
    if (audience === 'public') return { ...(await forPublic(store, asked, crypto)), ...beside };
    const source = entriesOf(await readStore(store, { asked }, crypto));
    const lawyer = audience === 'lawyer' ? await lawyersKey(store, crypto) : undefined;
    return { ...source, ...beside, ...(lawyer && { lawyer }) };
  } finally {
    store.close();
  }
}

/** The newest key of the lawyers' group that two agreed on. */
async function lawyersKey(store: Store, crypto: Primitives): Promise<Recipient | undefined> {
  const { groupKeys } = (await keptHub(store, crypto)).people();
  return groupKeys.find(({ role }) => role === 'lawyer')?.recipient;
}

/** Of the entries behind the public account their places in the log alone (docs/decisions/0023). */
async function forPublic(store: Store, asked: string | undefined, crypto: Primitives): Promise<BagSource> {
  const { account, entries } = await publicOf(store, asked, crypto);
  return {
    entries: entries.map(({ entry, index }) => ({ id: entry.id, ...(index !== undefined && { index }) })),
    account: publicFiles(account),
  };
}

/** The stamps on states of this very log; each stays the first that covers something more. */
function stampsIn(store: Store, { origin }: Pick<LogForBag, 'origin'>): readonly StampForBag[] {
  const authorities = parseAuthorities(store.setting(STAMPS_SETTING)) ?? [];
  const begins = `${origin}\n`;
  const isOf = (checkpoint: Uint8Array): boolean => utf8Decode(checkpoint)?.startsWith(begins) === true;
  return stampsHeld(store).flatMap(({ authority, checkpoint, size, query, reply }) => {
    const nth = authorities.findIndex(({ name }) => name === authority);
    const known = authorities[nth];
    if (known === undefined || !isOf(checkpoint)) return [];
    const name = isAuthorityName(authority) ? authority : `authority-${nth + 1}`;
    return [{ authority: name, checkpoint, size, query, reply, certificates: known.certificates }];
  });
}

/** By whom the log is witnessed: the hub's policy, or else those it asks, none of whom is needed. */
function policyIn(
  store: Store,
  { origin }: Pick<LogForBag, 'origin'>,
  { sha256 }: Primitives,
): Pick<LogForBag, 'policy'> {
  const { policy, asks = [] } = parseWitnesses(store.setting(WITNESSES_SETTING), sha256) ?? {};
  const key = hubLogKey(origin, sha256);
  if (policy !== undefined) return { policy };
  if (asks.length === 0 || key === undefined) return {};
  const rows = asks.map((witness) => `witness ${witness.name} ${printVerifierKey(witness.key)}`);
  return { policy: `${[`log ${printVerifierKey(key)}`, ...rows, 'quorum none'].join('\n')}\n` };
}

async function fromLink(base: string, given: Given, crypto: Primitives): Promise<BagSource> {
  const asked = incidentAsked(given);
  const known = asked === undefined || parseIncidentId(asked) ? [] : await readIncidents(base);
  const incident = asked === undefined ? undefined : idNamed(asked, known);
  // The log after them, so that it holds them all.
  const source = entriesOf(await readHub(base, incident, crypto));
  const state = await logAtLink(`${base}/log`, crypto);
  return { ...source, ...(state && { log: { ...state, stamps: [] } }) };
}

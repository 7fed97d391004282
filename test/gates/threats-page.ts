// Writes the tables in docs/threats.md anew: `node test/gates/threats-page.ts`. test/gates/seizure.test.ts compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { newVault } from '../../src/record/at-rest.ts';
import { parseEntryId } from '../../src/record/names.ts';
import { filesIn } from '../sim/temp-folder.ts';
import { extract } from './extractor.ts';
import type { Haul, Shown } from './extractor.ts';
import { isIn } from './planted.ts';
import { seizedHub } from './seized-hub.ts';
import type { SeizedHub } from './seized-hub.ts';

export const THREATS_PAGE: string = join(import.meta.dirname, '../../docs/threats.md');

/** How many of a kind were planted, and how many came out. */
type Row = {
  readonly kind: string;
  readonly planted: number;
  /** From the hub switched off, and from the phone, without the passphrase. */
  readonly hub: number;
  readonly phone: number;
  /** From the hub with its data key. */
  readonly opened: number;
  /** From a copy before the erasure, with the data key, all phones and the groups' keys. */
  readonly everything: number;
};

export type Findings = { readonly rows: readonly Row[]; readonly shown: Shown };

export async function findingsOf(hub: SeizedHub): Promise<Findings> {
  const { folder, phone, dataKeys, identities } = hub;
  const seized = await extract({ folder, phones: [phone] });
  const opened = await extract({ folder, phones: [phone], dataKeys });
  const phones = [phone, ...hub.otherPhones];
  const all = await extract({ folder: hub.beforeErasing, phones, dataKeys, identities });
  const rows = [...Map.groupBy(hub.planted, ({ kind }) => kind)].map(([kind, planted]): Row => {
    const found = (bytes: Buffer): number => planted.filter((each) => isIn(bytes, each)).length;
    const both = ({ hub: bytes, phones: others }: Haul): number =>
      planted.filter((each) => isIn(bytes, each) || isIn(others, each)).length;
    return {
      kind,
      planted: planted.length,
      hub: found(seized.hub),
      phone: found(seized.phones),
      opened: found(opened.hub),
      everything: both(all),
    };
  });
  return { rows: [...rows, pairsRow(hub, [seized, opened])], shown: seized.shown };
}

/** Who could tell that two keys are one device's: whoever finds both in one row, or on one phone. */
function pairsRow({ pairs, phone, otherPhones }: SeizedHub, [seized, opened]: readonly [Haul, Haul]): Row {
  const tiedIn = (places: readonly Buffer[]): number =>
    pairs.filter((pair) => places.some((bytes) => pair.every((key) => isIn(bytes, key)))).length;
  return {
    kind: 'two grants of one device, tied to each other',
    planted: pairs.length,
    hub: tiedIn(seized.opened),
    phone: tiedIn([readFileSync(phone)]),
    opened: tiedIn(opened.opened),
    everything: tiedIn([phone, ...otherPhones].map((file) => readFileSync(file))),
  };
}

const crypto = cryptoNode();
// One byte for the number of the data key, a nonce, a key of 32 bytes and a tag.
const WRAPPED_BYTES = 1 + 12 + 32 + 16;

/** Whether any stretch of any file opens, with the data key, as the key the entry had before it was erased. */
export function isOldKeyThere(hub: SeizedHub, folder: string, index: number): boolean {
  const row = leafOf(hub.beforeErasing, index);
  const vault = newVault(hub.dataKeys, crypto);
  return filesIn(folder).some(({ bytes }) => {
    return [...hub.dataKeys.keys()].some((n) => {
      for (let at = bytes.indexOf(n); at >= 0; at = bytes.indexOf(n, at + 1))
        if (vault.openRow(row.id, { key: bytes.subarray(at, at + WRAPPED_BYTES), content: row.content }))
          return true;
      return false;
    });
  });
}

function leafOf(
  folder: string,
  index: number,
): { readonly id: NonNullable<ReturnType<typeof parseEntryId>>; readonly content: Uint8Array } {
  const db = new DatabaseSync(join(folder, 'hub.sqlite'));
  const row = db.prepare('SELECT id, content FROM leaf WHERE idx = ?').get(index);
  db.close();
  const [rawId, content] = [row?.['id'], row?.['content']];
  const id = rawId instanceof Uint8Array ? parseEntryId(Buffer.from(rawId).toString('hex')) : undefined;
  if (id === undefined || !(content instanceof Uint8Array)) throw new Error('there is no such row');
  return { id, content };
}

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

function recoveredTable({ rows }: Findings): string {
  const head = [
    'what was put in',
    'pieces',
    'hub switched off',
    'one unlocked phone',
    'hub, passphrase known',
    'control: everything given',
  ];
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map((r) => line([r.kind, r.planted, r.hub, r.phone, r.opened, r.everything])),
  ].join('\n');
}

function shownTable({ shown }: Findings): string {
  const rows: readonly (readonly [string, string])[] = [
    ['that it is a hub of this program, and its 12 random bytes', `file names, \`vault.json\``],
    ['how it is opened', `ways: ${shown.ways.join(', ')}; data keys: ${shown.dataKeys.length}`],
    ['how many entries it keeps, the place log among them', String(shown.entries.length)],
    ['the order of the entries and the 32-byte id of each', 'all'],
    ['the size of each entry, sealed', `all (${spread(shown)} bytes here)`],
    ['to which entry something came later, and its size', `${shown.additions.length} here`],
    ['which entries were erased, and by which entry', `${shown.erased.length} here`],
    ['names of settings', shown.settings.map((name) => `\`${name}\``).join(', ')],
    [
      'the transparency log (`log/`): the same ids, their hashes, the public key of the hub in its newest checkpoint',
      'all; nothing else lies there',
    ],
    ['in which groups the newest entries came, by the widths of partial tiles', 'up to 255 entries'],
    ['when each file was last changed', 'all but tiles, of which only the file system itself may know it'],
    ["which of the entries are the seized phone's own, from the ids it kept", 'all that it kept'],
  ];
  return [line(['what shows without any key', 'how much']), line(['---', '---']), ...rows.map(line)].join(
    '\n',
  );
}

/** Of the transparency log, which lies in folders of its own. */
export function isOfLog(name: string): boolean {
  return name.split(sep)[0] === 'log';
}

/** Hundreds: ciphertexts of the same words differ by a few digits of a number. */
function spread({ entries, erased }: Shown): string {
  const gone = new Set(erased.map(({ index }) => index));
  const sizes = entries.filter((_, index) => !gone.has(index)).map(({ bytes }) => bytes);
  const step = 100;
  return `${Math.floor(Math.min(...sizes) / step) * step} to ${Math.ceil(Math.max(...sizes) / step) * step}`;
}

/** The page with its tables made anew; all around them stays. */
export function threatsPage(page: string, findings: Findings): string {
  return between(between(page, 'recovered', recoveredTable(findings)), 'shown', shownTable(findings));
}

function between(page: string, name: string, table: string): string {
  const [from, to] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`docs/threats.md has no place for the table "${name}"`);
  return `${page.slice(0, start)}${from}\n\n${table}\n\n${page.slice(end)}`;
}

if (import.meta.main)
  writeFileSync(
    THREATS_PAGE,
    threatsPage(readFileSync(THREATS_PAGE, 'utf8'), await findingsOf(await seizedHub())),
  );

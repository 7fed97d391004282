import { utf8Decode } from '../base/bytes.ts';
import { AUDIENCES } from './bundle.ts';
import type { Audience } from './bundle.ts';
import { parseSize } from './log/checkpoint.ts';
import { parseSignatureLines } from './log/note.ts';
import type { SignedNote } from './log/note.ts';
import { parseEntryId, parseIncidentId } from './names.ts';
import type { EntryId, IncidentId } from './names.ts';

/** An entry of a bag: its index in the log where a proof stands in the bag, and the parts of it that are there. */
export type ListedEntry = {
  readonly id: EntryId;
  readonly index?: number;
  readonly parts: readonly string[];
};

/** A file that nothing else ties to its content, with its SHA-256 in hex. */
export type ListedFile = { readonly path: string; readonly sha256: string };

/** What is in a bag: `data/list.txt`. The hub that made the bag signs it, so that nothing can be taken out unseen. */
export type BagList = {
  /** The log whose proofs are in the bag; without one it proves no order and no time. */
  readonly origin?: string;
  /** Absent in a bag for the public: it would lead to the entries. */
  readonly incident?: IncidentId;
  readonly audience: Audience;
  readonly entries: readonly ListedEntry[];
  readonly files: readonly ListedFile[];
};

const FORMAT = 'shanyrak bag v1';

/** The text of the list, which is what the hub signs. */
export function printBagList({ origin, incident, audience, entries, files }: BagList): string {
  const rows = [
    FORMAT,
    `origin ${origin ?? '-'}`,
    `incident ${incident ?? '-'}`,
    `audience ${audience}`,
    ...entries.map(({ id, index, parts }) => `entry ${id} ${index ?? '-'} ${parts.join(',') || '-'}`),
    ...files.map(({ path, sha256 }) => `file ${sha256} ${path}`),
  ];
  return `${rows.join('\n')}\n`;
}

/** A list as it was read; `note` where somebody signed it, which is not verified here. */
export type ReadList = { readonly list: BagList; readonly note?: SignedNote };

/** Reads a list in its one form; `undefined` for everything else. */
export function parseBagList(bytes: Uint8Array): ReadList | undefined {
  const text = utf8Decode(bytes);
  if (text === undefined) return undefined;
  const end = text.lastIndexOf('\n\n');
  if (end < 0) {
    const list = parseRows(text);
    return list && { list };
  }
  const lines = parseSignatureLines(text.slice(end + 2));
  const signed = text.slice(0, end + 1);
  const list = lines.ok ? parseRows(signed) : undefined;
  // Without a log there is nobody who could have signed it; and one list has one spelling.
  if (!lines.ok || lines.value.length > 1 || list?.origin === undefined) return undefined;
  return { list, note: { text: signed, lines: lines.value } };
}

function parseRows(text: string): BagList | undefined {
  if (!text.endsWith('\n')) return undefined;
  const [format, originRow, incidentRow, audienceRow, ...rows] = text.slice(0, -1).split('\n');
  const origin = /^origin ([!-~]+)$/.exec(originRow ?? '')?.[1];
  const incidentText = /^incident (\S+)$/.exec(incidentRow ?? '')?.[1];
  const incident = parseIncidentId(incidentText);
  const audience = AUDIENCES.find((name) => audienceRow === `audience ${name}`);
  if (format !== FORMAT || origin === undefined || audience === undefined) return undefined;
  if (incident === undefined && incidentText !== '-') return undefined;
  const firstFile = rows.findIndex((row) => row.startsWith('file '));
  const split = firstFile < 0 ? rows.length : firstFile;
  const entries = rows.slice(0, split).map(parseEntryRow);
  const files = rows.slice(split).map(parseFileRow);
  const list = {
    ...(origin !== '-' && { origin }),
    ...(incident && { incident }),
    audience,
    entries: entries.filter((entry) => entry !== undefined),
    files: files.filter((file) => file !== undefined),
  };
  const isWhole = list.entries.length + list.files.length === rows.length;
  return isWhole && isUnique(list) ? list : undefined;
}

const ENTRY_ROW =
  /^entry ([0-9a-f]{64}) (-|0|[1-9]\d{0,14}) (-|[a-z][a-z0-9]{0,15}(?:,[a-z][a-z0-9]{0,15})*)$/;

function parseEntryRow(row: string): ListedEntry | undefined {
  const [, idText, indexText = '', parts] = ENTRY_ROW.exec(row) ?? [];
  const id = parseEntryId(idText);
  if (id === undefined || parts === undefined) return undefined;
  const index = parseSize(indexText);
  return { id, parts: parts === '-' ? [] : parts.split(','), ...(index !== undefined && { index }) };
}

function parseFileRow(row: string): ListedFile | undefined {
  const [, sha256, path] = /^file ([0-9a-f]{64}) ([!-~]+)$/.exec(row) ?? [];
  return sha256 === undefined || path === undefined ? undefined : { sha256, path };
}

/** Each entry, each index and each file once; an index only where there is a log. */
function isUnique({ origin, entries, files }: BagList): boolean {
  const indexes = entries.flatMap(({ index }) => index ?? []);
  if (origin === undefined && indexes.length > 0) return false;
  const lists = [entries.map(({ id }) => id), indexes, files.map(({ path }) => path)];
  return lists.every((each) => new Set<number | string>(each).size === each.length);
}

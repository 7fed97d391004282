import { readFileSync } from 'node:fs';
import { createGunzip, gunzipSync, gzipSync } from 'node:zlib';
import { utf8Decode } from '../../base/bytes.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { bundleLines, parseBundleHeader, parseBundleLine } from '../../record/bundle.ts';
import type { BundleHeader } from '../../record/bundle.ts';
import type { EntryAsSent, PartFault } from '../../record/entry.ts';
import type { Primitives } from '../../record/primitives.ts';
import { accept, newKeyCache, torsionFault, toVerify } from '../../record/verify.ts';
import type { WireEntry } from '../../record/wire.ts';
import { UsageError } from './command.ts';

/** Which line of a transfer file is wrong, which entry that is (its number from 1), and why. */
export type TransferFault = {
  readonly line: number;
  readonly entry?: number;
  readonly id?: string;
  readonly why: string;
};
export type Transfer = { readonly header: BundleHeader; readonly entries: readonly EntryAsSent[] };

// A file from a stick is untrusted: a small one can unpack to more than the memory holds.
const UNPACKED_BYTES_MAX: number = 1024 * 1024 * 1024;
const KEYS_MAX = 100_000;

export function packTransfer(
  header: Omit<BundleHeader, 'entries'>,
  entries: readonly WireEntry[],
): Uint8Array {
  return gzipSync(bundleLines({ ...header, entries: entries.length }, entries));
}

/** Reads and verifies a transfer file: every line, every signature, every part. Stops at the first fault. */
export async function readTransfer(
  path: string,
  crypto: Primitives,
): Promise<Result<Transfer, TransferFault>> {
  const { bytes, damage } = await unpack(bytesOf(path));
  const lines = linesOf(bytes);
  const header = parseBundleHeader(utf8Decode(lines[0] ?? new Uint8Array()) ?? '');
  if (!header.ok) return err({ line: 1, why: damage ?? header.error.why });
  const entries: EntryAsSent[] = [];
  const keys = newKeyCache(KEYS_MAX);
  for (const [i, line] of lines.entries()) {
    if (i === 0) continue;
    const entry = await verifyLine(line, i, { crypto, keys, header: header.value });
    if (!entry.ok) return entry;
    entries.push(entry.value);
  }
  const next = { line: lines.length + 1, entry: entries.length + 1 };
  if (damage !== undefined)
    return err({ ...next, why: `${damage}; the ${entries.length} entries before are sound` });
  if (entries.length !== header.value.entries)
    return err({
      ...next,
      why: `the header promises ${header.value.entries} entries, here are ${entries.length}`,
    });
  return ok({ header: header.value, entries });
}

type Reading = {
  readonly crypto: Primitives;
  readonly keys: ReturnType<typeof newKeyCache>;
  readonly header: BundleHeader;
};

async function verifyLine(
  line: Uint8Array,
  n: number,
  { crypto, keys, header }: Reading,
): Promise<Result<EntryAsSent, TransferFault>> {
  const at = { line: n + 1, entry: n };
  const text = utf8Decode(line);
  if (text === undefined) return err({ ...at, why: 'is not text: it was changed or damaged' });
  const wire = parseBundleLine(text, n + 1);
  if (!wire.ok) return err({ ...at, why: wire.error.why });
  const plan = toVerify(wire.value, crypto);
  if (!plan.ok)
    return err({ ...at, why: `${plan.error.kind}${'why' in plan.error ? ` (${plan.error.why})` : ''}` });
  const { id } = plan.value;
  if (plan.value.core.incident !== header.incident)
    return err({ ...at, id, why: 'belongs to another incident than the file' });
  const torsion = torsionFault(plan.value, keys, crypto.isTorsionFree);
  if (torsion) return err({ ...at, id, why: 'the key is unsafe' });
  const [isGenuine = false] = await crypto.verifyBatch([plan.value.check]);
  const entry = accept(plan.value, isGenuine, crypto);
  if (!entry.ok) return err({ ...at, id, why: 'the signature does not fit: core or signature was changed' });
  const dropped = entry.value.flags.find((f) => f.kind === 'part-dropped');
  if (dropped) return err({ ...at, id, why: `part "${dropped.part}" ${DROPPED_WHY[dropped.why]}` });
  return ok(entry.value);
}

const DROPPED_WHY: Readonly<Record<PartFault, string>> = {
  'no-such-part': 'does not match its commitment: its author signed none of that name',
  'too-large': 'is larger than a part may be',
  'commitment-differs': 'does not match its commitment: it was changed',
  'not-sealed': 'is in the open, and its name is for sealed parts only',
};

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UsageError(`there is no file ${path} that can be read`, { cause });
  }
}

type Unpacked = { readonly bytes: Uint8Array; readonly damage?: string };

async function unpack(packed: Uint8Array): Promise<Unpacked> {
  try {
    return { bytes: gunzipSync(packed, { maxOutputLength: UNPACKED_BYTES_MAX }) };
  } catch {
    return { bytes: await salvage(packed), damage: 'the packed file is damaged or cut off here' };
  }
}

// Small bites, so that the damage hides as little as possible of what stands before it.
const BITE_BYTES = 128;

/** What can still be unpacked before the damage, so that the first wrong entry can be named. */
async function salvage(packed: Uint8Array): Promise<Uint8Array> {
  const gunzip = createGunzip();
  const out: { readonly chunks: Uint8Array[]; bytes: number } = { chunks: [], bytes: 0 };
  gunzip.on('data', (chunk: Uint8Array) => {
    out.chunks.push(chunk);
    out.bytes += chunk.length;
  });
  const over = new Promise<void>((resolve) => {
    gunzip.once('error', () => resolve()).once('end', () => resolve());
  });
  const bite = (at: number): Promise<void> =>
    new Promise((resolve) => {
      gunzip.write(packed.subarray(at, at + BITE_BYTES), () => resolve());
    });
  for (
    let at = 0;
    at < packed.length && !gunzip.destroyed && out.bytes < UNPACKED_BYTES_MAX;
    at += BITE_BYTES
  ) {
    await Promise.race([over, bite(at)]);
  }
  gunzip.destroy();
  return Buffer.concat(out.chunks);
}

/** Lines without their ends; a last line without an end counts, since it is cut off. */
function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  if (from < bytes.length) lines.push(bytes.subarray(from));
  return lines;
}

const LINE_FEED = 0x0a;

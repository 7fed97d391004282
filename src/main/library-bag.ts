import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { checkBagStamp } from '../adapters/stamp-rfc3161/check-bag-stamp.ts';
import { checkBag } from '../record/bag-check.ts';
import type { BagFinding, BagNote, BagSeen } from '../record/bag-check.ts';

const crypto = cryptoNode();

/** What was found in a bag. `findings` is empty where all that is there is genuine; docs/record-format.md has the codes. */
export type BagVerdict = {
  readonly ok: boolean;
  readonly findings: readonly BagFinding[];
  readonly notes: Readonly<Record<BagNote, number>>;
  readonly seen: readonly BagSeen[];
};

/**
 * Checks an evidence bag from its files by their paths, with slashes: a `Map`, or pairs. `refused`: paths of links and of what is no file. `logKey`: the
 * key the log must have, where the caller knows it from elsewhere.
 */
export async function verifyBag(given: {
  readonly files: Iterable<readonly [path: string, bytes: Uint8Array]>;
  readonly refused?: readonly string[];
  readonly logKey?: string;
}): Promise<BagVerdict> {
  const files = new Map(given.files);
  const folder = {
    files: new Map([...files].map(([path, bytes]) => [path, { bytes: bytes.length }])),
    refused: given.refused ?? [],
    read: (path: string): Uint8Array => files.get(path) ?? new Uint8Array(),
  };
  const needs = {
    crypto,
    checkStamp: checkBagStamp,
    ...(given.logKey !== undefined && { logKey: given.logKey }),
  };
  const { findings, notes, seen } = await checkBag(folder, needs);
  return { ok: findings.length === 0, findings, notes, seen };
}

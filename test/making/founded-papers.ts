import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { bytesToBase64Url } from '../../src/base/bytes.ts';
import { startEngine } from '../../src/engine/engine.ts';
import type { Vault } from '../../src/record/at-rest.ts';
import { parseSecretWords } from '../../src/record/secret-words.ts';
import type { People } from '../../src/situation/people.ts';
import { publicKeyIn, wordsOn } from './committee.ts';

const crypto = cryptoNode();

/** Who may speak as what on the hub in a folder, and how many entries say so. */
export type PeopleOnDisk = People & { readonly size: number };

export async function peopleOnDisk(folder: string, vault: Vault): Promise<PeopleOnDisk> {
  const store = storeSqlite({ folder, vault, mode: 'read' });
  const engine = await startEngine({ store, clock: clockSystem(), crypto });
  const known = { ...engine.people(), size: engine.size() };
  store.close();
  return known;
}

/** Each of two seats has its key in a device and the secret of its next one on paper; one warden is invited. */
export function holdPapersFit({ keyholders, invitations, size, refused }: PeopleOnDisk, out: string): void {
  assert.deepEqual([keyholders.length, invitations.length, size, refused], [2, 1, 2, []]);
  for (const { n, key, next } of keyholders) {
    assert.equal(publicKeyIn(join(out, `keyholder-${n}`, 'place.key')), key);
    const secret = parseSecretWords(wordsOn(join(out, `keyholder-${n}.html`)));
    assert.ok(secret);
    assert.equal(bytesToBase64Url(crypto.sha256(crypto.signerFromSeed(secret).key)), next);
  }
  const code = parseSecretWords(wordsOn(join(out, 'warden-1.html')));
  assert.ok(code);
  assert.equal(bytesToBase64Url(crypto.sha256(code)), invitations[0]?.invitation);
  assert.match(readFileSync(join(out, 'keyholder-1', 'place.key'), 'utf8'), /"unsent":\[\]/);
}

import { COSIGNATURE_ED25519, verifierKey } from '../../record/log/note.ts';
import type { VerifierKey } from '../../record/log/note.ts';
import type { NamedSigner } from '../../record/log/sign-note.ts';
import { authorKeyOf } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Store } from '../../ports/store.ts';

/** The seed of the key by which this hub signs as a witness: a key of its own, beside those of the hub's log. */
export const WITNESS_SEED = 'witness-seed';

type Kept = Pick<Store, 'setting'>;

/** Who signs for other logs; nobody before the first door was made. */
export function witnessSigner(store: Kept, crypto: Primitives): NamedSigner | undefined {
  const seed = store.setting(WITNESS_SEED);
  if (seed === undefined) return undefined;
  const signer = crypto.signerFromSeed(seed);
  return { name: `shanyrak.witness/${authorKeyOf(signer.key)}`, signer };
}

/** The key that others believe when this hub signs as a witness. */
export function witnessKeyOf(store: Kept, crypto: Primitives): VerifierKey | undefined {
  const named = witnessSigner(store, crypto);
  const parts = named && ({ name: named.name, type: COSIGNATURE_ED25519, key: named.signer.key } as const);
  const made = parts && verifierKey(parts, crypto.sha256);
  return made?.ok ? made.value : undefined;
}

import type { GroupKeyFault } from '../../engine/group-keys.ts';
import type { RecoveryFault } from '../../engine/recovery.ts';

/** Why a sealed part was not had, and what to do next. */
export function openingWords(fault: GroupKeyFault): string {
  switch (fault.kind) {
    case 'not-for-this-key':
      return 'sealed to others, none of these identities opens it';
    case 'damaged':
    case 'sealed-too-large':
      return 'its sealed file is damaged, the entry is sound. Ask its author, or another reader, to seal it anew';
    case 'part-not-genuine':
      return `opens, and is not what its author signed (${fault.why}), so it is not shown. Ask its author to seal it anew`;
    case 'no-group-key':
      return 'is not the key of a group, or its secret is not in the file';
    case 'not-of-this-recipient':
      return 'the secret is not that of the key shown: do not seal to this key, and tell the keyholders';
  }
}

/** Why two shares gave no key, and what to do next. Nothing was changed by trying. */
export function recoveryWords(fault: RecoveryFault): string {
  switch (fault.kind) {
    case 'one-holder':
      return 'both shares are of the same keyholder. Two different keyholders are needed';
    case 'shares-differ':
      return 'the two shares are not of the same key. Look at the age1… each of them names';
    case 'share-not-opened':
      return fault.why === 'not-for-this-key'
        ? `the identity given for keyholder ${fault.holder} is not the one the share was made for`
        : `the shares of this pair are damaged (keyholder ${fault.holder}). Try another copy, or another keyholder`;
    case 'other-key':
      return 'the shares open to another key than they name, so it is not given out. Try two other keyholders';
  }
}

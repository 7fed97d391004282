import type { WitnessDesk } from '../../engine/witness-desk.ts';
import type { SecretAddresses } from './secret-addresses.ts';

/** Where other hubs ask this one to sign that their logs only grow: whoever has no address finds nothing there. */
export type WitnessDoor = Pick<SecretAddresses, 'isOpenTo'> & Pick<WitnessDesk, 'addCheckpoint'>;

/** The secret addresses of the door, one for each hub that asks. */
export const WITNESS_DOORS_SETTING = 'witness-doors';

/** The submission prefix of C2SP tlog-witness. */
export function witnessPath(token: string): string {
  return `/witness/${token}`;
}

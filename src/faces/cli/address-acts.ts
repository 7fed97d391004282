import type { Primitives } from '../../record/primitives.ts';
import {
  ADDRESSES_MAX,
  addressName,
  keptAddresses,
  newAddressToken,
  printAddresses,
} from '../kit/secret-addresses.ts';
import { alarmSettings } from './alarm-settings.ts';
import { EXIT_OK, say, tell, UsageError, WorldError } from './command.ts';
import { TAKEN_UP_WORDS } from './hub-settings.ts';
import type { HubSettings } from './hub-settings.ts';

/** What the addresses lead to, as words have it (`the feed`), where they are kept, and what an address looks like. */
export type AddressKind = {
  readonly what: string;
  readonly setting: string;
  readonly path: (token: string) => string;
  readonly listCommand: string;
};

/** The addresses by their names. */
export function addressNames({ setting }: AddressKind, settings: HubSettings): readonly string[] {
  return settings.read((store) => keptAddresses(store.setting(setting))).map(addressName);
}

export function newAddress(kind: AddressKind, settings: HubSettings, crypto: Primitives): number {
  const { token, hash } = newAddressToken(crypto);
  settings.change(kind.setting, (old) => {
    const known = keptAddresses(old);
    if (known.length >= ADDRESSES_MAX)
      throw new WorldError(
        `${kind.what} has ${ADDRESSES_MAX} addresses: close those that nobody reads. Nothing was made`,
      );
    return printAddresses([...known, hash]);
  });
  const { address } = settings.read(alarmSettings);
  say(`${address ?? ''}${kind.path(token)}`);
  tell(`Shown this once; its name is ${addressName(hash)}. ${TAKEN_UP_WORDS}`);
  if (address === undefined) tell('Where the hub is reached is not known: shanyrak channel address URL.');
  return EXIT_OK;
}

/** `name`: of one of them, or `all`. */
export function closeAddress(kind: AddressKind, name: string, settings: HubSettings): number {
  let closed = 0;
  settings.change(kind.setting, (old) => {
    const known = keptAddresses(old);
    const left = known.filter((hash) => name !== 'all' && addressName(hash) !== name);
    closed = known.length - left.length;
    if (closed === 0)
      throw new UsageError(`"${name}" names no address of ${kind.what}; see: ${kind.listCommand}`);
    return printAddresses(left);
  });
  say(`${closed === 1 ? '1 address is' : `${closed} addresses are`} closed. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

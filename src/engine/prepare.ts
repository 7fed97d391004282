import type { Contacts } from './contacts.ts';
import type { Delivery, Road } from './deliver.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';

export type PrepareNeeds = {
  readonly contacts: Pick<Contacts, 'all' | 'roster'>;
  readonly keeper: LedgerKeeper;
  readonly delivery: Pick<Delivery, 'unsettled'>;
  readonly roads: () => readonly Road[];
};

/**
 * Lets the roads work ahead while no message is on its way; call it a few times a second, it takes moments. Once all is done
 * it costs nothing until people, roads or messages have changed.
 */
export function newPrepare({ contacts, keeper, delivery, roads }: PrepareNeeds): () => void {
  const done = new WeakMap<Road, string>();
  return () => {
    if (delivery.unsettled() > 0) return;
    const asNow = `${contacts.roster.version} ${keeper.ledger.size}`;
    for (const road of roads()) {
      const { prepare, name } = road.channel;
      if (prepare === undefined || done.get(road) === asNow) continue;
      if (prepare(addressesBy(name, contacts))) done.set(road, asNow);
    }
  };
}

function* addressesBy(name: Road['channel']['name'], contacts: PrepareNeeds['contacts']): Iterable<string> {
  for (const { addresses } of contacts.all())
    for (const { channel, address, isVerified } of addresses)
      if (isVerified && channel === name) yield address;
}

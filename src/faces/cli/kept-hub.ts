import { clockSystem } from '../../adapters/clock-system/clock-system.ts';
import { startEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Store } from '../../ports/store.ts';
import type { Primitives } from '../../record/primitives.ts';

/** What a hub's folder amounts to, weighed as the hub itself weighs it. The store may be open to read only. */
export function keptHub(store: Store, crypto: Primitives): Promise<Engine> {
  // A played day's folder opens with a played day's clock only; what is read here takes no decision by it.
  const kind = Buffer.from(store.setting('clock-kind') ?? []).toString() === 'replay' ? 'replay' : 'real';
  return startEngine({ store, clock: { kind, now: clockSystem().now }, crypto });
}

import type { Body, BodyError } from './kinds/body.ts';
import type { Core } from './signed.ts';
import type { SeenFault } from './log/seen-checkpoint.ts';
import type { EntryId } from './names.ts';
import type { WireEntry } from './wire.ts';

/** Why a part is not kept. `not-sealed`: its name is for sealed parts only, and it came in the open. */
export type PartFault = 'no-such-part' | 'too-large' | 'commitment-differs' | 'not-sealed';

/** What is remarkable about a genuine entry. Flags never make an entry untrue; they are shown beside it. */
export type EntryFlag =
  | {
      readonly kind: 'part-dropped';
      readonly part: string;
      readonly why: PartFault;
    }
  /** Kept as it came: only its readers can see whether it is what the author committed to. */
  | { readonly kind: 'part-sealed'; readonly part: string }
  | { readonly kind: 'body-unread'; readonly error: BodyError }
  /** Of the hub that keeps it: the checkpoint it names is none of this hub's log. */
  | { readonly kind: 'checkpoint'; readonly why: SeenFault };

/** What an entry says. Its bytes, key and signature were checked. */
export type Entry = {
  readonly id: EntryId;
  readonly core: Core;
  readonly body?: Body;
  readonly flags: readonly EntryFlag[];
};

/** An entry and the exact bytes it came as; they are never rebuilt. */
export type EntryAsSent = Entry & { readonly wire: WireEntry };

/** What an entry says, without its bytes: those are in the store, and to hold them in memory too would take as much again. */
export function withoutBytes({ id, core, body, flags }: Entry): Entry {
  return body === undefined ? { id, core, flags } : { id, core, body, flags };
}

import type { FolderFacts, MachineFacts, SecretFacts, Swap, WebFacts } from '../acts/care/doctor.ts';
import type { Instant } from '../base/instant.ts';

export type { FolderFacts, MachineFacts, SecretFacts, Swap, WebFacts };

/** Where to look. The record itself is not opened: when its newest entry was logged is told. */
export type LookAt = {
  readonly folder: string;
  readonly secret?: { readonly what: SecretFacts['what']; readonly file: string } | undefined;
  readonly hubPort: number;
  /** The hub's address as the outside sees it; only scheme, host and port are used. */
  readonly url?: string | undefined;
  readonly newestEntryAt?: Instant | undefined;
};

/** The machine a hub runs on. Looking changes nothing, and asks nobody but the hub's own address. */
export type Machine = { readonly look: (at: LookAt) => Promise<MachineFacts> };

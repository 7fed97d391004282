/** What a sender gets first: where to send, and whom to trust. */
export type PushTask = {
  readonly addresses: readonly string[];
  readonly ca: string;
  readonly text: string;
  /** How many may be under way at once, as many as an alarm has. */
  readonly atOnce: number;
};

/** What it answers once it can begin. */
export type PushReady = { readonly version: string };

/** What a sender is told then, again and again; it answers with a `PushRound`. A peer knows one way only. */
export type PushOrder = { readonly isPrederived: boolean };

export type PushRound = {
  /** One message to each address, user and system time of all threads of the sender. */
  readonly cpuSeconds: number;
  readonly accepted: number;
};

/** What the stand-in says at its start. */
export type PushPlace = { readonly addresses: readonly string[]; readonly ca: string };

/** What the stand-in answers when asked. */
export type PushReport = {
  readonly requests: number;
  readonly faults: readonly string[];
  readonly opened: number;
  readonly sizes: readonly number[];
};

/** Where a Chromium is, for tests that drive one; `undefined` when there is none. */
export declare function findChromium(from?: {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly places?: readonly string[];
}): string | undefined;

/** How it is started: without a window, and asking nobody anything by itself. */
export const QUIET_FLAGS: string[];

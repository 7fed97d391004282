/** Where a Chromium is, for tests that drive one; `undefined` when there is none. */
export declare function findChromium(from?: {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly places?: readonly string[];
}): string | undefined;

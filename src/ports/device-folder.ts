/**
 * Where a program without a disk of its own keeps the files of one device: small texts by name. What is in them is sealed
 * before it comes here.
 */
export type DeviceFolder = {
  readonly names: () => Promise<readonly string[]>;
  readonly read: (name: string) => Promise<string | undefined>;
  /** All of them or none; they survive a crash once this returns. Other files stay. */
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Takes every file away. */
  readonly clear: () => Promise<void>;
  /** Runs one piece of work at a time, over all windows that share the folder; the others wait for their turn. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
};

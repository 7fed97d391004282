/** Why a file that people wrote cannot be used: where to look and what is wrong there. Lines and columns count from 1. */
export type FileFault = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The path of the field, such as `cells[2].homes`; empty for the file as a whole. */
  readonly field: string;
  readonly why: string;
};

/** A place in a file that people wrote: a value that knows its line and its path, and can say what is wrong with it. */
export type FileSpot = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly value: unknown;
  readonly isList: boolean;
  readonly has: (name: string) => boolean;
  readonly at: (name: string) => FileSpot;
  readonly items: () => readonly FileSpot[];
  readonly names: () => readonly string[];
  /** Ends the reading of the file with this reason; whoever began it gets a fault. */
  readonly fail: (why: string) => never;
};

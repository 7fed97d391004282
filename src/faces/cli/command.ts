import { renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Exit codes: 0 done; 1 the thing checked is wrong, or the world failed; 2 the command was used wrongly. */
export const EXIT_OK = 0;
export const EXIT_WRONG = 1;
export const EXIT_USAGE = 2;

/** A command of the program. `help` is the whole text of `--help`. */
export type Command = {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  readonly run: (argv: readonly string[]) => Promise<number>;
};

/** A mistake in how a command was called: said in one line, with where to look next. */
export class UsageError extends Error {}

/** The command was right and the world did not let it: no answer, no room, no leave to write. */
export class WorldError extends Error {}

export type Options = Readonly<
  Record<
    string,
    { readonly type: 'string' | 'boolean'; readonly default?: string | boolean; readonly multiple?: boolean }
  >
>;
export type Given = {
  readonly files: readonly string[];
  readonly text: (name: string) => string | undefined;
  /** Each value of an option that may be given several times, in their order. */
  readonly all: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
  readonly need: (name: string) => string;
  /** A whole number within limits, or a usage error that names them. */
  readonly whole: (name: string, limits: { readonly lo: number; readonly hi: number }) => number | undefined;
};

/** Reads options strictly: an unknown one is a usage error, never ignored. */
export function readArgs(argv: readonly string[], options: Options, filesMax: number): Given {
  const parsed = parse(argv, options);
  if (parsed.positionals.length > filesMax)
    throw new UsageError(`does not expect "${parsed.positionals[filesMax] ?? ''}"`);
  const text = (name: string): string | undefined => {
    const value = parsed.values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    files: parsed.positionals,
    text,
    all: (name) => listOf(parsed.values[name]),
    flag: (name) => parsed.values[name] === true,
    need: (name) => {
      const value = text(name);
      if (value === undefined) throw new UsageError(`needs --${name}`);
      return value;
    },
    whole: (name, { lo, hi }) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
      if (!(number >= lo && number <= hi))
        throw new UsageError(`--${name} is a whole number from ${lo} to ${hi}`);
      return number;
    },
  };
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function parse(
  argv: readonly string[],
  options: Options,
): { readonly values: Record<string, unknown>; readonly positionals: string[] } {
  try {
    return parseArgs({ args: joinIds(argv, options), options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : 'cannot be read');
  }
}

// An incident's id is 16 base64url characters and a key 43, and one in 64 begins with a dash, which would be read as an
// option: people paste what they were shown, so it is joined to the option it follows.
const DASHED_ID = /^-(?:[\w-]{15}|[\w-]{42})$/;

function joinIds(argv: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  for (const arg of argv) {
    const last = joined.at(-1);
    const takesText = last?.startsWith('--') === true && options[last.slice(2)]?.type === 'string';
    if (takesText && DASHED_ID.test(arg) && !(arg.slice(2) in options))
      joined.splice(-1, 1, `${last}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

/** Writes a file that only its owner may read: the whole of it, or the old one stays. */
export function writePrivate(file: string, content: string | Uint8Array): void {
  try {
    // Flushed: a key whose file a power cut takes is a voice that is lost.
    writeFileSync(`${file}.part`, content, { mode: 0o600, flush: true });
    renameSync(`${file}.part`, file);
  } catch (cause) {
    throw new WorldError(`${file} cannot be written. Check the folder, its owner and the room on the disk`, {
      cause,
    });
  }
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** For people beside a program's output: progress, warnings, what to do next. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

const NAME_WIDTH = 12;

/** Runs one command of a list; the only place that turns failures into exit codes and words. */
export async function runCommand(commands: readonly Command[], argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  const command = commands.find((c) => c.name === name);
  if (command === undefined) {
    const list = commands.map((c) => `  ${c.name.padEnd(NAME_WIDTH)} ${c.summary}`).join('\n');
    const isHelp = name === '--help' || name === '-h' || name === 'help';
    const text = `shanyrak <command> [options]\n\n${list}\n\nshanyrak <command> --help says more.`;
    if (isHelp) say(text);
    else tell(name === '' ? text : `shanyrak: there is no command "${name}".\n\n${text}`);
    return isHelp ? EXIT_OK : EXIT_USAGE;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    say(command.help);
    return EXIT_OK;
  }
  try {
    return await command.run(rest);
  } catch (cause) {
    if (cause instanceof WorldError) {
      tell(`shanyrak ${name}: ${cause.message}.`);
      return EXIT_WRONG;
    }
    if (!(cause instanceof UsageError)) throw cause;
    tell(`shanyrak ${name}: ${cause.message}. See: shanyrak ${name} --help`);
    return EXIT_USAGE;
  }
}

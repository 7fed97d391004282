// Runs one command after the other in one process, as told by lines of JSON on stdin: starting Node anew for each
// would cost half a second. Each command's end is marked in both outputs.
import { createInterface } from 'node:readline';
import { runCommand } from '../../src/faces/cli/command.ts';
import { STORE_FAILURES } from '../../src/faces/cli/store-words.ts';
import { allCommands } from '../../src/main/commands.ts';
import { StoreFailure } from '../../src/ports/store.ts';

const commands = await allCommands();

for await (const line of createInterface({ input: process.stdin })) {
  const argv: unknown = JSON.parse(line);
  const code = Array.isArray(argv) ? await run(argv.map(String)) : 'no arguments';
  for (const out of [process.stdout, process.stderr]) out.write(`\u0000${code}\u0000`);
}

/** The exit code, as `shanyrak.ts` would give it; for what it does not catch, the stack that Node would print. */
async function run(argv: readonly string[]): Promise<string> {
  try {
    return String(await runCommand(commands, argv));
  } catch (cause) {
    if (!(cause instanceof StoreFailure))
      return `crash ${cause instanceof Error ? cause.stack : String(cause)}`;
    process.stderr.write(`shanyrak: ${STORE_FAILURES[cause.kind]}\n`);
    return '1';
  }
}

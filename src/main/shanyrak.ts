#!/usr/bin/env node
import { EXIT_WRONG, runCommand, tell } from '../faces/cli/command.ts';
import { STORE_FAILURES } from '../faces/cli/store-words.ts';
import { StoreFailure } from '../ports/store.ts';
import { allCommands } from './commands.ts';

// All that a command writes is its owner's only, whatever the shell was set to.
process.umask(0o077);
try {
  process.exitCode = await runCommand(await allCommands(), process.argv.slice(2));
} catch (cause) {
  if (!(cause instanceof StoreFailure)) throw cause;
  tell(`shanyrak: ${STORE_FAILURES[cause.kind]}`);
  process.exitCode = EXIT_WRONG;
}

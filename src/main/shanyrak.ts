#!/usr/bin/env node
import { exportCommand } from '../faces/cli/export.ts';
import { EXIT_WRONG, runCommand, tell } from '../faces/cli/command.ts';
import { fsckCommand } from '../faces/cli/fsck.ts';
import { postCommand } from '../faces/cli/post.ts';
import { showCommand } from '../faces/cli/show.ts';
import { STORE_FAILURES } from '../faces/cli/store-words.ts';
import { verifyCommand } from '../faces/cli/verify.ts';
import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { StoreFailure } from '../ports/store.ts';
import { chooseCrypto } from './crypto.ts';
import { dayCommand } from './day.ts';
import { serveCommand } from './serve.ts';

const crypto = await chooseCrypto();
const commands = [
  serveCommand(crypto),
  dayCommand(crypto),
  postCommand(crypto),
  showCommand(crypto, clockSystem().now),
  exportCommand(crypto),
  verifyCommand(crypto),
  fsckCommand(crypto),
];

try {
  process.exitCode = await runCommand(commands, process.argv.slice(2));
} catch (cause) {
  if (!(cause instanceof StoreFailure)) throw cause;
  tell(`shanyrak: ${STORE_FAILURES[cause.kind]}`);
  process.exitCode = EXIT_WRONG;
}

// The program with `serve` alone, killed after a step of a first run as a power cut would: KILL_AFTER='paper 1'.
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { runCommand } from '../../src/faces/cli/command.ts';
import { PAPERS } from '../../src/main/commands.ts';
import { serveCommand } from '../../src/main/serve.ts';

const onStep = (step: string): void => {
  if (step === process.env['KILL_AFTER']) process.kill(process.pid, 'SIGKILL');
};
const serve = serveCommand({ crypto: cryptoNode(), papers: PAPERS, onStep });
process.exitCode = await runCommand([serve], process.argv.slice(2));

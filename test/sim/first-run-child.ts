// The program with `serve` alone, killed after the n-th step of a first run as a power cut would: KILL_AFTER=n.
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { runCommand } from '../../src/faces/cli/command.ts';
import { PAPERS } from '../../src/main/commands.ts';
import { serveCommand } from '../../src/main/serve.ts';

let steps = 0;
const onStep = (): void => {
  if (++steps === Number(process.env['KILL_AFTER'])) process.kill(process.pid, 'SIGKILL');
};
const serve = serveCommand({ crypto: cryptoNode(), papers: PAPERS, onStep });
process.exitCode = await runCommand([serve], process.argv.slice(2));

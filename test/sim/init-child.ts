// `shanyrak init` that is killed after its n-th step, as a power cut would: node init-child.ts N OPTIONS…
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { runCommand } from '../../src/faces/cli/command.ts';
import { PAPERS } from '../../src/main/commands.ts';
import { initCommand } from '../../src/main/init.ts';

const [killAfter, ...argv] = process.argv.slice(2);
const clock = clockSystem();
let steps = 0;
const onStep = (): void => {
  if (++steps === Number(killAfter)) process.kill(process.pid, 'SIGKILL');
};
const init = initCommand({ crypto: cryptoNode(), clock, now: clock.now, papers: PAPERS, onStep });
process.exitCode = await runCommand([init], ['init', ...argv]);

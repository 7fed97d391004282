// hypercore: copy a log from one core on disk to another, over a stream pair in this process.

import { randomBytes } from 'node:crypto';
import { ITEM_BYTES, require, requireFrom, runPeer, versionOf } from './common.js';

const Hypercore = require('hypercore');
const crypto = requireFrom('hypercore', 'hypercore-crypto');

// Every signature that hypercore checks passes here. It happens a few times a run, so counting it
// does not slow the timed part.
const check = crypto.verify;
let signatureChecks = 0;
crypto.verify = (...args) => {
  signatureChecks += 1;
  return check(...args);
};

async function filled(dir, n) {
  const source = new Hypercore(`${dir}-source`);
  await source.ready();
  const bytes = randomBytes(n * ITEM_BYTES);
  const blocks = Array.from({ length: n }, (_, i) => bytes.subarray(i * ITEM_BYTES, (i + 1) * ITEM_BYTES));
  await source.append(blocks);
  return { source, blocks };
}

async function emptyCopy(dir, key) {
  const copy = new Hypercore(`${dir}-copy`, key);
  await copy.ready();
  return copy;
}

await runPeer({
  peer: `hypercore ${versionOf('hypercore')}`,
  what: 'copy a finished log of one writer to a second core on disk (replicate, then download)',

  async selfCheck(dir) {
    const { source } = await filled(dir, 20);
    const copy = await emptyCopy(dir, source.key);
    const proof = async () => ({
      ...(await source.proof({
        block: { index: 7, nodes: 0 },
        upgrade: { start: 0, length: 20 },
      })),
      manifest: source.manifest,
    });
    for (const part of ['block', 'signature']) {
      const spoilt = await proof();
      const bytes = part === 'block' ? spoilt.block.value : spoilt.upgrade.signature;
      const changed = Buffer.from(bytes);
      changed[changed.length - 1] ^= 1;
      if (part === 'block') spoilt.block.value = changed;
      else spoilt.upgrade.signature = changed;
      const refused = await copy.applyProof(spoilt).then(
        (taken) => taken === false,
        () => true,
      );
      if (!refused || copy.length !== 0) throw new Error(`hypercore took a spoilt ${part}`);
    }
    await copy.applyProof(await proof());
    if (copy.length !== 20) throw new Error('hypercore refused a good proof');
    await copy.close();
    await source.close();
  },

  async prepare(n, dir) {
    const { source, blocks } = await filled(dir, n);
    const copy = await emptyCopy(dir, source.key);
    signatureChecks = 0;
    let streams = [];
    return {
      async work() {
        const there = source.replicate(true, { keepAlive: false });
        const here = copy.replicate(false, { keepAlive: false });
        streams = [there, here];
        there.pipe(here).pipe(there);
        await copy.update({ wait: true });
        await copy.download({ start: 0, end: n }).done();
      },
      async verify() {
        for (const stream of streams) {
          stream.on('error', () => {});
          stream.destroy();
        }
        await copy.close();
        await source.close();
        const again = new Hypercore(`${dir}-copy`);
        await again.ready();
        if (again.length !== n) throw new Error(`copied ${again.length} of ${n}`);
        for (let i = 0; i < n; i += 1) {
          const block = await again.get(i, { wait: false });
          if (block === null || !blocks[i].equals(block)) throw new Error(`block ${i} differs`);
        }
        await again.close();
      },
    };
  },

  note: (n) =>
    `Both sides in one process: the CPU of sender, receiver, Noise encryption and both stores together; ${n} blocks of ${ITEM_BYTES} bytes written in one append before the timing. Each block is checked by hash against the tree, but signatures are checked per tree head, not per block: ${signatureChecks} for all ${n}.`,
});

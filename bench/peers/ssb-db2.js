// ssb-db2: check a feed and store it on disk, with the indexes ssb-db2 always keeps.

import { ITEM_BYTES, runPeer, versionOf } from './common.js';
import { addBatch, close, drained, open, selfCheck, stored } from './ssb-db2-store.js';
import { makeFeed, parseFeed } from './ssb-feed.js';

let feed = [];

await runPeer({
  peer: `ssb-db2 ${versionOf('ssb-db2')}`,
  what: 'check a feed, one author, every signature, and store it on disk (addBatch, then onDrain)',

  selfCheck,

  async prepare(n, dir) {
    if (feed.length !== n) feed = makeFeed(n);
    const messages = parseFeed(feed);
    const sbot = await open(dir);
    return {
      async work() {
        await addBatch(sbot, messages);
        await drained(sbot);
      },
      async verify() {
        const count = await stored(sbot);
        await close(sbot);
        if (count !== n) throw new Error(`stored ${count} of ${n}`);
      },
    };
  },

  note: (n) =>
    `${n} signatures, links and shapes checked, on messages of ${ITEM_BYTES} bytes of compact JSON already parsed; includes the log file (fsync per 64 KiB block) and the base and keys indexes.`,
});

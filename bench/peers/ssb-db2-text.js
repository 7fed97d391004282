// ssb-db2: the same feed as it would come from outside, as text in batches of 250, each on the disk before the next.

import { ITEM_BYTES, runPeer, versionOf } from './common.js';
import { addBatch, close, drained, open, selfCheck, stored } from './ssb-db2-store.js';
import { makeFeed } from './ssb-feed.js';

const BATCH_MESSAGES = 250;

/** The bodies of posts that hold the feed, as a hub would receive them. */
function bodiesOf(texts) {
  const starts = Array.from(
    { length: Math.ceil(texts.length / BATCH_MESSAGES) },
    (_, i) => i * BATCH_MESSAGES,
  );
  return starts.map((from) =>
    Buffer.from(`{"entries":[${texts.slice(from, from + BATCH_MESSAGES).join(',')}]}`),
  );
}

let bodies = [];
let made = 0;

await runPeer({
  peer: `ssb-db2 ${versionOf('ssb-db2')}`,
  what: 'check a feed, one author, every signature, and store it on disk: from text, batches of 250, addBatch and onDrain each',

  selfCheck,

  async prepare(n, dir) {
    if (made !== n) bodies = bodiesOf(makeFeed(n));
    made = n;
    const sbot = await open(dir);
    return {
      async work() {
        for (const body of bodies) {
          await addBatch(sbot, JSON.parse(body.toString('utf8')).entries);
          await drained(sbot);
        }
      },
      async verify() {
        const count = await stored(sbot);
        await close(sbot);
        if (count !== n) throw new Error(`stored ${count} of ${n}`);
      },
    };
  },

  note: (n) =>
    `${n} signatures, links and shapes checked, on messages of ${ITEM_BYTES} bytes of compact JSON, ${BATCH_MESSAGES} in a body, parsing included; each batch is in the log file (fsync) and in the base and keys indexes before the next begins. No HTTP.`,
});

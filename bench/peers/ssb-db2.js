// ssb-db2: check a feed and store it on disk, with the indexes ssb-db2 always keeps.

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { ITEM_BYTES, require, requireFrom, runPeer, versionOf } from './common.js';
import { makeFeed, parseFeed, spoil } from './ssb-feed.js';

const SecretStack = require('secret-stack');
const ssbKeys = requireFrom('ssb-db2', 'ssb-keys');

const promised = (start) =>
  new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });

/** An empty store in `path`, with no network. */
async function open(path) {
  mkdirSync(path, { recursive: true });
  const sbot = SecretStack({ appKey: randomBytes(32).toString('base64') })
    .use(require('ssb-db2'))
    .call(null, {
      keys: ssbKeys.generate(),
      path,
      connections: { incoming: {}, outgoing: {} },
    });
  await drained(sbot);
  return sbot;
}

/** The log and both standing indexes are on disk. */
async function drained(sbot) {
  await promised((done) => sbot.db.onDrain('base', done));
  await promised((done) => sbot.db.onDrain('keys', done));
}

const addBatch = (sbot, messages) => promised((done) => sbot.db.addBatch(messages, done));
const close = (sbot) => promised((done) => sbot.close(true, done));

const stored = (sbot) =>
  promised((done) => {
    const { count, toCallback } = sbot.db.operators;
    sbot.db.query(count(), toCallback(done));
  });

let feed = [];

await runPeer({
  peer: `ssb-db2 ${versionOf('ssb-db2')}`,
  what: 'check a feed, one author, every signature, and store it on disk (addBatch, then onDrain)',

  async selfCheck(dir) {
    const small = makeFeed(20);
    for (const part of ['signature', 'content']) {
      const sbot = await open(`${dir}-${part}`);
      const refused = await addBatch(sbot, spoil(small, part)).then(
        () => false,
        (error) => /signature does not match/.test(error.cause?.message ?? ''),
      );
      const kept = await stored(sbot);
      await close(sbot);
      if (!refused || kept !== 0) throw new Error(`ssb-db2 took a spoilt ${part}`);
    }
  },

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

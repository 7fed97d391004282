// An ssb-db2 store on disk, for the two programs that measure it.

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { require, requireFrom } from './common.js';
import { makeFeed, spoil } from './ssb-feed.js';

const SecretStack = require('secret-stack');
const ssbKeys = requireFrom('ssb-db2', 'ssb-keys');

const promised = (start) =>
  new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });

/** An empty store in `path`, with no network. */
export async function open(path) {
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
export async function drained(sbot) {
  await promised((done) => sbot.db.onDrain('base', done));
  await promised((done) => sbot.db.onDrain('keys', done));
}

export const addBatch = (sbot, messages) => promised((done) => sbot.db.addBatch(messages, done));
export const close = (sbot) => promised((done) => sbot.close(true, done));

export const stored = (sbot) =>
  promised((done) => {
    const { count, toCallback } = sbot.db.operators;
    sbot.db.query(count(), toCallback(done));
  });

/** Shows that a spoilt signature and a spoilt content are refused, and nothing of the feed is kept. */
export async function selfCheck(dir) {
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
}

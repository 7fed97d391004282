// ssb-classic: check a whole feed of classic messages, every signature.

import { ITEM_BYTES, require, runPeer, versionOf } from './common.js';
import { makeFeed, parseFeed, spoil } from './ssb-feed.js';

const classic = require('ssb-classic/format');

const validate = (messages) =>
  new Promise((resolve, reject) => {
    classic.validateBatch(messages, null, null, (error) => (error ? reject(error) : resolve()));
  });

let feed = [];

await runPeer({
  peer: `ssb-classic ${versionOf('ssb-classic')}`,
  what: 'check a feed held in memory, one author, every signature (validateBatch)',

  async selfCheck() {
    const small = makeFeed(20);
    await validate(parseFeed(small));
    for (const part of ['signature', 'content']) {
      const refused = await validate(spoil(small, part)).then(
        () => false,
        (error) => /signature does not match/.test(error.message),
      );
      if (!refused) throw new Error(`ssb-classic took a spoilt ${part}`);
    }
    const gap = parseFeed(small);
    gap.splice(10, 1);
    if (
      await validate(gap).then(
        () => true,
        () => false,
      )
    )
      throw new Error('took a feed with a gap');
  },

  async prepare(n) {
    if (feed.length !== n) feed = makeFeed(n);
    const messages = parseFeed(feed);
    return { work: () => validate(messages), verify() {} };
  },

  note: (n) =>
    `${n} signatures, links and shapes checked, on messages of ${ITEM_BYTES} bytes of compact JSON already parsed; nothing is read, parsed or stored.`,
});

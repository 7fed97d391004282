// automerge: take in changes in batches and write each batch to a file. It checks hashes, and no signature.

import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ITEM_BYTES, require, runPeer, versionOf } from './common.js';

const Automerge = require('@automerge/automerge');

const BATCH_CHANGES = 250;
// What a change takes besides its text.
const FRAME_BYTES = 110;

let made = [];

/** Changes of one author, each with one text of its own under a key of its own. */
function changesOf(n) {
  let doc = Automerge.init();
  return Array.from({ length: n }, (_, i) => {
    const text = randomBytes((ITEM_BYTES - FRAME_BYTES) / 2).toString('hex');
    doc = Automerge.change(doc, (d) => {
      d[`entry-${i}`] = new Automerge.ImmutableString(text);
    });
    return Automerge.getLastLocalChange(doc);
  });
}

await runPeer({
  peer: `automerge ${versionOf('@automerge/automerge')}`,
  what: `apply changes of one author in batches of ${BATCH_CHANGES}, each batch written to a file and synced`,
  hasSodium: false,

  async selfCheck() {
    const changes = changesOf(20);
    const spoilt = Uint8Array.from(changes[7]);
    spoilt[spoilt.length - 1] ^= 1;
    const isRefused = (list) => {
      try {
        const [doc] = Automerge.applyChanges(Automerge.init(), list);
        return Object.keys(doc).length !== list.length;
      } catch {
        return true;
      }
    };
    if (!isRefused(changes.with(7, spoilt))) throw new Error('automerge took a spoilt change');
    if (isRefused(changes)) throw new Error('automerge refused good changes');
  },

  async prepare(n, dir) {
    if (made.length !== n) made = changesOf(n);
    mkdirSync(dir, { recursive: true });
    const path = join(dir, 'log.automerge');
    return {
      async work() {
        let doc = Automerge.init();
        const file = openSync(path, 'a');
        for (let from = 0; from < n; from += BATCH_CHANGES) {
          [doc] = Automerge.applyChanges(doc, made.slice(from, from + BATCH_CHANGES));
          writeSync(file, Automerge.saveIncremental(doc));
          fsyncSync(file);
        }
        closeSync(file);
      },
      async verify() {
        const read = Automerge.load(readFileSync(path));
        if (Object.keys(read).length !== n) throw new Error(`kept ${Object.keys(read).length} of ${n}`);
      },
    };
  },

  note: (n) =>
    `${n} changes of about ${ITEM_BYTES} bytes; each is checked against its own SHA-256 checksum and hangs on the one before; nobody signs.`,
});

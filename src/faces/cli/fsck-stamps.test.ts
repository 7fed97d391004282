import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import {
  authorityMark,
  certificate,
  newKey,
  purposes,
  time,
  TIME_STAMPING,
} from '../../../test/making/stamp-certificates.ts';
import { replyToQuery } from '../../../test/making/stamp-replies.ts';
import { keyOf } from '../../../test/making/vault.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { forger, someIds } from '../../../test/sim/forged-log.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { writeQuery } from '../../adapters/stamp-rfc3161/query.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { instant } from '../../base/instant.ts';
import { stampRow } from '../../engine/stamps-kept.ts';
import type { StampHeld } from '../../engine/stamps-kept.ts';
import { printAuthorities, STAMPS_SETTING } from './stamp-settings.ts';

const cli = openCli();
after(cli.end);

const HOUR = '2026-03-10T10:00:00';
const root = certificate({ name: 'Root', key: newKey('p256'), extensions: [authorityMark()] });
const signer = certificate({
  name: 'Stamps',
  key: newKey('p256'),
  by: root,
  extensions: [purposes(true, TIME_STAMPING)],
});

/** What an authority gives for these bytes. */
function stamped(checkpoint: Uint8Array, size: number): StampHeld {
  const sha256 = createHash('sha256').update(checkpoint).digest();
  const query = writeQuery({ sha256, nonce: Uint8Array.from({ length: 16 }, () => 7) });
  const reply = replyToQuery(query, { signer, genTime: time(HOUR) }, [root]);
  return { authority: 'east', size, checkpoint, query, reply, at: instant(Date.parse(`${HOUR}Z`)) };
}

test('fsck holds every stamp to the log and to the certificates of its authority', async () => {
  const disk = await hubOnDisk();
  const { hub, folder } = disk;
  await hub.post((await hub.newWitness().sayMany(5)).map((s) => s.wire));
  const head = hub.engine.log?.head();
  assert.ok(head);
  const good = stamped(utf8Encode(head.note), 5);
  const other = forger(hub.crypto);
  const strangers = await other.sign(other.tree(someIds(5, hub.crypto)));
  const rows: readonly StampHeld[] = [
    good,
    { ...good, authority: 'west' },
    { ...good, size: 4 },
    stamped(utf8Encode(strangers), 5),
    stamped(utf8Encode('no checkpoint'), 5),
    {
      ...good,
      reply: Uint8Array.from(good.reply, (byte, i) => (i === good.reply.length - 3 ? byte ^ 1 : byte)),
    },
    { ...good, checkpoint: utf8Encode(`${head.note}— somebody AAAAAAAA\n`) },
    { ...good, at: instant(good.at + 60_000) },
  ];
  await hub.store.append(
    [],
    rows.map((row, n) => stampRow(n, row)),
  );
  const authority = {
    name: 'east',
    url: 'https://east.example/',
    certificates: root.pem,
    allowInside: false,
    isRemoved: false,
  };
  hub.store.saveSetting(STAMPS_SETTING, utf8Encode(canonicalJson(printAuthorities([authority]))));
  await disk.close();
  const run = await cli.run('fsck', '--data', folder, ...keyOf(folder), '--json');
  const { log } = JSON.parse(run.out) as {
    readonly log: readonly { readonly where: string; readonly why: string }[];
  };
  assert.equal(run.code, 1);
  const whose = (n: number, name = 'east', size = 5): string =>
    `stamp ${n} (${name}, ${HOUR}Z, ${size} entries)`;
  assert.deepEqual(
    log.map(({ where, why }) => `${where}: ${why}`),
    [
      `${whose(2, 'west')}: cannot be checked: no certificates are set up for that authority`,
      `${whose(3, 'east', 4)}: is of 5 entries`,
      `${whose(4)}: is of another log`,
      `${whose(5)}: is of no checkpoint that this hub signed`,
      `${whose(6)}: is no good stamp: its signature is not genuine`,
      `${whose(7)}: is no good stamp: it is of something else`,
      `stamp 8 (east, 2026-03-10T10:01:00Z, 5 entries): says another hour`,
    ],
  );
});

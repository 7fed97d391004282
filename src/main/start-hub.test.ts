import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { vaultOf } from '../../test/making/vault.ts';
import { alarmFolder, WARDEN_NUMBER } from '../../test/sim/alarm-folder.ts';
import { openCli } from '../../test/sim/cli.ts';
import { handClock } from '../../test/sim/hand-clock.ts';
import { diskOf } from '../../test/sim/mortal-hub.ts';
import { startSmppCarrier } from '../../test/sim/smpp-carrier.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import type { Vault } from '../record/at-rest.ts';
import { startHub } from './start-hub.ts';
import type { StartedHub } from './start-hub.ts';

const PASSWORD = 'planted7';
const crypto = cryptoNode();
const cli = openCli();
after(cli.end);

const start = (folder: string, vault: Vault): Promise<StartedHub> =>
  startHub(
    {
      folder,
      clock: handClock('2031-05-17T05:30Z', 'real'),
      crypto,
      progress: undefined,
      failed: (cause) => assert.fail(String(cause)),
    },
    vault,
  );

const relays = ({ engine }: StartedHub): number =>
  engine.read({ after: -1, limit: 100 }).entries.filter(({ kind }) => kind === 'alarm.relay').length;

test('an answer by text message is thanked for when it outlives a kill in that moment, and not before', async () => {
  const [carrier, at] = [
    await startSmppCarrier({ login: { user: 'hub', password: PASSWORD } }),
    await alarmFolder(cli),
  ];
  const passwordFile = join(newFolder(), 'password');
  writeFileSync(passwordFile, PASSWORD);
  const line = ['--host', '127.0.0.1', '--port', `${carrier.port}`, '--security', 'plain', '--from', '1530'];
  const login = ['--user', 'hub', '--password-file', passwordFile];
  const added = await at.run('channel', 'add', 'sms-smpp', ...line, ...login);
  assert.equal(added.code, 0, added.err);

  const vault = await vaultOf(at.folder);
  const hub = await start(at.folder, vault);
  const { wire } = await witness(crypto, newIncident(crypto)).say('alarm.raise', {
    mode: 'real',
    act: 'force.arrive',
  });
  await hub.engine.keep([wire]);
  await hub.engine.decide();
  while (carrier.taken().length === 0) await wait(10);
  const code = /\b[A-Z][A-Z0-9]{4}\d\b/.exec(carrier.taken()[0]?.text ?? '')?.[0];

  const status = await carrier.deliver({
    source_addr: WARDEN_NUMBER,
    source_addr_ton: 1,
    short_message: `${code} 1`,
  });
  const disk = diskOf(at.folder);
  await hub.close();
  const again = await start(disk, vault);
  const kept = relays(again);
  await again.close();
  await carrier.end();
  assert.deepEqual([status, kept], [0, 1]);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, test } from 'node:test';
import { cannotFindProcesses, processOf } from '../../test/sim/process-of.ts';
import { keyFileOf } from '../../test/making/vault.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { HubProcessError, startHubProcess } from './hub-process.ts';
import type { HubProcess } from './hub-process.ts';

const crypto = cryptoNode();
const AT = Date.parse('2031-05-17T05:30Z');
const SCENARIO = [AT, 0, 1, AT].join(',');

const started: HubProcess[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((hub) => hub.stop()));
});

async function start(folder: string, restarted = (): void => {}): Promise<HubProcess> {
  const hub = await startHubProcess({ folder, keyFile: keyFileOf(folder), scenario: SCENARIO, restarted });
  started.push(hub);
  return hub;
}

async function untilAnswers(hub: HubProcess): Promise<void> {
  for (let n = 0; n < 400; n++) {
    const answer = await fetch(`${hub.address}/health`).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(25);
  }
  assert.fail('the hub did not come back');
}

const skip = cannotFindProcesses;

describe('a hub process', () => {
  test('answers at its links until it is stopped, and then leaves its folder free and whole', async () => {
    const folder = newFolder();
    const hub = await start(folder);
    assert.equal((await fetch(`${hub.readLink}/`)).status, 200);
    assert.equal(
      (await fetch(`${hub.writeLink}/entries`, { method: 'POST', body: '{"entries":[]}' })).status,
      200,
    );
    await hub.stop();
    await hub.stop();
    await assert.rejects(fetch(`${hub.address}/health`));
    assert.deepEqual(
      readdirSync(folder).filter((name) => /-(wal|shm|journal)$/.test(name)),
      [],
    );
  });

  test(
    'that is killed comes back at the same place with all it had acknowledged',
    { skip, timeout: 60_000 },
    async () => {
      const folder = newFolder();
      let restarts = 0;
      const hub = await start(folder, () => restarts++);
      const wires = (await witness(crypto, newIncident(crypto)).sayMany(9)).map((s) => s.wire);
      for (let round = 1; round <= 3; round++) {
        const entries = wires.slice((round - 1) * 3, round * 3);
        const answer = await fetch(`${hub.writeLink}/entries`, {
          method: 'POST',
          body: JSON.stringify({ entries }),
        });
        assert.equal(answer.status, 200);
        const pid = processOf(folder);
        assert.ok(pid);
        process.kill(pid, 'SIGKILL');
        while (processOf(folder) === pid) await sleep(5);
        await untilAnswers(hub);
        assert.equal(restarts, round);
      }
      const page = (await (await fetch(`${hub.readLink}/entries`)).json()) as {
        readonly entries: readonly { readonly e: string }[];
      };
      assert.deepEqual(
        page.entries.map((e) => e.e),
        wires.map((w) => w.e),
      );
    },
  );

  test(
    'that is killed again while it comes back comes back all the same',
    { skip, timeout: 60_000 },
    async () => {
      const folder = newFolder();
      const hub = await start(folder);
      for (let n = 0; n < 3; n++) {
        let pid = processOf(folder);
        while (pid === undefined) {
          await sleep(5);
          pid = processOf(folder);
        }
        process.kill(pid, 'SIGKILL');
        while (processOf(folder) === pid) await sleep(5);
      }
      await untilAnswers(hub);
      assert.equal((await fetch(`${hub.readLink}/`)).status, 200);
    },
  );

  test(
    'does not come back after it was stopped, even if it was just killed',
    { skip, timeout: 60_000 },
    async () => {
      const folder = newFolder();
      const hub = await start(folder);
      const pid = processOf(folder);
      assert.ok(pid);
      process.kill(pid, 'SIGKILL');
      await hub.stop();
      await sleep(1_500);
      assert.equal(processOf(folder), undefined);
    },
  );
});

describe('a hub process that cannot start', () => {
  const isError = (words: RegExp) => (error: unknown) =>
    error instanceof HubProcessError && words.test(error.message);

  test('says what the hub said', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'hub.sqlite'), 'x'.repeat(10_000));
    await assert.rejects(start(folder), isError(/the store is damaged/));
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    await assert.rejects(start(file), isError(/the data folder cannot be opened/));
    await assert.rejects(
      startHubProcess({
        folder: newFolder(),
        keyFile: keyFileOf(newFolder()),
        scenario: 'x',
        restarted: () => {},
      }),
      isError(/--scenario is/),
    );
  });

  test('because the folder had a hub before says so and leaves no process', { skip }, async () => {
    const folder = newFolder();
    await (await start(folder)).stop();
    await assert.rejects(start(folder), isError(/already had a hub/));
    for (let n = 0; n < 200 && processOf(folder) !== undefined; n++) await sleep(25);
    assert.equal(processOf(folder), undefined);
  });

  test(
    'is nothing that is left behind when the one who started it is killed',
    { skip, timeout: 60_000 },
    async () => {
      const folder = newFolder();
      const script = `
      import { startHubProcess } from ${JSON.stringify(join(import.meta.dirname, 'hub-process.ts'))};
      await startHubProcess({ folder: ${JSON.stringify(folder)}, keyFile: ${JSON.stringify(keyFileOf(folder))}, scenario: '${SCENARIO}', restarted: () => {} });
      process.kill(process.pid, 'SIGKILL');`;
      const run = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
      assert.equal(run.signal, 'SIGKILL');
      for (let n = 0; n < 200 && processOf(folder) !== undefined; n++) await sleep(25);
      assert.equal(processOf(folder), undefined);
    },
  );
});

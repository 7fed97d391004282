import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { alarmFolder, PLANTED_PASSWORD, WARDEN_NUMBER } from '../../test/sim/alarm-folder.ts';
import type { AlarmFolder } from '../../test/sim/alarm-folder.ts';
import { openCli } from '../../test/sim/cli.ts';
import { startHttpCarrier } from '../../test/sim/http-carrier.ts';
import type { HttpCarrier } from '../../test/sim/http-carrier.ts';
import { startHub } from '../../test/sim/hub-child.ts';
import type { HubChild } from '../../test/sim/hub-child.ts';
import { filesIn } from '../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { isJsonObject, parseJson } from '../base/canonical-json.ts';

const crypto = cryptoNode();
const PLACE = join(import.meta.dirname, '../../docs/place.yaml');
const LOGIN = `hub:${PLANTED_PASSWORD}`;

async function raise(hub: HubChild): Promise<number> {
  const { wire } = await witness(crypto, newIncident(crypto)).say('alarm.raise', {
    mode: 'real',
    act: 'force.arrive',
  });
  const body = JSON.stringify({ entries: [wire] });
  const began = performance.now();
  const answer = await fetch(`${hub.write}/entries`, { method: 'POST', body });
  assert.equal(answer.status, 200);
  return began;
}

/** The fields that are texts; all the gateway is given are. */
function fieldsOf(body: string): { readonly [name: string]: string } {
  const value = parseJson(body);
  assert.ok(isJsonObject(value));
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

describe('an alarm leaves a hub', () => {
  const cli = openCli();
  let carrier: HttpCarrier;
  let at: AlarmFolder;
  const said: string[] = [];
  const hubs: HubChild[] = [];
  const start = async (): Promise<HubChild> => {
    const hub = await startHub({ folder: at.folder, args: ['--new-links'] });
    hubs.push(hub);
    return hub;
  };
  const requests = async (count: number, withinMs: number): Promise<ReturnType<HttpCarrier['requests']>> => {
    const until = performance.now() + withinMs;
    while (carrier.requests().length < count && performance.now() < until) await wait(2);
    return carrier.requests();
  };
  before(async () => {
    carrier = await startHttpCarrier();
    at = await alarmFolder(cli);
    const runs = [
      await at.addGateway(carrier.port),
      await at.run('place', 'use', PLACE),
      await at.run('channel', 'address', 'https://hub.example'),
      await at.run('channel', 'list'),
      await at.run('channel', 'list', '--json'),
    ];
    for (const { code, out, err } of runs) {
      assert.equal(code, 0, err);
      said.push(out, err);
    }
  });
  after(async () => {
    cli.end();
    await carrier.end();
  });

  test('by the gateway that a command set up: the warden is asked, once, within a second', async (t) => {
    const hub = await start();
    const began = await raise(hub);
    const [first] = await requests(1, 1_000);
    t.diagnostic(`from raise to hand-off: ${Math.round(performance.now() - began)} ms`);
    assert.ok(first, 'within a second');
    const { to, text } = fieldsOf(first.body);
    assert.equal(to, WARDEN_NUMBER);
    assert.match(text ?? '', /^Aq Saj.*: прибывают силы\? .*1.*2/);
    assert.equal(first.headers.authorization, `Basic ${Buffer.from(LOGIN).toString('base64')}`);
    await wait(600);
    assert.equal(carrier.requests().length, 1);
    await hub.end('SIGTERM');
  });

  test('after the hub was killed while the gateway was ill: nothing is lost, and nothing is sent twice', async () => {
    const before = carrier.requests().length;
    carrier.play(() => ({ status: 503 }));
    const hub = await start();
    await raise(hub);
    await requests(before + 1, 5_000);
    await hub.end('SIGKILL');
    carrier.play(() => ({ status: 200 }));
    const again = await start();
    const all = (await requests(before + 2, 20_000)).slice(before);
    await wait(600);
    assert.equal(carrier.requests().length, before + 2);
    assert.deepEqual(
      all.map(({ isTaken }) => isTaken),
      [false, true],
    );
    assert.equal(fieldsOf(all[0]?.body ?? '')['id'], fieldsOf(all[1]?.body ?? '')['id']);
    await again.end('SIGTERM');
  });

  test('and the password to the gateway stands nowhere: in no file of the folder, in no output', async () => {
    const secrets = [PLANTED_PASSWORD, Buffer.from(LOGIN).toString('base64'), WARDEN_NUMBER];
    const showsOne = (bytes: Buffer): boolean => secrets.some((secret) => bytes.includes(secret));
    // What would find it does find it.
    assert.ok(showsOne(readFileSync(at.passwordFile)));
    const files = filesIn(at.folder);
    assert.ok(files.some(({ name }) => name === 'hub.sqlite'));
    for (const { name, bytes } of files) assert.ok(!showsOne(bytes), name);
    for (const text of [...said, ...hubs.flatMap((hub) => [hub.out(), hub.err()])])
      assert.ok(!showsOne(Buffer.from(text)), text);
  });
});

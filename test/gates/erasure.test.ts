import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { isJsonObject, parseJson } from '../../src/base/canonical-json.ts';
import { learnErasures, parseToldErasures } from '../../src/engine/learn-erasures.ts';
import { changeKnown } from '../../src/faces/cli/hub-backups.ts';
import { writeEntry } from '../../src/record/write.ts';
import type { EntryId } from '../../src/record/names.ts';
import type { WireEntry } from '../../src/record/wire.ts';
import { strangeId } from '../making/entries.ts';
import { keyFileOf, keyOf, vaultOf } from '../making/vault.ts';
import { openCli } from '../sim/cli.ts';
import { hubHere } from '../sim/hub-here.ts';
import type { HubHere } from '../sim/hub-here.ts';
import { hubOnDisk } from '../sim/hub-on-disk.ts';
import type { HubOnDisk } from '../sim/hub-on-disk.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { eventBody, newIncident } from '../sim/witness.ts';
import { happenedAt } from '../vectors/writing.ts';
import { dataKeysIn, dig } from './dig.ts';
import type { Dig } from './dig.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);

const BODY = 'the woman at the third house hid the papers';
const LATE = 'she was held until the evening';
const STAYS = 'they came by the north road';
const TEXTS = [BODY, LATE, STAYS];
const BY_PART = strangeId('order to erase a part');
const BY_ENTRY = strangeId('order to erase an entry');

/** Three entries of one author: one to lose its body, one to lose a part that comes late, one to stay. */
async function said(): Promise<{
  readonly incident: Dig['incident'];
  readonly wires: readonly WireEntry[];
  readonly ids: readonly EntryId[];
}> {
  const [incident, signer] = [newIncident(crypto), crypto.newSigner()];
  const bodies = [
    { body: eventBody(BODY) },
    { body: eventBody('held'), note: { text: LATE } },
    { body: eventBody(STAYS) },
  ];
  const written: { readonly id: EntryId; readonly wire: WireEntry }[] = [];
  let place: Parameters<typeof writeEntry>[1] = { incident, sequence: 0, previous: '' };
  for (const parts of bodies) {
    const draft = { kind: 'event', at: happenedAt('2031-05-17T10:30'), parts };
    const { id, wire, next } = await writeEntry(draft, place, signer, crypto);
    written.push({ id, wire });
    place = next;
  }
  return { incident, wires: written.map((w) => w.wire), ids: written.map((w) => w.id) };
}

function without(wire: WireEntry | undefined, part: string): WireEntry {
  assert.ok(wire);
  const { [part]: _, ...parts } = wire.parts;
  return { ...wire, parts };
}

async function backUp(folder: string, to: string): Promise<string> {
  const run = await cli.run('backup', '--data', folder, '--to', to, ...keyOf(folder), '--json');
  assert.equal(run.code, 0, run.err);
  const answer = parseJson(run.out);
  assert.ok(isJsonObject(answer) && typeof answer['backup'] === 'string');
  return answer['backup'];
}

/** Reads all a hub has, as another device does, and keeps it. */
async function sync(from: HubHere, to: HubHere): Promise<void> {
  const page = parseJson(await (await from.ask(`${from.read}/entries?limit=1000`)).text());
  assert.ok(isJsonObject(page) && Array.isArray(page['entries']));
  await to.engine.keep(page['entries']);
  const told = parseJson(await (await from.ask(`${from.read}/erasures`)).text());
  assert.ok(isJsonObject(told));
  await learnErasures(
    to.engine,
    parseToldErasures(told['erased']),
    (by) => by === BY_PART || by === BY_ENTRY,
  );
}

/** A hub with everything an erased text may stand in. */
async function scene(): Promise<{
  readonly disk: HubOnDisk;
  readonly how: Dig;
  readonly wires: readonly WireEntry[];
  readonly ids: readonly EntryId[];
  readonly device: HubOnDisk;
  readonly places: Readonly<Record<'hub' | 'backups' | 'stick' | 'device', string>>;
  readonly copy: string;
}> {
  const root = newFolder();
  const places = {
    hub: join(root, 'hub'),
    backups: join(root, 'hub-backups'),
    stick: join(root, 'stick'),
    device: join(root, 'device'),
  };
  const disk = await hubOnDisk(places.hub);
  const { incident, wires, ids } = await said();
  await disk.hub.post([wires[0], without(wires[1], 'note'), wires[2]]);
  await disk.hub.post([wires[1]]);
  const backup = await backUp(places.hub, places.backups);
  await backUp(places.hub, places.stick);
  // What a backup leaves that is killed half way: it was noted and never came to stand in its place.
  const killed = join(places.backups, 'shanyrak-killed');
  cpSync(backup, `${killed}.part`, { recursive: true });
  changeKnown(places.hub, await vaultOf(places.hub), (known) => [...known, killed]);
  const copy = join(root, 'copy-taken-away');
  cpSync(backup, copy, { recursive: true });
  const device = await hubOnDisk(places.device);
  await sync(disk.hub, device.hub);
  const keys = await Promise.all(
    [places.hub, places.device].map((folder) => dataKeysIn(folder, keyFileOf(folder))),
  );
  const [hubKeys] = keys;
  assert.ok(hubKeys);
  return { disk, how: { dataKeys: hubKeys, ids, incident }, wires, ids, device, places, copy };
}

describe('gate 3: an erased text', () => {
  test('is nowhere on the hub, in its backups and on a device that comes back; the log stays as it was', async () => {
    const { disk, how, wires, ids, device, places, copy } = await scene();
    const { engine } = disk.hub;
    const deviceHow = { ...how, dataKeys: await dataKeysIn(places.device, keyFileOf(places.device)) };
    const onHub = (): readonly (readonly string[])[] =>
      [places.hub, places.backups, places.stick].map((folder) => dig([folder], TEXTS, how));
    const onDevice = (): readonly string[] => dig([places.device], TEXTS, deviceHow);
    assert.deepEqual(onHub(), [TEXTS, TEXTS, TEXTS]);
    assert.deepEqual(onDevice(), TEXTS);

    const [entry, withPart, stays] = ids;
    assert.ok(entry && withPart && stays);
    const part = await engine.erase([{ id: withPart, what: { part: 'note' } }], BY_PART);
    // The killed backup was removed and forgotten: it is said once that it is not there.
    assert.deepEqual(
      part.unreached.map((u) => [u.place.endsWith('killed'), u.why]),
      [[true, 'unavailable']],
    );
    assert.deepEqual(
      [part.erased, part.faults, part.isScrubbed],
      [[{ index: 1, id: withPart, by: BY_PART, parts: ['note'] }], [], true],
    );
    const withoutLate = [BODY, STAYS];
    assert.deepEqual(onHub(), [withoutLate, withoutLate, withoutLate]);
    const whole = await engine.erase([{ id: entry, what: 'entry' }], BY_ENTRY);
    assert.deepEqual([whole.unreached, whole.isScrubbed], [[], true]);
    assert.deepEqual(onHub(), [[STAYS], [STAYS], [STAYS]]);
    assert.equal(existsSync(join(places.backups, 'shanyrak-killed.part')), false);

    await sync(disk.hub, device.hub);
    assert.deepEqual(onDevice(), [STAYS]);
    await disk.close();
    await device.close();
    assert.deepEqual([...onHub(), onDevice()], [[STAYS], [STAYS], [STAYS], [STAYS]]);

    for (const folder of [places.hub, places.device]) {
      const checked = await cli.run('fsck', '--data', folder, ...keyOf(folder));
      assert.deepEqual([checked.code, checked.out], [0, 'OK: 3 entries, all sound\n']);
    }
    await refusesAgain(places.hub, { ids, wires });
    await restoredWithoutIt({ places, how, wires, copy });
  });
});

/** Ids and indexes are as they were, and what was erased is not taken again. */
async function refusesAgain(
  folder: string,
  { ids, wires }: { readonly ids: readonly EntryId[]; readonly wires: readonly WireEntry[] },
): Promise<void> {
  const store = storeSqlite({ folder, vault: await vaultOf(folder) });
  const hub = await hubHere({ store });
  assert.deepEqual(
    store.read({ after: -1, limit: 9 }).map((row) => [row.index, row.id]),
    ids.map((id, index) => [index, id]),
  );
  const receipts = await hub.engine.keep(wires);
  assert.deepEqual(
    receipts.map((r) => (r.status === 'refused' ? r.error : r.status)),
    [
      { kind: 'erased', id: ids[0], by: BY_ENTRY, parts: [] },
      { kind: 'erased', id: ids[1], by: BY_PART, parts: ['note'] },
      'accepted',
    ],
  );
  store.close();
}

type Restoring = {
  readonly places: Readonly<Record<'hub' | 'backups' | 'stick', string>>;
  readonly how: Dig;
  readonly wires: readonly WireEntry[];
  readonly copy: string;
};

/** A backup that was in reach has nothing of it; a copy that was not gets it erased while it is restored. */
async function restoredWithoutIt({ places, how, wires, copy }: Restoring): Promise<void> {
  const [name] = readdirSync(places.stick).filter((each) => statSync(join(places.stick, each)).isDirectory());
  assert.ok(name);
  assert.deepEqual(dig([copy], TEXTS, how), TEXTS, 'a copy taken away is out of reach, as the docs say');
  const restore = async (from: string, to: string, ...more: readonly string[]): Promise<void> => {
    const run = await cli.run(
      'restore',
      '--from',
      from,
      '--data',
      to,
      '--key-file',
      keyFileOf(places.hub),
      ...more,
    );
    assert.equal(run.code, 0, run.err);
    assert.deepEqual(dig([to], TEXTS, how), [STAYS]);
    cpSync(keyFileOf(places.hub), keyFileOf(to));
    await refusesAgain(to, { ids: how.ids, wires });
    const checked = await cli.run('fsck', '--data', to, ...keyOf(to));
    assert.deepEqual([checked.code, checked.out], [0, 'OK: 3 entries, all sound\n']);
  };
  const root = newFolder();
  await restore(join(places.stick, name), join(root, 'a'));
  await restore(copy, join(root, 'b'), '--erasures', join(places.hub, 'erasures.txt'));
  await restore(copy, join(root, 'c'), '--old', places.hub);
}

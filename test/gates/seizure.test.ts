import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { parseEntryBundle } from '../../src/record/log/tiles.ts';
import { extract } from './extractor.ts';
import { PASSPHRASE, writePhone } from './founded-hub.ts';
import { isIn } from './planted.ts';
import { seizedHub } from './seized-hub.ts';
import type { SeizedHub } from './seized-hub.ts';
import { findingsOf, isOfLog, isOldKeyThere, THREATS_PAGE, threatsPage } from './threats-page.ts';
import type { Findings } from './threats-page.ts';

let hub: SeizedHub;
let findings: Findings;
before(async () => {
  hub = await seizedHub();
  findings = await findingsOf(hub);
});

const OWN = [
  "neighbours of the phone's cell",
  "the phone's own author keys",
  "the phone's own role and cell",
  "the phone's own link to the running hub",
];
const TIED = 'two grants of one device, tied to each other';

function left(of: (row: Findings['rows'][number]) => number): readonly string[] {
  return findings.rows.filter((row) => of(row) > 0).map(({ kind }) => kind);
}

describe('a hub that is switched off, and one unlocked phone of a warden', () => {
  test('the hub yields no neighbour, contact, text, author, incident, hour, role or place', () => {
    assert.deepEqual(
      left((row) => row.hub),
      [],
    );
  });

  test("the phone yields the neighbours of its cell, and nobody else's", () => {
    assert.deepEqual(
      left((row) => row.phone),
      [...OWN, TIED],
    );
    for (const { kind, phone, planted } of findings.rows)
      if (OWN.includes(kind)) assert.equal(phone, planted);
  });

  test('nothing opened with what the phone holds', async () => {
    const { opened } = await extract({ folder: hub.folder, phones: [hub.phone] });
    assert.deepEqual(opened, []);
  });

  test('a plug that was pulled yields no more: the write-ahead log is sealed too', async () => {
    const cut = await extract({ folder: hub.powerCut, phones: [hub.phone] });
    assert.ok(cut.shown.files.some(({ name }) => name.endsWith('-wal')));
    assert.deepEqual(cut.opened, []);
    assert.deepEqual(
      hub.planted.filter((each) => isIn(cut.hub, each)).map(({ what }) => what),
      [],
    );
  });

  test('what shows is the number of entries, their sizes, order and ids, additions, erasures, names of settings', async () => {
    const { shown } = await extract({ folder: hub.folder, phones: [] });
    assert.equal(shown.entries.length, hub.entries);
    assert.ok(shown.entries.every(({ id, bytes }) => /^[0-9a-f]{64}$/.test(id) && bytes > 0));
    assert.deepEqual(shown.erased, hub.erased);
    assert.deepEqual(
      shown.additions.map(({ to }) => to),
      hub.late,
    );
    assert.deepEqual(shown.settings, [
      'clock-kind',
      'feed-addresses',
      'hub-seed',
      'join-requests',
      'links',
      'log-mldsa-seed',
    ]);
    assert.deepEqual([shown.ways, shown.dataKeys, shown.hub?.length], [['passphrase'], [1], 16]);
    assert.ok(shown.files.every(({ changedMs }) => changedMs > 0));
    const places = hub.sent.map((id) => shown.entries.findIndex((entry) => entry.id === id));
    assert.ok(
      places.length > 0 && places.every((at) => at >= 0),
      'a phone finds its own entries by their ids',
    );
  });
});

test('the transparency log holds the ids and hashes of them, and no file of it says when it was written', async () => {
  const { shown } = await extract({ folder: hub.folder, phones: [] });
  const files = shown.files.filter(({ name }) => isOfLog(name));
  const tiles = files.filter(({ name }) => !name.endsWith('checkpoint'));
  assert.ok(tiles.length > 3);
  assert.ok(tiles.every(({ changedMs }) => changedMs === Date.UTC(2000, 0, 1)));
  const ids = new Set(shown.entries.map(({ id }) => id));
  for (const { name } of tiles.filter((each) => each.name.includes('entries'))) {
    const leaves = parseEntryBundle(readFileSync(join(hub.folder, name))) ?? [];
    assert.ok(leaves.length > 0);
    for (const leaf of leaves) assert.ok(ids.has(Buffer.from(leaf).toString('hex')));
  }
});

describe('when the passphrase is known too', () => {
  test('all that was in the open for readers is read, and still no neighbour of another cell', () => {
    const closed = findings.rows.filter((row) => row.opened === 0).map(({ kind }) => kind);
    assert.deepEqual(closed, [
      "neighbours of the phone's cell",
      'neighbours of other cells',
      'sealed: who is hurt, who saw it, households',
      'sealed parts that came late',
      'erased texts',
      'the same of those who left',
      "the phone's own link to the running hub",
      'links of others',
      'addresses of the feed',
      TIED,
    ]);
  });

  test('each key of a device was granted, and no row holds two of them', () => {
    const tied = findings.rows.find(({ kind }) => kind === TIED);
    assert.deepEqual(
      [tied?.planted, tied?.hub, tied?.phone, tied?.opened, tied?.everything],
      [6, 0, 2, 0, 6],
    );
  });

  test('while devices ask for more keys, their request ties those to the standing key, and no longer than that', async () => {
    const { opened } = await extract({
      folder: hub.whileAsking,
      phones: [writePhone('note', { note: PASSPHRASE })],
    });
    const tied = hub.pairs.filter((pair) => opened.some((bytes) => pair.every((key) => isIn(bytes, key))));
    assert.equal(tied.length, 3);
  });

  test('who left the list is in no file any more, also when the plug is pulled', async () => {
    const cut = await extract({ folder: hub.powerCut, phones: [], dataKeys: hub.dataKeys });
    const found = (kind: string): readonly boolean[] =>
      hub.planted.filter((each) => each.kind === kind).map((each) => isIn(cut.hub, each));
    assert.deepEqual(found('the same of those who left'), [false, false]);
    const told = found('numbers, mailboxes and push endpoints of those who are told');
    assert.deepEqual(told, [true, true, true, true]);
  });

  test('no key that opened an erased entry is left anywhere in the files', () => {
    for (const { index } of hub.erased) {
      assert.equal(isOldKeyThere(hub, hub.folder, index), false);
      assert.equal(isOldKeyThere(hub, hub.beforeErasing, index), true, 'the search finds it where it was');
    }
  });
});

describe('the extractor', () => {
  test('opens the hub by itself when the passphrase or the data key is written down on the phone', async () => {
    const dataKey = Buffer.from(hub.dataKeys.get(1) ?? []).toString('base64url');
    for (const note of [PASSPHRASE, dataKey]) {
      const { hub: bytes } = await extract({
        folder: hub.folder,
        phones: [writePhone('careless', { note })],
      });
      const texts = hub.planted.filter(({ kind }) => kind === 'texts of entries');
      assert.ok(texts.length > 0 && texts.every((text) => isIn(bytes, text)), note);
    }
  });

  test('finds every single thing once it is given everything', () => {
    for (const { kind, planted, everything } of findings.rows) assert.equal(everything, planted, kind);
  });
});

test('the tables of docs/threats.md are what was found', () => {
  assert.equal(readFileSync(THREATS_PAGE, 'utf8'), threatsPage(readFileSync(THREATS_PAGE, 'utf8'), findings));
});

import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { backupFacts, folderFacts, secretFacts } from './folder-facts.ts';
import { aheadMs } from './web-facts.ts';

const DRAFT_1 = join(import.meta.dirname, '../../../test/vectors/store-sqlite-1/hub.sqlite');
const skip = process.platform === 'win32' && 'Windows has other permissions';

describe('a folder looked at', () => {
  test('that is empty or is not there has no hub, and room', () => {
    for (const folder of [newFolder(), join(newFolder(), 'none', 'yet')]) {
      const facts = folderFacts(folder);
      assert.equal(facts.hasHub, false);
      assert.ok(facts.freeBytes > 0);
      assert.equal(facts.isWritable, true);
    }
  });

  test('with a file of the first version is not encrypted, even beside a header', () => {
    const folder = newFolder();
    copyFileSync(DRAFT_1, join(folder, 'hub.sqlite'));
    assert.partialDeepStrictEqual(folderFacts(folder), { hasHub: true, isEncrypted: false });
    writeFileSync(join(folder, 'vault.json'), '{}');
    assert.equal(folderFacts(folder).isEncrypted, false);
  });

  test('names what others may read, and copies of before an upgrade', { skip }, () => {
    const folder = newFolder();
    for (const [name, mode] of [
      ['hub.sqlite', 0o600],
      ['hub-before-2.sqlite', 0o644],
      ['hub-before-2.sqlite.part', 0o602],
    ] as const) {
      writeFileSync(join(folder, name), '');
      chmodSync(join(folder, name), mode);
    }
    const { looseFiles, openCopies, mode, foreignFiles } = folderFacts(folder);
    assert.deepEqual(looseFiles.toSorted(), ['hub-before-2.sqlite', 'hub-before-2.sqlite.part']);
    assert.deepEqual(openCopies.toSorted(), looseFiles.toSorted());
    assert.deepEqual([mode, foreignFiles], [0o700, []]);
  });

  test('and its key: beside it or not, open to others or not', { skip }, () => {
    const folder = newFolder();
    const file = join(newFolder(), 'key');
    writeFileSync(file, '');
    chmodSync(file, 0o640);
    const secret = { what: 'key-file', file } as const;
    assert.deepEqual(secretFacts(folder, secret), { what: 'key-file', isSameDisk: true, isLoose: true });
    chmodSync(file, 0o600);
    assert.equal(secretFacts(folder, secret).isLoose, false);
  });
});

describe('backups looked at', () => {
  test('the newest by its manifest counts, and what is no manifest does not', () => {
    const folder = join(newFolder(), 'data');
    mkdirSync(folder);
    assert.deepEqual(backupFacts(folder), {});
    const put = (name: string, text: string): void => {
      mkdirSync(join(`${folder}-backups`, name), { recursive: true });
      writeFileSync(join(`${folder}-backups`, name, 'backup.json'), text);
    };
    put('broken', '{"madeAt":');
    put('other', '{"madeAt":"tomorrow"}');
    mkdirSync(join(`${folder}-backups`, 'empty'));
    assert.deepEqual(backupFacts(folder), {});
    put('a', '{"madeAt":"2027-01-02T03:04:05.000Z"}');
    put('b', `{"madeAt":${Date.parse('2027-01-01T00:00Z')}}`);
    assert.deepEqual(backupFacts(`${folder}/`), {
      newestAt: Date.parse('2027-01-02T03:04:05.000Z'),
      isSameDisk: true,
    });
  });
});

test('another clock is read from the whole seconds of its answer', () => {
  const mid = Date.parse('2027-01-01T00:00:00.500Z');
  assert.equal(aheadMs('Fri, 01 Jan 2027 00:00:00 GMT', mid), 0);
  assert.equal(aheadMs('Fri, 01 Jan 2027 00:02:00 GMT', mid), 120_000);
  assert.equal(aheadMs('Thu, 31 Dec 2026 23:59:00 GMT', mid), -60_000);
  assert.equal(aheadMs(undefined, mid), undefined);
  assert.equal(aheadMs('now', mid), undefined);
});

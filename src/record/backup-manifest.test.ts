import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '../base/instant.ts';
import { parseManifest, parsePlaces, printManifest, printPlaces } from './backup-manifest.ts';
import type { BackupManifest } from './backup-manifest.ts';

const MANIFEST: BackupManifest = {
  hub: 'AAECAwQFBgcICQoL',
  madeAt: instant(1_937_000_000_000),
  entries: 12,
  files: [{ name: 'hub.sqlite', bytes: 4_096, sha256: 'ab'.repeat(32) }],
  isChanging: false,
};

describe('the manifest of a backup', () => {
  test('is read as it was printed, at rest and while it is changed', () => {
    for (const manifest of [MANIFEST, { ...MANIFEST, isChanging: true }])
      assert.deepEqual(parseManifest(printManifest(manifest)), manifest);
  });

  test('that is cut, or says what we would not write, is none', () => {
    const text = printManifest(MANIFEST);
    for (let at = 0; at < text.length - 1; at++) assert.equal(parseManifest(text.slice(0, at)), undefined);
    const changes: readonly (readonly [string, string])[] = [
      ['backup v1', 'backup v2'],
      [MANIFEST.hub, 'short'],
      ['"entries": 12', '"entries": -1'],
      ['"entries": 12', '"entries": 1.5'],
      ['hub.sqlite', '../hub.sqlite'],
      ['"bytes": 4096', '"bytes": "4096"'],
      ['abab', 'ABAB'],
    ];
    for (const [from, to] of changes) {
      assert.ok(text.includes(from), from);
      assert.equal(parseManifest(text.replace(from, to)), undefined, to);
    }
  });
});

describe('the places of backups', () => {
  test('are read as they were printed, and what cannot be read is no place', () => {
    assert.deepEqual(parsePlaces(printPlaces(['/a', '/ә b'])), ['/a', '/ә b']);
    for (const odd of ['', '{}', '7', 'null']) assert.deepEqual(parsePlaces(odd), []);
    assert.deepEqual(parsePlaces('["/a",7,null]'), ['/a']);
  });
});

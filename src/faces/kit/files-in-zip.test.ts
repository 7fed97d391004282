import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { utf8Encode } from '../../base/bytes.ts';
import { filesInZip } from './files-in-zip.ts';
import { zipFile } from './zip-file.ts';

const ENTRIES = [
  { path: 'keyholder-1/device.json', bytes: utf8Encode('{"format":"x"}') },
  { path: 'keyholder-1/place.key', bytes: utf8Encode('сөз') },
];

describe('files in an archive', () => {
  test('that was made here come out by their names', () => {
    const files = filesInZip(zipFile(ENTRIES));
    assert.deepEqual(files && [...files], [
      ['device.json', '{"format":"x"}'],
      ['place.key', 'сөз'],
    ]);
    // A view into a larger buffer, as a browser may give it.
    const whole = Buffer.concat([Buffer.alloc(7), zipFile(ENTRIES)]);
    assert.equal(filesInZip(whole.subarray(7))?.size, 2);
  });

  test('of another kind, compressed, or cut short are none', () => {
    const zip = zipFile(ENTRIES);
    const changed = (at: number, byte: number): Uint8Array => Uint8Array.from(zip).fill(byte, at, at + 1);
    assert.equal(filesInZip(changed(8, 8)), undefined);
    assert.equal(filesInZip(changed(6, 8)), undefined);
    assert.equal(filesInZip(new Uint8Array()), undefined);
    assert.equal(filesInZip(utf8Encode('hello')), undefined);
    const filesEnd = Buffer.from(zip).indexOf(Buffer.from('PK\u0001\u0002'));
    for (let length = 0; length < filesEnd + 4; length++)
      assert.equal(filesInZip(zip.subarray(0, length)), undefined, `${length} bytes`);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TileFiles } from './tile-files.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (kept: Uint8Array | undefined): string | undefined => kept && new TextDecoder().decode(kept);

/** What every place for the files of a log has to do. `open`: a place with nothing in it. */
export function tileFilesContract(name: string, open: () => TileFiles): void {
  describe(name, () => {
    test('a fresh place holds nothing', () => {
      const files = open();
      assert.equal(files.read('checkpoint'), undefined);
      assert.deepEqual(files.list('tile'), []);
    });

    test('files written together are read back, at any depth', async () => {
      const files = open();
      const paths = ['checkpoint', 'tile/0/000', 'tile/0/000.p/7', 'tile/entries/x001/x234/067.p/255'];
      await files.write(paths.map((path) => ({ path, bytes: bytes(`in ${path}`) })));
      for (const path of paths) assert.equal(text(files.read(path)), `in ${path}`);
      assert.deepEqual(files.list('tile').toSorted(), paths.slice(1));
      assert.deepEqual(files.list('tile/0').toSorted(), paths.slice(1, 3));
      assert.equal(files.read('tile/0/001'), undefined);
      assert.equal(files.read('tile/0'), undefined);
    });

    test('a file is written over, shorter too, and the others stay', async () => {
      const files = open();
      await files.write([
        { path: 'checkpoint', bytes: bytes('a long first one') },
        { path: 'tile/0/000', bytes: bytes('tile') },
      ]);
      await files.write([{ path: 'checkpoint', bytes: bytes('second') }]);
      assert.equal(text(files.read('checkpoint')), 'second');
      assert.equal(text(files.read('tile/0/000')), 'tile');
    });

    test('a file does not change when the bytes it came from do, nor when those that were read do', async () => {
      const files = open();
      const given = bytes('as it was');
      await files.write([{ path: 'checkpoint', bytes: given }]);
      given.fill(0);
      files.read('checkpoint')?.fill(0);
      assert.equal(text(files.read('checkpoint')), 'as it was');
    });

    test('what is removed is gone with its empty folder, what is not there is passed over, the rest stays', async () => {
      const files = open();
      const paths = ['tile/0/000', 'tile/0/000.p/1', 'tile/0/000.p/2', 'tile/0/001.p/3'];
      await files.write(paths.map((path) => ({ path, bytes: bytes(path) })));
      await files.remove([...paths.slice(1, 3), 'tile/0/000.p/9', 'tile/9/000']);
      assert.deepEqual(files.list('tile').toSorted(), ['tile/0/000', 'tile/0/001.p/3']);
      await files.write([{ path: 'tile/0/000.p/1', bytes: bytes('again') }]);
      assert.equal(text(files.read('tile/0/000.p/1')), 'again');
    });

    test('writing and removing nothing is nothing', async () => {
      const files = open();
      await files.write([]);
      await files.remove([]);
      assert.deepEqual(files.list('tile'), []);
    });
  });
}

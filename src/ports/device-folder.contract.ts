import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DeviceFolder } from './device-folder.ts';

/** What every place for the files of a device has to do. `open`: the folder, empty. */
export function deviceFolderContract(name: string, open: () => Promise<DeviceFolder>): void {
  describe(name, () => {
    test('keeps texts by name, writes over them, and leaves the others', async () => {
      const folder = await open();
      assert.deepEqual(await folder.names(), []);
      assert.equal(await folder.read('place.key'), undefined);
      await folder.write({ 'device.json': '{}', 'place.key': 'әріп' });
      await folder.write({ 'place.key': 'b' });
      assert.deepEqual((await folder.names()).toSorted(), ['device.json', 'place.key']);
      assert.equal(await folder.read('device.json'), '{}');
      assert.equal(await folder.read('place.key'), 'b');
    });

    test('takes all away at once', async () => {
      const folder = await open();
      await folder.write({ a: '1', b: '2' });
      await folder.clear();
      assert.deepEqual(await folder.names(), []);
      assert.equal(await folder.read('a'), undefined);
    });

    test('lets one work at a time, also after one that failed', async () => {
      const folder = await open();
      const said: string[] = [];
      const work = (text: string) => async (): Promise<string> => {
        said.push(`${text} begins`);
        await folder.write({ a: text });
        said.push(`${text} ends`);
        return text;
      };
      const failing = folder.alone(async () => {
        await folder.read('a');
        throw new Error('no');
      });
      const both = Promise.all([folder.alone(work('x')), folder.alone(work('y'))]);
      await assert.rejects(failing, /no/);
      assert.deepEqual(await both, ['x', 'y']);
      const first = said[0] === 'x begins' ? ['x', 'y'] : ['y', 'x'];
      assert.deepEqual(
        said,
        first.flatMap((each) => [`${each} begins`, `${each} ends`]),
      );
    });
  });
}

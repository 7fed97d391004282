import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { committeeForTests, ok } from '../../../test/making/committee.ts';
import { placePlan } from '../../../test/making/place-plans.ts';
import { keyOf } from '../../../test/making/vault.ts';

const points = [{ code: 'B2', name: 'the bakery yard', approach: 'north-road' }];
const { cli, place } = await committeeForTests([], { alarms: { place: () => placePlan({ points }) } });
const data = ['--data', place.disk.folder, ...keyOf(place.disk.folder)];

/** Makes an address, and lets the hub take it up. */
async function newAddress(): Promise<{ readonly url: string; readonly name: string }> {
  const made = ok(await cli.run('feed', 'new', ...data));
  place.disk.hub.feeds.reread();
  const [, name = ''] = /its name is ([0-9a-f]{8})\./.exec(made.err) ?? [];
  return { url: new URL(made.out.trim(), place.disk.people).href, name };
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;
const mark = async (): Promise<string> =>
  /mark ([0-9a-f]{16}):/.exec(ok(await cli.run('feed', 'words', ...place.as(1))).out)?.[1] ?? '';

describe('shanyrak feed', () => {
  test('shows keyholders the exact words in three languages', async () => {
    const { out } = ok(await cli.run('feed', 'words', ...place.as(1)));
    assert.match(out, /^The feed is closed/);
    assert.match(out, /^Could be approved now, mark [0-9a-f]{16}:$/m);
    assert.match(out, /^ {2}minutes east of UTC: 300; on the map: 43\.3, 76\.8, 2 km$/m);
    for (const line of [
      'East field: үй бұзып жатыр',
      'East field: сносят дома',
      'East field: homes being torn down',
      'The way in is closed. Whoever is on the way goes only to: B2, the bakery yard.',
    ])
      assert.ok(out.includes(`    ${line}\n`), line);
    const told = ok(await cli.run('feed', 'words', ...place.as(1), '--json')).out;
    assert.partialDeepStrictEqual(JSON.parse(told), {
      isOpen: false,
      words: [{ state: 'proposed', isOwn: true, template: { settlement: 'East field' } }],
    });
    const device = await place.member('warden', '--cell', 'c1');
    assert.equal((await cli.run('feed', 'words', ...place.with(device))).code, 1);
  });

  test('opens an address once two keyholders approve them, and closes it once one stops', async () => {
    const { url } = await newAddress();
    assert.match(url, /\/feed\/[\w-]{43}\/atom\.xml$/);
    const words = await mark();
    assert.match(ok(await cli.run('feed', 'approve', words, ...place.as(1))).out, /One more must say so/);
    assert.match(ok(await cli.run('feed', 'words', ...place.as(2))).out, /^Waits for a second voice, mark/m);
    assert.match(
      await place.people(),
      new RegExp(`feed ${words}: said by keyholder 1; needs one more keyholder`),
    );
    assert.equal(await statusOf(url), 404);
    assert.match(ok(await cli.run('feed', 'approve', words, ...place.as(2))).out, /^Done\./m);
    assert.match(
      ok(await cli.run('feed', 'words', ...place.as(2))).out,
      /^The feed is open\.\nApproved by two, mark/,
    );
    assert.equal(await statusOf(url), 200);
    assert.match(ok(await cli.run('feed', 'stop', ...place.as(3))).out, /^Done\./m);
    assert.equal(await statusOf(url), 404);
    assert.equal((await cli.run('feed', 'stop', ...place.as(3))).code, 1, 'it is stopped');
  });

  test('signs nothing for a mark that no words have', async () => {
    const size = place.disk.hub.engine.size();
    for (const what of ['0123456789abcdef', (await mark()).slice(1)]) {
      const run = await cli.run('feed', 'approve', what, ...place.as(1));
      assert.equal(run.code, 2);
      assert.match(run.err, /Nothing was signed/);
    }
    assert.equal(place.disk.hub.engine.size(), size);
  });

  test('lists addresses by names that open nothing, and closes one or all', async () => {
    const words = await mark();
    for (const n of [1, 2]) ok(await cli.run('feed', 'approve', words, ...place.as(n)));
    const [first, second] = [await newAddress(), await newAddress()];
    const listed = ok(await cli.run('feed', 'list', ...data, '--json')).out;
    const { feeds } = JSON.parse(listed) as { readonly feeds: readonly string[] };
    assert.ok(feeds.includes(first.name) && feeds.includes(second.name));
    assert.ok(!listed.includes(first.url.split('/').at(-2) ?? ''));
    assert.deepEqual([await statusOf(first.url), await statusOf(second.url)], [200, 200]);
    assert.match(ok(await cli.run('feed', 'close', first.name, ...data)).out, /^1 address is closed/);
    place.disk.hub.feeds.reread();
    assert.deepEqual([await statusOf(first.url), await statusOf(second.url)], [404, 200]);
    assert.equal((await cli.run('feed', 'close', first.name, ...data)).code, 2);
    ok(await cli.run('feed', 'close', 'all', ...data));
    place.disk.hub.feeds.reread();
    assert.equal(await statusOf(second.url), 404);
    assert.match(ok(await cli.run('feed', 'list', ...data)).err, /no address/);
  });

  test('prints the whole address where the hub knows where it is reached', async () => {
    assert.match((await cli.run('feed', 'new', ...data)).err, /shanyrak channel address/);
    ok(await cli.run('channel', 'address', 'https://hub.example', ...data));
    const made = ok(await cli.run('feed', 'new', ...data));
    assert.match(made.out, /^https:\/\/hub\.example\/feed\/[\w-]{43}\/atom\.xml$/m);
    assert.doesNotMatch(made.err, /channel address/);
  });

  test('is used as its help says', async () => {
    for (const argv of [
      [],
      ['approve'],
      ['words', 'x'],
      ['close', ...data],
      ['open', ...data],
      ['new', 'x', ...data],
    ])
      assert.equal((await cli.run('feed', ...argv)).code, 2, argv.join(' '));
  });
});

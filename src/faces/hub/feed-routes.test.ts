import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { feedHub, feedHubAgain, textIn } from '../../../test/making/feed-hub.ts';
import type { FeedHub } from '../../../test/making/feed-hub.ts';
import { textsIn } from '../../../test/making/feed-samples.ts';
import { placePlan } from '../../../test/making/place-plans.ts';
import { faultInXml } from '../../../test/making/well-formed.ts';
import { handClock } from '../../../test/sim/hand-clock.ts';
import { FEEDS_SETTING } from '../kit/feed-addresses.ts';
import { printAddresses } from '../kit/secret-addresses.ts';

/** All that can be told from outside: status, headers, body. */
async function seen(answer: Promise<Response>): Promise<string> {
  const came = await answer;
  return JSON.stringify([came.status, [...came.headers], await came.text()]);
}

/** Whether the feed's address is answered like a path that is not there. */
async function isNowhere(hub: FeedHub): Promise<boolean> {
  return (await seen(hub.feed())) === (await seen(hub.web.ask('/nothing')));
}

const CLOSED = { act: 'cordon.set', place: { approach: 'north-road' } };
const OPENED = { act: 'cordon.lift', place: { approach: 'north-road' } };

/** A hub on whose feed an alarm is. */
async function outward(): Promise<FeedHub> {
  const hub = await feedHub();
  await hub.approve();
  await hub.raiseOutward();
  return hub;
}

/** The path of the first message in the feed. */
async function linkOf(hub: FeedHub): Promise<string> {
  return `${hub.path.replace('atom.xml', 'cap/')}${textIn((await hub.caps())[0], 'identifier')}.xml`;
}

describe('the feed', () => {
  test('tells an alarm that has reached press and lawyers, and leads to its message', async () => {
    const hub = await outward();
    const answer = await hub.feed();
    assert.equal(answer.headers.get('content-type'), 'application/atom+xml; charset=utf-8');
    const xml = await answer.text();
    assert.equal(faultInXml(xml), undefined);
    assert.deepEqual(textsIn(xml, 'title'), ['Alarms of Shanyrak', 'Shanyrak: forces arriving']);
    const [, link = ''] = /href="(cap\/[^"]+)"/.exec(xml) ?? [];
    const message = await hub.web.ask(hub.path.replace('atom.xml', link));
    assert.equal(message.headers.get('content-type'), 'application/cap+xml; charset=utf-8');
    const cap = await message.text();
    assert.equal(faultInXml(cap), undefined);
    const of = (name: string): string | undefined => textIn(cap, name);
    assert.deepEqual(['msgType', 'status', 'scope', 'certainty', 'sent', 'areaDesc'].map(of), [
      'Alert',
      'Actual',
      'Public',
      'Observed',
      '2031-05-17T10:30:00+05:00',
      'Shanyrak',
    ]);
    assert.match(of('instruction') ?? '', /only to the safe place: B2, the bakery yard/);
  });

  test('has none that only wardens and neighbours know of, and none that nobody else confirmed', async () => {
    const hub = await feedHub();
    await hub.approve();
    const id = await hub.raise();
    assert.deepEqual(await hub.caps(), []);
    await hub.says(hub.warden.key, 'alarm.confirm', {}, [id]);
    await hub.run();
    assert.equal(hub.alarm().tier, 2);
    assert.deepEqual(await hub.caps(), []);
    await hub.says(hub.neighbour.key, 'alarm.confirm', {}, [id]);
    await hub.run();
    assert.equal(hub.alarm().tier, 3);
    assert.equal((await hub.caps()).length, 1);
    const alone = await feedHub();
    await alone.approve();
    await alone.raise();
    await alone.orderNow('abroad');
    assert.equal(alone.alarm().tier, 4);
    assert.deepEqual(await alone.caps(), []);
  });

  test('never has a drill, whoever confirms it', async () => {
    const hub = await feedHub();
    await hub.approve();
    const id = await hub.raise('drill');
    for (const { key } of [hub.warden, hub.neighbour]) await hub.says(key, 'alarm.confirm', {}, [id]);
    await hub.orderNow('abroad');
    await hub.run();
    assert.equal(hub.alarm().mode, 'drill');
    assert.deepEqual([hub.alarm().tier, await hub.caps()], [2, []]);
    await hub.orderNow('ended');
    assert.deepEqual(await hub.caps(), []);
  });

  test('calls off what it told, and keeps that for a day', async () => {
    const hub = await outward();
    const [alert] = await hub.caps();
    await hub.orderNow('ended');
    const [cancel] = await hub.caps();
    const of = (name: string): string | undefined => textIn(cancel, name);
    assert.deepEqual(['msgType', 'responseType', 'urgency'].map(of), ['Cancel', 'AllClear', 'Past']);
    assert.equal(
      of('references'),
      ['sender', 'identifier', 'sent'].map((name) => textIn(alert, name)).join(','),
    );
    assert.match(await hub.atom(), /<title>ENDED: Shanyrak<\/title>/);
    hub.clock.moveMinutes(24 * 60 - 1);
    await hub.run();
    assert.deepEqual(await hub.caps(), [cancel]);
    hub.clock.moveMinutes(2);
    await hub.run();
    assert.deepEqual(await hub.caps(), []);
    assert.doesNotMatch(
      Buffer.from(hub.store.setting('feed-said') ?? []).toString(),
      /states/,
      'nothing of it is kept any longer',
    );
  });

  test('says a false alarm so, and that another goes on', async () => {
    for (const [order, type, response] of [
      ['false', 'Cancel', 'AllClear'],
      ['duplicate', 'Cancel', 'None'],
    ] as const) {
      const hub = await outward();
      await hub.orderNow(order);
      const [cap] = await hub.caps();
      assert.deepEqual([textIn(cap, 'msgType'), textIn(cap, 'responseType')], [type, response]);
    }
  });

  test('ends with an incident that is closed', async () => {
    const hub = await outward();
    for (const by of hub.keyholders.slice(0, 2))
      await hub.says(by, 'incident.close', { incident: hub.incident });
    await hub.run();
    assert.equal(textIn((await hub.caps())[0], 'msgType'), 'Cancel');
  });

  test('sends nobody where an approach was closed, from that moment on, and says so as an Update', async () => {
    const hub = await outward();
    await hub.sees(CLOSED);
    const [cap] = await hub.caps();
    assert.equal(textIn(cap, 'msgType'), 'Update');
    assert.match(textIn(cap, 'references') ?? '', /,2031-05-17T10:30:00\+05:00$/);
    assert.match(textIn(cap, 'instruction') ?? '', /The way in is closed\. Do not come/);
    assert.doesNotMatch(`${cap} ${await hub.atom()}`, /B2|bakery/);
    await hub.sees(OPENED, '10:40');
    assert.match(textIn((await hub.caps())[0], 'instruction') ?? '', /safe place: B2/);
    assert.equal(textIn((await hub.caps())[0], 'references')?.split(' ').length, 2);
  });

  test('says the next tier as an Update', async () => {
    const hub = await outward();
    await hub.orderNow('abroad');
    assert.equal(hub.alarm().tier, 4);
    assert.equal(textIn((await hub.caps())[0], 'msgType'), 'Update');
  });

  test('goes on where it was after the process ended', async () => {
    const hub = await outward();
    await hub.sees(CLOSED);
    const told = async (of: FeedHub): Promise<readonly string[]> => [await of.atom(), ...(await of.caps())];
    const before = await told(hub);
    const again = await feedHubAgain(hub);
    assert.deepEqual(await told(again), before);
    await again.run();
    assert.deepEqual(await told(again), before);
    for (const by of hub.keyholders.slice(0, 2))
      await again.says(by, 'incident.close', { incident: hub.incident });
    await again.run();
    assert.match(textIn((await again.caps())[0], 'references') ?? '', /:30:00\+05:00 \S+:30:01\+05:00$/);
  });

  test('names no place that the plan has no longer', async () => {
    let plan = placePlan({ points: [{ code: 'B2', name: 'the bakery yard' }] });
    const hub = await feedHub({ place: () => plan });
    await hub.approve();
    await hub.raiseOutward();
    assert.match(textIn((await hub.caps())[0], 'instruction') ?? '', /B2/);
    plan = placePlan({ points: [{ code: 'B2', name: 'the other yard' }] });
    await hub.run();
    assert.match(textIn((await hub.caps())[0], 'instruction') ?? '', /^Follow what is told/);
  });
});

describe('the address of the feed', () => {
  test('is no path that is there before two keyholders approved the words', async () => {
    const hub = await feedHub();
    assert.ok(await isNowhere(hub));
    await hub.approve([1]);
    assert.ok(await isNowhere(hub));
    await hub.approve([1]);
    assert.ok(await isNowhere(hub), 'one alone twice is one');
    await hub.approve([2]);
    assert.equal((await hub.feed()).status, 200);
  });

  test('is none any more once one keyholder has stopped it, and says later how it ended', async () => {
    const hub = await outward();
    const link = await linkOf(hub);
    assert.equal((await hub.web.ask(link)).status, 200);
    await hub.stop(4);
    assert.ok(await isNowhere(hub));
    assert.equal(await seen(hub.web.ask(link)), await seen(hub.web.ask('/nothing')));
    await hub.orderNow('ended');
    await hub.approve([3]);
    assert.ok(await isNowhere(hub));
    await hub.approve([5]);
    assert.equal(textIn((await hub.caps())[0], 'msgType'), 'Cancel');
  });

  test('is none for words that the program would not say', async () => {
    const hub = await feedHub();
    const proposed = hub.engine.alarms.feed.proposed();
    assert.ok(proposed);
    await hub.approve([1, 2], { ...proposed, settlement: 'Another place' });
    assert.ok(hub.engine.people().feed);
    assert.ok(await isNowhere(hub));
  });

  test('is none on a played day', async () => {
    const hub = await feedHub({ clock: handClock('2031-05-17T05:30Z', 'replay') });
    assert.equal(hub.engine.alarms.feed.proposed(), undefined);
    const real = await feedHub();
    await hub.approve([1, 2], real.engine.alarms.feed.proposed());
    assert.ok(hub.engine.people().feed);
    assert.ok(await isNowhere(hub));
  });

  test('is secret: whatever is near it is no path either', async () => {
    const hub = await outward();
    const none = await seen(hub.web.ask('/nothing'));
    const link = await linkOf(hub);
    const [, token = ''] = /^\/feed\/([\w-]{43})\/atom\.xml$/.exec(hub.path) ?? [];
    assert.ok(token);
    for (const path of [
      '/feed',
      '/feed/',
      '/feed/atom.xml',
      `/feed/${token}`,
      `/feed/${token}/`,
      `/feed/${token}x/atom.xml`,
      `/feed/${token.slice(0, -1)}/atom.xml`,
      `/feed/${token.toUpperCase()}/atom.xml`,
      '/feed/__proto__/atom.xml',
      `/feed/${token}/cap`,
      `/feed/${token}/cap/x.xml`,
      `/feed/${token}/cap/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}.1.xml`,
      `${link}.xml`,
      link.replace('.xml', ''),
      link.replace(/\d\.xml/, '.xml'),
      `/b/${token}`,
      hub.path.replace('/feed/', '/s/'),
    ])
      assert.equal(await seen(hub.web.ask(path)), none, path);
  });

  test('is closed once it is taken off the list, and no other with it', async () => {
    const hub = await outward();
    hub.store.saveSetting(FEEDS_SETTING, printAddresses(['0'.repeat(64)]));
    assert.equal((await hub.feed()).status, 200, 'taken up within 15 seconds');
    hub.web.feeds.reread();
    assert.ok(await isNowhere(hub));
  });

  test('stands neither in what the hub keeps nor in what it says there', async () => {
    const hub = await outward();
    const [, token = ''] = /^\/feed\/([\w-]{43})/.exec(hub.path) ?? [];
    for (const text of [await hub.atom(), ...(await hub.caps())])
      assert.ok(!text.includes(token) && !text.includes('hub.example'));
    for (const name of [FEEDS_SETTING, 'feed-said', 'links'])
      assert.ok(!Buffer.from(hub.store.setting(name) ?? []).includes(token), name);
  });

  test('may be kept by nobody on the way, found by nobody, and passed on by no link', async () => {
    const hub = await outward();
    const { headers } = await hub.feed();
    for (const [name, value] of [
      ['cache-control', /no-store/],
      ['x-robots-tag', /noindex/],
      ['referrer-policy', /^no-referrer$/],
      ['x-content-type-options', /^nosniff$/],
    ] as const)
      assert.match(headers.get(name) ?? '', value);
    assert.equal(headers.get('set-cookie'), null);
  });

  test('answers who has the same already with 304 and nothing else, and who has older with what is new', async () => {
    const hub = await outward();
    const etag = (await hub.feed()).headers.get('etag') ?? '';
    assert.match(etag, /^"[\w-]{43}"$/);
    const given = async (tag: string, path = hub.path): Promise<number> =>
      (await hub.web.ask(`${path}?lang=en`, { headers: { 'if-none-match': tag } })).status;
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*', ' * '])
      assert.equal(await given(tag), 304, tag);
    for (const tag of ['', '"x"', etag.slice(1, -1), `"${'x'.repeat(5_000)}", ${etag}`])
      assert.equal(await given(tag), 200, tag);
    const same = await hub.feed({ headers: { 'if-none-match': etag } });
    assert.deepEqual([await same.text(), same.headers.get('etag')], ['', etag]);
    assert.equal(
      (await hub.web.ask(`${hub.path}?lang=kk`, { headers: { 'if-none-match': etag } })).status,
      200,
    );
    await hub.sees(CLOSED);
    assert.equal(await given(etag), 200);
    const link = await linkOf(hub);
    const tag = (await hub.web.ask(link)).headers.get('etag') ?? '';
    assert.equal(await given(tag, link), 304);
  });

  test('is asked as often as a newsroom asks, and no more; other addresses are not held up by it', async () => {
    const hub = await outward();
    const all = await Promise.all(Array.from({ length: 200 }, () => hub.feed()));
    const statuses = all.map(({ status }) => status);
    const taken = statuses.filter((status) => status === 200).length;
    assert.ok(taken >= 100 && taken < 140, `${taken} of 200`);
    const [refused] = all.filter(({ status }) => status === 429);
    assert.equal(refused?.headers.get('retry-after'), '60');
    assert.equal((await hub.web.ask(hub.web.read)).status, 200);
  });

  test('takes nothing in: no document that is posted to it is read, with external entities or without', async () => {
    const hub = await outward();
    const none = await seen(hub.web.ask('/nothing'));
    const before = [hub.engine.size(), hub.engine.changes(), await hub.atom(), ...(await hub.caps())];
    const link = await linkOf(hub);
    for (const body of foreignXml())
      for (const path of [hub.path, link, hub.path.replace('atom.xml', '')])
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'REPORT'])
          assert.equal(
            await seen(
              hub.web.ask(path, {
                method,
                headers: { 'content-type': 'application/cap+xml' },
                ...(method !== 'DELETE' && { body }),
              }),
            ),
            none,
            `${method} ${path}`,
          );
    assert.deepEqual(
      [hub.engine.size(), hub.engine.changes(), await hub.atom(), ...(await hub.caps())],
      before,
    );
  });
});

// Samples of others, which are not kept here; the first is written as the one there that opens a file.
const SAMPLES = join(import.meta.dirname, '../../../../shared/data/cap');

function foreignXml(): readonly string[] {
  const own = `<?xml version="1.0"?>
<!DOCTYPE alert [<!ENTITY xxe SYSTEM "file:///etc/passwd"><!ENTITY far SYSTEM "http://127.0.0.1:9/">]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&xxe;&far;</identifier></alert>`;
  if (!existsSync(SAMPLES)) return [own];
  const files = readdirSync(SAMPLES).filter((name) => name.endsWith('.cap'));
  assert.ok(files.includes('xee.cap'));
  return [own, ...files.map((name) => readFileSync(join(SAMPLES, name), 'utf8'))];
}

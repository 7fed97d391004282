import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { PlainObject } from '../../src/record/subset.ts';
import { feedHub } from '../making/feed-hub.ts';
import type { FeedHub } from '../making/feed-hub.ts';
import { faultInXml } from '../making/well-formed.ts';
import { soakCount } from '../soak-count.ts';
import { asCode, PLANTS, plantsIn } from './plants.ts';
import type { Plant } from './plants.ts';

/** Everything that somebody can type into the record around an alarm, filled with this text. */
async function typed(hub: FeedHub, text: string): Promise<void> {
  const code = asCode(text) || 'x';
  const place = { zone: code, cell: code, home: code, approach: code, point: code, name: text };
  const source = { id: code, stance: 'resident', link: 'saw', quotes: `${code.slice(0, 30)}-q` };
  const desk = await hub.member(4, 'desk', code);
  const outside = { code, name: text };
  const plan = { settlement: text, date: '2031-05-17', cells: [], approaches: [code], outside };
  await hub.says(desk.key, 'place.plan', plan);
  const id = await hub.says(hub.apa.key, 'alarm.raise', { mode: 'real', act: 'force.arrive', place });
  await hub.run();
  for (const { key } of [hub.warden, hub.neighbour]) await hub.says(key, 'alarm.confirm', {}, [id]);
  await hub.run();
  const full: PlainObject = { source, place, topic: code, unit: text, text, quote: text, lang: code };
  for (const more of [
    { act: 'force.arrive', number: { of: 'people', lo: 1, hi: 1, words: text } },
    { act: 'refuse.order', group: code, order: 'evict.demolish', answer: 'refused' },
    { act: 'threaten.arrest', threat: code, group: code },
    { act: 'cordon.set' },
    { act: 'spelling', spellings: { of: code, as: [{ words: text }] } },
  ])
    await hub.sees({ ...full, ...more });
  await hub.says(hub.apa.key, 'home', { homes: [code], state: 'reached', source, text });
  await hub.run();
}

/** All that goes out by the feed, in every language, from the first message to the last; names of alarms left out. */
async function allOf(hub: FeedHub): Promise<string> {
  const told: string[] = [];
  const look = async (): Promise<void> => {
    for (const lang of ['kk', 'ru', 'en']) {
      const answer = await hub.web.ask(`${hub.path}?lang=${lang}`);
      told.push(JSON.stringify([...answer.headers].filter(([name]) => name !== 'etag')), await answer.text());
    }
    told.push(...(await hub.caps()));
  };
  await look();
  await hub.orderNow('ended');
  await look();
  for (const xml of told.filter((text) => text.startsWith('<?xml'))) assert.equal(faultInXml(xml), undefined);
  return told.join('\n').replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…');
}

async function feedWith(text: string): Promise<{ readonly hub: FeedHub; readonly all: string }> {
  const hub = await feedHub();
  await hub.approve();
  await typed(hub, text);
  assert.equal(hub.engine.situation(hub.incident).unread, 0, 'all that was typed was read');
  assert.equal((await hub.caps()).length, 1, 'the alarm is in the feed');
  return { hub, all: await allOf(hub) };
}

describe('what is made for the feed', () => {
  test('has not one byte from what somebody typed', async () => {
    const { all: baseline } = await feedWith('nothing');
    assert.match(baseline, /Update|Alert/);
    const any = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      fc.constantFrom(...PLANTS.map(({ text }) => text), ']]><x/>', '&xxe;', '<!DOCTYPE a>', '../../x'),
    );
    await fc.assert(
      fc.asyncProperty(
        any.filter((text) => text.trim() !== '' && text.isWellFormed()),
        async (text) => {
          assert.equal((await feedWith(text)).all, baseline);
        },
      ),
      { numRuns: soakCount(25, 1_000) },
    );
  });

  test('ties nobody to the alarm: no id of an entry, no key, no incident, no voucher', async () => {
    const { hub, all } = await feedWith('nothing');
    const rows = hub.store.read({ after: -1, limit: 1_000 });
    assert.ok(rows.length > 20);
    const { grants, seats } = hub.engine.people();
    const telling = [
      ...rows.flatMap(({ id, incident }) => [id, incident]),
      ...grants.keys(),
      ...seats.keys(),
    ];
    for (const text of telling) assert.ok(!all.includes(text), text);
  });

  test('and the same search finds what was planted in what is for readers', async () => {
    const [plant] = PLANTS as readonly [Plant, ...Plant[]];
    const { hub, all } = await feedWith(plant.text);
    assert.deepEqual(plantsIn(Buffer.from(all)), []);
    const forReaders = await (await hub.web.ask(`${hub.web.read}/entries?since=-1&limit=1000`)).text();
    assert.ok(plantsIn(Buffer.from(forReaders), [plant]).length > 0);
  });
});

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { hubHere } from '../../test/sim/hub-here.ts';
import type { HubHere } from '../../test/sim/hub-here.ts';
import { eventBody } from '../../test/sim/witness.ts';
import { BODY_SAMPLES } from '../../test/vectors/bodies.ts';
import { clockScenario } from '../adapters/clock-scenario/clock-scenario.ts';
import { instant } from '../base/instant.ts';
import { LANGUAGES } from '../acts/words/words.ts';

type Page = { readonly path: string; readonly type: string; readonly text: string };

// What people may write: markup, addresses, code.
const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'><a href="javascript:alert(3)">';
const FOREIGN = /(?:\b[a-z][a-z0-9+.-]*:)?\/\/[a-z0-9[][^\s"'`)<>]*/gi;
const NAMESPACES = ['http://www.w3.org/'];
const PAGES_MAX = 600;

async function openPage(hub: HubHere, path: string): Promise<Page> {
  const answer = await hub.ask(path);
  assert.equal(answer.status, 200, path);
  return { path, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
}

/** Every page and file that can be reached from the board by its own links. */
async function crawl(hub: HubHere): Promise<readonly Page[]> {
  const waiting = LANGUAGES.map((language) => `${hub.read}/?lang=${language}`);
  const seen = new Map<string, Page>();
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(path)) continue;
    const page = await openPage(hub, path);
    seen.set(path, page);
    assert.ok(seen.size < PAGES_MAX, 'the board has an end');
    for (const link of linksOf(page))
      if (!link.startsWith('#') && !link.startsWith('data:')) waiting.push(link);
  }
  for (const path of ['/board-body', '/situation', '/openapi.json', '/incidents'])
    seen.set(path, await openPage(hub, hub.read + path));
  return [...seen.values()];
}

function linksOf({ type, text }: Page): readonly string[] {
  if (!type.startsWith('text/html')) return [];
  return [...text.matchAll(/\b(?:href|src|action|data-[a-z-]*url)="([^"]*)"/g)].map((m) =>
    (m[1] ?? '').replaceAll('&amp;', '&'),
  );
}

/** A hub on which something of every kind was said. */
async function livelyHub(): Promise<HubHere> {
  const hub = await hubHere();
  const author = hub.newWitness();
  const said = await author.say('event', eventBody(HOSTILE));
  for (const [kind, body] of Object.entries(BODY_SAMPLES))
    await hub.post([(await author.say(kind, body)).wire]);
  const raise = await author.say('alarm.raise', {
    mode: 'real',
    act: 'force.arrive',
    place: { name: HOSTILE },
  });
  const home = await author.say('home', {
    homes: ['h-17'],
    state: 'demolished',
    source: { id: 'w1', stance: 'resident', link: 'saw' },
    text: HOSTILE,
  });
  const order = await author.say(
    'event',
    { ...BODY_SAMPLES['event'], text: HOSTILE, quote: HOSTILE, topic: 'x' },
    { about: [said.id] },
  );
  await hub.post([said, raise, home, order].map((s) => s.wire));
  await hub.engine.decide();
  return hub;
}

describe('the pages of a hub', () => {
  let hub: HubHere;
  let pages: readonly Page[];
  before(async () => {
    hub = await livelyHub();
    pages = await crawl(hub);
  });

  test('link to nothing that is not there, and only below their own link', () => {
    assert.ok(pages.length > 20, `${pages.length} pages`);
    for (const page of pages) {
      for (const link of linksOf(page))
        assert.ok(
          link.startsWith(hub.read) || link.startsWith('#') || link === 'data:,',
          `${page.path}: ${link}`,
        );
    }
  });

  test('hold no address of anybody else, in markup, style or code', () => {
    const types = new Set(pages.map((p) => p.type.split(';')[0]));
    for (const type of ['text/html', 'text/css', 'text/javascript', 'application/json'])
      assert.ok(types.has(type), type);
    for (const { path, text } of pages) {
      const foreign = (text.match(FOREIGN) ?? []).filter(
        (found) => !NAMESPACES.some((own) => found.startsWith(own)),
      );
      assert.deepEqual(foreign, [], path);
      assert.doesNotMatch(text, /@import|\burl\((?!["']?(?:data:|#))/i, path);
    }
  });

  test('hold no code and no style inside their markup', () => {
    for (const { path, type, text } of pages) {
      if (!type.startsWith('text/html')) continue;
      assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)[^>]*>/i, path);
      assert.doesNotMatch(
        text,
        /<style|\sstyle=|<iframe|<object|<embed|<base[\s>]|(?:href|src)="(?!\/b\/|#|data:,)/i,
        path,
      );
      assert.doesNotMatch(text, /<[^>"]*(?:"[^"]*"[^>"]*)*\son[a-z]+=/i, path);
    }
  });

  test('show what people wrote as text, whatever it is', () => {
    const shown = pages.filter((p) => p.type.startsWith('text/html') && p.text.includes('&lt;script&gt;'));
    assert.ok(shown.length > 0);
    for (const { path, type, text } of pages)
      if (type.startsWith('text/html')) assert.equal(text.includes('<script>alert'), false, path);
  });

  test('are in the language asked for', async () => {
    for (const language of LANGUAGES)
      assert.match(
        (await openPage(hub, `${hub.read}/?lang=${language}`)).text,
        new RegExp(`<html lang="${language}">`),
      );
    assert.match((await openPage(hub, `${hub.read}/`)).text, /<html lang="ru">/);
  });

  test('say what is new as soon as it is there', async () => {
    const entries = async (): Promise<number> =>
      (JSON.parse((await openPage(hub, `${hub.read}/situation`)).text) as { readonly entries: number })
        .entries;
    const body = async (): Promise<string> => (await openPage(hub, `${hub.read}/board-body?lang=en`)).text;
    const [before, page] = [await entries(), await body()];
    await hub.post((await hub.newWitness().sayMany(2)).map((s) => s.wire));
    assert.equal(await entries(), before + 2);
    assert.notEqual(await body(), page);
  });
});

describe('the hours on the pages', () => {
  // Almaty kept UTC+6 in 2006 and keeps UTC+5 since 1 March 2024 (tz database, Asia/Almaty).
  for (const [date, offset, now, said] of [
    ['2006-07-14', '+06:00', '2006-07-14T04:30Z', /as of 10:30 .*local time, UTC\+6</],
    ['2026-11-25', '+05:00', '2026-11-25T05:30Z', /as of 10:30 .*local time, UTC\+5</],
  ] as const) {
    test(`of ${date} are those of the place on that day`, async () => {
      const at = instant(Date.parse(now));
      const clock = clockScenario({ from: at, since: at, speed: 1, until: at });
      const hub = await hubHere({ clock });
      const author = hub.newWitness();
      const plan = { settlement: 'Example field', date, offset, cells: [], approaches: ['rail'] };
      const outside = { code: 'city', name: 'the city' };
      const planned = await author.say('place.plan', { ...plan, outside }, { at: date });
      const told = await author.say('event', eventBody('x'), { at: `${date}T10:15` });
      assert.equal((await hub.post([planned.wire, told.wire])).status, 200);
      const board = (await openPage(hub, `${hub.read}/?lang=en`)).text;
      assert.match(board, said);
      assert.match(board, /last entry 10:30/);
      const why = (await openPage(hub, `${hub.read}/why/entries?lang=en`)).text;
      assert.match(why, said.source.endsWith('6<') ? /UTC\+6/ : /UTC\+5/);
      assert.match(why, /10:15/);
    });
  }
});

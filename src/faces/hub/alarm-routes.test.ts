import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerHub, answerHubAgain } from '../../../test/making/answer-hub.ts';
import type { AnswerHub } from '../../../test/making/answer-hub.ts';
import { storeMemory } from '../../adapters/store-memory/store-memory.ts';
import { ALARM_WORDS } from '../../acts/words/alarm-words.ts';
import { ANSWER_WORDS } from '../../acts/words/answer-words.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { DrawerChange } from '../../ports/store.ts';

const YES = { answer: 'confirm' };

/** All that can be told from outside: status, headers, body. */
async function seen(answer: Promise<Response>): Promise<string> {
  const came = await answer;
  return JSON.stringify([came.status, [...came.headers], await came.text()]);
}

/** All of the hub that an answer could move. */
function kept({ engine, store }: AnswerHub): unknown {
  return [engine.size(), store.inDrawer('ledger').length, engine.changes()];
}

const sendJson = (hub: AnswerHub, path: string, said: unknown): Promise<Response> =>
  hub.web.ask(path, {
    method: 'POST',
    body: JSON.stringify(said),
    headers: { 'content-type': 'application/json' },
  });

/** An alarm that the warden has been asked about. */
async function asked(
  mode: 'real' | 'drill' = 'real',
): Promise<{ readonly hub: AnswerHub; readonly link: string }> {
  const hub = await answerHub();
  await hub.raise(mode);
  return { hub, link: hub.linkTo('push', 'w1@push') };
}

/** The same once the neighbours were called. */
async function called(): Promise<{ readonly hub: AnswerHub; readonly link: string }> {
  const { hub, link } = await asked();
  await hub.answer(link, YES);
  await hub.run();
  return { hub, link: hub.linkTo('push', 'n1@push') };
}

describe('an alarm and the answers to it', () => {
  test('a warden says yes by their link, the cells are called, and a neighbour is on the way', async () => {
    const { hub, link } = await asked();
    assert.match(link, /^\/a\/[\w-]{22}$/);
    const page = await (await hub.web.ask(link)).text();
    assert.match(page, /ALARM[^]*Shanyrak: forces arriving\?[^]*Yes, I see it too/);
    assert.doesNotMatch(page, /coming/);
    const answer = await hub.answer(link, YES);
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, link]);
    assert.deepEqual(hub.relays(), ['confirm']);
    await hub.run();
    assert.equal(hub.alarm().tier, 2);
    const neighbour = hub.linkTo('push', 'n1@push');
    assert.match(
      await (await hub.web.ask(neighbour)).text(),
      /Shanyrak: forces arriving[^]*Safe meeting point: B2, the bakery yard[^]*confront nobody[^]*in 20 min/,
    );
    await hub.answer(neighbour, { answer: 'coming', minutes: '20' });
    await hub.answer(neighbour, YES);
    assert.deepEqual(hub.relays(), ['confirm', 'coming 20', 'confirm']);
    assert.deepEqual([hub.alarm().coming, hub.alarm().acknowledged], [1, 2]);
    const board = await (await hub.web.ask(`${hub.web.read}/situation`)).text();
    assert.match(board, /"coming":1/);
    assert.match(await (await hub.web.ask(neighbour)).text(), /I am coming, in 20 min[^]*I see it too/);
  });

  test('who is vouched for by whoever vouches for the raiser is no second voice', async () => {
    const hub = await answerHub();
    await hub.says(hub.neighbour.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
    const same = await hub.member(3, 'warden', 'c2', { push: 'w2@push' });
    await hub.run();
    assert.ok(same.person > 0);
    await hub.answer(hub.linkTo('push', 'w2@push'), YES);
    await hub.run();
    assert.deepEqual([hub.relays(), hub.alarm().tier], [['confirm'], 1]);
    await hub.answer(hub.linkTo('push', 'w1@push'), YES);
    await hub.run();
    assert.equal(hub.alarm().tier, 2);
  });
});

describe('a personal link', () => {
  test('changes nothing when it is opened, by whatever looks at it', async () => {
    const { hub, link } = await asked();
    const before = kept(hub);
    for (const method of ['GET', 'HEAD'])
      for (const headers of [
        {},
        { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender', 'x-moz': 'prefetch' },
        { 'user-agent': 'TelegramBot (like TwitterBot)' },
      ])
        for (const path of [link, `${link}/`, `${link}?answer=confirm`, `${link}?lang=kk`])
          assert.equal((await hub.web.ask(path, { method, headers })).status, 200, `${method} ${path}`);
    assert.equal((await hub.web.ask(`${link}/seen`)).status, 404);
    assert.deepEqual(kept(hub), before);
  });

  test('that is not one is answered like every path that is not there', async () => {
    const { hub, link } = await asked();
    const none = await seen(hub.web.ask('/nothing'));
    const post = { method: 'POST', body: 'x'.repeat(100_000) };
    for (const path of [
      '/a',
      '/a/',
      '/a/x',
      `${link}x`,
      link.slice(0, -1),
      link.toUpperCase(),
      '/a/__proto__',
      `${link}/x`,
    ])
      for (const init of [{}, { method: 'HEAD' }, { method: 'PUT' }, post])
        if (init.method !== 'HEAD') assert.equal(await seen(hub.web.ask(path, init)), none, path);
    for (const path of ['/a/x/seen', '/gateway', '/gateway/x'])
      assert.equal(await seen(hub.web.ask(path, post)), none);
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      assert.equal(await seen(hub.web.ask(link, { method })), none, method);
  });

  test('speaks the language of its owner, and another on request', async () => {
    const { hub, link } = await asked();
    assert.match(await (await hub.web.ask(link)).text(), /<html lang="en">/);
    for (const language of ['kk', 'ru'] as const) {
      const page = await (await hub.web.ask(`${link}?lang=${language}`)).text();
      assert.ok(page.includes(ANSWER_WORDS[language].seen.confirm));
      const answer = await hub.answer(`${link}?lang=${language}`, YES);
      assert.equal(answer.headers.get('location'), `${link}?lang=${language}`);
    }
  });

  test('opens a page that leads nowhere else and asks for nothing, with the strict headers', async () => {
    const { hub, link } = await asked();
    const answer = await hub.web.ask(link);
    const page = await answer.text();
    assert.match(
      answer.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; style-src 'sha256-[^']+'; (?!.*unsafe).*form-action 'self'.*frame-ancestors 'none'$/,
    );
    for (const [name, value] of [
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
      ['x-robots-tag', 'noindex, nofollow, noarchive'],
    ] as const)
      assert.equal(answer.headers.get(name), value);
    assert.doesNotMatch(page, /<script|<link rel="stylesheet"|https?:/);
    assert.doesNotMatch(page, new RegExp(link.slice(3)), 'a page that is saved or printed holds no token');
  });

  test('of somebody who was removed, or whose key was withdrawn, is no link any more', async () => {
    const { hub, link } = await called();
    const none = await seen(hub.web.ask('/nothing'));
    await hub.engine.alarms.contacts.remove(hub.neighbour.person);
    const warden = hub.linkTo('push', 'w1@push');
    const keys = [hub.engine.alarms.contacts.get(hub.warden.person)?.of ?? ''];
    const body = { keys, origin: hub.engine.origin, index: hub.engine.size() };
    for (const keyholder of hub.keyholders.slice(0, 2)) await hub.says(keyholder, 'key.revoke', body);
    const before = kept(hub);
    for (const path of [link, warden]) {
      assert.equal(await seen(hub.web.ask(path)), none);
      assert.equal(await seen(hub.answer(path, { answer: 'cannot' })), none);
    }
    assert.deepEqual(kept(hub), before);
  });

  test('of a drill says so first', async () => {
    const { hub, link } = await asked('drill');
    for (const language of ['kk', 'ru', 'en'] as const) {
      const page = await (await hub.web.ask(`${link}?lang=${language}`)).text();
      const status = ALARM_WORDS[language].drill;
      assert.ok(page.includes(`<title>${status}. `));
      assert.ok(page.indexOf(`<p class="status">${status}</p>`) < page.indexOf('<h1>'));
      assert.ok(!page.includes(`>${ANSWER_WORDS[language].real}<`));
    }
  });

  test('leads nobody anywhere once the way is closed and the plan has no point outside', async () => {
    const { hub, link } = await called();
    await hub.says(hub.apa.key, 'event', {
      act: 'cordon.complete',
      modality: 'done',
      lane: 'authorities',
      actors: ['police'],
      source: { id: 'w1', stance: 'resident', link: 'saw' },
    });
    const page = await (await hub.web.ask(link)).text();
    assert.match(page, /Way closed\. Do not come, wait for word/);
    assert.doesNotMatch(page, /B2|in 20 min/);
    assert.equal((await hub.answer(link, { answer: 'coming', minutes: '20' })).status, 422);
    assert.equal((await hub.answer(link, { answer: 'cannot' })).status, 303);
  });
});

describe('an answer by a link', () => {
  test('that is given twice, or two hundred times at once, is one', async () => {
    const { hub, link } = await asked();
    const rows = hub.store.inDrawer('ledger').length;
    const all = await Promise.all(Array.from({ length: 200 }, () => hub.answer(link, YES)));
    const statuses = new Set(all.map(({ status }) => status));
    assert.deepEqual(
      [...statuses].toSorted((a, b) => a - b),
      [303, 429],
    );
    assert.deepEqual(hub.relays(), ['confirm']);
    assert.equal(hub.store.inDrawer('ledger').length, rows + 1);
  });

  test('of two hundred people at once is two hundred', async () => {
    const hub = await answerHub();
    const addresses = Array.from({ length: 200 }, (_, i) => `p${i}@push`);
    for (const address of addresses)
      await hub.engine.alarms.contacts.put({
        role: 'resident',
        cell: 'c1',
        language: 'kk',
        addresses: [{ channel: 'push', address, isVerified: true }],
      });
    await hub.raise();
    await hub.answer(hub.linkTo('push', 'w1@push'), YES);
    await hub.run();
    const links = addresses.map((address) => hub.linkTo('push', address));
    const all = await Promise.all(links.map((link) => hub.answer(link, { answer: 'coming', minutes: '5' })));
    assert.ok(all.every(({ status }) => status === 303));
    assert.equal(hub.alarm().coming, 200);
  });

  test('is the same after the hub was started again, and a changed one takes its place', async () => {
    const { hub, link } = await called();
    await hub.answer(link, { answer: 'coming', minutes: '20' });
    const second = await answerHubAgain(hub);
    assert.match(await (await second.web.ask(link)).text(), /I am coming, in 20 min/);
    await second.answer(link, { answer: 'coming', minutes: '20' });
    assert.deepEqual(second.relays(), ['confirm', 'coming 20']);
    await second.answer(link, { answer: 'cannot' });
    assert.deepEqual(second.relays(), ['confirm', 'coming 20', 'cannot']);
    assert.deepEqual([second.alarm().coming, second.alarm().cannot], [0, 1]);
  });

  test('may be JSON, as the buttons of a notification send it', async () => {
    const { hub, link } = await called();
    const first = await sendJson(hub, link, { answer: 'coming', minutes: 10 });
    assert.deepEqual([first.status, await first.json()], [200, { kind: 'kept' }]);
    assert.deepEqual(await (await sendJson(hub, link, { answer: 'coming', minutes: 10 })).json(), {
      kind: 'same',
    });
    const bad = await sendJson(hub, link, { answer: 'coming', minutes: -1 });
    assert.equal(bad.status, 422);
    assert.partialDeepStrictEqual(await bad.json(), { kind: 'unclear' });
    await hub.orderNow('ended');
    const late = await sendJson(hub, link, { answer: 'cannot' });
    assert.deepEqual([late.status, await late.json()], [409, { kind: 'over' }]);
  });

  test('that says nothing the page asks is refused in words, and nothing is kept', async () => {
    const { hub, link } = await called();
    const before = kept(hub);
    for (const said of [
      {},
      { answer: '' },
      { answer: 'acknowledged' },
      { answer: '__proto__' },
      { answer: 'cannot', minutes: '5' },
      { answer: 'coming', minutes: '1441' },
      { answer: 'coming', minutes: '-5' },
      { answer: 'coming', minutes: '5.5' },
      { answer: 'coming', minutes: '1e2' },
      { answer: 'coming', minutes: ' 5' },
      { 'List-Unsubscribe': 'One-Click' },
    ]) {
      const answer = await hub.answer(link, said);
      assert.equal(answer.status, 422, JSON.stringify(said));
      assert.ok((await answer.text()).includes(ANSWER_WORDS.en.faults.unclear));
    }
    for (const said of [
      null,
      [],
      7,
      'coming',
      { answer: ['coming'] },
      { answer: 'coming', minutes: 5.5 },
      { answer: 'coming', minutes: [5] },
      { answer: 'coming', minutes: true },
    ])
      assert.equal((await sendJson(hub, link, said)).status, 422, JSON.stringify(said));
    assert.equal((await hub.answer(link, { answer: 'coming', minutes: 'x'.repeat(10_000) })).status, 413);
    assert.deepEqual(kept(hub), before);
    const question = hub.linkTo('sms', '+77010000002');
    assert.equal(
      (await hub.answer(question, { answer: 'coming', minutes: '' })).status,
      303,
      'no minutes are none',
    );
  });

  test('that comes once it is over is not said on, and the page says that it is over', async () => {
    const { hub, link } = await called();
    await hub.orderNow('false');
    const before = kept(hub);
    const answer = await hub.answer(link, { answer: 'coming', minutes: '20' });
    assert.equal(answer.status, 303);
    const page = await (await hub.web.ask(link)).text();
    assert.match(page, /^[^]*FALSE ALARM[^]*no need to come[^]*not taken any more/);
    assert.doesNotMatch(page, /<form/);
    assert.deepEqual(kept(hub), before);
  });

  test('to what keyholders have closed is not said on', async () => {
    const { hub, link } = await called();
    for (const keyholder of hub.keyholders.slice(0, 2))
      await hub.says(keyholder, 'incident.close', { incident: hub.incident });
    const before = kept(hub);
    assert.equal((await hub.answer(link, { answer: 'cannot' })).status, 303, 'before the hub has said so');
    assert.match(await (await hub.web.ask(link)).text(), /ENDED[^]*no need to come/);
    assert.deepEqual(kept(hub), before);
  });

  test('fills no record, however often somebody changes it', async () => {
    const { hub } = await called();
    const { answered, codes, keeper } = hub.engine.alarms;
    const rows = codes.withToken(codes.tokenOf(keeper.ledger.row(0)));
    const all: string[] = [];
    for (let n = 0; n < 60; n++) all.push(await answered(rows, { answer: 'coming', minutes: n }));
    assert.equal(all.filter((each) => each === 'kept').length, 29);
    assert.equal(all.at(-1), 'too-many');
  });

  test('that the disk could not keep is said to be lost, and may be given again', async () => {
    const memory = storeMemory();
    let isFull = false;
    const append = async (
      rows: Parameters<typeof memory.append>[0],
      changes?: readonly DrawerChange[],
    ): ReturnType<typeof memory.append> => {
      if (isFull) throw new StoreFailure('full', true);
      return memory.append(rows, changes);
    };
    const hub = await answerHub({ store: { ...memory, append } });
    await hub.raise();
    const link = hub.linkTo('push', 'w1@push');
    isFull = true;
    const answer = await hub.answer(link, YES);
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5']);
    assert.ok((await answer.text()).includes(ANSWER_WORDS.en.faults['not-kept']));
    assert.deepEqual(hub.relays(), []);
    isFull = false;
    assert.equal((await hub.answer(link, YES)).status, 303);
    assert.deepEqual(hub.relays(), ['confirm']);
  });

  test('that is tried very often at once is put off, and holds up nobody else', async () => {
    const { hub, link } = await called();
    for (let n = 0; n < 200; n++) await hub.web.ask(link);
    const tired = await hub.answer(link, { answer: 'cannot' });
    assert.deepEqual([tired.status, tired.headers.get('retry-after')], [429, '5']);
    const other = await hub.answer(hub.linkTo('push', 'w1@push'), { answer: 'coming', minutes: '5' });
    assert.equal(other.status, 303);
  });
});

describe('a notification that came up', () => {
  test('is counted as seen, once, and answers nothing', async () => {
    const { hub, link } = await asked();
    const size = hub.engine.size();
    const rows = hub.store.inDrawer('ledger').length;
    const beacon = (): Promise<Response> => hub.web.ask(`${link}/seen`, { method: 'POST', body: '{}' });
    const all = await Promise.all(Array.from({ length: 20 }, beacon));
    assert.ok(all.every(({ status }) => status === 204));
    assert.equal((await beacon()).status, 204);
    assert.equal(hub.store.inDrawer('ledger').length, rows + 1);
    const { keeper } = hub.engine.alarms;
    assert.equal(keeper.ledger.count(hub.alarm().id, { state: 'seen' }), 1);
    assert.equal(hub.engine.size(), size);
    assert.equal(
      (await hub.web.ask(`${link}/seen`, { method: 'POST', body: 'x'.repeat(9_000) })).status,
      413,
    );
  });
});

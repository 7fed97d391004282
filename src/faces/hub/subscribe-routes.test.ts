import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foundedHub } from '../../../test/making/founded-hub.ts';
import type { FoundedHub } from '../../../test/making/founded-hub.ts';
import { placePlan } from '../../../test/making/place-plans.ts';
import { htmlValidator } from '../../../test/making/valid-html.ts';
import { handRoad } from '../../../test/sim/hand-road.ts';
import type { HandRoad } from '../../../test/sim/hand-road.ts';
import type { PlacePlan } from '../../acts/alarm/place-plan.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { addressBucket } from './address-bucket.ts';
import { Hono } from 'hono';

const NUMBER = '+77000000045';

type Scene = {
  readonly hub: FoundedHub;
  readonly sms: HandRoad;
  readonly link: string;
  readonly send: (path: string, form: Readonly<Record<string, string>>, from?: string) => Promise<Answer>;
  readonly look: (path: string) => Promise<Answer>;
};
type Answer = { readonly status: number; readonly text: string; readonly to: string | null };

async function scene(place: () => PlacePlan | undefined = placePlan): Promise<Scene> {
  const sms = handRoad('sms');
  const hub = await foundedHub({
    nowMs: () => 0,
    alarms: { roads: () => [sms, handRoad('email')], place },
  });
  const link = `/subscribe/${hub.links.make({ role: 'press', mayPost: false, isToSubscribe: true })}`;
  const ask = async (path: string, init: RequestInit = {}, from?: string): Promise<Answer> => {
    const url = `${path}${path.includes('?') ? '' : '?lang=en'}`;
    const answer = await hub.app.request(url, init, socketFrom(from));
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') };
  };
  return {
    hub,
    sms,
    link,
    look: (path) => ask(path),
    send: (path, form, from) => ask(path, { method: 'POST', body: new URLSearchParams(form) }, from),
  };
}

/** What the server beneath tells of a request. */
function socketFrom(remoteAddress: string | undefined): object {
  return remoteAddress === undefined ? {} : { incoming: { socket: { remoteAddress } } };
}

function ticketIn({ text }: Answer): string {
  return /name="ticket" value="([\w-]+)"/.exec(text)?.[1] ?? '';
}

/** The path of one's own page, after the whole way by forms. */
async function subscribed(
  { send, sms, link }: Scene,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const asked = await send(link, { do: 'ask', channel: 'sms', address: NUMBER, near: '3', ...more });
  const confirmed = await send(link, { do: 'code', ticket: ticketIn(asked), digits: sms.digits() });
  assert.equal(confirmed.status, 303);
  return (confirmed.to ?? '').split('?')[0] ?? '';
}

describe('a link to subscribe by', () => {
  test('leads by forms alone onto the list, with the role of the link', async () => {
    const s = await scene();
    const page = await s.look(s.link);
    assert.equal(page.status, 200);
    assert.match(page.text, /within 3 km/);
    const none = await s.send(s.link, { do: 'ask', channel: 'sms', address: '102' });
    assert.equal(none.status, 422);
    assert.match(none.text, /One of these is no address/);
    const asked = await s.send(s.link, { do: 'ask', channel: 'sms', address: NUMBER, near: '3' });
    assert.match(asked.text, /A code of six digits went to \+7 \*\*\* \*\* 45/);
    const wrong = await s.send(s.link, { do: 'code', ticket: ticketIn(asked), digits: '1' });
    assert.match(wrong.text, /That is not the code/);
    const right = await s.send(s.link, { do: 'code', ticket: ticketIn(wrong), digits: s.sms.digits() });
    assert.match(right.to ?? '', /^\/s\/[\w-]{22}\?new=1&lang=en$/);
    assert.partialDeepStrictEqual(
      [...s.hub.engine.alarms.contacts.all()],
      [{ role: 'press', language: 'en', circle: { radiusMetres: 3_000 } }],
    );
    assert.match((await s.look(`${right.to}`)).text, /You are on the list/);
  });

  test('asks for hours and parts of the settlement, and keeps nothing of half a span', async () => {
    const s = await scene();
    const page = await s.look(s.link);
    assert.match(page.text, /Parts of East field/);
    assert.match(page.text, /name="zone-south"/);
    assert.match(page.text, /On the clock of the place \(UTC\+05:00\)/);
    const wish = { do: 'ask', channel: 'sms', address: NUMBER, near: '0', 'zone-south': '1' };
    for (const odd of [
      { 'from-0': '1320' },
      { 'from-0': '1320', 'to-0': '1320' },
      { 'from-0': '15', 'to-0': '1320' },
      { 'from-0': 'x', 'to-0': '1320' },
    ]) {
      const refused = await s.send(s.link, { ...wish, ...odd });
      assert.equal(refused.status, 422);
      assert.match(refused.text, /Hours have a beginning and another end/);
    }
    const asked = await s.send(s.link, {
      ...wish,
      'from-0': '1320',
      'to-0': '420',
      'from-2': '0',
      'to-2': '30',
      'zone-elsewhere': '1',
    });
    await s.send(s.link, { do: 'code', ticket: ticketIn(asked), digits: s.sms.digits() });
    assert.partialDeepStrictEqual(
      [...s.hub.engine.alarms.contacts.all()],
      [
        {
          zones: ['south'],
          hours: [
            { from: 1_320, to: 420 },
            { from: 0, to: 30 },
          ],
        },
      ],
    );
  });

  test('opens nothing else, and no other link opens the page', async () => {
    const s = await scene();
    const token = s.link.split('/')[2] ?? '';
    for (const tail of ['', '/', '/entries', '/join', '/place', '/about', '/requests', '/board.css'])
      assert.equal((await s.look(`/b/${token}${tail}`)).status, 404, tail);
    for (const path of [s.hub.read, s.hub.people]) {
      const other = path.replace('/b/', '/subscribe/');
      assert.equal((await s.look(other)).status, 404);
      assert.equal((await s.look(`${other}/form.css`)).status, 404);
      assert.equal((await s.send(other, { do: 'ask', channel: 'sms', address: NUMBER })).status, 404);
    }
    assert.equal((await s.look(`${s.link}/form.css`)).status, 200);
    assert.equal(s.sms.sent.length, 0);
  });

  test('is made for supporters and press, listed as what it is, and taken back', async () => {
    const { links } = (await scene()).hub;
    const token = links.make({ role: 'supporter', mayPost: false, isToSubscribe: true });
    const pass = { role: 'supporter', mayPost: false, isToSubscribe: true };
    assert.deepEqual(links.passOf(token), pass);
    const listed = links.list().find(({ role }) => role === 'supporter');
    assert.deepEqual(listed, { ...pass, name: listed?.name });
    assert.equal(links.revoke([listed?.name ?? '']), 1);
    assert.equal(links.passOf(token), undefined);
  });

  test('that is used from one network very often is refused there for a while, and nowhere else', async () => {
    const s = await scene();
    const wish = { do: 'ask', channel: 'sms', address: '102' };
    const from = '203.0.113.9';
    for (let n = 0; n < 40; n++) assert.equal((await s.send(s.link, wish, from)).status, 422);
    const late = await s.send(s.link, wish, from);
    assert.equal(late.status, 429);
    assert.match(late.text, /Too many requests came from your network/);
    assert.equal((await s.send(s.link, wish, '203.0.113.10')).status, 422);
    for (let n = 0; n < 400; n++) await s.send(s.link, wish);
    assert.equal((await s.send(s.link, wish)).status, 429, 'what comes by a proxy is counted together');
    assert.equal((await s.look(s.link)).status, 200);
  });

  test('that was taken back and a body that is too large keep nothing', async () => {
    const s = await scene();
    const large = await s.send(s.link, { do: 'ask', channel: 'sms', address: 'x'.repeat(9_000) });
    assert.equal(large.status, 413);
    s.hub.links.renew();
    assert.equal((await s.send(s.link, { do: 'ask', channel: 'sms', address: NUMBER })).status, 404);
  });
});

describe('a page of one’s own', () => {
  test('changes how near one is, the language and the roads, all by forms', async () => {
    const s = await scene();
    const own = await subscribed(s);
    const { contacts } = s.hub.engine.alarms;
    assert.match((await s.look(own)).text, /SMS<\/b>\s*\+7 \*\*\* \*\* 45/);
    await s.send(own, { do: 'near', near: '50' });
    assert.equal(contacts.get(1)?.circle?.radiusMetres, 50_000);
    await s.send(own, { do: 'near', near: '0' });
    assert.equal(contacts.get(1)?.circle, undefined);
    await s.send(`${own}?lang=kk`, { do: 'near', near: '1', language: 'kk' });
    assert.deepEqual([contacts.get(1)?.language, contacts.get(1)?.circle?.radiusMetres], ['kk', 1_000]);
    const added = await s.send(own, { do: 'add', channel: 'email', address: 'anna@example.org' });
    assert.match(added.text, /A code of six digits went to a\*\*\*@e\*\*\*\.org/);
    const wrong = await s.send(own, { do: 'code', channel: 'email', digits: '1' });
    assert.equal(wrong.status, 422);
    await s.send(own, { do: 'remove', channel: 'sms' });
    assert.deepEqual(contacts.get(1)?.addresses, []);
    assert.equal(contacts.get(1)?.circle?.radiusMetres, 1_000);
    for (const odd of [{ do: 'add' }, { do: '__proto__' }, {}])
      assert.equal((await s.send(own, odd)).status, 422, JSON.stringify(odd));
  });

  test('changes hours and parts, shows what is kept, and keeps them when something else is changed', async () => {
    const s = await scene();
    const own = await subscribed(s);
    const { contacts } = s.hub.engine.alarms;
    const kept = (): unknown => {
      const { zones, hours, circle } = contacts.get(1) ?? {};
      return { zones, hours, near: circle?.radiusMetres };
    };
    const saved = await s.send(own, {
      do: 'near',
      near: '3',
      'zone-north': '1',
      'from-0': '480',
      'to-0': '1320',
    });
    assert.match(saved.text, /Saved/);
    const all = { zones: ['north'], hours: [{ from: 480, to: 1_320 }], near: 3_000 };
    assert.deepEqual(kept(), all);
    const shown = (await s.look(own)).text.replaceAll(/\s+/g, ' ');
    assert.match(shown, /name="zone-north" value="1" checked/);
    assert.match(shown, /<option value="480" selected>08:00<\/option>/);
    assert.match(shown, /name="from-1"/);
    await s.send(own, { do: 'add', channel: 'email', address: 'anna@example.org' });
    await s.send(own, { do: 'remove', channel: 'email' });
    assert.deepEqual(kept(), all);
    const refused = await s.send(own, { do: 'near', near: '3', 'from-0': '480' });
    assert.deepEqual([refused.status, kept()], [422, all]);
    await s.send(own, { do: 'near', near: '0' });
    assert.deepEqual(kept(), { zones: undefined, hours: undefined, near: undefined });
  });

  test('asks by distance alone where the plan names one part, and keeps what it cannot ask for', async () => {
    let plan: PlacePlan | undefined = placePlan({
      zones: [{ code: 'north', lat: 43_300_000, lon: 76_800_000 }],
      cells: [],
      approaches: [],
      points: [],
    });
    const s = await scene(() => plan);
    const page = await s.look(s.link);
    assert.match(page.text, /names no parts to choose from/);
    assert.doesNotMatch(page.text, /zone-/);
    const own = await subscribed(s, { 'from-0': '480', 'to-0': '1320' });
    plan = undefined;
    assert.doesNotMatch((await s.look(own)).text, /from-0|names no parts/);
    await s.send(own, { do: 'near', language: 'kk' });
    assert.partialDeepStrictEqual(s.hub.engine.alarms.contacts.get(1), {
      language: 'kk',
      hours: [{ from: 480, to: 1_320 }],
      circle: { radiusMetres: 3_000 },
    });
  });

  test('is left by one press, and is gone', async () => {
    const s = await scene();
    const own = await subscribed(s);
    const left = await s.send(own, { do: 'leave' });
    assert.match(left.text, /You are off the list/);
    assert.equal((await s.look(own)).status, 404);
    assert.deepEqual([...s.hub.engine.alarms.contacts.all()], []);
  });

  test('does not show an address, and valid HTML in every language', async () => {
    const s = await scene();
    const own = await subscribed(s);
    const validator = htmlValidator();
    await s.send(own, { do: 'add', channel: 'email', address: 'anna@example.org' });
    const asked = await s.send(s.link, { do: 'ask', channel: 'sms', address: '+77000000046' });
    const pages = await Promise.all(
      LANGUAGES.flatMap((lang) => [s.look(`${s.link}?lang=${lang}`), s.look(`${own}?lang=${lang}`)]),
    );
    for (const { text } of [asked, ...pages]) {
      assert.ok(!text.includes(NUMBER) && !text.includes('anna@'));
      const { results } = await validator.validateString(text);
      assert.deepEqual(
        results.flatMap(({ messages }) => messages.map((m) => `${m.ruleId} ${m.message}`)),
        [],
      );
    }
  });
});

test('requests are counted by network: of IPv6 by its first half; behind a proxy nobody’s address is known', async () => {
  const app = new Hono();
  app.get('/', (c) => c.text(addressBucket(c) ?? 'proxy'));
  const bucket = async (from?: string): Promise<string> =>
    (await app.request('/', { headers: { 'x-forwarded-for': '198.51.100.7' } }, socketFrom(from))).text();
  assert.equal(await bucket('203.0.113.9'), '203.0.113.9');
  assert.equal(await bucket('::ffff:203.0.113.9'), '203.0.113.9');
  assert.equal(await bucket('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2');
  assert.equal(await bucket('2001:db8::6'), '2001:db8:0:0');
  for (const own of ['127.0.0.1', '::ffff:127.0.0.1', '::1', undefined])
    assert.equal(await bucket(own), 'proxy');
});

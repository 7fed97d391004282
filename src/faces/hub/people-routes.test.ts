import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAuthorKey } from '../../record/names.ts';
import { handClock } from '../../../test/sim/hand-clock.ts';
import { eventBody, newIncident, witness } from '../../../test/sim/witness.ts';
import { foundedHub } from '../../../test/making/founded-hub.ts';
import type { FoundedHub } from '../../../test/making/founded-hub.ts';

const HOUR_MS = 3_600_000;
const STARTS = '2031-05-17T05:30Z';

type Asked = {
  readonly status: number;
  readonly number?: number;
  readonly kind?: string;
  readonly says?: string;
};

/** An invitation by the first keyholder, and a device that comes with it. */
async function invited(
  hub: FoundedHub,
  over: { readonly until?: number } = {},
): Promise<{ readonly code: string }> {
  const code = hub.crypto.randomBytes(16);
  const until = over.until ?? Date.parse(STARTS) + HOUR_MS;
  await hub.says(hub.keyholders[0], 'key.invite', {
    invitation: hub.hashOf(code),
    role: 'resident',
    cell: 'c1',
    until,
  });
  return { code: Buffer.from(code).toString('base64url') };
}

async function ask(hub: FoundedHub, request: object): Promise<Asked> {
  const answer = await hub.ask(`${hub.write}/requests?lang=en`, {
    method: 'POST',
    body: JSON.stringify(request),
  });
  return { status: answer.status, ...((await answer.json()) as object) };
}

function keysOf(
  hub: FoundedHub,
  slots: readonly number[],
): { readonly slot: number; readonly key: string }[] {
  return slots.map((slot) => ({ slot, key: witness(hub.crypto, hub.place).key }));
}

async function open(
  hub: FoundedHub,
  link = hub.people,
): Promise<readonly { readonly number: number; readonly role: string }[]> {
  const answer = await hub.ask(`${link}/requests`);
  if (answer.status !== 200) return [];
  return (
    (await answer.json()) as {
      readonly requests: readonly { readonly number: number; readonly role: string }[];
    }
  ).requests;
}

const newHub = (): Promise<FoundedHub> => foundedHub({ clock: handClock(STARTS) });

describe('somebody with an invitation', () => {
  test('is taken down until somebody vouches for all their keys, and is then forgotten', async () => {
    const hub = await newHub();
    const { code } = await invited(hub);
    const keys = keysOf(hub, [1, 2]);
    assert.deepEqual(await ask(hub, { place: hub.place, code, keys }), { status: 202, number: 1 });
    assert.partialDeepStrictEqual(await open(hub), [{ number: 1, role: 'resident', cell: 'c1', keys }]);
    for (const { slot, key } of keys)
      await hub.says(hub.keyholders[1], 'key.grant', { key, slot, role: 'resident', cell: 'c1' });
    assert.deepEqual(await open(hub), []);
    assert.equal(hub.engine.people().grants.size, 2);
  });

  test('who loses the answer and asks again with the same keys gets the same number', async () => {
    const hub = await newHub();
    const { code } = await invited(hub);
    const keys = keysOf(hub, [1, 2]);
    const first = await ask(hub, { place: hub.place, code, keys });
    assert.deepEqual(await ask(hub, { place: hub.place, code, keys: keys.toReversed() }), first);
    assert.equal((await open(hub)).length, 1);
  });

  test('that was used before, has run out, is unknown or for another place is turned away with words', async () => {
    const clock = handClock(STARTS);
    const hub = await foundedHub({ clock });
    const { code } = await invited(hub);
    const late = await invited(hub, { until: Date.parse(STARTS) + 60_000 });
    await ask(hub, { place: hub.place, code, keys: keysOf(hub, [1]) });
    clock.moveMinutes(2);
    const cases: readonly (readonly [object, string, RegExp])[] = [
      [{ place: hub.place, code, keys: keysOf(hub, [1]) }, 'invitation-used', /tell your warden at once/],
      [{ place: hub.place, code: late.code, keys: keysOf(hub, [1]) }, 'invitation-expired', /has run out/],
      [{ place: newIncident(hub.crypto), code, keys: keysOf(hub, [1]) }, 'other-place', /another settlement/],
      [
        { place: hub.place, code: 'A'.repeat(22), keys: keysOf(hub, [1]) },
        'invitation-unknown',
        /does not know/,
      ],
    ];
    for (const [request, kind, says] of cases) {
      const answer = await ask(hub, request);
      assert.deepEqual([answer.status, answer.kind], [422, kind]);
      assert.match(answer.says ?? '', says);
    }
    assert.equal((await open(hub)).length, 1);
  });

  test('cannot ask for one slot twice, one key twice, or with a key that is known', async () => {
    const hub = await newHub();
    const { code } = await invited(hub);
    const [a, b] = keysOf(hub, [1, 2]);
    assert.ok(a && b);
    const bad = [
      [],
      [a, { ...b, slot: 1 }],
      [a, { ...b, key: a.key }],
      [{ ...a, slot: -1 }],
      [{ ...a, key: 'x' }],
      7,
    ];
    for (const keys of bad)
      assert.equal(
        (await ask(hub, { place: hub.place, code, keys })).kind,
        'not-a-request',
        JSON.stringify(keys),
      );
    const known = [{ slot: 1, key: hub.keyholders[0].key }];
    assert.equal((await ask(hub, { place: hub.place, code, keys: known })).kind, 'key-known');
    for (const body of ['', '[', 'null', '{"place":5}', 'x'.repeat(20_000)]) {
      const answer = await hub.ask(`${hub.write}/requests`, { method: 'POST', body });
      assert.ok([413, 422].includes(answer.status), body.slice(0, 20));
    }
  });

  test('is still known as asked and used after a restart', async () => {
    const hub = await newHub();
    const { code } = await invited(hub);
    await ask(hub, { place: hub.place, code, keys: keysOf(hub, [1]) });
    const { newRequests } = await import('../../engine/requests.ts');
    const { store, crypto, engine } = hub;
    const again = newRequests({ store, clock: handClock(STARTS), crypto, engine });
    assert.equal(again.open().length, 1);
    const second = again.ask({ place: hub.place, code, keys: keysOf(hub, [1]) });
    assert.deepEqual(second, { ok: false, error: { kind: 'invitation-used' } });
    assert.equal(again.turnDown(1), true);
    assert.equal(again.turnDown(1), false);
    assert.deepEqual(again.open(), []);
  });
});

describe('a device that asks for more slots', () => {
  test('is tied to their keys in the hub’s store only until somebody vouches for them', async () => {
    const hub = await newHub();
    const { requests, store, keyholders } = hub;
    const [standing] = keysOf(hub, [0]);
    assert.ok(standing);
    const vouch = (key: string, slot: number): Promise<unknown> =>
      hub.says(keyholders[1], 'key.grant', { key, slot, role: 'resident', cell: 'c1' });
    const kept = (): string => Buffer.from(store.setting('join-requests') ?? []).toString();
    await vouch(standing.key, 0);
    const keys = keysOf(hub, [3, 4]);
    const of = parseAuthorKey(standing.key);
    assert.ok(of);
    assert.deepEqual(requests.askMore(of, { keys }), { ok: true, value: 1 });
    assert.deepEqual(requests.askMore(of, { keys: keys.toReversed() }), { ok: true, value: 1 });
    assert.deepEqual(requests.askMore(of, { keys: keysOf(hub, [5]) }), {
      ok: false,
      error: { kind: 'asked-already' },
    });
    for (const { key } of keys) assert.ok(kept().includes(key));
    for (const { key, slot } of keys) await vouch(key, slot);
    for (const { key } of keys) assert.ok(!kept().includes(key));
    assert.deepEqual(requests.slotsOf(of), { ok: true, value: { upTo: 4 } });
    assert.deepEqual(requests.askMore(of, { keys: keysOf(hub, [4]) }), {
      ok: false,
      error: { kind: 'slot-taken' },
    });
  });

  test('whose first request this hub never saw gets none that one of its role and cell may have', async () => {
    const hub = await newHub();
    const [standing, other] = keysOf(hub, [0, 6]);
    const of = parseAuthorKey(standing?.key);
    assert.ok(standing && other && of);
    for (const { key, slot } of [standing, other])
      await hub.says(hub.keyholders[1], 'key.grant', { key, slot, role: 'resident', cell: 'c1' });
    assert.deepEqual(hub.requests.slotsOf(of), { ok: true, value: { upTo: 6 } });
    assert.equal(hub.requests.askMore(of, { keys: keysOf(hub, [6]) }).ok, false);
    assert.equal(hub.requests.askMore(of, { keys: keysOf(hub, [7]) }).ok, true);
  });
});

describe('a link', () => {
  test('shows who asks and who is granted to keyholders only, whatever the page is opened with', async () => {
    const hub = await newHub();
    for (const path of ['requests', 'people']) {
      assert.equal((await hub.ask(`${hub.people}/${path}`)).status, 200);
      for (const link of [hub.read, hub.write]) assert.equal((await hub.ask(`${link}/${path}`)).status, 404);
    }
    const shown = async (link: string): Promise<string> =>
      (await hub.ask(`${link}/committee?lang=en`)).text();
    const asks = /Request 1<\/b>/;
    const { code } = await invited(hub);
    await ask(hub, { place: hub.place, code, keys: keysOf(hub, [0, 1]) });
    assert.match(await shown(hub.people), asks);
    // Whoever opens it through another link brings a key, or sees nothing of people.
    for (const link of [hub.read, hub.write]) {
      const page = await shown(link);
      assert.match(page, /<div id="people"><\/div>/);
      assert.doesNotMatch(page, asks);
    }
    for (const path of ['links', 'requests/1/turn-down'])
      assert.equal((await hub.ask(`${hub.people}/${path}`, { method: 'POST' })).status, 404);
  });

  test('tells every program of the place what it must know before it signs', async () => {
    const hub = await newHub();
    const place = (await (await hub.ask(`${hub.read}/place`)).json()) as Readonly<Record<string, unknown>>;
    assert.partialDeepStrictEqual(place, {
      isFounded: true,
      place: hub.place,
      settlement: 'East field',
      nextNumber: 1,
    });
    assert.equal(place['size'], hub.engine.size());
  });

  test('gives each role the kinds and parts that it reads, and what waits to moderators only', async () => {
    const hub = await newHub();
    const incident = newIncident(hub.crypto);
    const [a, stranger] = [witness(hub.crypto, incident), witness(hub.crypto, incident)];
    await hub.says(hub.keyholders[0], 'key.grant', { key: a.key, slot: 1, role: 'resident', cell: 'c1' });
    await hub.says(a, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
    await hub.engine.decide();
    await hub.says(a, 'event', eventBody('they came'));
    await hub.says(a, 'alarm.reply', { reply: 'coming', minutes: 5 });
    await hub.says(stranger, 'event', eventBody('a rumour'));
    const kindsFor = async (link: string): Promise<string> => {
      const answer = await hub.ask(`${link}/entries?limit=100`);
      const page = (await answer.json()) as {
        readonly entries: readonly { readonly kind: string; readonly weight: string }[];
      };
      return page.entries
        .map(({ kind, weight }) => kind + (weight === 'waits' ? '?' : ''))
        .sort()
        .join(' ');
    };
    const press = `/b/${hub.links.make({ role: 'press', mayPost: false })}`;
    const supporter = `/b/${hub.links.make({ role: 'supporter', mayPost: false })}`;
    assert.equal(await kindsFor(press), 'alarm.raise alarm.step event');
    assert.equal(await kindsFor(supporter), 'alarm.raise alarm.step');
    assert.equal(
      await kindsFor(hub.read),
      'alarm.raise alarm.reply alarm.step event incident.open place.found',
    );
    assert.equal(
      await kindsFor(hub.people),
      'alarm.raise alarm.reply alarm.step event event? incident.open key.grant place.found',
    );
    for (const link of [press, supporter]) assert.equal((await hub.ask(`${link}/`)).status, 404);
    assert.equal((await hub.ask(`${hub.read}/`)).status, 200);
  });
});

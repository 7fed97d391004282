import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hubHere, listenHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { liar as lyingHub, sizeNamed } from '../../../test/sim/lying-hub.ts';
import { newIncident } from '../../../test/sim/witness.ts';
import { happenedAt } from '../../../test/vectors/writing.ts';
import type { IncidentId } from '../../record/names.ts';
import { hubClient } from './hub-client.ts';
import type { HubClient } from './hub-client.ts';
import { simPhone } from './phone.ts';
import type { Phone } from './phone.ts';

let hub: HubHere;
let address: string;
let close: () => Promise<void>;
before(async () => {
  hub = await hubHere();
  ({ address, close } = await listenHere(hub));
});
after(() => close());

/** A real client whose wire can be cut: before the post goes out, or before its answer comes back. */
type Wire = HubClient & { cut: 'whole' | 'before' | 'answer' };

function wireTo(link: string): Wire {
  const client = hubClient(link);
  const wire: Wire = {
    cut: 'whole',
    since: client.since,
    log: client.log,
    post: async (entries, known) => {
      if (wire.cut === 'before') return undefined;
      const answers = await client.post(entries, known);
      return wire.cut === 'answer' ? undefined : answers;
    },
  };
  return wire;
}

type Holder = { readonly phone: Phone; readonly wire: Wire; readonly incident: IncidentId };

function newPhone(link = address + hub.write): Holder {
  const [wire, incident] = [wireTo(link), newIncident(hub.crypto)];
  return {
    wire,
    incident,
    phone: simPhone({ handle: 'apa-1', isInside: true, incident, crypto: hub.crypto, hub: wire }),
  };
}

function say(phone: Phone, n: number): Promise<unknown> {
  return phone.say({
    kind: 'checked.in',
    at: happenedAt('XXXX-05-17T10:30'),
    body: { point: 'well', number: { lo: n, hi: n, words: `${n}` } },
  });
}

/** The numbers an incident's entries have on the hub, in the log's order, and what is odd about its chain. */
function logged(incident: IncidentId): {
  readonly said: readonly number[];
  readonly missing: number;
  readonly forked: number;
} {
  const { entries } = hub.engine.read({ after: -1, incident, limit: 1_000 });
  const chain = hub.engine.situation(incident).chains[0];
  return {
    said: entries.map((e) => (JSON.parse(e.e) as { readonly s: number }).s),
    missing: chain?.missing ?? 0,
    forked: chain?.forked.length ?? 0,
  };
}

describe('a simulated phone', () => {
  test('keeps what was said until the hub has answered for it, and sends it in order', async () => {
    const { phone, wire, incident } = newPhone();
    wire.cut = 'before';
    for (let n = 0; n < 5; n++) await say(phone, n);
    assert.equal(await phone.flush(), false);
    assert.equal(phone.waiting(), 5);
    wire.cut = 'whole';
    assert.equal(await phone.flush(), true);
    assert.equal(phone.waiting(), 0);
    assert.deepEqual(logged(incident), { said: [0, 1, 2, 3, 4], missing: 0, forked: 0 });
  });

  test('sends again what the hub kept but could not say so, and nothing is there twice', async () => {
    const { phone, wire, incident } = newPhone();
    wire.cut = 'answer';
    await say(phone, 0);
    await phone.flush();
    await say(phone, 1);
    await phone.flush();
    assert.equal(phone.waiting(), 2);
    wire.cut = 'whole';
    await say(phone, 2);
    assert.equal(await phone.flush(), true);
    assert.deepEqual(logged(incident), { said: [0, 1, 2], missing: 0, forked: 0 });
    assert.deepEqual(phone.refused(), []);
  });

  test('makes one chain without gap or fork of what is said at the same time', async () => {
    const { phone, incident } = newPhone();
    await Promise.all(Array.from({ length: 40 }, (_, n) => say(phone, n)));
    await Promise.all([phone.flush(), phone.flush(), phone.flush()]);
    while (!(await phone.flush()));
    assert.deepEqual(logged(incident), {
      said: Array.from({ length: 40 }, (_, n) => n),
      missing: 0,
      forked: 0,
    });
  });

  test('sends more than one post holds, in order', async () => {
    const { phone, incident } = newPhone();
    for (let n = 0; n < 450; n++) await say(phone, n);
    let posts = 1;
    while (!(await phone.flush())) posts++;
    assert.equal(posts, 3);
    assert.deepEqual(
      logged(incident).said,
      Array.from({ length: 450 }, (_, n) => n),
    );
  });

  test('says nothing on its own and has nothing to flush at first', async () => {
    const { phone } = newPhone();
    assert.deepEqual([await phone.flush(), phone.waiting(), phone.refused()], [true, 0, []]);
  });
});

describe('the phone’s way to a hub', () => {
  test('gives no answer when the hub is down, refuses the link, or is no hub', async () => {
    const wires = (await hub.newWitness().sayMany(1)).map((s) => s.wire);
    for (const link of [
      `http://127.0.0.1:${await freePort()}/b/x`,
      address + hub.read,
      `${address}/b/wrong`,
      `${address}/health`,
    ]) {
      assert.equal(await hubClient(link).post(wires, undefined), undefined, link);
    }
    assert.equal(await hubClient(`${address}/b/wrong`).since(-1), undefined);
  });

  test('hears for each entry whether it was taken, and why not', async () => {
    const [said] = await hub.newWitness().sayMany(1);
    assert.ok(said);
    const entries = [said.wire, { ...said.wire, g: 'A' }];
    const answers = await hubClient(address + hub.write).post(entries, undefined);
    const told = answers?.receipts as readonly { readonly status: string; readonly says?: string }[];
    assert.deepEqual(
      told.map(({ status }) => status),
      ['accepted', 'refused'],
    );
    assert.ok((told[1]?.says ?? '').length > 20);
  });

  test('reads on from where it was', async () => {
    const client = hubClient(address + hub.read);
    const all = await client.since(-1);
    assert.equal(all?.next, hub.engine.size() - 1);
    assert.deepEqual(await client.since(all?.next ?? 0), { entries: [], next: all?.next });
  });
});

describe('a simulated phone of a hub that lies', () => {
  test('keeps what is not proven to stand in the log, and offers it again', async () => {
    const liar = await lyingHub();
    const { phone } = newPhone(liar.link);
    for (const mood of ['honest', 'wrong-range', 'says-why', 'unsigned'] as const) {
      liar.mood = mood;
      await say(phone, 1);
      await phone.flush();
    }
    assert.equal(phone.waiting(), 3);
    liar.mood = 'honest';
    assert.equal(await phone.flush(), true);
    assert.equal(sizeNamed(liar, 1), 1);
    liar.mood = 'fork';
    await say(phone, 2);
    await phone.flush();
    liar.mood = 'honest';
    assert.equal(await phone.flush(), false, 'nothing it says counts any more');
  });
});

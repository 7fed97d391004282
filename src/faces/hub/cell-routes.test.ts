import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerHub } from '../../../test/making/answer-hub.ts';
import type { AnswerHub } from '../../../test/making/answer-hub.ts';
import { placePlan } from '../../../test/making/place-plans.ts';
import type { CellTold } from '../../acts/alarm/cell-work.ts';
import type { PlacePlan } from '../../acts/alarm/place-plan.ts';
import { DAY_MS, MINUTE_MS } from '../../base/instant.ts';
import type { AuthorKey } from '../../record/names.ts';
import { cellTold } from '../kit/cell-told.ts';

/** An alarm that neighbours are called by; `cell` as the warden's key is told of it. */
async function called(
  place?: () => PlacePlan,
): Promise<{ readonly hub: AnswerHub; readonly cell: () => CellTold | undefined }> {
  const hub = await answerHub(place && { place });
  await hub.raise();
  await hub.answer(hub.linkTo('push', 'w1@push'), { answer: 'confirm' });
  await hub.run();
  const warden = standing(hub, hub.warden.person);
  return { hub, cell: () => hub.engine.alarms.cellOf(warden) };
}

function standing({ engine }: AnswerHub, person: number): AuthorKey {
  return engine.alarms.contacts.get(person)?.of ?? assert.fail('nobody');
}

describe('what a hub tells a warden of the own cell', () => {
  test('is its homes by the plan and the alarm as it stands, in the words that the page reads', async () => {
    const { hub, cell } = await called();
    const told = cell();
    assert.ok(told);
    const homes = Array.from({ length: 24 }, (_, n) => `N${n + 1}`);
    const alarm = {
      alarm: hub.alarm().id,
      incident: hub.incident,
      number: 1,
      mode: 'real',
      act: 'force.arrive',
      tier: 2,
      point: { code: 'B2', name: 'the bakery yard' },
      isOutside: false,
    };
    assert.deepEqual(told, { cell: 'c1', homes, settlement: 'Shanyrak', alarms: [alarm] });
    assert.deepEqual(cellTold(JSON.parse(JSON.stringify(told))), told);
  });

  test('names the point outside of the plan once the way in is closed, as messages do', async () => {
    const { hub, cell } = await called(() => placePlan());
    const body = { act: 'cordon.complete', modality: 'done', lane: 'authorities', actors: ['police'] };
    const source = { id: 'w1', stance: 'resident', link: 'saw' };
    await hub.says(hub.apa.key, 'event', { ...body, source });
    const [alarm] = cell()?.alarms ?? [];
    assert.deepEqual([alarm?.isOutside, alarm?.point?.code], [true, 'school-yard']);
    await hub.run();
    assert.match(hub.told().at(-1) ?? '', /Go only to: school-yard/);
  });

  test('holds an alarm that is over for a day, so that those who were told hear of it', async () => {
    const { hub, cell } = await called();
    await hub.orderNow('false');
    assert.equal(cell()?.alarms[0]?.endedAs, 'false');
    hub.clock.moveMinutes(DAY_MS / MINUTE_MS + 1);
    assert.deepEqual(cell()?.alarms, []);
  });

  test('is nothing for a neighbour, for a key that was withdrawn, and for a link', async () => {
    const { hub, cell } = await called();
    assert.equal(hub.engine.alarms.cellOf(standing(hub, hub.neighbour.person)), undefined);
    for (const path of [`${hub.web.write}/../../api/cell`, '/api/cell'])
      assert.equal((await hub.web.ask(path)).status, 404);
    const keys = [standing(hub, hub.warden.person)];
    const body = { keys, origin: hub.engine.origin, index: hub.engine.size() };
    for (const keyholder of hub.keyholders.slice(0, 2)) await hub.says(keyholder, 'key.revoke', body);
    assert.equal(cell(), undefined);
  });
});

describe('the page of a warden’s own work', () => {
  test('is where the link of a warden’s message leads on to, with its style and script, and holds no token before', async () => {
    const { hub } = await called();
    const link = hub.linkTo('push', 'w1@push');
    const page = await (await hub.web.ask(`${link}?lang=ru`)).text();
    const [, href = ''] = /class="onwards" href="([^"]+)"/.exec(page) ?? [];
    const onwards = await hub.web.ask(link + href.replaceAll('&amp;', '&'));
    assert.deepEqual([onwards.status, onwards.headers.get('location')], [303, `${link}/cell?lang=ru`]);
    const cell = await hub.web.ask(`${link}/cell?lang=ru`);
    assert.match(await cell.text(), new RegExp(`data-base="${link}"`));
    assert.match(cell.headers.get('content-security-policy') ?? '', /script-src 'self'; connect-src 'self'/);
    for (const file of ['cell.css', 'cell.js'])
      assert.equal((await hub.web.ask(`${link}/${file}`)).status, 200, file);
  });

  test('is not there for a neighbour, who is shown no way to it', async () => {
    const { hub } = await called();
    const link = hub.linkTo('push', 'n1@push');
    assert.doesNotMatch(await (await hub.web.ask(link)).text(), /class="onwards"/);
    for (const path of ['cell', 'cell.css', 'cell.js'])
      assert.equal((await hub.web.ask(`${link}/${path}`)).status, 404, path);
    assert.equal((await hub.web.ask(`${link}?open=cell`)).status, 200);
  });

  test('holds nothing of a cell for whoever has only a link of the hub', async () => {
    const { hub } = await called();
    const page = await (await hub.web.ask(`${hub.web.read}/cell?lang=en`)).text();
    assert.match(page, /Numbers, names and ticks stay on this telephone/);
    assert.doesNotMatch(page, /c1|N1\b|B2|bakery/);
    assert.equal((await hub.web.ask('/b/nothing/cell')).status, 404);
  });
});

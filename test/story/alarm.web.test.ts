import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { newCommittee } from '../making/committee.ts';
import type { Committee } from '../making/committee.ts';
import { bringIn, press, told } from '../making/screens.ts';
import { openCli } from '../sim/cli.ts';

const WITHIN_MS = 30_000;
const cli = openCli();
let place: Committee;
const people: Person[] = [];

/** Somebody whom a keyholder let in, with their device in a browser. */
async function neighbour(role: string): Promise<Page> {
  const device = await place.member(role, '--cell', 'c1');
  const person = await newPerson();
  people.push(person);
  await bringIn(person.page, place.disk.write, device);
  return person.page;
}

const tier = (): number | undefined => {
  const { engine } = place.disk.hub;
  const [incident] = engine.incidents();
  return incident && engine.situation(incident).alarms[0]?.tier;
};

describe('an alarm in browsers', { skip: noBrowser }, () => {
  before(async () => {
    place = await newCommittee(cli);
  });
  after(async () => {
    for (const { close } of people) await close().catch(() => {});
    cli.end();
    await place.disk.close();
  });

  test('is raised by one neighbour and confirmed by another, each with two presses', async () => {
    const [apa, other] = [await neighbour('resident'), await neighbour('resident')];
    const { engine } = place.disk.hub;
    await apa.selectOption('[data-form=raise] [name=act]', 'force.arrive');
    assert.match(await press(apa, '[data-form=raise] button'), /asked at once whether it is so/);
    await told(apa, 'Done.');
    for (let i = 0; i < 2; i++) await engine.decide();
    assert.equal(tier(), 1);
    await other.locator('#alarms li').waitFor({ timeout: WITHIN_MS });
    assert.match(await press(other, '#alarms [data-vote=confirm]'), /with your own eyes/);
    await told(other, 'Done.');
    await engine.decide();
    assert.equal(tier(), 2);
    // Whoever raised it may say so once more; it is no second voice.
    await apa.locator('#alarms li').waitFor({ timeout: WITHIN_MS });
  });

  test('is signed with keys that nothing ties to those of the place log', () => {
    const { grants, incidents } = place.disk.hub.engine.people();
    const { entries } = place.disk.hub.engine.read({ after: -1, limit: 1_000 });
    const authors = entries
      .filter(({ kind }) => kind === 'alarm.raise' || kind === 'alarm.confirm')
      .map(({ e }) => (JSON.parse(e) as { readonly a: string }).a);
    const slots = authors.map((author) => [...grants.values()].find(({ key }) => key === author)?.slot);
    assert.deepEqual([slots, incidents.size], [[1, 1], 1]);
  });

  test('no page threw anything or was blocked by its policy', () => {
    for (const { faults } of people) assert.deepEqual(faults, []);
  });
});

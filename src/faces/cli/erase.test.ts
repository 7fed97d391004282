import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { committeeForTests, ok } from '../../../test/making/committee.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { eventBody, newIncident } from '../../../test/sim/witness.ts';
import { happenedAt } from '../../../test/vectors/writing.ts';
import { sealAge } from '../../adapters/seal-age/seal-age.ts';
import { sealTo } from '../../engine/sealed-parts.ts';
import { parseEntryId } from '../../record/names.ts';
import { sealPart } from '../../record/seal.ts';
import { writeEntry } from '../../record/write.ts';

const { cli, place } = await committeeForTests();
const sealer = sealAge();

const RAISE = '{"mode":"drill","act":"force.arrive"}';
const WHY = ['--ground', 'danger-to-person', '--office', 'keyholders'];
const erase = (who: readonly string[], id: string, ...what: readonly string[]): Promise<CliRun> =>
  cli.run('erase', id, '--what', ...what, ...WHY, ...who);

/** An entry on the hub with a body and who is hurt, sealed. */
async function told(text: string): Promise<string> {
  const { crypto, engine } = place.disk.hub;
  const medic = await sealer.recipientOf(await sealer.newIdentity());
  const hurt = await sealPart({ words: 'two children' }, sealTo(sealer, [medic]), crypto);
  assert.ok(hurt.ok);
  const written = await writeEntry(
    {
      kind: 'event',
      at: happenedAt('2031-05-17T10:30'),
      parts: { body: eventBody(text) },
      sealed: { hurt: hurt.value },
    },
    { incident: newIncident(crypto), sequence: 0, previous: '' },
    crypto.newSigner(),
    crypto,
  );
  await engine.keep([written.wire]);
  return written.id;
}

/** The parts the hub still has of an entry; `undefined` when the whole entry is gone. */
async function partsLeft(id: string): Promise<readonly string[] | undefined> {
  const { engine, store } = place.disk.hub;
  await engine.decide();
  const known = parseEntryId(id);
  const row = known && store.find(known);
  const text = Buffer.from(row?.content ?? []).toString();
  return text === ''
    ? undefined
    : Object.keys((JSON.parse(text) as { readonly parts: object }).parts).toSorted();
}

describe('two keyholders erase by command', () => {
  test('what is sealed, then a part, then the whole entry; one alone erases nothing', async () => {
    const id = await told('a name that must go');
    for (const [what, left] of [
      [['sealed'], ['body']],
      [['part', '--part', 'body'], []],
      [['entry'], undefined],
    ] as const) {
      const before = await partsLeft(id);
      const first = ok(await erase(place.as(1), id, ...what));
      assert.match(first.out, /^Kept\. One more must say so: keyholder\.\n$/);
      assert.match(first.err, /Once two have said it the hub erases it within seconds\. Copies that left/);
      assert.match(
        await place.people(),
        new RegExp(`erase ${id} ${what[0]}.*: said by keyholder 1; needs one more keyholder`),
      );
      assert.deepEqual(await partsLeft(id), before);
      assert.equal(ok(await erase(place.as(2), id, ...what)).out, 'Done.\n');
      assert.deepEqual(await partsLeft(id), left, what[0]);
    }
  });

  test('asked for twice it counts once, and what is erased is erased already', async () => {
    const id = await told('twice');
    ok(await erase(place.as(1), id, 'entry'));
    const same = await erase(place.as(1), id, 'entry');
    assert.equal(same.code, 1);
    assert.match(same.out, /You have said this before; it counts once\. Another must say it too/);
    ok(await erase(place.as(4), id, 'entry'));
    assert.equal(await partsLeft(id), undefined);
    const late = await erase(place.as(5), id, 'entry');
    assert.equal(late.code, 1);
    assert.match(late.out, /It was so already\. Nothing more is needed/);
  });

  test('an id the hub does not hold is said, kept, and erased when it comes', async () => {
    const { crypto, engine } = place.disk.hub;
    const written = await writeEntry(
      { kind: 'event', at: happenedAt('2031-05-17T10:30'), parts: { body: eventBody('it comes late') } },
      { incident: newIncident(crypto), sequence: 0, previous: '' },
      crypto.newSigner(),
      crypto,
    );
    for (const n of [1, 2]) {
      const run = ok(await erase(place.as(n), written.id, 'entry'));
      assert.match(
        run.out,
        /The hub holds no such entry, or no longer\. The order is kept: if the entry comes/,
      );
    }
    await engine.decide();
    await engine.keep([written.wire]);
    assert.equal(await partsLeft(written.id), undefined);
  });

  test('a part that is not there, the hub’s own entry, and an entry about people are refused in words', async () => {
    const id = await told('parts');
    const none = await erase(place.as(1), id, 'part', '--part', 'home');
    assert.deepEqual([none.code, none.out.includes('That entry has no such part')], [1, true]);
    const first = place.disk.hub.engine.read({ after: -1, limit: 1 }).entries[0];
    const founding = place.disk.hub.engine.people().founding?.entry ?? '';
    assert.equal(first?.kind, 'place.found');
    const device = await place.member('resident', '--cell', 'c1');
    const raise = ['--kind', 'alarm.raise', '--at', '2031-05-17T10:30', '--body', RAISE];
    ok(await cli.run('post', '--to', place.disk.write, '--device', device, '--incident', 'new', ...raise));
    for (let n = 0; n < 2; n++) await place.disk.hub.engine.decide();
    const { entries } = place.disk.hub.engine.read({ after: -1, limit: 1_000 });
    const step = entries.find(({ kind }) => kind === 'alarm.step');
    assert.ok(step);
    const known = place.disk.hub.store.read({ after: step.index - 1, limit: 1 })[0]?.id ?? '';
    const own = await erase(place.as(1), known, 'entry');
    assert.deepEqual([own.code, own.out.includes('is the hub’s own decision and stays')], [1, true]);
    const people = await erase(place.as(1), founding, 'entry');
    assert.match(people.out, /says who may speak; it cannot be erased/);
    assert.equal(people.code, 1);
  });

  test('who may not is told, and nothing is erased', async () => {
    const id = await told('not by a warden');
    const warden = await place.member('warden', '--cell', 'c1');
    const run = await erase(place.with(warden), id, 'entry');
    assert.equal(run.code, 1);
    assert.match(run.out, /Only a keyholder may do this\. Ask two of them/);
    ok(await erase(place.as(1), id, 'entry'));
    assert.deepEqual(await partsLeft(id), ['body', 'hurt']);
  });

  test('a slip of the pen signs nothing', async () => {
    const size = place.disk.hub.engine.size();
    const id = 'a'.repeat(64);
    for (const [argv, says] of [
      [['ab', '--what', 'entry', ...WHY], /"ab" is not the id of an entry/],
      [[id, '--what', 'all', ...WHY], /--what is one of sealed, part, entry/],
      [[id, '--what', 'part', ...WHY], /needs --part/],
      [[id, '--what', 'entry', '--part', 'body', ...WHY], /no place beside a whole entry/],
      [
        [id, '--what', 'entry', '--ground', 'because', '--office', 'court'],
        /--ground is one of consent-withdrawn/,
      ],
      [[id, id, '--what', 'entry', ...WHY], /names an entry twice/],
      [['--what', 'entry', ...WHY], /needs the ID/],
    ] as const) {
      const run = await cli.run('erase', ...argv, ...place.as(1));
      assert.equal(run.code, 2, argv.join(' '));
      assert.match(run.err, says);
    }
    assert.equal(place.disk.hub.engine.size(), size);
  });
});

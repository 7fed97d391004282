import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { alarmHub } from '../../../test/making/alarm-hub.ts';
import { answerHub } from '../../../test/making/answer-hub.ts';
import { strangeId } from '../../../test/making/entries.ts';
import { hubHere } from '../../../test/sim/hub-here.ts';
import { htmlValidator } from '../../../test/making/valid-html.ts';
import { LANGUAGES } from '../../acts/words/words.ts';

const hub = await answerHub();
const drill = await hub.raise('drill');
await hub.says(hub.warden.key, 'alarm.confirm', {}, [drill]);
await hub.run();
await hub.answer(hub.linkTo('push', 'n1@push'), { answer: 'coming', minutes: '5' });
await hub.says(
  hub.warden.key,
  'alarm.told',
  { cell: 'c1', told: 12, acknowledged: 9, coming: 4, cannot: 1, unreached: 3 },
  [drill],
);
await hub.orderNow('ended');

const at = (path: string, link = hub.web.read): string =>
  `${link}/alarms/${drill}/${path}${path.includes('?') ? '&' : '?'}incident=${hub.incident}`;
const got = async (path: string): Promise<string> => {
  const response = await hub.web.ask(path);
  assert.equal(response.status, 200, path);
  return response.text();
};

describe('the report of a drill', () => {
  test('is a page in three languages that says first that it is a drill', async () => {
    const validator = htmlValidator();
    const words = { en: 'DRILL', ru: 'УЧЕНИЯ', kk: 'ЖАТТЫҒУ' };
    for (const language of LANGUAGES) {
      const page = await got(at(`report?lang=${language}`));
      assert.match(page, new RegExp(`<title>${words[language]}\\. `));
      assert.match(page, new RegExp(`<p class="told-of is-drill">${words[language]}</p>`));
      const { results } = await validator.validateString(page);
      assert.deepEqual(
        results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
        [],
      );
    }
  });

  test('is led to from the strip of the alarm on the board', async () => {
    const board = await got(`${hub.web.read}?incident=${hub.incident}&lang=en`);
    assert.match(board, new RegExp(`href="[^"]*/alarms/${drill}/report\\?[^"]*">How far it reached<`));
  });

  test('is text for a terminal with the same figures', async () => {
    const text = await got(at('report.txt?lang=en'));
    assert.match(text, /^DRILL\. How far it reached\n/);
    assert.match(
      text,
      /People to be told: 3\. A message went out to 3; known to have seen one: 1; answered: 1\./,
    );
    assert.match(text, /^c1 +0 of 2 +few +told 12 of 45, coming 4, not reached 3$/m);
    assert.match(text, /Cell c1: no warden answered/);
    assert.match(await got(at('report.txt?lang=ru')), /^УЧЕНИЯ\. /);
  });

  test('is JSON for programs', async () => {
    const json: unknown = JSON.parse(await got(at('report.json')));
    assert.partialDeepStrictEqual(json, {
      format: 'shanyrak-reach v1',
      mode: 'drill',
      tier: 2,
      endedAs: 'ended',
      all: { people: 3, told: 3, seen: 1, answered: 1 },
      coming: 1,
      phases: [{ phase: 'ask' }, { phase: 'call' }, { phase: 'over', people: 3, told: 3 }],
    });
  });

  test('names nobody: no address, key, code or link stands in it', async () => {
    const all = await Promise.all(
      ['report?lang=en', 'report.txt', 'report.json'].map((path) => got(at(path))),
    );
    const secrets = [
      'w1@push',
      '77010000001',
      hub.warden.key.key,
      hub.codeTo('push', 'n1@push'),
      hub.linkTo('push', 'n1@push'),
    ].filter((text) => text !== '');
    assert.ok(secrets.length >= 3);
    for (const text of all) for (const secret of secrets) assert.ok(!text.includes(secret), secret);
  });

  test('of an alarm that had nobody to tell says so, and is no figure', async () => {
    const empty = await alarmHub();
    const { key } = await empty.member(1, 'resident', 'c1');
    const id = await empty.says(key, 'alarm.raise', { mode: 'drill', act: 'force.arrive' });
    await empty.run();
    const { ask, read } = await hubHere(empty);
    const link = `${read}/alarms/${id}/report`;
    const query = `?incident=${empty.incident}&lang=en`;
    assert.match(await (await ask(link + query)).text(), /The hub has no messages of this alarm/);
    for (const kind of ['.txt', '.json']) {
      const response = await ask(link + kind + query);
      assert.equal(response.status, 404);
      assert.partialDeepStrictEqual(await response.json(), { kind: 'no-report' });
    }
  });

  test('is not there for press and supporters, nor for what is no alarm of that incident', async () => {
    for (const role of ['press', 'supporter'] as const) {
      const token = hub.web.links.make({ role, mayPost: false });
      assert.equal((await hub.web.ask(at('report', `/b/${token}`))).status, 404, role);
    }
    for (const path of ['report', 'report.txt', 'report.json']) {
      const link = `${hub.web.read}/alarms`;
      for (const id of [strangeId('no alarm'), 'zz', '..'])
        assert.equal((await hub.web.ask(`${link}/${id}/${path}?incident=${hub.incident}`)).status, 404);
    }
  });
});

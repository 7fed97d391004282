import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ANSWER_STATES } from '../../../test/making/answer-states.ts';
import { htmlValidator } from '../../../test/making/valid-html.ts';
import { ANSWER_FAULTS, ANSWER_WORDS } from '../../acts/words/answer-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';

describe('the page on which somebody answers', () => {
  for (const [name, make] of Object.entries(ANSWER_STATES))
    test(`${name}: is valid HTML in each language, says its status first, and offers only what may be answered`, async () => {
      const validator = htmlValidator();
      const { hub, path } = await make();
      for (const language of LANGUAGES) {
        const page = await (await hub.web.ask(`${path}?lang=${language}`)).text();
        const report = await validator.validateString(page);
        assert.deepEqual(
          report.results.flatMap((r) =>
            r.messages.map((m) => `${language} ${m.line}: ${m.ruleId} ${m.message}`),
          ),
          [],
        );
        const main = page.slice(page.indexOf('<main>'));
        assert.match(main, /^<main>\s*<p class="status">[^<]{4,}<\/p>/);
        const words = ANSWER_WORDS[language];
        const isOver = /^over|closed/.test(name);
        assert.equal(main.includes(words.noMore), isOver);
        assert.equal(main.includes(words.seen.confirm), !isOver && name !== 'abroad');
        assert.equal(main.includes(words.come.other), /^call|^task|^answered/.test(name));
        assert.equal(main.includes(words.come.cannot), !isOver && !/^ask|abroad/.test(name));
      }
    });

  test('says in each language why an answer moved nothing', async () => {
    const { engine, web } = (await ANSWER_STATES['call']?.())?.hub ?? {};
    assert.ok(engine && web);
    const { asked, keeper } = engine.alarms;
    const now = asked([keeper.ledger.size - 1]);
    assert.ok(now);
    const { renderAnswer } = await import('./answer-page.ts');
    for (const language of LANGUAGES)
      for (const fault of ANSWER_FAULTS) {
        const page = renderAnswer(now, { language, fault });
        assert.match(page, new RegExp(`role="alert">\\s*${ANSWER_WORDS[language].faults[fault]}`));
      }
  });
});

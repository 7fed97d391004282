import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { htmlValidator } from '../../../test/making/valid-html.ts';
import { FIRST_RUN_WORDS } from '../../acts/words/first-run-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { FirstRunStage, FormFault, StoppedBy, Typed } from '../kit/first-run.ts';
import { renderFirstRun } from './first-run-page.ts';

const HOSTILE = '"><script>alert(1)</script>';
const typed: Typed = {
  settlement: HOSTILE,
  languages: ['kk'],
  keyholders: '3',
  cells: HOSTILE,
  wardensPerCell: '1',
  way: 'key-file',
  keyFile: HOSTILE,
};
const asked = {
  settlement: HOSTILE,
  languages: ['kk', 'ru'],
  keyholders: 2,
  cells: ['c1', 'c2', 'c1'],
} as const;
const place = { folder: '/run/user/1000/shanyrak-papers-x', kind: 'memory-and-swap' } as const;
const key = { way: 'key-file', file: HOSTILE, isSameDisk: true } as const;
const FAULTS = Object.keys(FIRST_RUN_WORDS.en.form.faults) as FormFault[];
const STOPPED = Object.keys(FIRST_RUN_WORDS.en.stopped.by) as StoppedBy[];

const STAGES: readonly FirstRunStage[] = [
  { kind: 'form', typed: undefined, faults: [], needsKey: true },
  { kind: 'form', typed, faults: FAULTS, needsKey: true },
  { kind: 'form', typed, faults: [], needsKey: false, stoppedBy: 'papers-unwritable' },
  { kind: 'check', asked, key, place },
  { kind: 'check', asked: { ...asked, cells: [] }, key: undefined, place: { ...place, kind: 'disk' } },
  { kind: 'founding', asked, done: { hasKey: true, keyholders: 1, wardens: 0, isOnHub: false } },
  {
    kind: 'handing-over',
    asked,
    place,
    key,
    areWardensIn: false,
    items: [
      { what: 'device', n: 1, isHanded: false },
      { what: 'paper', n: 1, isHanded: true },
      { what: 'warden', n: 1, cell: 'c1', isHanded: false },
    ],
  },
  {
    kind: 'handing-over',
    asked,
    place,
    key,
    areWardensIn: true,
    items: [{ what: 'device', n: 1, isHanded: true }],
  },
  ...STOPPED.map((by) => ({ kind: 'stopped' as const, by, folder: HOSTILE })),
  { kind: 'lost', folder: HOSTILE },
  { kind: 'over' },
];

const page = (stage: FirstRunStage, language: (typeof LANGUAGES)[number], isRefused = false): string =>
  renderFirstRun(stage, { base: '/found/t', language, isRefused });

describe('the pages of a first run', () => {
  test('are sound HTML in each language and show what was typed as text', async () => {
    const validator = htmlValidator({
      // No browser is to keep a hub's passphrase.
      'autocomplete-password': 'off',
    });
    for (const stage of STAGES)
      for (const language of LANGUAGES) {
        const text = page(stage, language);
        assert.doesNotMatch(text, /<script/);
        const report = await validator.validateString(text);
        assert.deepEqual(
          report.results.flatMap((r) =>
            r.messages.map((m) => `${stage.kind} ${m.line}: ${m.ruleId} ${m.message}`),
          ),
          [],
        );
      }
  });

  test('say every fault beside the field it is about', () => {
    for (const language of LANGUAGES) {
      const { faults } = FIRST_RUN_WORDS[language].form;
      for (const fault of FAULTS) {
        const text = page({ kind: 'form', typed, faults: [fault], needsKey: true }, language);
        const line = /<p class="fault" id="([a-z-]+)-fault">([^<]*)<\/p>/.exec(text);
        assert.equal(line?.[2], faults[fault], fault);
        if (line?.[1] !== 'languages')
          assert.match(text, new RegExp(`aria-describedby="[^"]*${line?.[1]}-fault"`));
      }
    }
  });

  test('ask for a key only where the hub has none, and never show a passphrase', () => {
    for (const language of LANGUAGES) {
      const [asks, asksNot] = [true, false].map((needsKey) =>
        page({ kind: 'form', typed: undefined, faults: [], needsKey }, language),
      );
      assert.match(asks ?? '', /type="password"\s+value=""/);
      assert.doesNotMatch(asksNot ?? '', /password|key-file/);
    }
  });

  test('let go of what was handed over only once all is marked', () => {
    const [, , , , , , some, all] = STAGES;
    assert.ok(some && all);
    for (const language of LANGUAGES) {
      assert.doesNotMatch(page(some, language), /\/forget/);
      assert.match(page(all, language), /action="\/found\/t\/forget\?lang=/);
    }
  });

  test('tell whoever posted from elsewhere that nothing was done', () => {
    for (const language of LANGUAGES)
      assert.ok(page({ kind: 'over' }, language, true).includes(FIRST_RUN_WORDS[language].notFromHere));
  });
});

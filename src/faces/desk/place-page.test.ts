import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { htmlValidator } from '../../../test/making/valid-html.ts';
import { PLAN_EDITOR_WORDS } from '../../acts/words/plan-editor-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { printHtml } from './html.ts';
import { typedIn } from './place-draft.ts';
import {
  renderBar,
  renderFileFault,
  renderFiles,
  renderFrame,
  renderKeep,
  renderLeft,
} from './place-files.ts';
import { renderPlanForm } from './place-form.ts';
import { renderFound } from './place-found.ts';
import { lookAt } from './place-look.ts';
import { renderPlanPage } from './place-page.ts';
import { openPlan } from './plan-file.ts';

const SHOWN = readFileSync(join(import.meta.dirname, '../../../docs/place.yaml'));
const MODES = ['hub', 'file'] as const;

test('the page of a plan and all that its script draws in it are sound HTML, in every language', async () => {
  const opened = openPlan(SHOWN);
  assert.ok(opened.ok);
  const validator = htmlValidator({ 'autocomplete-password': 'off' });
  for (const language of LANGUAGES)
    for (const mode of MODES) {
      const page = renderPlanPage({ base: '/b/x', language, mode });
      const draft = typedIn(
        opened.value.draft,
        { part: 'press', field: 'handle' },
        mode === 'hub' ? '"<b>' : '',
      );
      const parts = {
        files: [renderFiles(mode, 'place.yaml', language)],
        told: [renderFileFault('not-yaml', '1:1 is <b>', language), renderLeft(['cells[0].x'], language)],
        keep: [renderKeep(mode === 'hub' ? 'none' : 'closed', language)],
        form: [renderPlanForm({ draft, language })],
        found: [renderFound(lookAt(draft, language), { draft, language })],
        bar: [renderBar(mode, language)],
      };
      let whole = page.replace(
        '<div id="editor"></div>',
        () => `<div id="editor">${printHtml(renderFrame())}</div>`,
      );
      for (const [id, drawn] of Object.entries(parts))
        whole = whole.replace(
          new RegExp(`(id="${id}"[^>]*>)`),
          (_, tag) => String(tag) + drawn.map(printHtml).join(''),
        );
      const report = await validator.validateString(whole);
      const faults = report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}: ${m.message}`));
      assert.deepEqual(faults, [], language);
      assert.equal(whole.includes('"<b>'), false);
    }
});

test('the page itself is the same for everybody: it holds no plan', () => {
  for (const language of LANGUAGES) {
    const page = renderPlanPage({ base: '/b/x', language, mode: 'hub' });
    assert.ok(page.includes(PLAN_EDITOR_WORDS[language].noScript));
    assert.doesNotMatch(page, /<input|<form|Aq Saj/);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOCKED_WORDS } from '../../acts/words/locked-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { renderLocked } from './locked-page.ts';

test('the locked page asks for the passphrase where it can be typed safely, and nowhere else', () => {
  for (const language of LANGUAGES) {
    for (const state of ['closed', 'wrong', 'wait'] as const)
      assert.match(renderLocked(state, language), /<form method="post" action="\/unlock/);
    for (const state of ['open', 'key-file-only', 'terminal-only'] as const)
      assert.doesNotMatch(renderLocked(state, language), /<form/);
  }
});

test('the locked page says what the last try came to, in each language', () => {
  for (const language of LANGUAGES) {
    const words = LOCKED_WORDS[language];
    assert.ok(renderLocked('wrong', language).includes(words.wrong));
    assert.ok(renderLocked('wait', language).includes(words.wait));
    assert.ok(renderLocked('open', language).includes(words.openedSays));
    assert.ok(renderLocked('terminal-only', language).includes(words.atTerminal));
    assert.ok(renderLocked('key-file-only', language).includes(words.noPassphrase));
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALARM_ENDS } from '../words/alarm-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { renderMessage } from './message.ts';
import type { Saying } from './message.ts';
import { readTitle } from './title-read.ts';

test('what every message is, and in which language, is read off its title', () => {
  for (const language of LANGUAGES) {
    const kinds = (saying: Saying): void => {
      const { title } = renderMessage(saying, 'East field', language);
      const isOver = saying.kind === 'over' || saying.kind === 'ready-over';
      const kind = isOver ? 'over' : saying.kind === 'task-over' ? 'task' : saying.kind;
      const read = readTitle(title);
      // How an alarm ended may be the same word in two languages.
      assert.equal(read?.kind, kind, title);
      if (!isOver) assert.equal(read?.language, language, title);
    };
    for (const mode of ['real', 'drill'] as const) {
      kinds({ kind: 'ask', mode });
      kinds({ kind: 'call', mode, whom: 'neighbours' });
      kinds({ kind: 'abroad', mode });
      kinds({ kind: 'redirect', mode });
      kinds({ kind: 'task', mode, cell: 'c1' });
      for (const as of ALARM_ENDS) kinds({ kind: 'over', mode, as });
    }
    kinds({ kind: 'verify', digits: '123456' });
    kinds({ kind: 'removed' });
    kinds({ kind: 'ready', cause: 'sign' });
    kinds({ kind: 'check-in-due', until: '07:30' });
    kinds({ kind: 'ready-over', as: 'over' });
  }
  for (const title of ['', 'DRILL. ', 'Sale!', 'DRILL. Sale!', '__proto__'])
    assert.equal(readTitle(title), undefined, title);
});

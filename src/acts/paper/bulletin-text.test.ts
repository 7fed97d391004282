import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { event, homes, on, plan, situationFrom, source } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import type { Entry } from '../../record/entry.ts';
import { LANGUAGES } from '../words/words.ts';
import type { Language } from '../words/words.ts';
import { bulletinHtml, bulletinMarkdown } from './bulletin-text.ts';
import { bulletinOf } from './bulletin.ts';
import type { Bulletin } from './bulletin.ts';

const who = writer('reporter');
const HOSTILE =
  '<script>alert(1)</script> | **bold** & "quoted" `code` [link](https://evil.example) <img src=x onerror=alert(2)> #1';

function day(settlement: string): readonly Entry[] {
  return [
    who.says(plan({ settlement })),
    who.says({
      ...event('force.arrive', { actors: ['police', 'bailiff'], unit: settlement.slice(0, 80) }),
      at: on('10:30'),
    }),
    who.says({
      ...event('refuse.order', { group: 'drivers', answer: 'refused', modality: 'refused' }),
      at: on('12:00'),
    }),
    who.says({ ...homes(['n1'], 'demolished'), at: on('13:00') }),
    who.says({ ...homes(['n1'], 'standing', source('other')), at: on('13:00') }),
    who.says({ ...event('claim.history', { modality: 'background' }), at: '199X' }),
  ];
}

function paper(settlement: string, language: Language = 'en'): Bulletin {
  return bulletinOf(situationFrom(day(settlement)), language);
}

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: { 'long-title': 'off', 'doctype-style': ['error', { style: 'lowercase' }] },
});

describe('the HTML page', () => {
  for (const language of LANGUAGES) {
    test(`is faultless by html-validate: ${language}`, () => {
      const report = validator.validateStringSync(bulletinHtml(paper('Example field', language), true));
      assert.deepEqual(
        report.results.flatMap((r) => r.messages.map((m) => `${m.line}: ${m.ruleId}: ${m.message}`)),
        [],
      );
    });
  }

  test('is faultless for a day of which nothing is known', () => {
    const report = validator.validateStringSync(bulletinHtml(bulletinOf(situationFrom([]), 'kk'), false));
    assert.equal(report.valid, true);
  });

  test('is faultless with a hostile name in it, and shows it as it was written', () => {
    const page = bulletinHtml(paper(HOSTILE), false);
    assert.equal(validator.validateStringSync(page).valid, true);
    assert.doesNotMatch(page, /<script|<img|<b>/i);
    assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt; | **bold** &amp; &quot;quoted&quot;'));
  });

  test('has only the elements it is built of, whatever anybody writes', () => {
    const names = (page: string): readonly string[] =>
      [...new Set([...page.matchAll(/<([a-z0-9]+)/gi)].map(([, name = '']) => name))].sort();
    assert.deepEqual(
      names(bulletinHtml(paper(HOSTILE), true)),
      names(bulletinHtml(paper('Example field'), true)),
    );
  });

  test('fetches nothing, and leads nowhere but to its notes', () => {
    const page = bulletinHtml(paper('Example field'), true);
    assert.doesNotMatch(page, /\ssrc=|@import|url\(|<link|<script/);
    for (const [, href = ''] of page.matchAll(/href="([^"]*)"/g)) {
      assert.match(href, /^#n\d+$/);
      assert.ok(page.includes(`id="${href.slice(1)}"`));
    }
  });

  test('names its language', () => {
    for (const language of LANGUAGES)
      assert.match(
        bulletinHtml(paper('Example field', language), false),
        new RegExp(`^<!doctype html>\n<html lang="${language}">`),
      );
  });
});

describe('the Markdown', () => {
  const lines = (text: string): readonly string[] => text.split('\n');

  test('has a title, headings, lists with notes in brackets, and the notes in the end', () => {
    const text = bulletinMarkdown(paper('Example field'), false);
    assert.equal(lines(text)[0], '# Example field, 17 May');
    assert.match(text, /^- 12:00: drivers refused\. \[\d+\]$/m);
    assert.match(text, /\n## Notes\n\n1\. /);
    assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'));
  });

  test('escapes what would be markup', () => {
    const [title = ''] = lines(bulletinMarkdown(paper(HOSTILE), false));
    const plain = title.replaceAll(/\\[\\`*_[\]<>#|]/g, '');
    assert.doesNotMatch(plain.slice(2), /[`*_[\]<>#|]/);
    assert.equal(title.slice(2).replaceAll(/\\(.)/g, '$1'), `${HOSTILE}, 17 May`);
  });

  test('has no more headings and lists for a hostile name', () => {
    const shape = (text: string): readonly string[] =>
      lines(text).map((line) => /^(#+|-|\d+\.|\*)?/.exec(line)?.[0] ?? '');
    assert.deepEqual(
      shape(bulletinMarkdown(paper(HOSTILE), true)),
      shape(bulletinMarkdown(paper('Example field'), true)),
    );
  });
});

test('a played day says so at the top, in each language and form, and a real one does not', () => {
  for (const language of LANGUAGES) {
    const b = paper('Example field', language);
    assert.notEqual(bulletinHtml(b, true), bulletinHtml(b, false));
    assert.match(bulletinHtml(b, true), /<p class="played">\S/);
    assert.doesNotMatch(bulletinHtml(b, false), /class="played"/);
    assert.match(bulletinMarkdown(b, true).split('\n')[2] ?? '', /^\*\S.*\*$/);
    assert.doesNotMatch(bulletinMarkdown(b, false).split('\n')[2] ?? '', /^\*/);
  }
});

test('notes name entries by the first twelve digits of their ids', () => {
  const b = paper('Example field');
  const [first] = b.notes;
  const shown = first?.entries.map((id) => id.slice(0, 12)).join(', ') ?? '-';
  assert.ok(bulletinMarkdown(b, false).includes(shown));
  assert.ok(bulletinHtml(b, false).includes(shown));
});

describe('what must not slip into the texts', () => {
  test('a name with line breaks in it makes no lines of the bulletin', () => {
    const text = bulletinMarkdown(
      paper('Field\n\n- 10:31: residents attacked the police. [1]\n\n1. '),
      false,
    );
    assert.doesNotMatch(text, /^- 10:31/m);
  });

  test('a name with control characters makes no faulty page', () => {
    const page = bulletinHtml(paper('Field\u0000\u0007\u202e'), false);
    for (const hidden of ['\u0000', '\u0007', '\u202e']) assert.equal(page.includes(hidden), false);
  });
});

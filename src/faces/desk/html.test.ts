import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeHtml, html, joined, NOTHING, printHtml } from './html.ts';

test('text is escaped in content and in quoted attributes', () => {
  const hostile = `"><script>alert('x')</script>&amp;`;
  const page = printHtml(html`<p title="${hostile}">${hostile}</p>`);
  assert.equal(page.match(/[<>]/g)?.length, 4);
  assert.equal(page.includes('<script'), false);
});

test('markup goes in as it is, and only markup made by the tag is markup', () => {
  assert.equal(printHtml(html`<b>${html`<i>${'<'}</i>`}</b>`), '<b><i>&lt;</i></b>');
  assert.equal(printHtml(html`${NOTHING}${undefined}${false}${0}`), '0');
  assert.equal(printHtml(joined([html`a`, html`b`, html`c`], html`, `)), 'a, b, c');
});

test('no text yields a character that opens markup', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(escapeHtml(text))));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { faultInXml } from '../../../test/making/well-formed.ts';
import { element, printXml } from './xml.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

test('elements nest, and what is empty ends at once', () => {
  const tree = element('a', [
    element('b', 'c'),
    element('d', undefined, { e: 'f' }),
    element('g', []),
    element('h', ''),
  ]);
  assert.equal(printXml(tree), `${HEAD}<a>\n  <b>c</b>\n  <d e="f"/>\n  <g/>\n  <h/>\n</a>\n`);
});

test('text and values are escaped, whatever stands in them', () => {
  const text = `<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]> & ]]> '`;
  const printed =
    '&lt;!DOCTYPE x [&lt;!ENTITY y SYSTEM &quot;file:///etc/passwd&quot;&gt;]&gt; &amp; ]]&gt; &apos;';
  assert.equal(printXml(element('a', text, { b: text })), `${HEAD}<a b="${printed}">${printed}</a>\n`);
});

test('characters that XML has no way to hold are left out', () => {
  assert.equal(
    printXml(element('a', 'b\0\u0008\u000b\u001f\ud800c\udc00\ufffe\uffffd👾')),
    `${HEAD}<a>bcd👾</a>\n`,
  );
});

test('any text in any place leaves a document well formed', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", ']', 'a', ' ', '\ud800') }),
  );
  fc.assert(
    fc.property(text, text, (value, content) => {
      assert.equal(faultInXml(printXml(element('a', [element('b', content, { c: value })]))), undefined);
    }),
    { numRuns: 2_000 },
  );
});

test('the check for that finds what is wrong', () => {
  for (const wrong of [
    '',
    'a',
    '<a>',
    '</a>',
    '<a></b>',
    '<a><b></a></b>',
    '<a/><b/>',
    '<a>&</a>',
    '<a>&x;</a>',
    '<a b="<"/>',
    '<a b="&"/>',
    '<a b=c/>',
    '<a/>b',
    ' <?xml version="1.0"?><a/>',
    '<!DOCTYPE a><a/>',
    '<a><!-- b --></a>',
    '<a b="""/>',
  ])
    assert.notEqual(faultInXml(wrong), undefined, wrong);
  for (const right of ['<a/>', '<?xml version="1.0"?>\n<a b="&amp;c"><d>&lt;</d> </a>\n'])
    assert.equal(faultInXml(right), undefined, right);
});

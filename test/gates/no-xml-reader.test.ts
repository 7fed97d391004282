import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

// What reads XML in a browser or in Node, and how packages that do are called. An XML reader can be made to open files and
// addresses by what it reads (external entities); we only write XML.
const READER =
  /DOMParser|parseFromString|parseHTMLUnsafe|responseXML|XSLTProcessor|['"][\w@/-]*(?:xml|xpath|soap|sax(?:es)?|expat)[\w/-]*['"]/i;

// Names of what we write; and pages, which a browser reads as HTML, where nobody can declare an entity.
const NO_READER = /'application\/(?:atom|cap)\+xml'|'text\/html'|'\.\/xml\.ts'/;

/** The lines of a file that use a reader of XML. */
function readersIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => READER.test(line) && !NO_READER.test(line));
}

test('no code of ours reads XML', () => {
  const files = globSync('src/**/*.{ts,tsx}').filter((path) => !path.includes('.test.'));
  assert.ok(files.length > 100);
  const found = files.flatMap((path) =>
    readersIn(readFileSync(path, 'utf8')).map((line) => `${path}: ${line}`),
  );
  assert.deepEqual(found, []);
});

test('no package that a hub installs does', () => {
  const lock: { readonly packages: Readonly<Record<string, { readonly dev?: boolean }>> } = JSON.parse(
    readFileSync('package-lock.json', 'utf8'),
  );
  const names = Object.entries(lock.packages).flatMap(([path, { dev }]) =>
    dev ? [] : path.split('node_modules/').slice(-1),
  );
  assert.ok(names.includes('hono'));
  assert.deepEqual(
    names.filter((name) => READER.test(`'${name}'`)),
    [],
  );
});

test('the check finds what does', () => {
  for (const line of [
    "import { XMLParser } from 'fast-xml-parser';",
    "import sax from 'sax';",
    "import { parse } from 'libxmljs2';",
    "import x from '@xmldom/xmldom';",
    'new DOMParser().parseFromString(text, type)',
  ])
    assert.deepEqual(readersIn(line), [line]);
  assert.deepEqual(readersIn("import { printXml } from './xml.ts';"), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeLetter } from './letter.ts';

const HEADERS = [
  'Auto-Submitted',
  'Content-Transfer-Encoding',
  'Content-Type',
  'Date',
  'From',
  'MIME-Version',
  'Message-ID',
  'Subject',
  'To',
];

async function headersOf(message: { title: string; text: string; link?: string }): Promise<string[]> {
  const parcel = { key: 'k', address: '', topic: '', ttlSeconds: 1, message };
  const letter = (await writeLetter('a@b.example', 'c@d.example', parcel)).toString('latin1');
  assert.ok(letter.split('\r\n').every((line) => line.length <= 998));
  const head = letter.slice(0, letter.indexOf('\r\n\r\n'));
  const lines = head.split('\r\n').filter((line) => !/^[ \t]/.test(line));
  return lines.map((line) => line.slice(0, line.indexOf(':'))).toSorted();
}

test('no title and no text makes a header of its own', async () => {
  const hostile = fc.constantFrom('\r\n', '\n', '\r', '\u2028', 'Bcc: e@f.example', '\r\n\r\n<b>', '\0', ' ');
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.oneof(hostile, fc.string({ maxLength: 5 })), { maxLength: 8 }).map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(text, text, async (title, body) => {
      assert.deepEqual(await headersOf({ title: `a${title}`, text: body }), HEADERS);
    }),
  );
});

test('a link that is none is left out, and none can end its header', async () => {
  for (const link of ['', 'here', 'https://', '\r\nBcc: e@f.example'])
    assert.deepEqual(await headersOf({ title: 'a', text: 'b', link }), HEADERS, link);
  for (const link of ['https://a.example/>\r\nBcc:e@f.example', 'https://a.example/p/қ?<>#\n'])
    assert.deepEqual(await headersOf({ title: 'a', text: 'b', link }), HEADERS, link);
});

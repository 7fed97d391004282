import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LANGUAGES } from '../words/words.ts';
import { BATCH_MAX, batchesOf, composable, composerLink, composerOf } from './composer-link.ts';
import { ANY_ALARM } from '../../../test/making/cells.ts';
import { neighbourText } from './cell-work.ts';
import { parseDialled } from './neighbour.ts';

type Composed = { readonly to: readonly string[]; readonly body: string };

/** RFC 5724, 2.2, with the characters of RFC 3986; anything else is no such link. */
function byTheRfc(link: string): Composed {
  const [, to = '', body = ''] =
    /^sms:([+\d]+(?:,[+\d]+)*)\?body=((?:[A-Za-z\d._~-]|%[\dA-F]{2})*)$/.exec(link) ?? [];
  return { to: to.split(','), body: decodeURIComponent(body) };
}

/** As AOSP Messaging reads it: decoded as a whole, cut at `?` and `&`, and the body decoded again as a form. */
function onAndroid(link: string): Composed {
  const part = decodeURIComponent(link.slice('sms:'.length));
  const to = (part.split('?')[0] ?? '').replaceAll(';', ',').split(',');
  const fields = part.slice(part.indexOf('?') + 1).split('&');
  const body = fields.find((field) => field.startsWith('body='))?.slice('body='.length) ?? '';
  return { to, body: decodeURIComponent(body.replaceAll('+', ' ')) };
}

function onIphone(link: string): Composed {
  const [, to = '', body = ''] = /^sms:\/\/open\?addresses=([^&]*)&body=([^&]*)$/.exec(link) ?? [];
  return { to: to.split(','), body: decodeURIComponent(body) };
}

const WRITTEN = [
  '+7 (701) 234-56-78',
  '8 701 234 56 78',
  '00 7 701 234 5678',
  '87012345678',
  '+49.1512.3456789',
];
const anyNumber = fc.oneof(
  fc.constantFrom(...WRITTEN),
  fc.stringMatching(/^\+[1-9]\d{7,14}$/),
  fc.stringMatching(/^[1-9]\d{7,14}$/),
);

describe('a link to a composer', () => {
  test('gives every telephone the same numbers and the same text, for alarms of all kinds in three languages', () => {
    fc.assert(
      fc.property(
        fc.array(anyNumber, { minLength: 1, maxLength: BATCH_MAX }),
        ANY_ALARM,
        fc.constantFrom(...LANGUAGES),
        fc.constantFrom('call' as const, 'redirect' as const, 'over' as const),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (written, alarm, language, phase, settlement) => {
          const text = neighbourText(alarm, phase, { settlement, language });
          const to = written.map((each) => parseDialled(each) ?? assert.fail(each));
          const composed = { to, body: text };
          assert.deepEqual(byTheRfc(composerLink(to, text, 'other')), composed);
          assert.deepEqual(onAndroid(composerLink(to, text, 'other')), composed);
          assert.deepEqual(onIphone(composerLink(to, text, 'apple')), composed);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('carries any text at all, but for the five characters that Android loses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const arrives = composable(text).toWellFormed();
        assert.equal(onAndroid(composerLink(['+77012345678'], text, 'other')).body, arrives);
        assert.equal(onIphone(composerLink(['+77012345678'], text, 'apple')).body, arrives);
        assert.ok(!/[%&+?#]/.test(arrives));
      }),
    );
  });

  test('as it is written', () => {
    const to = ['+77012345678', '87020000000'];
    assert.equal(composerLink(to, 'Иә!', 'other'), 'sms:+77012345678,87020000000?body=%D0%98%D3%99%21');
    assert.equal(
      composerLink(to, 'Иә!', 'apple'),
      'sms://open?addresses=+77012345678,87020000000&body=%D0%98%D3%99%21',
    );
  });

  test('is made for at most ten numbers, none left out and none twice', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (all) => {
        const batches = batchesOf(all);
        assert.deepEqual(batches.flat(), all);
        assert.ok(batches.every(({ length }) => length > 0 && length <= BATCH_MAX));
      }),
    );
  });

  test('is that of an iPhone for an iPhone, and for an iPad that calls itself a Mac', () => {
    assert.equal(composerOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)', 5), 'apple');
    assert.equal(composerOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5), 'apple');
    assert.equal(composerOf('Mozilla/5.0 (Linux; Android 15; Pixel 9)', 5), 'other');
    assert.equal(composerOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 0), 'other');
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { scanned } from '../../../test/making/scanned.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { instant } from '../../base/instant.ts';
import { parseInvitation, printInvitation } from '../../record/invitation.ts';
import { newIncidentId } from '../../record/names.ts';
import { parseSecretWords, secretWords } from '../../record/secret-words.ts';
import { renderInvitationPaper, renderKeyholderPaper } from './key-paper.ts';

const crypto = cryptoNode();
const languages = ['kk', 'ru', 'en'] as const;

const secret = Uint8Array.from(crypto.randomBytes(32));
const keyholder = renderKeyholderPaper({
  settlement: 'East <field> & "co"',
  languages,
  words: secretWords(secret),
  n: 3,
});
const invitation = {
  place: newIncidentId(crypto.randomBytes),
  code: Uint8Array.from(crypto.randomBytes(16)),
  role: 'warden',
  cell: 'c1',
  until: instant(Date.UTC(2031, 4, 17, 10, 30)),
  next: 1,
  hub: `https://hub.example/b/${'x'.repeat(43)}`,
} as const;
const invited = renderInvitationPaper({
  settlement: 'East field',
  languages,
  words: secretWords(invitation.code),
  line: printInvitation(invitation),
  role: 'warden',
  cell: 'c1',
  until: invitation.until,
  hasHub: false,
});

describe('the paper of a keyholder', () => {
  test('holds the same secret as words in their order and as a code that a camera reads', () => {
    const words = [...keyholder.matchAll(/<li>([a-z]+)<\/li>/g)].map((m) => m[1]).join(' ');
    assert.deepEqual(parseSecretWords(words), secret);
    assert.deepEqual(parseSecretWords(scanned(keyholder)), secret);
  });

  test('names settlement and number in each language, escaped', () => {
    assert.match(keyholder, /<h1>East &lt;field&gt; &amp; &quot;co&quot;<\/h1>/);
    for (const title of ['Кілт сақтаушы 3', 'Хранитель ключа 3', 'Keyholder 3'])
      assert.match(keyholder, new RegExp(title));
  });
});

describe('the paper of an invitation', () => {
  test('holds the whole invitation as a code and as text, and says role, cell and end', () => {
    assert.deepEqual(parseInvitation(scanned(invited)), invitation);
    const said = invited.replaceAll(/<svg.*?<\/svg>/gs, '');
    assert.match(said, /Role: warden\. Cell: c1\.\s+Holds until: 2031-05-17 10:30 UTC/);
    assert.match(said, /class="write"/);
    const line = /<p class="line">([^<]+)</.exec(said)?.[1]?.replaceAll('&amp;', '&') ?? '';
    assert.deepEqual(parseInvitation(line), invitation);
  });
});

test('both are sound HTML, need nothing from outside and run nothing', async () => {
  const validate = new HtmlValidate({
    extends: ['html-validate:standard'],
    rules: { 'no-inline-style': 'off', 'no-raw-characters': 'off' },
  });
  for (const page of [keyholder, invited]) {
    const report = await validate.validateString(page);
    assert.deepEqual(
      report.results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      ),
      [],
    );
    assert.doesNotMatch(page, /<script|<link|<img|url\(|@import| src=| on\w+=/);
  }
});

import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';

const cli = openCli();
after(cli.end);

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  init: [
    'cells',
    'data',
    'json',
    'key-file',
    'keyholders',
    'languages',
    'papers',
    'passphrase-file',
    'settlement',
    'wardens',
  ],
  serve: [
    'data',
    'found',
    'host',
    'json',
    'key-file',
    'new-links',
    'papers',
    'passphrase-file',
    'phones',
    'port',
    'scenario',
  ],
  day: ['exit', 'organiser-only', 'out', 'speed'],
  place: ['data', 'json', 'key-file', 'lang', 'passphrase-file'],
  post: ['at', 'body', 'device', 'incident', 'json', 'key', 'kind', 'passphrase-file', 're', 'to'],
  show: [
    'bulletin',
    'data',
    'entry',
    'from',
    'incident',
    'json',
    'key-file',
    'lang',
    'passphrase-file',
    'situation',
  ],
  export: ['data', 'for', 'from', 'incident', 'key-file', 'out', 'passphrase-file'],
  bag: ['data', 'for', 'from', 'key-file', 'out', 'passphrase-file', 'to'],
  verify: ['json', 'log-key'],
  fsck: ['data', 'json', 'key-file', 'passphrase-file'],
  audit: ['json', 'key', 'policy', 'state'],
  evidence: ['device', 'key', 'out', 'passphrase-file'],
  group: [
    'at',
    'device',
    'entry',
    'identity',
    'incident',
    'json',
    'key',
    'keyholders',
    'number',
    'out',
    'part',
    'passphrase-file',
    'recipient',
    'share',
    'shares',
    'to',
  ],
  log: ['data', 'json', 'key-file', 'passphrase-file'],
  invite: ['cell', 'device', 'hours', 'hub', 'json', 'paper', 'passphrase-file', 'role', 'to'],
  join: ['device', 'json', 'passphrase-file', 'request', 'slots', 'to'],
  approve: ['device', 'json', 'list', 'number', 'passphrase-file', 'request', 'to'],
  wipe: ['device'],
  slots: ['count', 'device', 'json', 'more', 'passphrase-file', 'to'],
  revoke: ['device', 'from-index', 'json', 'passphrase-file', 'to'],
  leave: ['device', 'json', 'passphrase-file', 'to'],
  mute: ['device', 'json', 'passphrase-file', 'to'],
  unmute: ['device', 'json', 'passphrase-file', 'to'],
  rotate: ['device', 'json', 'n', 'new-paper', 'passphrase-file', 'to', 'words', 'words-file'],
  incident: ['device', 'json', 'passphrase-file', 'to'],
  'check-in': ['device', 'json', 'passphrase-file', 'to'],
  erase: ['device', 'ground', 'json', 'office', 'part', 'passphrase-file', 'to', 'what'],
  people: ['data', 'device', 'from', 'json', 'key-file', 'passphrase-file'],
  channel: [
    'burst',
    'ca',
    'contact',
    'data',
    'fixed',
    'folder',
    'from',
    'header',
    'header-file',
    'host',
    'id-field',
    'json',
    'key-file',
    'lang',
    'passphrase-file',
    'password-file',
    'per-minute',
    'port',
    'security',
    'signing-key-file',
    'sim',
    'text-field',
    'to',
    'to-field',
    'to-list',
    'ttl-field',
    'url',
    'user',
  ],
  peer: [
    'address-file',
    'at',
    'ca',
    'data',
    'grace',
    'inside',
    'json',
    'key-file',
    'passphrase-file',
    'tell',
  ],
  backup: ['data', 'forget', 'json', 'key-file', 'passphrase-file', 'to'],
  restore: ['data', 'erasures', 'from', 'hub', 'json', 'key-file', 'old', 'passphrase-file'],
  key: ['data', 'json', 'key-file', 'new-key-file', 'new-passphrase-file', 'passphrase-file'],
  doctor: ['data', 'json', 'key-file', 'lang', 'passphrase-file', 'port', 'url'],
  rollback: ['data', 'json'],
  'upgrade-done': ['data', 'json'],
};

describe('the program', () => {
  test('lists its commands, and says what to do when none or an unknown one is named', async () => {
    for (const word of ['--help', '-h', 'help']) {
      const help = await cli.run(word);
      assert.deepEqual([help.code, help.err], [0, '']);
      for (const name of Object.keys(OPTIONS)) assert.match(help.out, new RegExp(`^  ${name} `, 'm'));
    }
    const none = await cli.run();
    assert.deepEqual([none.code, none.out], [2, '']);
    const unknown = await cli.run('sevre', '--help');
    assert.deepEqual([unknown.code, unknown.out], [2, '']);
    assert.match(unknown.err, /there is no command "sevre"/);
    for (const odd of ['', '--', '__proto__', 'toString', 'SERVE'])
      assert.equal((await cli.run(odd)).code, 2, odd);
  });
});

for (const [name, options] of Object.entries(OPTIONS)) {
  describe(`shanyrak ${name}`, () => {
    test('--help exits 0, names exactly its options and the meaning of its exit codes', async () => {
      for (const argv of [
        [name, '--help'],
        [name, '-h'],
        [name, '--nonsense', '--help'],
      ]) {
        const help = await cli.run(...argv);
        assert.deepEqual([help.code, help.err], [0, '']);
        assert.match(help.out, new RegExp(`^shanyrak ${name}`));
        const named = [...help.out.matchAll(/--([a-z][a-z-]*)/g)].map((m) => m[1] ?? '');
        assert.deepEqual([...new Set(named)].sort(), options);
        assert.match(help.out, /Exit: 0 .*1 .*2 /s);
      }
    });

    test('takes each of its options and refuses any other with exit 2 and one line', async () => {
      // The unknown one comes last: if an option before it were unknown too, that one would be named.
      for (const option of options) {
        const run = await cli.run(name, `--${option}`, 'v', '--no-such-option');
        assert.deepEqual([run.code, run.out], [2, ''], option);
        assert.match(
          run.err,
          new RegExp(`^shanyrak ${name}: .*'--no-such-option'.* See: shanyrak ${name} --help\\n$`),
          option,
        );
      }
    });

    test('refuses a file too many, a short option and a value where none belongs', async () => {
      for (const argv of [
        ['a', 'b', 'c'],
        ['-x'],
        [`--${options[0]}=`, '-z'],
        ['--json=yes', '--exit=yes', '--x'],
      ]) {
        const run = await cli.run(name, ...argv);
        assert.deepEqual([run.code, run.out], [2, ''], argv.join(' '));
        assert.match(run.err, /See: shanyrak/);
      }
    });
  });
}

describe('a command that is given something else than it needs exits 2, says so and makes nothing:', () => {
  const folder = newFolder();
  const [none, empty, file] = [join(folder, 'none'), newFolder(), join(folder, 'file')];
  writeFileSync(file, 'some text');
  const to = ['--to', 'http://127.0.0.1:1/b/x'];
  const init = ['init', '--data', none, '--papers', none, '--settlement', 'East field'];
  const calls: readonly (readonly [readonly string[], RegExp])[] = [
    [['serve', '--data', none, '--port', '70000'], /--port is a whole number from 0 to 65535/],
    [['serve', '--data', none, '--port', 'http'], /--port is a whole number/],
    [['serve', '--data', none, '--scenario', 'a,b,c,d'], /--scenario is/],
    [['serve', '--data', none, '--scenario', '1,2,3'], /--scenario is/],
    [['serve', '--data', none, '--scenario', '1.5,2,3,4'], /--scenario is/],
    [['day', '--speed', '0'], /--speed is a whole number/],
    [['day', none], /there is no day file/],
    [['place'], /needs one of check, new/],
    [['place', 'publish'], /needs one of check, new/],
    [['place', 'new'], /needs the name of a file/],
    [['place', 'new', file], /is there already and was left as it is/],
    [['place', 'new', none, '--json'], /takes no --json/],
    [['place', 'check', none], /there is no place plan/],
    [['place', 'check', folder], /is a folder: give a place plan/],
    [['place', 'check', file, '--lang', 'de'], /--lang is one of kk, ru, en/],
    [['post'], /needs --to/],
    [['post', '--to', 'not a link', none], /--to is a link such as/],
    [['post', '--to', 'http://127.0.0.1:1/b/x'], /needs --kind/],
    [['post', '--to', 'http://127.0.0.1:1/b/x', folder], /there is no file/],
    [['post', '--to', 'http://127.0.0.1:1/b/x', none], /there is no file/],
    [['show'], /needs one of/],
    [['show', none], /there is no file/],
    [['show', file], /is not sound/],
    [['show', folder], /there is no file/],
    [['show', '--data', none], /there is no folder/],
    [['show', file, '--data', none], /needs one of/],
    [['show', '--data', empty, '--lang', 'de'], /--lang is one of kk, ru, en/],
    [['show', '--data', empty, '--incident', 'short'], /--incident is a number, or the 16 characters/],
    [['show', '--from', 'not a link'], /--from is a link such as/],
    [['export', '--data', empty], /needs --out/],
    [['export', '--data', empty, '--out', none, '--for', 'police'], /--for is one of/],
    [['export', folder, '--out', none], /there is no file/],
    [['bag'], /needs --out/],
    [['bag', '--out', none], /needs a FILE, or an INCIDENT/],
    [['bag', file, '--out', none, '--data', empty], /takes a FILE, or an INCIDENT/],
    [['bag', file, '--out', none], /is not sound/],
    [['bag', '--out', none, '--for', 'police'], /--for is one of/],
    [['bag', file, '--out', none, '--for', 'public'], /from a hub of its own only/],
    [['bag', file, '--out', none, '--to', 'age1x'], /takes --to with --for lawyer only/],
    [['verify'], /needs a BAG, a FILE or a URL/],
    [['verify', none], /there is no file/],
    [['verify', folder], /finds no evidence bag/],
    [['verify', file, '--log-key', 'x'], /takes --log-key with a BAG only/],
    [['fsck'], /needs --data/],
    [['fsck', '--data', none], /there is no folder/],
    [['audit'], /needs the URL of a log/],
    [['audit', 'http://127.0.0.1:1', '--state', file], /is not the state of an audit/],
    [['evidence', '--out', none], /needs one of --device and --key/],
    [['evidence', '--device', none, '--out', none], /there is no folder/],
    [['init'], /needs --data/],
    [['init', '--data', none, '--papers', none], /needs --settlement/],
    [[...init, '--languages', 'kk,kk'], /--languages are of kk, ru, en/],
    [[...init, '--languages', 'kk', '--keyholders', '1'], /--keyholders is a whole number from 2 to 5/],
    [[...init, '--languages', 'kk', '--wardens', '2'], /belong together/],
    [[...init, '--languages', 'kk'], /--key-file or --passphrase-file/],
    [['invite'], /needs --to/],
    [['invite', ...to], /needs --role/],
    [['invite', ...to, '--role', 'keyholder'], /keyholders are named at the founding/],
    [['invite', ...to, '--role', 'medic', '--hours', '0'], /--hours is a whole number/],
    [['join'], /needs --device/],
    [['join', '--device', none], /needs an INVITATION/],
    [['join', 'one two', '--device', none], /that is no invitation/],
    [['approve', ...to], /needs one of --list/],
    [['approve', ...to, '--list', '--device', none], /there is no folder/],
    [['approve', ...to, '--list', '--device', empty], /is not the folder of a device/],
    [['revoke', ...to], /needs a KEY/],
    [['revoke', 'short', ...to], /is not a key of 43 characters/],
    [['mute', 'short'], /is not a key/],
    [['unmute'], /needs a KEY/],
    [['leave'], /needs --to/],
    [['rotate', ...to], /needs --n/],
    [
      ['rotate', ...to, '--n', '1', '--device', none, '--new-paper', none, '--words', 'a b'],
      /not the 24 words/,
    ],
    [['incident'], /needs one of list, close/],
    [['incident', 'merge', '1'], /names 2 incidents/],
    [['people'], /needs one of --from and --data/],
    [['people', '--data', none], /there is no folder/],
    [['backup'], /needs --data/],
    [['backup', '--data', none], /there is no folder/],
    [['restore', '--data', none], /needs --from/],
    [['restore', '--from', empty], /needs --data/],
    [['restore', '--from', none, '--data', none], /there is no folder/],
    [['key', 'ways', '--data', none], /holds no hub with a key/],
    [['key', 'rotate', '--data', none], /there is no folder/],
    [['doctor'], /needs --data/],
    [['doctor', '--data', file], /is not a folder/],
    [['doctor', '--data', none, '--url', 'hub.example'], /--url is an address/],
    [['doctor', '--data', none, '--lang', 'de'], /--lang is one of kk, ru, en/],
    [['doctor', '--data', none, '--key-file', none], /there is no file/],
    [['rollback'], /needs --data/],
    [['rollback', '--data', none], /there is no folder/],
    [['upgrade-done'], /needs --data/],
    [['upgrade-done', '--data', none], /there is no folder/],
  ];
  for (const [argv, words] of calls) {
    test(argv.map((arg) => arg.replace(folder, '')).join(' '), async () => {
      const run = await cli.run(...argv);
      assert.deepEqual([run.code, run.out], [2, '']);
      assert.match(run.err, words);
      assert.equal(run.err.split('\n').length, 2, run.err);
      assert.equal(existsSync(none), false);
    });
  }
});

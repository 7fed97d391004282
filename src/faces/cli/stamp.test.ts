import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ok } from '../../../test/making/committee.ts';
import { authorityMark, certificate, newKey } from '../../../test/making/stamp-certificates.ts';
import { keyOf } from '../../../test/making/vault.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';

const cli = openCli();
after(cli.end);

describe('authorities', () => {
  const folder = newFolder();
  const data = join(folder, 'hub');
  const root = certificate({ name: 'Root', key: newKey('p256'), extensions: [authorityMark()] });
  const between = certificate({
    name: 'Between',
    key: newKey('p256'),
    by: root,
    extensions: [authorityMark()],
  });
  const other = certificate({ name: 'Other', key: newKey('p256'), extensions: [authorityMark()] });
  const put = (name: string, content: string | Uint8Array): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const chain = put('chain.pem', `Some words before.\n${root.pem}${between.pem}`);
  const URL = 'http://tsa.example/stamp';

  before(async () => {
    const named = ['--settlement', 'East field', '--languages', 'en', '--papers', join(folder, 'papers')];
    ok(await cli.run('init', '--data', data, ...keyOf(data), ...named));
  });

  const stamp = (...args: readonly string[]) => cli.run('stamp', ...args, '--data', data, ...keyOf(data));
  const listed = async (): Promise<readonly Record<string, unknown>[]> =>
    JSON.parse(ok(await stamp('list', '--json')).out).authorities;

  test('are added with their certificates in PEM, one in DER, and a policy, and listed without certificates', async () => {
    assert.match(ok(await stamp('list')).err, /No authority stamps this log/);
    assert.match(
      ok(await stamp('add', 'east', URL, '--certs', chain, '--policy', '1.2.3.4')).err,
      /Plain http/,
    );
    ok(await stamp('add', 'west', 'https://tsa.example', '--certs', put('root.der', root.der)));
    assert.deepEqual(await listed(), [
      { name: 'east', url: URL, policy: '1.2.3.4', allowInside: false, isRemoved: false, stamps: 0 },
      { name: 'west', url: 'https://tsa.example/', allowInside: false, isRemoved: false, stamps: 0 },
    ]);
    assert.match(
      ok(await stamp('list')).out,
      /^east {2}http:\/\/tsa\.example\/stamp, policy 1\.2\.3\.4: no stamp yet$/m,
    );
  });

  test('are changed under their name, and removed', async () => {
    ok(await stamp('add', 'west', 'http://127.0.0.1:1/', '--certs', put('other.pem', other.pem), '--inside'));
    assert.partialDeepStrictEqual(await listed(), [{ name: 'east' }, { name: 'west', allowInside: true }]);
    ok(await stamp('remove', 'west'));
    assert.equal((await listed()).length, 1);
    assert.equal((await stamp('remove', 'west')).code, 2);
  });

  test('are asked at once when somebody wants it, and only where there are any', async () => {
    assert.match(ok(await stamp('now')).out, /stamped at once/);
    ok(await stamp('remove', 'east'));
    assert.equal((await stamp('now')).code, 2);
    ok(await stamp('add', 'east', URL, '--certs', chain));
  });

  test('what is wrong with an option is said, and changes nothing', async () => {
    const certs = ['--certs', chain];
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['add', 'East', URL, ...certs], /small letters/],
      [['add', 'x', 'tsa.example', ...certs], /URL is an address/],
      [['add', 'x', 'https://user:word@tsa.example/', ...certs], /URL is an address/],
      [['add', 'x', 'http://192.168.1.1/', ...certs], /--inside/],
      [['add', 'x', URL], /needs --certs/],
      [['add', 'x', URL, '--certs', join(folder, 'none')], /cannot be read/],
      [['add', 'x', URL, '--certs', put('empty', 'nothing')], /no certificates/],
      [['add', 'x', URL, '--certs', put('between.pem', between.pem)], /no root/],
      [['add', 'x', URL, ...certs, '--policy', '1'], /--policy is an object identifier/],
      [['list', '--inside'], /list takes no --inside/],
      [['now', 'east'], /does not expect "east"/],
      [['stamp'], /needs one of add, list, remove, now/],
    ];
    for (const [args, why] of wrong) {
      const said = await stamp(...args);
      assert.equal(said.code, 2, args.join(' '));
      assert.match(said.err, why);
    }
    assert.equal((await listed()).length, 1);
    assert.ok(readFileSync(chain, 'utf8').startsWith('Some words'));
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { newFolder } from './sim/temp-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const PAGE = readFileSync(join(ROOT, 'docs/run-a-hub.md'), 'utf8');
const DRAFT_1 = join(ROOT, 'test/vectors/store-sqlite-1/hub.sqlite');
const RUN_WITHIN_MS = 60_000;
const skip = process.platform !== 'linux' && 'the page is about a Linux machine';

// What would change a whole machine is only written down; the others stay below the folder they are given.
const WRITTEN_DOWN = ['apt-get', 'npm', 'useradd', 'nginx', 'swapoff', 'timedatectl'];
const RUN = ['cd', 'cp', 'install', 'printf', 'sed', 'shanyrak', 'sudo', 'systemctl'];

type Block = { readonly mark: string; readonly text: string };
type Ran = Block & { readonly code: number | null; readonly said: string };

/** The blocks of the page that are run, in their order. */
const blocks: readonly Block[] = [...PAGE.matchAll(/^```sh run ?(\w*)\n([\s\S]*?)^```/gm)].map((m) => ({
  mark: m[1] ?? '',
  text: m[2] ?? '',
}));

/** A machine in a folder: its places lie below `root`, and what would change a real one only writes down its name. */
class Machine {
  readonly root = newFolder();
  readonly data = this.at('var/lib/shanyrak');
  readonly key = this.at('media/hub-key/hub.key');

  constructor() {
    for (const folder of ['etc/systemd/system', 'etc/nginx', 'media/hub-key', 'var/lib', 'bin', 'opt'])
      mkdirSync(this.at(folder), { recursive: true });
    writeFileSync(this.at('etc/fstab'), 'UUID=1 / ext4 defaults 0 1\nUUID=2 none swap sw 0 0\n');
    symlinkSync(ROOT, this.at('opt/shanyrak'));
    for (const name of WRITTEN_DOWN) this.standIn(name, `echo "${name} $*" >> "${this.at('calls')}"`);
    // The command that is put in place leads to /opt, which here lies elsewhere.
    this.standIn(
      'install',
      `PATH=/usr/bin:/bin install "$@" && case "$*" in *bin/shanyrak) sed -i 's# /opt/shanyrak# ${ROOT}#g' "${this.at('bin/shanyrak')}";; esac`,
    );
    this.standIn('sudo', 'shift 2; exec "$@"');
    // Starting the service is starting the hub, with the options of the page, until it is ready.
    this.standIn(
      'systemctl',
      `echo "systemctl $*" >> "${this.at('calls')}"
case "$*" in *"start shanyrak-hub"|*"--now shanyrak-hub")
  exec shanyrak serve --port 0 --data "${this.data}" --key-file "${this.key}" < /dev/null;; esac`,
    );
  }

  at(path: string): string {
    return join(this.root, path);
  }

  standIn(name: string, script: string): void {
    writeFileSync(this.at(`bin/${name}`), `#!/bin/sh\n${script}\n`);
    chmodSync(this.at(`bin/${name}`), 0o755);
  }

  run(block: Block): Ran {
    const text = block.text
      .replaceAll(/(?<=^|[\s"'>])\/(?=(?:opt|etc|media|var\/lib)\/)/gm, `${this.root}/`)
      .replaceAll('/usr/local/bin', this.at('bin'))
      .replaceAll(' -o shanyrak -g shanyrak', '')
      .replaceAll('shanyrak serve ', 'shanyrak serve --port 0 ');
    for (const line of text.trim().split('\n')) {
      assert.ok([...WRITTEN_DOWN, ...RUN].includes(line.split(' ')[0] ?? ''), `not run here: ${line}`);
      for (const [, path = ''] of line.matchAll(/(?:^|[\s"'>])(\/[a-z]+\/[^\s"']*)/g))
        assert.ok(path.startsWith(this.root) || path === '/usr/sbin/nologin', `outside: ${path}`);
    }
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const run = spawnSync('bash', ['-euc', `cd "${this.at('opt/shanyrak')}"\n${text}`], {
      encoding: 'utf8',
      timeout: RUN_WITHIN_MS,
      input: '',
      env: { ...env, PATH: `${this.at('bin')}:${env['PATH'] ?? ''}`, SHANYRAK_PARENT_PIPE: '1' },
    });
    return { ...block, code: run.status, said: run.stdout + run.stderr };
  }
}

describe('docs/run-a-hub.md, walked', { skip }, () => {
  const machine = new Machine();
  const ran: Ran[] = [];
  before(() => {
    for (const block of blocks) {
      if (block.mark === 'upgrade') {
        // From here on it is the folder of somebody who comes from the first version.
        for (const end of ['', '-wal', '-shm'])
          rmSync(join(machine.data, `hub.sqlite${end}`), { force: true });
        copyFileSync(DRAFT_1, join(machine.data, 'hub.sqlite'));
      }
      ran.push(machine.run(block));
    }
  });

  const the = (words: string): Ran => {
    const found = ran.find(({ text }) => text.includes(words));
    assert.ok(found, words);
    return found;
  };

  test('every block runs to its end; the doctor and fsck end as what they find says', () => {
    assert.equal(ran.length, 15);
    for (const { text, code, said } of ran) {
      const finds = /shanyrak (?:doctor|fsck)/.test(text);
      assert.ok(code === 0 || (finds && code === 1), `${text}\nended with ${code}: ${said}`);
    }
  });

  test('the machine is prepared as the page says', () => {
    assert.match(readFileSync(machine.at('etc/fstab'), 'utf8'), /^UUID=1 .*\n#UUID=2 none swap/);
    const calls = readFileSync(machine.at('calls'), 'utf8');
    for (const call of [
      'swapoff -a',
      'systemctl mask hibernate.target',
      'npm run hub',
      'useradd --system',
      'nginx -t',
    ])
      assert.ok(calls.includes(call), call);
    assert.equal(
      readFileSync(machine.at('etc/systemd/system/shanyrak-hub.service'), 'utf8'),
      readFileSync(join(ROOT, 'deploy/shanyrak-hub.service'), 'utf8'),
    );
  });

  test('the first start makes the key, the folder and three links', () => {
    const first = the('shanyrak serve');
    assert.match(first.said, /Its key: .*hub\.key\. Keep a copy apart/);
    assert.equal(first.said.match(/\/b\/[\w-]{43}/g)?.length, 3);
    assert.equal(statSync(machine.data).mode & 0o777, 0o700);
    assert.equal(statSync(machine.key).mode & 0o777, 0o600);
    assert.match(the('enable --now').said, /The links made at the first start still hold/);
  });

  test('the doctor finds the key on the same disk, as here it is, and nothing loose in the folder', () => {
    const { said, code } = the('shanyrak doctor');
    assert.equal(code, 1);
    assert.match(said, /UNSAFE: The key file lies on the same disk/);
    assert.doesNotMatch(said, /Others on this machine may|not encrypted: whoever|older version/);
  });

  test('messages have a channel, the hub an address and a plan, and the doctor misses none of them', () => {
    const { said } = the('channel add push');
    assert.match(said, /^push: .*contact mailto:alarm@place\.example; key \*{4}/m);
    assert.match(said, /^address: https:\/\/hub\.example\.org$/m);
    assert.match(the('place use').said, /^Alarms go by this plan from now on, 3 cells/);
    assert.doesNotMatch(
      the('shanyrak doctor').said,
      /No channel is set up|does not know where it is reached/,
    );
  });

  test('the backup is one the doctor finds', () => {
    const again = machine.run({ mark: '', text: the('shanyrak doctor').text });
    assert.doesNotMatch(again.said, /no backup of this hub/);
    assert.match(again.said, /newest backup lies on the same disk/);
  });

  test('the upgrade keeps a copy, going back puts it back, and the end wipes it', () => {
    assert.match(the('shanyrak fsck').said, /30 entries/);
    assert.match(the('shanyrak rollback').said, /^Put back: .* with 30 entries/m);
    assert.match(the('shanyrak upgrade-done').said, /^Overwritten and deleted: hub-before-3\.sqlite/m);
    assert.equal(existsSync(join(machine.data, 'hub-before-3.sqlite')), false);
  });
});

test('every file of deploy/ is named on the page', () => {
  for (const name of [
    'shanyrak-hub.service',
    'shanyrak-hub-alarms.conf',
    'shanyrak.sh',
    'journald-shanyrak.conf',
    'nginx.conf',
    'Caddyfile',
    'Containerfile',
  ]) {
    assert.ok(existsSync(join(ROOT, 'deploy', name)), name);
    assert.ok(PAGE.includes(`deploy/${name}`), name);
  }
});

// git: take in signed commits, and check the signature of each. Signed with SSH keys (Ed25519), as git does it itself.

import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ITEM_BYTES, runPeer } from './common.js';

// Nothing of this machine's own settings.
const ENV = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
// What a commit takes besides its text: headers, and the signature in its armour.
const FRAME_BYTES = 470;

function versionOfGit() {
  const { error, stdout } = spawnSync('git', ['--version'], { encoding: 'utf8' });
  const version = /(\d+)\.(\d+)[.\d]*/.exec(stdout ?? '');
  const isKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
  const knowsSsh = version !== null && Number(version[1]) * 100 + Number(version[2]) >= 234;
  if (error === undefined && isKeygen && knowsSsh) return version[0];
  console.error('git-signed: needs git 2.34 or later and ssh-keygen; left out');
  process.exit(0);
}

const git = (dir, args, input) =>
  execFileSync('git', ['-C', dir, ...args], {
    env: ENV,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });

function newRepository(dir, keys) {
  mkdirSync(dir, { recursive: true });
  git(dir, ['init', '--quiet', '--bare']);
  for (const [name, value] of Object.entries({
    'gpg.format': 'ssh',
    'user.signingkey': keys.key,
    'gpg.ssh.allowedSignersFile': keys.allowed,
    'user.name': 'bench',
    'user.email': 'bench@example.org',
    'transfer.fsckObjects': 'true',
    'core.fsync': 'all',
    'gc.auto': '0',
  }))
    git(dir, ['config', name, value]);
}

function newKeys(dir) {
  mkdirSync(dir, { recursive: true });
  const key = join(dir, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key]);
  const allowed = join(dir, 'allowed');
  const [type, text] = execFileSync('ssh-keygen', ['-y', '-f', key], { encoding: 'utf8' }).split(' ');
  writeFileSync(allowed, `bench@example.org ${type} ${text.trim()}\n`);
  return { key, allowed };
}

/** A chain of signed commits on the branch `main`; their ids. */
function commitsIn(dir, n) {
  const tree = git(dir, ['mktree'], '').trim();
  const ids = [];
  for (let i = 0; i < n; i += 1) {
    const parent = ids.length === 0 ? [] : ['-p', ids.at(-1)];
    const text = randomBytes(Math.max(1, (ITEM_BYTES - FRAME_BYTES) / 2)).toString('hex');
    ids.push(git(dir, ['commit-tree', '-S', ...parent, '-m', text, tree]).trim());
  }
  git(dir, ['update-ref', 'refs/heads/main', ids.at(-1)]);
  return ids;
}

const isGood = (dir, ids) =>
  spawnSync('git', ['-C', dir, 'verify-commit', ...ids], { env: ENV }).status === 0;

const version = versionOfGit();
let source;

await runPeer({
  peer: `git ${version}`,
  what: 'fetch a chain of commits signed with SSH keys into an empty repository and check each signature (verify-commit)',
  hasSodium: false,

  async selfCheck(dir) {
    const keys = newKeys(dir);
    newRepository(join(dir, 'repo'), keys);
    const [id] = commitsIn(join(dir, 'repo'), 1);
    if (!isGood(join(dir, 'repo'), [id])) throw new Error('git refused a good commit');
    const spoilt = git(join(dir, 'repo'), ['cat-file', 'commit', id]).replace(/\n\n./, '\n\n!');
    const other = git(join(dir, 'repo'), ['hash-object', '-t', 'commit', '-w', '--stdin'], spoilt).trim();
    if (isGood(join(dir, 'repo'), [other])) throw new Error('git took a spoilt commit');
  },

  async prepare(n, dir) {
    if (source === undefined) {
      const keys = newKeys(`${dir}-keys`);
      newRepository(`${dir}-source`, keys);
      source = { keys, path: `${dir}-source`, ids: commitsIn(`${dir}-source`, n) };
    }
    newRepository(dir, source.keys);
    return {
      async work() {
        git(dir, ['fetch', '--quiet', source.path, 'main:main']);
        if (!isGood(dir, source.ids)) throw new Error('git refused a good commit');
      },
      async verify() {
        const count = Number(git(dir, ['rev-list', '--count', 'main']));
        if (count !== n) throw new Error(`fetched ${count} of ${n}`);
      },
    };
  },

  note: (n) =>
    `${n} commits in one fetch, checked for form (fsck) and synced; git starts ssh-keygen once for each signature. CPU of all its processes, sender included.`,
});

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { keyFileOf, vaultOf } from '../making/vault.ts';
import { freePort, runProgram } from '../sim/hub-child.ts';
import { newFolder } from '../sim/temp-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const UNIT = readFileSync(join(ROOT, 'deploy/shanyrak-hub.service'), 'utf8');
const isMissing = (program: string): boolean => spawnSync(program, ['--version']).status !== 0;
const skip = isMissing('systemd-analyze') && 'there is no systemd-analyze here';
// Of 10; what is left is what a hub needs: a port, and memory that V8 writes and executes.
const EXPOSURE_MAX = 1.5;

/** The values a setting has, in their order. */
function valuesOf(name: string, unit = UNIT): readonly string[] {
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map((m) => m[1] ?? '');
}

/** The unit with the program where it is here. */
function unitHere(change: (unit: string) => string = (unit) => unit): string {
  const file = join(newFolder(), 'shanyrak-hub.service');
  writeFileSync(file, change(UNIT).replaceAll('/opt/shanyrak', ROOT));
  return file;
}

function analyze(...args: readonly string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['--no-pager', ...args], {
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

describe('the unit of the hub', () => {
  test('is one that systemd understands to the last line', { skip }, () => {
    const { code, said } = analyze('verify', unitHere());
    assert.deepEqual([code, said], [0, '']);
    const wrong = analyze(
      'verify',
      unitHere((unit) => unit.replace('NoNewPrivileges=', 'NoNewPrivilege=')),
    );
    assert.match(wrong.said, /NoNewPrivilege/, 'it says what it does not understand');
  });

  test('leaves little open, and would leave more without its lines', { skip }, () => {
    const exposure = (file: string): number => {
      const { said } = analyze('security', '--offline=true', file);
      return Number(/exposure level for \S+: ([\d.]+)/.exec(said)?.[1]);
    };
    const own = exposure(unitHere());
    assert.ok(own <= EXPOSURE_MAX, String(own));
    assert.ok(exposure(unitHere((unit) => unit.replace(/^(?:Protect|Private)\w+=.*$/gm, ''))) > EXPOSURE_MAX);
  });

  test('keeps the key out of swap, core dumps and the data folder', () => {
    assert.deepEqual(valuesOf('LimitCORE'), ['0']);
    assert.deepEqual(valuesOf('MemorySwapMax'), ['0']);
    assert.deepEqual(valuesOf('LoadCredential'), ['hub.key:/media/hub-key/hub.key']);
    assert.deepEqual(valuesOf('UMask'), ['0077']);
    assert.deepEqual(valuesOf('Restart'), ['always']);
    assert.deepEqual(valuesOf('IPAddressDeny'), ['any']);
  });

  test('starts a hub by the very command that stands in it', async () => {
    const folder = newFolder();
    await vaultOf(folder);
    const credentials = newFolder();
    renameSync(keyFileOf(folder), join(credentials, 'hub.key'));
    const [program = '', ...args] = (valuesOf('ExecStart')[0] ?? '')
      .replaceAll('/var/lib/shanyrak', folder)
      // oxlint-disable-next-line no-template-curly-in-string -- systemd's own way to name it
      .replaceAll('${CREDENTIALS_DIRECTORY}', credentials)
      .split(' ');
    assert.equal(program, '/opt/shanyrak/node_modules/.bin/node');
    assert.deepEqual(args.slice(0, 3), [
      '--disable-warning=ExperimentalWarning',
      'src/main/shanyrak.ts',
      'serve',
    ]);
    // Its own port may be taken here; the last of two is the one that counts.
    const run = await runProgram([...args.slice(2), '--port', '0'], { env: { SHANYRAK_PARENT_PIPE: '1' } });
    assert.match(run.out, /^The hub runs at http:\/\/127\.0\.0\.1:\d+ with 0 entries\.$/m);
    assert.deepEqual(valuesOf('SocketBindAllow'), ['ipv4:tcp:8420']);
    assert.match((await runProgram(['serve', '--help'])).out, /--port N .*\(8420\)/);
  });

  test('has started when it answers, and not before', async () => {
    const [, script = ''] = /^\S+\/node -e "(.*)"$/.exec(valuesOf('ExecStartPost')[0] ?? '') ?? [];
    const port = await freePort();
    const waiting = spawn(process.execPath, ['-e', script.replace(':8420/', `:${port}/`)], {
      stdio: 'ignore',
    });
    const ended = once(waiting, 'exit');
    await sleep(1_000);
    assert.equal(waiting.exitCode, null, 'nobody answers yet');
    const server = createServer((_, response) => void response.end('{}')).listen(port, '127.0.0.1');
    assert.deepEqual(await ended, [0, null]);
    server.close();
  });
});

test('the settings of the journal stand where systemd looks for them', { skip }, () => {
  const root = newFolder();
  const folder = join(root, 'etc/systemd/journald.conf.d');
  mkdirSync(folder, { recursive: true });
  const text = readFileSync(join(ROOT, 'deploy/journald-shanyrak.conf'), 'utf8');
  writeFileSync(join(folder, 'shanyrak.conf'), text);
  const { said } = analyze(`--root=${root}`, 'cat-config', 'systemd/journald.conf');
  for (const line of ['Storage=volatile', 'MaxRetentionSec=7day', 'RuntimeMaxUse=32M'])
    assert.ok(said.includes(`\n${line}\n`), line);
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { findProgram } from './debian-program.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { BODY_BYTES_MAX } from '../../src/faces/hub/api.ts';

const read = (name: string): string => readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');

test('the Caddyfile asks for what the nginx example does: size, port, HSTS, headers taken off', () => {
  const [caddy, nginx] = [read('Caddyfile'), read('nginx.conf')];
  const mib = BODY_BYTES_MAX / 1024 / 1024;
  assert.ok(caddy.includes(`max_size ${mib}MiB`) && nginx.includes(`client_max_body_size ${mib}m;`));
  for (const text of [caddy, nginx]) {
    assert.ok(text.includes('127.0.0.1:8420') && text.includes('hub.example.org'));
    assert.match(text, /Strict-Transport-Security "max-age=63072000"/);
  }
  const taken = [...nginx.matchAll(/proxy_set_header (\S+) "";/g)].map((m) => m[1] ?? '');
  assert.ok(taken.length >= 9);
  for (const name of taken.filter((n) => n !== 'Connection'))
    assert.ok(caddy.includes(`header_up -${name}\n`), name);
  assert.match(caddy, /flush_interval -1/);
  assert.match(caddy, /output discard/);
  assert.equal(caddy.split('{').length, caddy.split('}').length);
});

const found = findProgram('caddy', 'usr/bin/caddy');

test(
  'Caddy takes the Caddyfile, and refuses a wrong one',
  { skip: 'missing' in found && found.missing },
  () => {
    assert.ok('program' in found);
    const isValid = (text: string): boolean => {
      const file = join(newFolder(), 'Caddyfile');
      writeFileSync(file, text);
      const args = ['validate', '--adapter', 'caddyfile', '--config', file];
      return spawnSync(found.program, args, { env: { HOME: newFolder() } }).status === 0;
    };
    assert.equal(isValid(read('Caddyfile')), true);
    assert.equal(isValid(read('Caddyfile').replace('flush_interval', 'flush_intervall')), false);
  },
);

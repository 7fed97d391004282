import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from '../sim/certificates.ts';

const LISTENS_WITHIN_MS = 10_000;

export type NginxNeeds = {
  readonly program: string;
  readonly folder: string;
  readonly certificate: Certificate;
  readonly name: string;
  readonly ports: { readonly plain: number; readonly tls: number; readonly hub: number };
  /** Further changes to the example, for the control that shows what the checks would catch. */
  readonly changes?: readonly (readonly [string, string])[];
};

export type Nginx = { readonly output: () => string; readonly stop: () => Promise<void> };

/** Our example file with nothing but its paths, ports and name put in place. Every place must be there. */
function exampleFor({ folder, certificate, name, ports, changes = [] }: NginxNeeds): string {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `    ${kind}_temp_path ${join(folder, kind)};\n`,
  );
  const places: readonly (readonly [string, string])[] = [
    ['pid /run/nginx.pid;', `pid ${join(folder, 'nginx.pid')};`],
    ['listen 80 ', `listen 127.0.0.1:${ports.plain} `],
    ['listen 443 ', `listen 127.0.0.1:${ports.tls} `],
    ['http://127.0.0.1:8420;', `http://127.0.0.1:${ports.hub};`],
    ['/etc/ssl/hub/fullchain.pem', certificate.certFile],
    ['/etc/ssl/hub/privkey.pem', certificate.keyFile],
    ['hub.example.org', name],
    ['\nhttp {\n', `\nhttp {\n${temp.join('')}`],
    ...changes,
  ];
  let text = readFileSync(new URL('../../deploy/nginx.conf', import.meta.url), 'utf8');
  for (const [from, to] of places) {
    if (!text.includes(from)) throw new Error(`deploy/nginx.conf has no ${from}`);
    text = text.replaceAll(from, () => to);
  }
  return text;
}

/** Runs nginx on the example until it is stopped. */
export async function startNginx(needs: NginxNeeds): Promise<Nginx> {
  const { program, folder, ports } = needs;
  const conf = join(folder, 'nginx.conf');
  writeFileSync(conf, exampleFor(needs));
  const child = spawn(program, ['-e', 'stderr', '-p', folder, '-c', conf, '-g', 'daemon off;'], {
    stdio: 'pipe',
  });
  const kill = (): void => void child.kill('SIGTERM');
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = once(child, 'close');
  const until = Date.now() + LISTENS_WITHIN_MS;
  while (!(await listens(ports.tls))) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`nginx does not listen: ${output}`);
    await sleep(25);
  }
  return {
    output: () => output,
    stop: async () => {
      kill();
      await ended;
      process.off('exit', kill);
    },
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

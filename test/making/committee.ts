import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { isJsonObject, parseJson } from '../../src/base/canonical-json.ts';
import { authorKeyOf } from '../../src/record/names.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { openCli } from '../sim/cli.ts';
import type { Cli, CliRun } from '../sim/cli.ts';
import { hubOnDisk } from '../sim/hub-on-disk.ts';
import type { HubOnDisk, HubWishes } from '../sim/hub-on-disk.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { keyOf } from './vault.ts';

const crypto = cryptoNode();

/** A place founded by the command itself, its hub on a port, and the folders the keyholders were given. */
export type Committee = {
  readonly disk: HubOnDisk;
  readonly papers: string;
  /** `--device DIR --to LINK` of a keyholder, with a link that may write and shows who asks. */
  readonly as: (n: number) => readonly string[];
  readonly with: (device: string) => readonly string[];
  readonly invite: (n: number, role: string, ...more: readonly string[]) => Promise<string>;
  /** A device that was invited by keyholder 1 and let in by keyholders 2 and 3 in turn. */
  readonly member: (role: string, ...more: readonly string[]) => Promise<string>;
  readonly people: () => Promise<string>;
};

/** A place for all tests of a file, and the commands beside it; both end with the file. */
export async function committeeForTests(
  more: readonly string[] = [],
  needs?: HubWishes,
): Promise<{ readonly cli: Cli; readonly place: Committee }> {
  const cli = openCli();
  const place = await newCommittee(cli, more, needs);
  after(async () => {
    cli.end();
    await place.disk.close();
  });
  return { cli, place };
}

export async function newCommittee(
  cli: Cli,
  more: readonly string[] = [],
  needs?: HubWishes,
): Promise<Committee> {
  const root = newFolder();
  const [data, papers] = [join(root, 'hub'), join(root, 'papers')];
  const named = ['--settlement', 'East field', '--languages', 'kk,ru,en'];
  ok(await cli.run('init', '--data', data, ...keyOf(data), '--papers', papers, ...named, ...more));
  const disk = await hubOnDisk(data, needs);
  const withDevice = (device: string): readonly string[] => ['--device', device, '--to', disk.people];
  const as = (n: number): readonly string[] => withDevice(join(papers, `keyholder-${n}`));
  let [papersMade, letIn] = [0, 0];
  const invite: Committee['invite'] = async (n, role, ...rest) => {
    const paper = join(root, `invitation-${papersMade++}.html`);
    const run = ok(
      await cli.run('invite', ...as(n), '--role', role, '--hours', '2', '--paper', paper, '--json', ...rest),
    );
    return textIn(run.out.trim().split('\n').at(-1) ?? '', 'invitation');
  };
  return {
    disk,
    papers,
    as,
    with: withDevice,
    invite,
    member: async (role, ...rest) => {
      const device = join(newFolder(), 'device');
      const line = await invite(1, role, ...rest);
      const asked = ok(await cli.run('join', line, '--device', device, '--to', disk.write));
      const number = /^Request (\d+)/.exec(asked.out)?.[1] ?? '';
      ok(await cli.run('approve', ...as(2 + (letIn++ % 2)), '--number', number));
      return device;
    },
    people: async () => ok(await cli.run('people', '--from', disk.people)).out,
  };
}

/** Raises an alarm with a key for the next incident; the incident that the hub has numbered for it. */
export async function raiseWith(cli: Cli, { disk }: Committee, key: string): Promise<string> {
  const what = ['--kind', 'alarm.raise', '--at', '2031-05-17T10:30'];
  const body = ['--body', '{"mode":"real","act":"force.arrive"}'];
  const raised = ok(
    await cli.run('post', '--to', disk.write, '--key', key, '--incident', 'new', ...what, ...body),
  );
  await disk.hub.engine.decide();
  return /incident (\S+)/.exec(raised.out)?.[1] ?? '';
}

/** The run, when it went well. */
export function ok(run: CliRun): CliRun {
  assert.equal(run.code, 0, run.out + run.err);
  return run;
}

export function textIn(json: string, name: string): string {
  const value = parseJson(json);
  const text = isJsonObject(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : '';
}

/** The public key in an unsealed key file. */
export function publicKeyIn(file: string): string {
  const seed = Buffer.from(textIn(readFileSync(file, 'utf8'), 'seed'), 'base64url');
  return authorKeyOf(crypto.signerFromSeed(seed).key);
}

/** The words on a paper, as a person reads them off. */
export function wordsOn(paper: string): string {
  return [...readFileSync(paper, 'utf8').matchAll(/<li>([a-z]+)<\/li>/g)].map((m) => m[1]).join(' ');
}

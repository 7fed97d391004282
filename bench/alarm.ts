import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SEALED_BYTES } from '../src/adapters/channel-webpush/seal-body.ts';
import { engineRows } from './alarm-engine.ts';
import { tell } from './progress.ts';
import type { PushOrder, PushPlace, PushReady, PushReport, PushRound, PushTask } from './push-work.ts';
import { median, row } from './table.ts';
import type { Row } from './table.ts';

type Scale = { readonly rounds: number; readonly messages: number };

const FULL: Scale = { rounds: 9, messages: 3_000 };
const QUICK: Scale = { rounds: 3, messages: 500 };
// As an engine does that must say after a kill what it may have told twice.
const AT_ONCE = 64;
const TEXT = 'Техника у ворот. Вы идёте? 1 да 2 нет';
const SENDERS = { own: './push-sender-child.ts', peer: './peers/web-push.js' } as const;

/** What an alarm costs: each message that is sent, and the hub itself. */
export async function benchAlarm(isQuick: boolean, folder: string): Promise<readonly Row[]> {
  return [...(await pushRows(isQuick)), ...(await engineRows(isQuick, folder))];
}

/** Telling many: what one message costs the process that sends it, beside the library that most others use. */
async function pushRows(isQuick: boolean): Promise<readonly Row[]> {
  const { rounds, messages } = isQuick ? QUICK : FULL;
  const carrier = start('./push-carrier-child.ts', String(messages));
  const place = await heard<PushPlace>(carrier);
  const task: PushTask = { ...place, text: TEXT, atOnce: AT_ONCE };
  const { child: own } = await startSender(SENDERS.own, task);
  const { child: peer, version } = await startSender(SENDERS.peer, task);
  const figures = { fresh: new Array<number>(), prederived: new Array<number>(), peer: new Array<number>() };
  // The first of each finds its code uncompiled and no connection, and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const rates = {
      fresh: await rateOf(own, messages, { isPrederived: false }),
      prederived: await rateOf(own, messages, { isPrederived: true }),
      peer: await rateOf(peer, messages, { isPrederived: false }),
    };
    tell(`round ${round}: ${JSON.stringify(rates)}`);
    if (round === 0) continue;
    for (const name of ['fresh', 'prederived', 'peer'] as const) figures[name].push(rates[name]);
  }
  await check(carrier, messages * 3 * (rounds + 1));
  for (const child of [own, peer, carrier]) child.disconnect();
  const peers = { [`web-push ${version}`]: Math.round(median(figures.peer)) };
  const unit = `messages of ${SEALED_BYTES} bytes per CPU second`;
  const ratios = figures.fresh.map((rate, i) => rate / (figures.peer[i] ?? Infinity));
  const n = messages * rounds;
  return [
    { ...row('push-per-core-s', median(figures.fresh), unit, n), peers },
    { ...row('push-prederived-per-core-s', median(figures.prederived), unit, n), peers },
    row('push-vs-web-push', median(ratios), 'times the rate of web-push, round by round', rounds),
  ];
}

function start(program: string, ...args: readonly string[]): ChildProcess {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), args);
  child.once('exit', (code) => {
    if (code !== 0) throw new Error(`${program} ended`);
  });
  return child;
}

type Sender = PushReady & { readonly child: ChildProcess };

async function startSender(program: string, task: PushTask): Promise<Sender> {
  const child = start(program);
  child.send(task);
  return { child, ...(await heard<PushReady>(child)) };
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

async function rateOf(child: ChildProcess, messages: number, order: PushOrder): Promise<number> {
  child.send(order);
  const { cpuSeconds, accepted } = await heard<PushRound>(child);
  if (accepted !== messages) throw new Error(`${accepted} of ${messages} were accepted`);
  return Math.round(messages / cpuSeconds);
}

/** That all arrived, were signed as they must be, and of those that were opened every one had the same size. */
async function check(carrier: ChildProcess, expected: number): Promise<void> {
  carrier.send({});
  const { requests, faults, opened, sizes } = await heard<PushReport>(carrier);
  const isWell =
    requests === expected && faults.length === 0 && opened > 0 && sizes.join() === `${SEALED_BYTES}`;
  if (!isWell)
    throw new Error(`${requests} of ${expected} came, with ${faults.join('; ')}, sizes ${sizes.join()}`);
}

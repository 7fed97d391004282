import { request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { networkInterfaces } from 'node:os';
import { TLSSocket } from 'node:tls';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { WebFacts } from '../../ports/machine.ts';

const ANSWER_WITHIN_MS = 10_000;
const BODY_CHARS_MAX = 4_096;
// None of them is a page of the hub, and each is what a proxy or another program might give away.
const CLOSED_PATHS = ['/', '/b/x/', '/index.html', '/admin', '/.git/config', '/server-status', '/metrics'];

/** What the address gives, and how far its clock is ahead where it is another machine's. */
export type Seen = { readonly web: WebFacts; readonly otherAheadMs?: number };

type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly endsAt: Instant | undefined;
  readonly from: string;
  /** The machine's clock half-way between question and answer. */
  readonly midMs: number;
};

/** Looks at a hub from outside: certificate, headers, health, and what is given to somebody without a link. */
export async function seeWeb(url: string, plainPort: number | undefined): Promise<Seen> {
  const { origin, protocol, hostname } = new URL(url);
  let health: Answer;
  try {
    health = await ask(`${origin}/health`);
  } catch (cause) {
    const code = certificateFault(cause);
    return { web: code === undefined ? { kind: 'unreachable' } : { kind: 'bad-certificate', code } };
  }
  const state = healthOf(health);
  const openPaths: string[] = [];
  for (const path of CLOSED_PATHS) {
    const status = await ask(origin + path).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status !== 404 && status !== undefined && !(state === 'locked' && status === 503))
      openPaths.push(path);
  }
  const otherAheadMs = isOwnAddress(health.from) ? undefined : aheadMs(health.headers.date, health.midMs);
  return {
    web: {
      kind: 'answered',
      isHttps: protocol === 'https:',
      certificateEndsAt: health.endsAt,
      hasHsts: health.headers['strict-transport-security'] !== undefined,
      health: state,
      openPaths,
      isPlainOpen: plainPort !== undefined && (await isPlainOpen(`http://${hostname}:${plainPort}/health`)),
    },
    ...(otherAheadMs !== undefined && { otherAheadMs }),
  };
}

function healthOf({ status, body }: Answer): 'ok' | 'locked' | 'wrong' {
  const value = parseJson(body);
  if (status !== 200 || !isJsonObject(value) || value['ok'] !== true) return 'wrong';
  return value['locked'] === true ? 'locked' : 'ok';
}

async function isPlainOpen(url: string): Promise<boolean> {
  try {
    const { status, headers } = await ask(url);
    const isSentOn = status >= 300 && status < 400 && headers.location?.startsWith('https://') === true;
    return !isSentOn && status < 400;
  } catch {
    return false;
  }
}

/** How far the clock behind a `Date` header (RFC 9110, 6.6.1: whole seconds, cut off) is ahead of ours. */
export function aheadMs(date: string | undefined, midMs: number): number | undefined {
  const other = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(other) ? undefined : other + 500 - midMs;
}

function isOwnAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  if (plain === '::1' || plain.startsWith('127.')) return true;
  return Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === plain));
}

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const CERTIFICATE_CODES = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ALTNAME|HOSTNAME_MISMATCH/;

function certificateFault(cause: unknown): string | undefined {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return CERTIFICATE_CODES.test(code) ? code : undefined;
}

function ask(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sentMs = Date.now();
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }, (answer) => {
      const { socket } = answer;
      const endsAt = socket instanceof TLSSocket ? endOf(socket) : undefined;
      const from = socket.remoteAddress ?? '';
      const midMs = (sentMs + Date.now()) / 2;
      readBody(answer).then(
        (body) =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, endsAt, from, midMs }),
        reject,
      );
    });
    asked.on('error', reject).end();
  });
}

function endOf(socket: TLSSocket): Instant | undefined {
  const ms = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(ms) ? undefined : instant(ms);
}

async function readBody(answer: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    body += String(chunk);
    if (body.length > BODY_CHARS_MAX) break;
  }
  return body;
}

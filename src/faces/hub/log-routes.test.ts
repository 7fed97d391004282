import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkpointIn, isProven, moodyFiles, onlyGrew } from '../../../test/making/log-hub.ts';
import { setClock } from '../../../test/sim/hand-clock.ts';
import { hubHere } from '../../../test/sim/hub-here.ts';
import type { HubHere, HubHereNeeds } from '../../../test/sim/hub-here.ts';
import type { LogAnswer } from '../../engine/log-answer.ts';
import { leafHash } from '../../record/log/merkle.ts';
import { isIncluded } from '../../record/log/merkle-check.ts';
import { parseTlogProof } from '../../record/log/proof-file.ts';
import { LOGS_SETTING } from '../kit/log-addresses.ts';
import { newAddressToken, printAddresses } from '../kit/secret-addresses.ts';

type Answer = {
  readonly receipts: readonly { readonly status: string; readonly id: string; readonly index: number }[];
  readonly log?: LogAnswer;
  readonly logSays?: string;
};

async function logged(count: number, needs: HubHereNeeds = {}): Promise<HubHere> {
  const hub = await hubHere(needs);
  await say(hub, count);
  return hub;
}

async function say(hub: HubHere, count: number, known?: number): Promise<Answer> {
  const said = await hub.newWitness().sayMany(count);
  const body = JSON.stringify({ entries: said.map(({ wire }) => wire), known });
  const answer = await hub.ask(`${hub.write}/entries`, { method: 'POST', body });
  assert.equal(answer.status, 200);
  return (await answer.json()) as Answer;
}

/** The address of a mirror or witness, below which the log lies. */
function newAddress(hub: HubHere): string {
  const { token, hash } = newAddressToken(hub.crypto);
  hub.store.saveSetting(LOGS_SETTING, printAddresses([hash]));
  hub.logs.reread();
  return `/log/${token}`;
}

const text = async (hub: HubHere, path: string): Promise<string> => (await hub.ask(path)).text();

describe('who posts entries', () => {
  test('gets a checkpoint and the proof that they are in it', async () => {
    const hub = await hubHere();
    const first = await say(hub, 3);
    const ids = new Map(first.receipts.map(({ index, id }) => [index, id]));
    assert.ok(first.log && (await isProven(first.log, (index) => ids.get(index))));
    const second = await say(hub, 2, 3);
    assert.ok(second.log);
    const [from, to] = [await checkpointIn(first.log.checkpoint), await checkpointIn(second.log.checkpoint)];
    assert.ok(onlyGrew(from, to, second.log.consistency ?? []));
    assert.equal('consistency' in first.log, false);
  });

  test('of which nothing is accepted still hears how far the log is', async () => {
    const hub = await logged(2);
    const answer = await hub.ask(`${hub.write}/entries`, {
      method: 'POST',
      body: JSON.stringify({ entries: ['nonsense'], known: 1 }),
    });
    const { receipts, log } = (await answer.json()) as Answer;
    assert.equal(receipts[0]?.status, 'refused');
    assert.deepEqual([log?.ranges, log?.consistency?.length], [[], 1]);
  });

  test('and asks about a size that is none is told so, and nothing is kept', async () => {
    const hub = await hubHere();
    for (const known of [-1, 1.5, '3', {}]) {
      const body = JSON.stringify({ entries: [], known });
      assert.equal((await hub.ask(`${hub.write}/entries`, { method: 'POST', body })).status, 400);
    }
  });

  test('while the log cannot be written is told that they are kept, and why there is no proof', async () => {
    const tiles = moodyFiles();
    const clock = setClock('2031-05-17T05:30Z');
    const hub = await hubHere({ tiles, clock });
    tiles.failWith = 'full';
    const { receipts, log, logSays } = await say(hub, 2);
    assert.deepEqual(
      receipts.map(({ status }) => status),
      ['accepted', 'accepted'],
    );
    assert.equal(log, undefined);
    assert.match(logSays ?? '', /нет места.*сохранены/);
    assert.deepEqual(await (await hub.ask('/health')).json(), { ok: true, log: 'behind' });
    for (const [lang, line] of [
      ['en', 'the log cannot be written: the disk is full'],
      ['ru', 'журнал не удаётся записать: на диске нет места'],
      ['kk', 'журналға жазу мүмкін емес: дискіде орын қалмады'],
    ] as const)
      assert.ok((await text(hub, `${hub.read}/?lang=${lang}`)).includes(line), lang);
    tiles.failWith = undefined;
    clock.moveMinutes(1);
    assert.ok((await say(hub, 1)).log);
    assert.deepEqual(await (await hub.ask('/health')).json(), { ok: true });
    assert.ok(!(await text(hub, `${hub.read}/?lang=en`)).includes('cannot be written'));
  });
});

describe('the log over HTTP', () => {
  test('is the same under a link of the board and at an address of its own', async () => {
    const hub = await logged(300);
    const own = newAddress(hub);
    for (const path of [
      'checkpoint',
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/entries/001.p/44',
      'tile/1/000.p/1',
    ]) {
      const [linked, alone] = [await hub.ask(`${hub.read}/log/${path}`), await hub.ask(`${own}/${path}`)];
      assert.deepEqual([linked.status, alone.status], [200, 200], path);
      assert.deepEqual(await linked.bytes(), await alone.bytes(), path);
    }
  });

  test('has the types and the caching that tlog-tiles asks for', async () => {
    const hub = await logged(300);
    const own = newAddress(hub);
    const seen = async (path: string): Promise<readonly (string | null)[]> => {
      const { headers } = await hub.ask(`${own}/${path}`);
      return [
        headers.get('content-type'),
        headers.get('cache-control'),
        headers.get('x-content-type-options'),
      ];
    };
    assert.deepEqual(await seen('checkpoint'), ['text/plain; charset=utf-8', 'no-store', 'nosniff']);
    for (const path of ['tile/0/000', 'tile/entries/000', 'tile/0/001.p/44'])
      assert.deepEqual(await seen(path), [
        'application/octet-stream',
        'private, max-age=31536000, immutable',
        'nosniff',
      ]);
    assert.equal((await hub.ask(`${own}/tile/0/999`)).headers.get('cache-control'), 'no-store');
  });

  test('proves one entry at a time, in the form of tlog-proof', async () => {
    const hub = await logged(20);
    const id = hub.store.leaves(7, 1)[0] ?? '';
    const answer = await hub.ask(`${hub.read}/log/proof/${id}`);
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
    const proof = parseTlogProof(await answer.text());
    assert.ok(proof.ok);
    const { index, hashes, checkpoint } = proof.value;
    const { size, root } = await checkpointIn(checkpoint);
    const { sha256 } = hub.crypto;
    const leaf = leafHash(Buffer.from(id, 'hex'), sha256);
    assert.deepEqual([index, size], [7, 20]);
    assert.ok(isIncluded({ index, size, leaf, proof: hashes, root }, sha256));
  });

  test('proves that it only grew', async () => {
    const hub = await logged(7);
    const old = await checkpointIn(await text(hub, `${hub.read}/log/checkpoint`));
    await say(hub, 13);
    const now = await checkpointIn(await text(hub, `${hub.read}/log/checkpoint`));
    const lines = await text(hub, `${hub.read}/log/consistency?from=7&to=20`);
    assert.ok(onlyGrew(old, now, lines.split('\n').slice(0, -1)));
    assert.equal(await text(hub, `${hub.read}/log/consistency?from=20&to=20`), '');
  });

  test('gives a tile as it was signed even when the one on the disk was torn meanwhile', async () => {
    const tiles = moodyFiles();
    const hub = await logged(256, { tiles });
    const whole = tiles.read('tile/0/000');
    tiles.files.set('tile/0/000', new Uint8Array(100));
    assert.deepEqual(
      Buffer.compare(await (await hub.ask(`${hub.read}/log/tile/0/000`)).bytes(), whole ?? new Uint8Array()),
      0,
    );
  });

  test('is 404 for everything else, with the same bytes as any other path', async () => {
    const hub = await logged(20);
    const own = newAddress(hub);
    const nowhere = await text(hub, '/nothing');
    const id = hub.store.leaves(7, 1)[0] ?? '';
    const paths = [
      '',
      '/',
      '/tile',
      '/tile/',
      '/tile/0',
      '/tile/0/000',
      '/tile/0/000.p/21',
      '/tile/0/000.p/020',
      '/tile/0/0',
      '/tile/entries/001',
      '/tile/64/000',
      '/tile/0/x000/001',
      '/tile/0/..%2f000',
      '/checkpoints',
      `/proof/${id.slice(1)}`,
      `/proof/${id.toUpperCase()}`,
      `/proof/${'0'.repeat(64)}`,
      '/proof/',
      '/consistency',
      '/consistency?from=0&to=5',
      '/consistency?from=6&to=5',
      '/consistency?from=1&to=21',
      '/consistency?from=1&to=1e1',
      '/consistency?from=1&to=99999999999999999999',
      '/hub.sqlite',
      '/ended/',
    ];
    for (const path of paths) {
      const answer = await hub.ask(own + path);
      assert.equal(answer.status, 404, path);
      assert.equal(await answer.text(), nowhere, path);
    }
    for (const method of ['POST', 'PUT', 'DELETE'])
      assert.equal((await hub.ask(`${own}/checkpoint`, { method })).status, 404);
    assert.equal((await hub.ask(`${own}/checkpoint`, { method: 'HEAD' })).status, 200);
  });

  test('is nowhere without a link or an address, with a wrong one, or once it is closed', async () => {
    const hub = await logged(3);
    const own = newAddress(hub);
    const shut = [
      '/log/checkpoint',
      '/b/x/log/checkpoint',
      `${own}x/checkpoint`,
      `${own.slice(0, -1)}/checkpoint`,
      '/api/log/checkpoint',
    ];
    for (const path of shut) assert.equal((await hub.ask(path)).status, 404, path);
    assert.equal((await hub.ask(`${own}/checkpoint`)).status, 200);
    hub.store.saveSetting(LOGS_SETTING, printAddresses([]));
    hub.logs.reread();
    assert.equal((await hub.ask(`${own}/checkpoint`)).status, 404);
  });

  test('asked too often through one address makes that one wait, and no other', async () => {
    const hub = await logged(3, { nowMs: () => 0 });
    const own = newAddress(hub);
    let last = 200;
    for (let n = 0; n < 2_001 && last === 200; n++) last = (await hub.ask(`${own}/checkpoint`)).status;
    assert.equal(last, 429);
    assert.equal((await hub.ask(`${hub.read}/log/checkpoint`)).status, 200);
  });
});

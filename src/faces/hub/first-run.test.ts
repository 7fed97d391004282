import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { FirstRunActs, FirstRunStage, Typed, TypedTwice } from '../kit/first-run.ts';
import { firstRunApp, noHubApp } from './first-run.ts';

const OVER: FirstRunStage = { kind: 'over' };
const FORM: FirstRunStage = { kind: 'form', typed: undefined, faults: [], needsKey: true };
const asked = { settlement: 'East field', languages: ['ru'], keyholders: 2, cells: [] } as const;
const FOUNDING: FirstRunStage = {
  kind: 'founding',
  asked,
  done: { hasKey: false, keyholders: 0, wardens: 0, isOnHub: false },
};
const HOST = { host: '127.0.0.1:8420' };
const PAPER = '<html><style>\np{color:red}\n</style></html>';

type Door = {
  readonly ask: (
    path: string,
    headers?: Record<string, string>,
    body?: string,
  ) => Promise<Response | undefined>;
  readonly path: () => string;
  readonly checked: (readonly [Typed, TypedTwice])[];
  readonly pass: (ms: number) => void;
  stage: FirstRunStage;
};

function door(): Door {
  let [now, tokens] = [0, 0];
  const checked: (readonly [Typed, TypedTwice])[] = [];
  const at: { stage: FirstRunStage } = { stage: FORM };
  const acts: FirstRunActs = {
    stage: () => at.stage,
    check: (...args) => void checked.push(args),
    change: () => {},
    found: () => {
      if (at.stage.kind !== 'form') return false;
      at.stage = FOUNDING;
      return true;
    },
    mark: () => {},
    forget: async () => {
      at.stage = OVER;
    },
    file: (name) =>
      name === 'paper-1'
        ? { kind: 'page', html: PAPER }
        : name === 'device-1'
          ? { kind: 'download', name: 'keyholder-1.zip', bytes: Uint8Array.of(80, 75) }
          : undefined,
  };
  const app = firstRunApp({
    acts,
    page: ({ kind }, { base, language, isRefused }) =>
      `<link rel="stylesheet" href="/first-run.css" />${kind} ${base} ${language} ${isRefused === true}`,
    css: 'p{color:red}',
    newToken: () => String(++tokens).padStart(22, 'A'),
    nowMs: () => now,
  });
  return {
    ask: async (path, headers = {}, body) =>
      app.answer(
        new Request(`http://127.0.0.1:8420${path}`, {
          headers: { ...HOST, ...headers },
          ...(body !== undefined && { method: 'POST', body: new URLSearchParams(body) }),
        }),
      ),
    path: app.path,
    checked,
    pass: (ms) => (now += ms),
    get stage() {
      return at.stage;
    },
    set stage(stage) {
      at.stage = stage;
    },
  };
}

async function kindOf(answer: Response | undefined): Promise<string | undefined> {
  return answer && `${answer.status} ${/[a-z-]+(?= \/found)/.exec(await answer.text())?.[0] ?? ''}`;
}

describe('the link of a first run', () => {
  test('opens its pages; every other path is the hub’s', async () => {
    const { ask, path } = door();
    assert.equal(await kindOf(await ask(path())), '200 form');
    assert.equal(await kindOf(await ask(`${path()}/?lang=en`)), '200 form');
    for (const other of [
      '/',
      '/found',
      '/found/',
      `${path()}A`,
      path().slice(0, -1),
      `/b${path()}`,
      '/health',
    ])
      assert.equal(await ask(other), undefined, other);
  });

  test('is for this machine: no other name, nobody behind a proxy, no picture in another page', async () => {
    const { ask, path } = door();
    for (const host of ['127.0.0.1:8420', 'localhost:8420', '[::1]:8420', 'localhost'])
      assert.equal(await kindOf(await ask(path(), { host })), '200 form', host);
    for (const headers of [
      { host: 'rebound.example:8420' },
      { host: '127.0.0.1.rebound.example' },
      { host: '' },
      { 'x-forwarded-for': '203.0.113.7' },
      { forwarded: 'for=203.0.113.7' },
      { via: '1.1 proxy' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' },
    ])
      assert.equal(await ask(path(), headers), undefined, JSON.stringify(headers));
  });

  test('is not looked at for a while after too many wrong tries, not even the right one', async () => {
    const { ask, path, pass } = door();
    for (let n = 0; n < 30; n++) assert.equal(await ask(`/found/guess-${n}`), undefined);
    assert.equal(await kindOf(await ask(path())), '200 form');
    await ask('/found/one-more');
    assert.equal(await ask(path()), undefined);
    pass(10_000);
    assert.equal(await kindOf(await ask(path())), '200 form');
  });

  test('leads to a fresh one while the place is being founded, then is gone', async () => {
    const d = door();
    const printed = d.path();
    const pressed = await d.ask(`${printed}/found`, {}, '');
    assert.deepEqual([pressed?.status, pressed?.headers.get('location')], [303, `${d.path()}?lang=ru`]);
    assert.notEqual(d.path(), printed);
    const again = await d.ask(`${printed}/found?lang=kk`, {}, '');
    assert.deepEqual([again?.status, again?.headers.get('location')], [303, `${d.path()}?lang=kk`]);
    assert.equal((await d.ask(d.path()))?.headers.get('refresh'), '1');
    d.stage = FORM;
    assert.equal(await d.ask(printed), undefined);
    assert.equal(await kindOf(await d.ask(d.path())), '200 form');
  });

  test('ends with the last page, which still tells what there is to say', async () => {
    const d = door();
    assert.equal(await kindOf(await d.ask(`${d.path()}/forget`, {}, '')), '200 over');
    assert.equal(await d.ask(d.path()), undefined);
  });
});

describe('a post to a first run', () => {
  test('that another page sent is refused, and said so', async () => {
    const { ask, path, checked } = door();
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'http://elsewhere.example' },
      { origin: 'null' },
    ]) {
      const answer = await ask(`${path()}/check`, headers, 'settlement=x');
      assert.equal(answer?.status, 403, JSON.stringify(headers));
      assert.match(await answer.text(), /true$/);
    }
    assert.deepEqual(checked, []);
    for (const headers of [
      { 'sec-fetch-site': 'same-origin', origin: 'null' },
      { origin: 'http://127.0.0.1:8420' },
      {},
    ])
      assert.equal((await ask(`${path()}/check`, headers, 'settlement=x'))?.status, 303);
    assert.equal(checked.length, 3);
  });

  test('is read field by field, bounded, and survives nonsense', async () => {
    const { ask, path, checked } = door();
    const form =
      'settlement=a&language-kk=yes&language-en=yes&language-de=yes&way=key-file&key-file=%2Fx&passphrase=p&again=q';
    await ask(`${path()}/check`, {}, form);
    assert.deepEqual(checked, [
      [
        {
          settlement: 'a',
          languages: ['kk', 'en'],
          keyholders: '',
          cells: '',
          wardensPerCell: '',
          way: 'key-file',
          keyFile: '/x',
        },
        { first: 'p', second: 'q' },
      ],
    ]);
    assert.equal((await ask(`${path()}/check`, {}, `settlement=${'x'.repeat(70_000)}`))?.status, 413);
    const odd = { 'content-type': 'multipart/form-data' };
    assert.equal((await ask(`${path()}/check`, odd, '\u0000{'))?.status, 303);
    assert.equal(checked.length, 2);
    assert.equal(checked[1]?.[0].settlement, '');
  });
});

describe('what a first run answers', () => {
  test('is kept by no browser, and its policy lets in its own style only', async () => {
    const { ask, path } = door();
    const page = await ask(path());
    assert.equal(page?.headers.get('cache-control'), 'no-store');
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    const style = (css: string): string =>
      `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`;
    const policyOf = (answer: Response | undefined): string =>
      answer?.headers.get('content-security-policy') ?? '';
    assert.ok(policyOf(page).includes(style('p{color:red}')));
    assert.match(await page.text(), /<style>p\{color:red\}<\/style>/);
    const paper = await ask(`${path()}/file/paper-1`);
    assert.ok(policyOf(paper).includes(style('\np{color:red}\n')), 'a paper has a style of its own');
    assert.equal(await paper?.text(), PAPER);
    const device = await ask(`${path()}/file/device-1`);
    assert.equal(device?.headers.get('content-disposition'), 'attachment; filename="keyholder-1.zip"');
    assert.equal(device?.headers.get('cache-control'), 'no-store');
    assert.equal((await ask(`${path()}/file/..%2Fx`))?.status, 404);
  });

  test('beside it there is nothing but a sign of life', async () => {
    const app = noHubApp();
    assert.deepEqual(await (await app.request('/health')).json(), { ok: true, locked: true });
    for (const path of ['/', '/found/x', '/b/x/']) assert.equal((await app.request(path)).status, 404);
  });
});

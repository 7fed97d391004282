import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hubHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { eventBody } from '../../../test/sim/witness.ts';
import { PAGE_BYTES_MAX } from '../../engine/reading.ts';
import { BATCH_ENTRIES_MAX, PAGE_ENTRIES_MAX } from './api.ts';

type Operation = {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
};
type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: object;
};
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Schema = {
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};
type PathItem = {
  readonly parameters?: readonly Parameter[];
  readonly get?: Operation;
  readonly post?: Operation;
  readonly put?: Operation;
  readonly delete?: Operation;
};
type Description = {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItem>>;
};

/** A hub with one entry, and what it says of itself. */
async function described(): Promise<{ readonly hub: HubHere; readonly api: Description }> {
  const hub = await hubHere();
  const { wire } = await hub.newWitness().say('event', eventBody('They came.'));
  await hub.post([wire]);
  const answer = await hub.ask(`${hub.read}/openapi.json`);
  assert.equal(answer.status, 200);
  return { hub, api: JSON.parse(await answer.text()) as Description };
}

function operationsOf(api: Description): readonly {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}[] {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation
        ? [
            {
              path,
              method: method.toUpperCase(),
              operation,
              parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])],
            },
          ]
        : [];
    }),
  );
}

describe('the OpenAPI document', () => {
  test('is of version 3.1 and has a title, a version and only known fields', async () => {
    const { api } = await described();
    assert.match(api.openapi, /^3\.1\.\d$/);
    assert.ok(api.info.title && api.info.version);
    assert.deepEqual(Object.keys(api), ['openapi', 'info', 'paths']);
    for (const { operation, path } of operationsOf(api)) {
      assert.ok(operation.summary, path);
      for (const [status, response] of Object.entries(operation.responses)) {
        assert.match(status, /^[2-5]\d\d$/);
        assert.ok(response.description, `${path} ${status}`);
      }
    }
  });

  test('names every parameter in its paths, and no other path parameter', async () => {
    const { api } = await described();
    for (const { path, parameters } of operationsOf(api)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
      const named = parameters.filter((p) => p.in === 'path');
      assert.deepEqual(
        named.map((p) => p.name),
        inPath,
        path,
      );
      assert.ok(named.every((p) => p.required === true && p.schema));
    }
  });

  test('lists exactly the routes that are there', async () => {
    const { hub, api } = await described();
    const real = hub.app.routes
      .filter((r) => r.method !== 'ALL')
      .map((r) => `${r.method} ${r.path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`);
    const listed = operationsOf(api).map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual([...new Set(real)].sort(), listed.toSorted());
  });

  test('can be walked: every route answers, as it says, under a link of a keyholder', async () => {
    const { hub, api } = await described();
    const [said] = await hub.newWitness().sayMany(1);
    await (await hub.post([said?.wire])).json();
    const values: Readonly<Record<string, string>> = {
      '/b/{token}': hub.people,
      '{figure}': 'entries',
      '{incident}': hub.incident,
      '{key}': hub.engine.hubKey,
      '{file}': 'board.css',
      '{path}': '0/000.p/1',
      '{id}': said?.id ?? '',
      '/consistency': '/consistency?from=1&to=1',
    };
    // Without a signature what stands under /api is not there; signatures.test.ts walks it, and others what has a token, or
    // needs an alarm or two notes that contradict each other.
    const linked = operationsOf(api).filter(
      ({ path }) => /^\/(?:b\/|health)/.test(path) && !/\{alarm\}|\/evidence$/.test(path),
    );
    for (const { method, path, operation } of linked.filter((o) => o.operation.responses['200'])) {
      let url = path;
      for (const [name, value] of Object.entries(values)) url = url.replace(name, value);
      const answer = await hub.ask(url, method === 'POST' ? { method, body: '{"entries":[]}' } : { method });
      assert.equal(answer.status, 200, `${method} ${path}`);
      const schema = operation.responses['200']?.content?.['application/json']?.schema;
      if (schema) assertFits(JSON.parse(await answer.text()), schema, path);
      else await answer.body?.cancel();
    }
  });

  test('describes refusals, receipts and pages as they really are', async () => {
    const { hub, api } = await described();
    const entries = api.paths['/b/{token}/entries'];
    assert.ok(entries?.post && entries.get);
    assert.match(entries.get.description ?? '', new RegExp(`at most ${PAGE_BYTES_MAX} bytes`));
    const [good] = await hub.newWitness().sayMany(1);
    const mixed = await hub.post([good?.wire, { e: 1 }]);
    assertFits(await mixed.json(), schemaOf(entries.post, 200), 'receipts');
    assertFits(await (await hub.ask(`${hub.read}/entries`)).json(), schemaOf(entries.get, 200), 'page');
    const notBatch = await hub.post('none');
    assert.equal(notBatch.status, 400);
    assertFits(await notBatch.json(), schemaOf(entries.post, 400), 'problem');
    assert.equal(
      entries.post.requestBody?.content['application/json']?.schema.properties?.['entries']?.maxItems,
      BATCH_ENTRIES_MAX,
    );
    assert.ok(PAGE_ENTRIES_MAX <= BATCH_ENTRIES_MAX);
  });
});

function schemaOf(operation: Operation, status: number): Schema {
  const schema = operation.responses[status]?.content?.['application/json']?.schema;
  assert.ok(schema);
  return schema;
}

/** A small reading of JSON Schema: types, required fields, items, alternatives. */
function assertFits(value: unknown, schema: Schema, at: string): void {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    const fits = options.some((option) => {
      try {
        assertFits(value, option, at);
        return true;
      } catch {
        return false;
      }
    });
    assert.ok(fits, `${at} fits no alternative`);
    return;
  }
  if (schema.type === 'object') {
    assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), at);
    const record = value as Readonly<Record<string, unknown>>;
    for (const name of schema.required ?? []) assert.ok(name in record, `${at}.${name}`);
    for (const [name, inner] of Object.entries(schema.properties ?? {}))
      if (name in record) assertFits(record[name], inner, `${at}.${name}`);
  } else if (schema.type === 'array') {
    assert.ok(Array.isArray(value), at);
    for (const item of value) assertFits(item, schema.items ?? {}, `${at}[]`);
  } else if (schema.type !== undefined)
    assert.equal(typeof value, schema.type === 'integer' ? 'number' : schema.type, at);
}

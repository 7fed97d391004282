import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from 'node:zlib';
import type { Context } from 'hono';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Page } from '../../engine/reading.ts';
import { COLUMNS_TYPE } from '../../record/columns.ts';
import type { ColumnHashing } from '../../record/columns.ts';
import { packColumns } from '../../record/pack-columns.ts';
import type { Primitives } from '../../record/primitives.ts';
import { unpackColumns } from '../../record/unpack-columns.ts';
import { columnsOfPage } from '../kit/columns-page.ts';
import { BODY_BYTES_MAX } from './api.ts';

// Decision 0024: so many random bytes at most, so that the length of an answer tells less of what is in it.
const PADDING_BYTES_MAX = 1_023;
// 2 ms for a thousand entries. The highest, 11, takes 300 ms and saves 4 % (docs/measured.md).
const BROTLI_QUALITY = 5;

const squeeze = {
  br: promisify<Uint8Array, object, Buffer>(brotliCompress),
  gzip: promisify<Uint8Array, object, Buffer>(gzip),
};
const unsqueeze = {
  br: promisify<Uint8Array, object, Buffer>(brotliDecompress),
  gzip: promisify<Uint8Array, object, Buffer>(gunzip),
};
type Coding = keyof typeof squeeze;

/** A page of entries in the form that was asked for: JSON unless the reader names the column form. */
export async function answerPage(c: Context, page: Page, crypto: Primitives): Promise<Response> {
  if (!accepts(c.req.header('accept'), COLUMNS_TYPE)) return c.json(page);
  const [low = 0, high = 0] = crypto.randomBytes(2);
  const padding = crypto.randomBytes((low + 256 * high) % (PADDING_BYTES_MAX + 1));
  const bytes = packColumns(columnsOfPage(page), crypto, padding);
  const coding = mayCompress(page) ? codingFor(c.req.header('accept-encoding')) : undefined;
  const body = coding === undefined ? bytes : await compressed(bytes, coding);
  return c.body(Uint8Array.from(body), 200, {
    'content-type': COLUMNS_TYPE,
    vary: 'accept, accept-encoding',
    ...(coding && { 'content-encoding': coding }),
  });
}

/** Decision 0024: what strangers wrote is not compressed together with what others wrote. */
function mayCompress({ entries }: Page): boolean {
  return entries.every(({ weight }) => weight !== 'waits');
}

function compressed(bytes: Uint8Array, coding: Coding): Promise<Buffer> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return squeeze[coding](bytes, coding === 'br' ? { params } : {});
}

function codingFor(header: string | undefined): Coding | undefined {
  return accepts(header, 'br') ? 'br' : accepts(header, 'gzip') ? 'gzip' : undefined;
}

/** RFC 9110, 12.4.2: a weight of 0 means not acceptable. A wildcard asks for nothing by name. */
function accepts(header: string | undefined, name: string): boolean {
  return (header ?? '').split(',').some((item) => {
    const [value = '', ...parameters] = item.split(';').map((text) => text.trim().toLowerCase());
    return value === name && !parameters.some((text) => /^q=0(\.0*)?$/.test(text));
  });
}

/** What a post holds, as JSON would say it; `undefined` when it is neither JSON nor columns. A `Response` refuses it. */
export async function postedBody(c: Context, hashing: ColumnHashing): Promise<Json | undefined | Response> {
  // A phone that loses its network while it sends is nothing unexpected.
  if (!isColumns(c)) return parseJson(await c.req.text().catch(() => ''));
  const bytes = await decoded(c);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const read = unpackColumns(bytes, hashing);
  if (!read.ok)
    return c.json({ kind: 'not-a-batch', says: `The body ${read.error.why}. Nothing was kept.` }, 400);
  const { entries, beside } = read.value;
  return isJsonObject(beside) ? { ...beside, entries } : { entries };
}

function isColumns(c: Context): boolean {
  return c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() === COLUMNS_TYPE;
}

async function decoded(c: Context): Promise<Uint8Array | Response> {
  const sent = new Uint8Array(await c.req.arrayBuffer().catch(() => new ArrayBuffer()));
  const coding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity') return sent;
  if (coding !== 'br' && coding !== 'gzip')
    return c.json(
      { kind: 'unknown-coding', says: 'A body may be compressed with gzip or br. Nothing was kept.' },
      415,
      { 'accept-encoding': 'gzip, br' },
    );
  try {
    return await unsqueeze[coding](sent, { maxOutputLength: BODY_BYTES_MAX });
  } catch (fault) {
    return isTooLarge(fault)
      ? c.json(
          {
            kind: 'body-too-large',
            says: `A post holds at most ${BODY_BYTES_MAX} bytes when it is unpacked. Nothing was kept: send less at once, in several posts.`,
          },
          413,
        )
      : c.json({ kind: 'not-a-batch', says: `The body is not whole ${coding}. Nothing was kept.` }, 400);
  }
}

function isTooLarge(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'ERR_BUFFER_TOO_LARGE';
}

import { parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { COLUMNS_TYPE } from '../../record/columns.ts';
import type { ColumnHashing } from '../../record/columns.ts';
import { pageInColumns } from '../kit/columns-page.ts';
import { bodyWithin, HUB_ANSWER_BYTES_MAX } from './body-within.ts';
import { UsageError, WorldError } from './command.ts';

const TIMEOUT_MS = 30_000;
const PAGE_FORMS = { accept: `${COLUMNS_TYPE}, application/json;q=0.5`, 'accept-encoding': 'br, gzip' };

/** A page of entries in the column form, or in JSON from a hub that knows no other. */
export async function getPage(url: string, crypto: ColumnHashing): Promise<Json | undefined> {
  const response = await get(url, PAGE_FORMS);
  // Unpacked by the platform.
  const bytes = await bodyWithin(response.body, HUB_ANSWER_BYTES_MAX).catch(() => undefined);
  if (response.headers.get('content-type') !== COLUMNS_TYPE)
    return bytes && parseJson(crypto.utf8Decode(bytes) ?? '');
  const page = bytes && pageInColumns(bytes, crypto);
  return page?.ok ? page.value : undefined;
}

/** What a hub answers at that link; a link that is none, or that nobody answers, is said in words. */
export async function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  if (!URL.canParse(url)) throw new UsageError('--from is a link such as http://127.0.0.1:8420/b/…');
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => undefined,
  );
  if (response === undefined) throw new WorldError('the hub does not answer at that link; is it running?');
  if (response.status === 404)
    throw new UsageError('the hub does not know that link; it may have been revoked');
  return response;
}

import { base64UrlToBytes, bytesToHex } from '../../base/bytes.ts';
import { canonicalJson, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseRecipient } from '../../record/age-key.ts';
import { GROUP_ROLES } from '../../record/parts.ts';
import { ALARM_ORDERS } from '../../record/kinds/alarm.ts';
import { parseBody } from '../../record/kinds/body.ts';
import type { FeedTemplate } from '../../record/kinds/feed.ts';
import { ERASE_GROUNDS, ERASE_OFFICES, ERASED } from '../../record/kinds/vocabulary.ts';
import { parseAuthorKey, parseEntryId, parseIncidentId } from '../../record/names.ts';
import type { AuthorKey, IncidentId } from '../../record/names.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { Pending } from '../../situation/people.ts';
import type { Matter } from '../../situation/people-state.ts';
import type { HubPlace } from './hub-place.ts';
import type { Act } from './place-acts.ts';

/** Withdraws keys from log index `from` on; without it from now on. */
export function revokeAct(
  keys: readonly AuthorKey[],
  { origin, size }: Pick<HubPlace, 'origin' | 'size'>,
  from: number = size,
): Act {
  return { kind: 'key.revoke', body: { keys: [...keys], origin, index: from } };
}

export function muteAct(kind: 'mute' | 'unmute', keys: readonly AuthorKey[]): Act {
  return { kind, body: { keys: [...keys] } };
}

export function closeAct(incident: IncidentId): Act {
  return { kind: 'incident.close', body: { incident } };
}

/** What keyholders order of an alarm. */
export function orderAct({
  order,
  alarm,
  incident,
}: Omit<Extract<Matter, { readonly kind: 'order' }>, 'kind'>): Act {
  return { kind: 'alarm.order', body: { order, alarm, incident } };
}

/** What the feed of alarms may say, down to the last word. */
export function feedAct({ points, circle, ...rest }: FeedTemplate): Act {
  return {
    kind: 'feed.approve',
    body: {
      ...rest,
      points: points.map((point) => ({ ...point })),
      ...(circle && { circle: { ...circle } }),
    },
  };
}

// In hexadecimal digits, which a command takes for no option.
const MARK_CHARS = 16;

/** By which two who talk about a template know that they see the same words. */
export function feedMark({ words }: FeedTemplate): string {
  return bytesToHex(base64UrlToBytes(words) ?? new Uint8Array()).slice(0, MARK_CHARS);
}

/** The feed says nothing any more; one is enough. */
export function stopFeedAct(): Act {
  return { kind: 'feed.stop', body: {} };
}

export function archiveAct(incident: IncidentId): Act {
  return { kind: 'incident.archive', body: { incident } };
}

export function mergeAct(from: IncidentId, into: IncidentId): Act {
  return { kind: 'incident.merge', body: { from, into } };
}

/** A matter that waits, as the page names it; of an erasure also on what ground and by whose office. */
export type WaitingMatter =
  | Exclude<Matter, { readonly kind: 'erase' }>
  | (Extract<Matter, { readonly kind: 'erase' }> & Required<Pending>['erase']);

/** Reads a matter from a page; `undefined` when it is none. */
export function parseMatter(text: string): WaitingMatter | undefined {
  const matter = parseJson(text);
  if (!isJsonObject(matter)) return undefined;
  const { kind } = matter;
  const [key, incident] = [parseAuthorKey(matter['key']), parseIncidentId(matter['incident'])];
  switch (kind) {
    case 'revoke':
    case 'mute':
    case 'unmute':
      return key && { kind, key };
    case 'close':
      return incident && { kind, incident };
    case 'order': {
      const [order, alarm] = [
        ALARM_ORDERS.find((known) => known === matter['order']),
        parseEntryId(matter['alarm']),
      ];
      return order && alarm && incident && { kind, order, alarm, incident };
    }
    case 'merge': {
      const [from, into] = [parseIncidentId(matter['from']), parseIncidentId(matter['into'])];
      return from && into && { kind, from, into };
    }
    case 'erase':
      return parseErasure(matter);
    case 'group-key':
      return parseGroupKey(matter);
    case 'feed': {
      const template = parseTemplate(matter['template']);
      return template && { kind, template };
    }
    default:
      return undefined;
  }
}

/** A template as a hub tells it; `undefined` for what no keyholder could sign. */
export function parseTemplate(value: Json | undefined): FeedTemplate | undefined {
  if (!isPlainObject(value)) return undefined;
  const read = parseBody('feed.approve', canonicalJson(value));
  return read.ok && read.value.type === 'feed-approve' ? read.value.template : undefined;
}

function parseErasure(matter: Readonly<Record<string, unknown>>): WaitingMatter | undefined {
  const id = parseEntryId(matter['id']);
  const what = ERASED.find((known) => known === matter['what']);
  const ground = ERASE_GROUNDS.find((known) => known === matter['ground']);
  const office = ERASE_OFFICES.find((known) => known === matter['office']);
  const { part } = matter;
  if (id === undefined || what === undefined || ground === undefined || office === undefined)
    return undefined;
  return { kind: 'erase', id, what, ground, office, ...(typeof part === 'string' && { part }) };
}

function parseGroupKey(matter: Readonly<Record<string, unknown>>): WaitingMatter | undefined {
  const role = GROUP_ROLES.find((known) => known === matter['role']);
  const recipient = parseRecipient(typeof matter['recipient'] === 'string' ? matter['recipient'] : '');
  const { number } = matter;
  if (role === undefined || recipient === undefined || typeof number !== 'number') return undefined;
  return { kind: 'group-key', role, recipient, number };
}

/**
 * The act by which a second agrees to what waits: the same matter, and of a revocation the same log index, so that it
 * begins where the first said.
 */
export function agreeAct(
  matter: WaitingMatter,
  { place, from }: { readonly place: Pick<HubPlace, 'origin' | 'size'>; readonly from: number },
): Act {
  switch (matter.kind) {
    case 'revoke':
      return revokeAct([matter.key], place, from);
    case 'mute':
    case 'unmute':
      return muteAct(matter.kind, [matter.key]);
    case 'close':
      return closeAct(matter.incident);
    case 'order':
      return orderAct(matter);
    case 'merge':
      return mergeAct(matter.from, matter.into);
    case 'erase': {
      const { id, what, part, ground, office } = matter;
      const entries = [{ id, what, ...(part !== undefined && { part }) }];
      return { kind: 'erase', body: { entries, ground, office } };
    }
    // The secret stands sealed in what the first said; the second leaves it out (decision 0012).
    case 'group-key': {
      const { role, recipient, number } = matter;
      return { kind: 'group.key', body: { role, recipient, number } };
    }
    case 'feed':
      return feedAct(matter.template);
  }
}

import * as v from 'valibot';

/** The HTTP shapes of the routes about people and links. */

const slotKey = v.object({ slot: v.number(), key: v.string() });

export const place = v.object({
  isFounded: v.boolean(),
  place: v.optional(v.string()),
  settlement: v.optional(v.string()),
  languages: v.optional(v.array(v.string())),
  origin: v.string(),
  hubKey: v.string(),
  size: v.number(),
  nextNumber: v.number(),
});
export const joinRequest = v.object({ place: v.string(), code: v.string(), keys: v.array(slotKey) });
export const slots = v.object({ upTo: v.number(), request: v.optional(v.number()) });
export const moreSlots = v.object({ keys: v.array(slotKey) });
export const taken = v.object({ number: v.number() });
export const joinRequests = v.object({
  requests: v.array(
    v.object({
      number: v.number(),
      role: v.string(),
      cell: v.optional(v.string()),
      askedAt: v.number(),
      keys: v.array(slotKey),
      isMore: v.optional(v.literal(true)),
    }),
  ),
});
export const people = v.looseObject({
  keyholders: v.array(v.unknown()),
  grants: v.array(v.unknown()),
  /** Why people are asked to be ready. */
  standbys: v.array(v.unknown()),
});
const isToSubscribe = v.optional(
  v.pipe(v.literal(true), v.description('Opens the page to subscribe on, and nothing else')),
);
export const newLink = v.object({ role: v.string(), mayPost: v.optional(v.boolean()), isToSubscribe });
export const madeLink = v.object({ path: v.string() });
export const links = v.object({
  links: v.array(v.object({ name: v.string(), role: v.string(), mayPost: v.boolean(), isToSubscribe })),
});
export const done = v.object({ ok: v.boolean() });

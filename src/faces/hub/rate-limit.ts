/**
 * Token buckets in memory: `burst` requests at once, `perSecond` in the long run. The number of buckets is bounded;
 * nothing about a caller is written down or kept longer than its bucket takes to fill.
 */
export type RateLimit = { readonly allows: (who: string, nowMs: number) => boolean };

const BUCKETS_MAX = 10_000;

export function rateLimit({
  perSecond,
  burst,
}: {
  readonly perSecond: number;
  readonly burst: number;
}): RateLimit {
  const buckets = new Map<string, { level: number; at: number }>();
  return {
    allows: (who, nowMs) => {
      const bucket = buckets.get(who) ?? { level: burst, at: nowMs };
      bucket.level = Math.min(burst, bucket.level + ((nowMs - bucket.at) / 1000) * perSecond);
      bucket.at = nowMs;
      if (!buckets.has(who) && buckets.size >= BUCKETS_MAX)
        for (const oldest of buckets.keys()) if (buckets.delete(oldest)) break;
      buckets.set(who, bucket);
      if (bucket.level < 1) return false;
      bucket.level -= 1;
      return true;
    },
  };
}

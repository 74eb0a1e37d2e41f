import { afterAnswer } from "#kernel/call";
import { hmacBase64Url } from "#kernel/encoding";
import { EXACT_LIMITS, type ExactLimit, type ExactLimitName } from "#kernel/rate-classes";
import { rateHeaders, rateRefusal } from "#kernel/rate-headers";
import { type Bucket, DOOR_MS, type Try } from "./throttle.rules";
import type { LimitedKey, Room, ThrottleStore } from "./throttle.store";

interface Tools {
  store: ThrottleStore;
  /** Hashes what buckets are named after, so that Redis holds no address. */
  secret: string;
}

/** A bucket with its limit, as the store counts it. */
type Limited = LimitedKey & ExactLimit & { limit: ExactLimitName };

const quotaOf = ({ limit, triesMax, windowMs }: Limited) => ({
  ...{ name: limit, max: triesMax, windowMs },
});

/** Returns the headers of the bucket that is nearest to its end, of those that may be shown. */
const headersOf = (limited: readonly Limited[], rooms: readonly Room[]) => {
  const shown = limited.flatMap((bucket, index) => {
    const room = rooms[index];
    return room && !bucket.hidden ? [{ quota: quotaOf(bucket), ...room }] : [];
  });
  const [nearest] = shown.toSorted((a, b) => a.left - b.left);
  return nearest ? rateHeaders(nearest.quota, nearest.left, nearest.resetMs) : {};
};

/**
 * The gate in front of what may be guessed. A try is counted before it is looked at and given back
 * when it was right, so that a crowd of tries at once is counted like one after the other, and a
 * Worker that dies in between has counted too much, never too little.
 */
export const throttleService = ({ store, secret }: Tools) => {
  const hashed = async (prefix: string, name: string) =>
    `${prefix}:${await hmacBase64Url(secret, `throttle ${name}`)}`;

  const limitedOf = async ({ limit, of, door }: Bucket): Promise<Limited> => ({
    key: await hashed(`try:${limit}`, `${limit} ${of}`),
    door: door === undefined ? undefined : await hashed("door", door),
    limit,
    ...EXACT_LIMITS[limit],
  });

  return {
    /**
     * @throws 429 `rate_limited` with Retry-After; 503 `dependency_unavailable` when nobody counts,
     * because then nobody gets in
     * @param onFull writes down, after the answer, that there were too many: once, and not for each of them
     */
    async take(buckets: readonly Bucket[], onFull: () => Promise<unknown>): Promise<Try> {
      const limited = await Promise.all(buckets.map(limitedOf));
      const id = crypto.randomUUID();
      const taken = await store.take(id, limited);
      if (!taken.isTaken) {
        if (taken.isFirst) afterAnswer(onFull());
        const bucket = limited[taken.bucket] as Limited;
        throw rateRefusal(quotaOf(bucket), taken.waitMs, "Too many tries. Please wait a while.");
      }
      const returnable = limited.filter(({ counts }) => counts === "failures");
      return {
        id,
        keys: returnable.flatMap(({ key, door }) => (door ? [key, `${door}:tries`] : [key])),
        headers: headersOf(limited, taken.rooms),
        isSilent: taken.rooms.some(({ left }) => left < 0),
      };
    },

    /** Opens a door: for `DOOR_MS`, tries that come through it have their own bucket. */
    openDoor: async (door: string) => store.openDoor(await hashed("door", door), DOOR_MS),

    /**
     * A right try counts for nothing. Earlier wrong ones stay: they may have been somebody else's.
     * Nobody waits for it, so it costs no round trip.
     */
    giveBack(right: Try) {
      afterAnswer(store.giveBack(right));
    },
  };
};
export type ThrottleService = ReturnType<typeof throttleService>;
